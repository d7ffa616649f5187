/// What is saved, and for how long.
import { Name, Cron, ImageRef } from "std/types"
import { standard_labels, automated, not_provided } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { StorageClass, Cluster } from "std/platform/clusters"
import { Service } from "std/platform/services"

/// What is saved of every cluster, and for how long.
type Backup {
  enabled: bool = true
  etcd: EtcdBackup = { enabled = false }
}

/// Snapshots of etcd, taken through Talos' API and kept on a volume.
type EtcdBackup {
  platform: enclosing<Platform>
  enabled: bool = true
  cluster: enclosing<Cluster>
  schedule: Cron = "0 2 * * *"
  /// Older snapshots are removed.
  retention: duration(1d..) = 30d
  storage: bytes(1Gi..) = 20Gi
  storageClass: StorageClass = cluster.services.longhorn.storageClass
  image: ImageRef = "ghcr.io/siderolabs/talosctl:v1.6.0"
  check contains(cluster.storageClasses, storageClass) : not_provided(cluster.id, "storage class", storageClass, cluster.storageClasses)
  let namespace = "etcd-backup"

  emit kubernetes {
    /// Talos hands this account's credentials to the namespace, where its machine configuration admits that.
    manifest ServiceAccount etcd-backup {
      apiVersion = "talos.dev/v1alpha1"
      metadata = { namespace = namespace }
      spec = { roles = ["os:etcd:backup"] }
    }
    manifest PersistentVolumeClaim etcd-backup {
      metadata = { namespace = namespace }
      spec = { accessModes = ["ReadWriteOnce"], storageClassName = storageClass, resources = { requests = { storage = storage } } }
    }
    manifest CronJob etcd-backup {
      metadata = { namespace = namespace }
      spec = {
        schedule = schedule
        concurrencyPolicy = "Forbid"
        jobTemplate = { spec = { template = { spec = {
          restartPolicy = "OnFailure"
          securityContext = { runAsNonRoot = true, runAsUser = 1000, fsGroup = 1000, seccompProfile = { type = "RuntimeDefault" } }
          initContainers = [{
            name = "snapshot"
            image = image
            args = ["--nodes", cluster.endpoint, "etcd", "snapshot", "/backup/latest.snapshot"]
            volumeMounts = [{ name = "backup", mountPath = "/backup" }, { name = "talos", mountPath = "/var/run/secrets/talos.dev" }]
            securityContext = { allowPrivilegeEscalation = false, capabilities = { drop = ["ALL"] } }
          }]
          containers = [{
            name = "keep"
            image = "busybox:1.36"
            command = ["sh", "-c", "mv /backup/latest.snapshot /backup/etcd-$(date +%Y%m%dT%H%M).snapshot && find /backup -name 'etcd-*.snapshot' -mmin +${retention in m} -delete"]
            volumeMounts = [{ name = "backup", mountPath = "/backup" }]
            securityContext = { allowPrivilegeEscalation = false, capabilities = { drop = ["ALL"] } }
          }]
          volumes = [{ name = "backup", persistentVolumeClaim = { claimName = "etcd-backup" } }, { name = "talos", secret = { secretName = "etcd-backup" } }]
        } } } }
      }
    }
  }

  emit argocd {
    application "${if cluster.role == "management" then "" else "${cluster.id}-"}etcd-backup" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels("etcd-backup", "backup")
      }
      spec {
        project = "platform"
        source {
          repoURL = platform.delivery.repository
          targetRevision = platform.delivery.revision
          path = "${platform.delivery.path}/kubernetes/${cluster.id}/etcdBackup"
        }
        destination { server = cluster.server, namespace = namespace }
        syncPolicy = automated(["CreateNamespace=true"])
      }
      dependsOn = cluster.services.storageProviders
    }
  }
}

/// Velero: backups of what the clusters hold.
type Velero : Service {
  enabled = false
  release = "velero"
  repository = "https://vmware-tanzu.github.io/helm-charts"
  chart = "velero"
  version = "5.1.0"
  namespace = "velero"
  podSecurity = "privileged"
  provider: "aws" | "azure" | "gcp" = "aws"
  bucket: Name = "${platform.name}-backups"
  schedule: Cron = "0 3 * * *"
  retention: duration(1h..) as go = 720h
  values = {
    configuration = {
      backupStorageLocation = [{ name = "default", provider = provider, bucket = bucket, prefix = platform.environment }]
      volumeSnapshotLocation = []
    }
    credentials = { existingSecret = "velero-credentials" }
    schedules = { daily = { schedule = schedule, template = { ttl = retention, snapshotVolumes = false } } }
  }
}
