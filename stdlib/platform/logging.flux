/// Logs: Loki keeps them, Alloy brings them there.
import { Url } from "std/types"
import { not_provided } from "std/platform/common"
import { StorageClass } from "std/platform/clusters"
import { Service } from "std/platform/services"

/// Loki in one process, with the logs on a volume.
type Loki : Service {
  enabled = false
  release = "loki"
  repository = "https://grafana.github.io/helm-charts"
  chart = "loki"
  version = "5.41.4"
  namespace = "monitoring"
  podSecurity = "privileged"
  dependsOn = [...services.foundation, ...services.storageProviders]
  /// Where logs are sent to and asked for, inside of the cluster.
  url: Url = "http://${release}.${namespace}.svc:3100"
  /// How long logs are kept.
  retention: duration(24h..) as go = 720h
  /// The volume that logs are kept on.
  storage: bytes(1Gi..) = 50Gi
  /// Its class: one that the cluster provides.
  storageClass: StorageClass = services.longhorn.storageClass
  check contains(cluster.storageClasses, storageClass) : not_provided(cluster.id, "storage class", storageClass, cluster.storageClasses)
  values = {
    loki = {
      auth_enabled = false
      commonConfig = { replication_factor = 1 }
      storage = { type = "filesystem" }
      limits_config = { retention_period = retention }
      compactor = { retention_enabled = true }
    }
    singleBinary = { replicas = 1, persistence = { size = storage, storageClass = storageClass } }
  }
}

/// Alloy on every node, which sends what pods write to Loki.
type Alloy : Service {
  enabled = services.loki.enabled
  release = "alloy"
  repository = "https://grafana.github.io/helm-charts"
  chart = "alloy"
  version = "0.9.2"
  namespace = "monitoring"
  podSecurity = "privileged"
  /// Where the logs go; where another cluster keeps them, its address.
  url: Url = services.loki.url
  dependsOn = if services.loki.enabled then [services.loki.application] else services.foundation
  check services.loki.enabled || url != services.loki.url : "the cluster `${cluster.id}` runs no Loki that could take the logs; turn `services.loki` on, or say by `url` where they go"
  values = {
    alloy = {
      configMap = { content = """
        discovery.kubernetes "pods" {
          role = "pod"
          selectors {
            role  = "pod"
            field = "spec.nodeName=" + coalesce(env("HOSTNAME"), constants.hostname)
          }
        }

        discovery.relabel "pods" {
          targets = discovery.kubernetes.pods.targets
          rule {
            source_labels = ["__meta_kubernetes_namespace"]
            target_label  = "namespace"
          }
          rule {
            source_labels = ["__meta_kubernetes_pod_name"]
            target_label  = "pod"
          }
          rule {
            source_labels = ["__meta_kubernetes_pod_container_name"]
            target_label  = "container"
          }
        }

        loki.source.kubernetes "pods" {
          targets    = discovery.relabel.pods.output
          forward_to = [loki.write.default.receiver]
        }

        loki.write "default" {
          endpoint {
            url = "${url}/loki/api/v1/push"
          }
          external_labels = { cluster = "${cluster.name}" }
        }
        """ }
    }
    controller = { type = "daemonset" }
  }
}
