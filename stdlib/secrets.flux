/// Secrets that are not ours to read: files of SOPS, which travel as they are, and Secrets that are there already.

/// A file of `secret NAME from sops "…"`, as `NAME.sops`.
type SopsFile {
  /// Where it lies in the project.
  path: string(len 1..)
  format: "yaml" | "json" | "dotenv"
  /// The whole file, byte for byte: encrypted, and so no secret.
  content: string
  /// What the file is to Kubernetes, if it is anything: a `SopsSecret`, or a `Secret`.
  apiVersion?: string
  kind?: string
  /// Of that object.
  name?: string
  namespace?: string
  /// The Secrets that it becomes, with their keys. Not set: their names are encrypted too, or it becomes none.
  secrets?: map<string, list<string>>
}

/// What `encrypted NAME { … }` of `emit kubernetes` delivers.
type EncryptedFile {
  file: SopsFile
}

/// What `extern Secret NAME { … }` of `emit kubernetes` says is there without us.
type ExternSecret {
  /// Not set: that of what emits it.
  namespace?: string(len 1..)
  /// Not set: nobody says which.
  keys?: list<string>
}

/// The Secrets that the files become, each with its keys.
fn secrets_of(files: map<string, SopsFile>): map<string, list<string>> = merge({ }, ...[for file in files : file.secrets ?? { }])

/// Which of the files go into another namespace than this one.
fn strayed(files: map<string, SopsFile>, namespace: string): list<string> = [for name, file in files if (file.namespace ?? namespace) != namespace : name]

/// Which of the files only the operator of SopsSecrets opens.
fn for_operator(files: map<string, SopsFile>): list<string> = [for name, file in files if (file.kind ?? "") == "SopsSecret" : name]
