/// Prometheus, Alertmanager, Grafana and Loki.
import { DnsName } from "std/types"
import { Resources } from "std/kubernetes"
import { not_provided } from "std/platform/common"
import { StorageClass } from "std/platform/clusters"
import { Service } from "std/platform/services"

/// Prometheus, Alertmanager and Grafana, by the chart kube-prometheus-stack.
type Monitoring : Service {
  enabled = cluster.role != "edge"
  release = "monitoring"
  repository = "https://prometheus-community.github.io/helm-charts"
  chart = "kube-prometheus-stack"
  version = "57.0.0"
  namespace = "monitoring"
  podSecurity = "privileged"
  dependsOn = [...services.foundation, ...services.storageProviders]
  storageClass: StorageClass = services.longhorn.storageClass
  prometheus: {
    /// How long samples are kept, unless the volume is full before.
    retention: duration(1h..) as prometheus = 30d
    storage: bytes(1Gi..) = 50Gi
    /// How much of the volume samples may take.
    retentionSize: bytes(1Gi..) as prometheus = storage
    resources: Resources = { requests = { cpu = 200m, memory = 512Mi }, limits = { cpu = 1000m, memory = 2Gi } }
  } = { }
  grafana: {
    enabled: bool = true
    storage: bytes(1Gi..) = 10Gi
    /// The Secret with the keys `admin-user` and `admin-password`.
    adminSecret: DnsName = "grafana-admin"
  } = { }
  alertmanager: { enabled: bool = true, retention: duration(1h..) as go = 120h, storage: bytes(1Gi..) = 10Gi } = { }
  check prometheus.retentionSize <= prometheus.storage : "samples may take more than the volume holds"
  check contains(cluster.storageClasses, storageClass) : not_provided(cluster.id, "storage class", storageClass, cluster.storageClasses)

  values = {
    prometheus = {
      prometheusSpec = {
        retention = prometheus.retention
        retentionSize = prometheus.retentionSize
        externalUrl = "https://prometheus.${platform.domain}"
        storageSpec = { volumeClaimTemplate = { spec = { storageClassName = storageClass, accessModes = ["ReadWriteOnce"], resources = { requests = { storage = prometheus.storage } } } } }
        resources = prometheus.resources with { }
        serviceMonitorSelectorNilUsesHelmValues = false
        podMonitorSelectorNilUsesHelmValues = false
        ruleSelectorNilUsesHelmValues = false
      }
    }
    grafana = {
      enabled = grafana.enabled
      admin = { existingSecret = grafana.adminSecret }
      persistence = { enabled = true, storageClassName = storageClass, size = grafana.storage }
      ingress = {
        enabled = services.ingressNginx.enabled
        ingressClassName = services.ingressNginx.className
        annotations = { "cert-manager.io/cluster-issuer" = services.certManager.defaultIssuer }
        hosts = ["grafana.${platform.domain}"]
        tls = [{ secretName = "grafana-tls", hosts = ["grafana.${platform.domain}"] }]
      }
      defaultDashboardsTimezone = "UTC"
      additionalDataSources = if services.loki.enabled then [{ name = "Loki", type = "loki", url = "http://loki:3100", access = "proxy" }] else []
    }
    alertmanager = {
      enabled = alertmanager.enabled
      alertmanagerSpec = {
        retention = alertmanager.retention
        externalUrl = "https://alertmanager.${platform.domain}"
        storage = { volumeClaimTemplate = { spec = { storageClassName = storageClass, accessModes = ["ReadWriteOnce"], resources = { requests = { storage = alertmanager.storage } } } } }
      }
    }
    crds = { enabled = !services.prometheusCrds.enabled }
    // Talos does not expose these two, and Cilium stands for kube-proxy.
    kubeControllerManager = { enabled = false }
    kubeScheduler = { enabled = false }
    kubeProxy = { enabled = false }
    defaultRules = { create = true, rules = { kubeProxy = false } }
  }
}
