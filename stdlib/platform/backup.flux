/// What is saved, and for how long.
import { Name, DnsName, Url, Cron, ImageRef } from "std/types"
import { standard_labels, automated, not_provided } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { StorageClass, Cluster } from "std/platform/clusters"
import { Service } from "std/platform/services"

/// What is saved of every cluster, and for how long.
type Backup {
  /// Off: no cluster's etcd is saved.
  enabled: bool = true
  /// How etcd is saved; the snapshots of each cluster are made from it.
  etcd: EtcdBackup = { enabled = false }
}

/// Snapshots of etcd, taken through Talos' API and kept on a volume.
type EtcdBackup {
  platform: enclosing<Platform>
  /// Off: not emitted.
  enabled: bool = true
  cluster: enclosing<Cluster>
  /// When snapshots are taken.
  schedule: Cron = "0 2 * * *"
  /// Older snapshots are removed.
  retention: duration(1d..) = 30d
  /// The volume that snapshots are kept on.
  storage: bytes(1Gi..) = 20Gi
  /// Its class: one that the cluster provides.
  storageClass: StorageClass = cluster.services.longhorn.storageClass
  /// An image with `talosctl` in it.
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
        destination = cluster.destination with { namespace = namespace }
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
  /// Whose object store the bucket is in; whatever speaks S3 is `aws`.
  provider: "aws" | "azure" | "gcp" = "aws"
  /// What teaches Velero the provider.
  plugin: ImageRef = match provider {
    "aws" => "velero/velero-plugin-for-aws:v1.8.2"
    "azure" => "velero/velero-plugin-for-microsoft-azure:v1.8.2"
    "gcp" => "velero/velero-plugin-for-gcp:v1.8.2"
  }
  /// The bucket that backups go to.
  bucket: Name = "${platform.name}-backups"
  /// Of the bucket.
  region?: string(len 1..)
  /// Of a store that speaks S3 and is not Amazon's.
  endpoint?: Url
  /// The Secret with the provider's credentials under the key `cloud`.
  credentialsSecret: DnsName = "velero-credentials"
  /// When everything on the cluster is saved.
  schedule: Cron = "0 3 * * *"
  /// How long a backup is kept.
  retention: duration(1h..) as go = 720h
  reads = { ["${credentialsSecret}"] = ["cloud"] }
  check endpoint is absent || provider == "aws" : "`endpoint` is that of a store that speaks S3, and the provider is `${provider}`"
  values = {
    configuration = {
      backupStorageLocation = [{
        name = "default"
        provider = provider
        bucket = bucket
        // Each cluster has a folder of its own: a Velero takes all backups in its folder for its own.
        prefix = if cluster.role == "management" then platform.environment else "${platform.environment}/${cluster.id}"
        config = {
          if !(region is absent) { region = region }
          if !(endpoint is absent) { s3Url = endpoint, s3ForcePathStyle = "true" }
        }
      }]
      volumeSnapshotLocation = []
    }
    snapshotsEnabled = false
    initContainers = [{ name = "plugin", image = plugin, volumeMounts = [{ name = "plugins", mountPath = "/target" }] }]
    credentials = { existingSecret = credentialsSecret }
    schedules = { daily = { schedule = schedule, template = { ttl = retention, snapshotVolumes = false } } }
  }
}
