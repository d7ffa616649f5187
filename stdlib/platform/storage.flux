/// Volumes: Longhorn.
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
  storageClass: StorageClass = "longhorn"
  /// Copies of each volume.
  replicas: int(1..20) = 3
  overProvisioning: percent(100..) = 200%
  minimalAvailable: percent(0..100) = 25%
  /// Where backups of volumes go: `nfs://…` or `s3://…`.
  backupTarget?: string(/^(nfs|s3|cifs|azblob):\/\//)
  values = {
    persistence = { defaultClass = true, defaultClassReplicaCount = replicas, reclaimPolicy = "Retain", migratable = false }
    defaultSettings = {
      defaultReplicaCount = replicas
      storageOverProvisioningPercentage = overProvisioning in percent
      storageMinimalAvailablePercentage = minimalAvailable in percent
      backupTarget = backupTarget
    }
    ingress = { enabled = false }
    metrics = { serviceMonitor = { enabled = services.monitoring.enabled } }
  }
}
