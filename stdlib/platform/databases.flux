/// PostgreSQL by CloudNativePG: an operator that fails over, backs up and restores, none of which a StatefulSet does by itself.
import { Name, DnsName, Cron } from "std/types"
import { Resources, DataKey } from "std/kubernetes"
import { not_provided } from "std/platform/common"
import { StorageClass } from "std/platform/clusters"
import { Service } from "std/platform/services"
import { App } from "std/platform/apps"

/// The operator of PostgreSQL: `services.more.cloudnative-pg = CloudNativePg { }`.
type CloudNativePg : Service {
  release = "cloudnative-pg"
  repository = "https://cloudnative-pg.github.io/charts"
  chart = "cloudnative-pg"
  version = "0.22.0"
  namespace = "cnpg-system"
  podSecurity = "restricted"
  values = { monitoring = { podMonitorEnabled = services.monitoring.enabled } }
}

/// A PostgreSQL of one writer and its replicas. Apps reach it as `host`, with what the Secret `credentials` holds.
type Database : App {
  component = "database"
  /// By manifests, always.
  render: "manifests" = "manifests"
  /// PostgreSQL's major version.
  version: int(12..18) = 16
  /// The writer and its replicas; one alone has nobody to fail over to.
  instances: int(1..9) = 2
  /// What the database and its owner are called.
  database: string(/^[a-z_][a-z0-9_]*$/, len 1..63) = replace(id, "-", "_")
  /// The owner of the database, as whom apps connect.
  owner: string(/^[a-z_][a-z0-9_]*$/, len 1..63) = database
  /// The owner's `username` and `password`, one of `secrets`. Not set: the operator makes one up.
  password?: DnsName
  /// The volume of each instance.
  storage: DatabaseStorage = { }
  /// What each instance is promised, and what it may not exceed.
  resources: Resources = { requests = { cpu = 250m, memory = 512Mi }, limits = { cpu = 1, memory = 1Gi } }
  /// Settings of postgresql.conf.
  parameters: map<string(/^[a-z_.]+$/), string> = { }
  /// Where it is saved; not set: nowhere.
  backup?: DatabaseBackup
  /// Prometheus asks for its metrics.
  metrics: bool = cluster.services.monitoring.enabled
  /// Apps of other namespaces that may connect.
  clients: list<Name> = []
  network.from {
    operator = { namespace = "cnpg-system", ports = [5432, 8000] }
    for client in clients { [client] = { namespace = client, ports = [5432] } }
  }
  /// The Secret with the keys `username`, `password`, `host`, `dbname` and `uri`.
  final credentials: DnsName = password ?? "${id}-app" because "the operator names it so"
  /// The name by which apps on the cluster reach the writer.
  final host: string = "${id}-rw.${namespace}.svc" because "the operator names it so"
  existingSecrets = [credentials]
  let others = [for service in cluster.services.more if service.enabled : service.release]
  check !cluster.services.enabled || contains(others, "cloudnative-pg")
    : "the cluster `${cluster.id}` runs no CloudNativePG: `services.more.cloudnative-pg = CloudNativePg { }`"
  check storage.size * instances <= quotas.requests.storage : "${instances} volumes of ${storage.size} are more than the quota of the namespace"
  check resources.requests.memory * instances <= quotas.requests.memory : "${instances} instances request more memory than the quota of the namespace"
  check password is absent || contains(keys(secrets), password ?? "") : "there is no `secrets.${password ?? ""}` to take the password from"

  emit kubernetes {
    manifest Cluster "${id}" {
      apiVersion = "postgresql.cnpg.io/v1"
      metadata = { namespace = namespace }
      spec = {
        instances = instances
        imageName = "ghcr.io/cloudnative-pg/postgresql:${version}"
        primaryUpdateStrategy = "unsupervised"
        enablePDB = instances > 1
        bootstrap = { initdb = { database = database, owner = owner, if !(password is absent) { secret = { name = password } } } }
        storage = { size = storage.size, storageClass = storage.class }
        resources = resources with { }
        affinity = { enablePodAntiAffinity = true, topologyKey = "kubernetes.io/hostname" }
        if length(parameters) > 0 { postgresql = { parameters = parameters } }
        monitoring = { enablePodMonitor = metrics }
        if !(backup is absent) {
          backup = {
            retentionPolicy = "${backup.retention in d}d"
            barmanObjectStore = {
              destinationPath = backup.destination
              if !(backup.endpoint is absent) { endpointURL = backup.endpoint }
              s3Credentials = {
                accessKeyId = { name = backup.credentials, key = backup.accessKey }
                secretAccessKey = { name = backup.credentials, key = backup.secretKey }
              }
              wal = { compression = "gzip" }
            }
          }
        }
      }
    }
    if !(backup is absent) {
      manifest ScheduledBackup "${id}" {
        apiVersion = "postgresql.cnpg.io/v1"
        metadata = { namespace = namespace }
        spec = {
          // The operator's schedules begin with seconds.
          schedule = if startswith(backup.schedule, "@") then backup.schedule else "0 ${backup.schedule}"
          backupOwnerReference = "self"
          cluster = { name = id }
        }
      }
    }
  }
}

/// The volume of each instance.
type DatabaseStorage {
  home: enclosing<Database>
  /// The size of the volume.
  size: bytes(1Gi..) = 10Gi
  /// Its class: one that the cluster provides.
  class: StorageClass = cluster.services.longhorn.storageClass
  let cluster = home.cluster
  check contains(cluster.storageClasses, class) : not_provided(cluster.id, "storage class", class, cluster.storageClasses)
}

/// Where a database is saved: all that it writes, at once, and the whole of it by a schedule.
type DatabaseBackup {
  home: enclosing<Database>
  /// The bucket, and the folder in it: `s3://backups/shop`.
  destination: string(/^s3:\/\/[^\/]+/)
  /// Where the bucket is, when not at Amazon.
  endpoint?: string(/^https?:\/\//)
  /// When the whole of it is saved.
  schedule: Cron = "0 2 * * *"
  /// How far back it can be restored, in whole days.
  retention: duration(1d..) = 30d
  /// The Secret with the keys of the bucket, one of `secrets`.
  credentials: DnsName
  /// The Secret's key with the name of the account.
  accessKey: DataKey = "access-key-id"
  /// The Secret's key with what proves it.
  secretKey: DataKey = "secret-access-key"
  check contains(keys(home.secrets), credentials) : "there is no `secrets.${credentials}` with the keys of the bucket"
  check retention in h % 24 == 0 : "a backup is kept for whole days, found ${retention}"
}
