/// What Terraform's own blocks are made of, for platforms that configure them.
import { VersionConstraint } from "std/types"

/// An entry of `required_providers`.
type RequiredProvider {
  /// `namespace/name`, with the registry's host in front where it is not the default one.
  source: string(/^([0-9A-Za-z.-]+(:[0-9]+)?\/)?[0-9A-Za-z_-]+\/[0-9A-Za-z_-]+$/)
  /// Which versions will do.
  version: VersionConstraint
}

/// Where the state of a stack is kept. `type` is the name of Terraform's backend, `config` what it is told.
abstract type Backend {
  /// The name of Terraform's backend.
  type: string
  /// What it is told.
  config: map<string, any> = { }
}

/// The state in a bucket of S3, or of what speaks its protocol.
type S3Backend : Backend {
  /// `s3`, always.
  type: "s3" = "s3"
  /// The bucket.
  bucket: string(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
  /// The object that holds the state; each stack has its own.
  key: string(len 1..)
  /// Where the bucket is.
  region: string = "us-east-1"
  /// The state is encrypted where it is kept.
  encrypt: bool = true
  let object = self.key  // bare, `key` is that of the entry
  check across environments "${bucket}/${object}" : "two stacks keep their state under one key"
  config = { bucket = bucket, key = object, region = region, encrypt = encrypt }
}

/// The state behind an HTTP address, as GitLab and others offer it.
type HttpBackend : Backend {
  /// `http`, always.
  type: "http" = "http"
  /// Where the state is read and written.
  address: string(/^https?:\/\//)
  /// Where it is locked; not set: it is not.
  lockAddress?: string(/^https?:\/\//)
  /// Where it is unlocked.
  unlockAddress?: string(/^https?:\/\//)
  check across environments address : "two stacks keep their state at one address"
  config = { address = address, lock_address = lockAddress, unlock_address = unlockAddress }
}
