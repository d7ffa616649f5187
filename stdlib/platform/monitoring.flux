/// Prometheus, Alertmanager and Grafana.
import { Name, DnsName } from "std/types"
import { Resources } from "std/kubernetes"
import { standard_labels, not_provided } from "std/platform/common"
import { StorageClass } from "std/platform/clusters"
import { AlertGroup, Alerting } from "std/platform/alerts"
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
  /// The class of all its volumes: one that the cluster provides.
  storageClass: StorageClass = services.longhorn.storageClass
  /// Prometheus, which asks for metrics and keeps them.
  prometheus: {
    /// How long samples are kept, unless the volume is full before.
    retention: duration(1h..) as prometheus = 30d
    storage: bytes(1Gi..) = 50Gi
    /// How much of the volume samples may take.
    retentionSize: bytes(1Gi..) as prometheus = storage
    resources: Resources = { requests = { cpu = 200m, memory = 512Mi }, limits = { cpu = 1000m, memory = 2Gi } }
  } = { }
  /// Grafana, which shows them.
  grafana: {
    enabled: bool = true
    storage: bytes(1Gi..) = 10Gi
    /// The Secret with the keys `admin-user` and `admin-password`.
    adminSecret: DnsName = "grafana-admin"
    /// Dashboards of the platform's own by name, as Grafana exports them; a layer `from` a JSON file can bring them.
    dashboards: map<DnsName, any> = { }
  } = { }
  /// Alertmanager, which tells people.
  alertmanager: Alerting = { }
  /// Alerts of the platform's own, beside those that the chart brings.
  rules: map<Name, AlertGroup> = { }
  let loki = services.loki
  reads = {
    if grafana.enabled { ["${grafana.adminSecret}"] = ["admin-user", "admin-password"] }
    if alertmanager.enabled { ...{ for secret in alertmanager.secrets : secret => distinct([for r in alertmanager.receivers if r.secret == secret : r.secretKey]) } }
  }
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
      if grafana.enabled { admin = { existingSecret = grafana.adminSecret } }
      persistence = { enabled = true, storageClassName = storageClass, size = grafana.storage }
      ingress = {
        enabled = services.ingressNginx.enabled
        ingressClassName = services.ingressNginx.className
        annotations = { "cert-manager.io/cluster-issuer" = services.certManager.defaultIssuer }
        hosts = ["grafana.${platform.domain}"]
        tls = [{ secretName = "grafana-tls", hosts = ["grafana.${platform.domain}"] }]
      }
      defaultDashboardsTimezone = "UTC"
      additionalDataSources = if loki.enabled then [{ name = "Loki", type = "loki", url = loki.url, access = "proxy" }] else []
    }
    alertmanager = {
      enabled = alertmanager.enabled
      if length(alertmanager.receivers) > 0 { config = alertmanager.config }
      alertmanagerSpec = {
        retention = alertmanager.retention
        if length(alertmanager.secrets) > 0 { secrets = alertmanager.secrets }
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
  // Named after what came first: another name would be another application.
  if length(rules) > 0 || length(grafana.dashboards) > 0 { companion = { name = "rules", folder = "monitoring" } }

  emit kubernetes {
    manifest PrometheusRule "${name}" for name, group in rules {
      apiVersion = "monitoring.coreos.com/v1"
      metadata = { namespace = namespace, labels = standard_labels(name, "alerts") }
      spec = { groups = [{ name = name, rules = group.written }] }
    }
    // The label by which the chart's sidecar finds dashboards.
    manifest ConfigMap "dashboard-${name}" for name, dashboard in grafana.dashboards {
      metadata = { namespace = namespace, labels = { ...standard_labels(name, "dashboards"), grafana_dashboard = "1" } }
      data = { ["${name}.json"] = jsonencode(dashboard) }
    }
  }
}
