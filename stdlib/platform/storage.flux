/// Volumes: Longhorn.
import { Name, DnsName, Cron } from "std/types"
import { standard_labels } from "std/platform/common"
import { StorageClass } from "std/platform/clusters"
import { Service } from "std/platform/services"

/// Longhorn: provides a storage class.
type Longhorn : Service {
  enabled = cluster.role != "edge"
  release = "longhorn"
  repository = "https://charts.longhorn.io"
  chart = "longhorn"
  version = "1.5.0"
  namespace = "longhorn-system"
  podSecurity = "privileged"
  /// The class that it provides.
  storageClass: StorageClass = "longhorn"
  /// Whether claims that name no class get this one.
  isDefault: bool = true
  /// Copies of each volume.
  replicas: int(1..20) = 3
  /// How much may be promised of a disk, in parts of what it has.
  overProvisioning: percent(100..) = 200%
  /// A disk with less than this free takes no more volumes.
  minimalAvailable: percent(0..100) = 25%
  /// Where backups of volumes go: `nfs://…` or `s3://…`.
  backupTarget?: string(/^(nfs|s3|cifs|azblob):\/\//)
  /// The Secret in Longhorn's namespace that opens it.
  backupSecret?: DnsName
  /// What happens to every volume by schedule; snapshots stay on the volume, backups go to the target.
  jobs: map<Name, VolumeJob> = { }
  let homeless = [for name, job in jobs if job.task == "backup" && backupTarget is absent : name]
  check length(homeless) == 0 : "the job `${join("`, `", homeless)}` backs volumes up, and there is no `backupTarget` to take them"
  check backupSecret is absent || !(backupTarget is absent) : "`backupSecret` opens nothing without a `backupTarget`"
  if !(backupSecret is absent) { reads = { ["${backupSecret}"] = [] } }
  if length(jobs) > 0 { companion = { name = "jobs", folder = "longhorn" } }
  values = {
    persistence = { defaultClass = isDefault, defaultClassReplicaCount = replicas, reclaimPolicy = "Retain", migratable = false }
    defaultSettings = {
      defaultReplicaCount = replicas
      storageOverProvisioningPercentage = overProvisioning in percent
      storageMinimalAvailablePercentage = minimalAvailable in percent
      backupTarget = backupTarget
      if !(backupSecret is absent) { backupTargetCredentialSecret = backupSecret }
    }
    ingress = { enabled = false }
    metrics = { serviceMonitor = { enabled = services.monitoring.enabled } }
  }

  emit kubernetes {
    manifest RecurringJob "${name}" for name, job in jobs {
      apiVersion = "longhorn.io/v1beta2"
      metadata = { namespace = namespace, labels = standard_labels(name, "storage") }
      spec = { name = name, task = job.task, cron = job.schedule, retain = job.keep, concurrency = job.concurrency, groups = ["default"] }
    }
  }
}

/// Snapshots or backups of all volumes, by a schedule.
type VolumeJob {
  /// What is done.
  task: "snapshot" | "backup" = "snapshot"
  /// When.
  schedule: Cron
  /// How many of each volume are kept.
  keep: int(1..250) = 7
  /// How many volumes at a time.
  concurrency: int(1..) = 2
}
