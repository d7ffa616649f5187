/// What people deploy.
import { Name, DnsName, Hostname, GitUrl, Port, ImageName, ImageTag, Annotations } from "std/types"
import { Resources } from "std/kubernetes"
import { CASCADE } from "std/argocd"
import { standard_labels, automated, when, not_provided } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { IngressClass, ClusterIssuer, SecretStore, Cluster } from "std/platform/clusters"

/// Something that people deploy: a namespace of its own with its quota, and an application of Argo CD.
abstract type App {
  platform: enclosing<Platform>
  /// Off: not checked for completeness, not emitted; a ref to it is an error.
  enabled: bool = true
  cluster: ref<Cluster>
  /// Kubernetes namespace the app lives in.
  namespace: Name = "app-${key}"
  project: Name = "applications"
  component: Name = "app"
  /// The repository of the chart, and where the chart is in it.
  repository: GitUrl = platform.delivery.repository
  revision: string(len 1..) = platform.delivery.revision
  chart: string(len 1..)
  /// Secrets that External Secrets puts into the namespace.
  secrets: map<DnsName, AppSecret> = { }
  /// Applications that must be healthy first; `+=` adds more.
  dependsOn: list<Name> = cluster.services.entrance
  /// What the chart is told. Layers may add to it and change it.
  values: any = { }
  let app = key
  let quota = platform.quotas
  let security = platform.security

  emit helm {
    release "${app}" {
      chart = chart
      namespace = namespace
      cluster = cluster.id
      values = values
    }
  }

  emit kubernetes {
    manifest ResourceQuota "${app}" {
      metadata = { namespace = namespace }
      spec = {
        hard = {
          "requests.cpu" = quota.requests.cpu
          "requests.memory" = quota.requests.memory
          "requests.storage" = quota.requests.storage
          "limits.cpu" = quota.limits.cpu
          "limits.memory" = quota.limits.memory
          persistentvolumeclaims = "${quota.persistentVolumeClaims}"
          services = "${quota.services}"
          secrets = "${quota.secrets}"
          configmaps = "${quota.configMaps}"
        }
      }
    }
    manifest LimitRange "${app}" {
      metadata = { namespace = namespace }
      spec = {
        limits = [{
          type = "Container"
          defaultRequest = quota.containers.defaultRequest with { }
          default = quota.containers.defaultLimit with { }
          max = quota.containers.maxLimit with { }
        }]
      }
    }
    manifest ExternalSecret "${name}" for name, secret in secrets {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { namespace = namespace }
      spec = {
        refreshInterval = secret.refresh
        secretStoreRef = { kind = "ClusterSecretStore", name = secret.store }
        target = { name = name }
        data = [for entry, kept in secret.keys : { secretKey = entry, remoteRef = { key = kept } }]
      }
    }
    if security.networkPolicies.defaultDeny {
      /// Nothing comes in or goes out, but for what is listed.
      manifest NetworkPolicy "${app}" {
        metadata = { namespace = namespace }
        spec = {
          podSelector = { }
          policyTypes = ["Ingress", "Egress"]
          ingress = [
            { from = [{ podSelector = { } }] },
            { from = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = cluster.services.ingressNginx.namespace } } }] },
            { from = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = cluster.services.monitoring.namespace } } }] },
          ]
          egress = [
            { to = [{ podSelector = { } }] },
            ...(if security.networkPolicies.allowDNS then [{ to = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = "kube-system" } } }], ports = [{ port = 53, protocol = "UDP" }, { port = 53, protocol = "TCP" }] }] else []),
            ...(if security.networkPolicies.allowKubeAPI then [{ ports = [{ port = 6443, protocol = "TCP" }] }] else []),
          ]
        }
      }
    }
  }

  emit argocd {
    application "${app}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = {
          ...standard_labels(app, component)
          "app.kubernetes.io/environment" = platform.environment
        }
        finalizers = [CASCADE]
      }
      spec {
        project = project
        sources = [
          {
            repoURL = repository
            targetRevision = revision
            path = chart
            helm {
              releaseName = app
              valueFiles = ["$values/${platform.delivery.path}/helm/${cluster.id}/${app}/values.yaml"]
            }
          },
          { repoURL = platform.delivery.repository, targetRevision = platform.delivery.revision, path = "${platform.delivery.path}/kubernetes/${cluster.id}/${app}", ref = "values" },
        ]
        destination { server = cluster.server, namespace = namespace }
        syncPolicy = automated(["CreateNamespace=true"]) with {
          managedNamespaceMetadata {
            labels = {
              "pod-security.kubernetes.io/enforce" = security.podSecurity.enforce
              "pod-security.kubernetes.io/audit" = security.podSecurity.audit
              "pod-security.kubernetes.io/warn" = security.podSecurity.warn
            }
          }
        }
      }
      dependsOn = dependsOn
    }
  }
}

/// A container image.
type Image {
  repository: ImageName
  tag: ImageTag
  pullPolicy: "Always" | "IfNotPresent" | "Never" = "IfNotPresent"
}

/// A Secret in the namespace of an app, copied out of a store.
type AppSecret {
  app: enclosing<App>
  store: SecretStore
  /// What the Secret holds: its keys, each with the name of what the store keeps for it.
  keys: map<string(/^[-._a-zA-Z0-9]+$/), string(len 1..)>
  refresh: duration(1m..) as go = 1h
  let cluster = app.cluster
  check contains(cluster.secretStores, store) : not_provided(cluster.id, "secret store", store, cluster.secretStores)
}

/// How an app is reached from outside.
type Ingress {
  platform: enclosing<Platform>
  app: enclosing<App>
  enabled: bool = true
  className: IngressClass = cluster.services.ingressNginx.className
  hosts: list<Hostname> = []
  path: string(/^\//) = "/"
  annotations: Annotations = { }
  /// Certificates for the hosts.
  tls: bool = true
  issuer: ClusterIssuer = cluster.services.certManager.defaultIssuer
  let cluster = app.cluster
  let used = enabled && length(hosts) > 0
  // A default that does not exist is the mistake of cert-manager, and said there.
  let issuers = distinct([...cluster.clusterIssuers, ...when(length(cluster.clusterIssuers) > 0, [cluster.services.certManager.defaultIssuer])])
  check !used || contains(cluster.ingressClasses, className) : not_provided(cluster.id, "ingress class", className, cluster.ingressClasses)
  check !used || !tls || contains(issuers, issuer) : not_provided(cluster.id, "cluster issuer", issuer, cluster.clusterIssuers)
}

/// Pods that answer HTTP, by the chart `charts/web-service`.
type WebService : App {
  component = "web-service"
  chart = "charts/web-service"
  image: Image
  replicas: int(0..1000) = 1
  resources: Resources = { }
  /// The port that the container listens on.
  port: Port = 8080
  ingress: Ingress = { }
  autoscaling: { enabled: bool = false, minReplicas: int(1..) = 1, maxReplicas: int(1..) = 3, targetCpu: percent(1..1000) = 80% } = { }
  env: map<string(/^[A-Za-z_][A-Za-z0-9_]*$/), string> = { }
  health: { path: string(/^\//) = "/", liveness: bool = true, readiness: bool = true } = { }
  /// Prometheus asks this path for metrics.
  metrics: { enabled: bool = false, path: string(/^\//) = "/metrics", interval: duration(1s..) as prometheus = 30s } = { }
  let app = key
  let copies = if autoscaling.enabled then autoscaling.maxReplicas else replicas
  check autoscaling.minReplicas <= autoscaling.maxReplicas : "`minReplicas` is above `maxReplicas`"
  check resources.requests.memory * copies <= platform.quotas.requests.memory : "${copies} copies request more memory than the quota of the namespace"
  check resources.requests.cpu * copies <= platform.quotas.requests.cpu : "${copies} copies request more CPU than the quota of the namespace"

  values = {
    image = { repository = image.repository, tag = image.tag, pullPolicy = image.pullPolicy }
    replicaCount = replicas
    resources = resources with { }
    service = { type = "ClusterIP", port = 80, targetPort = port }
    ingress = {
      enabled = ingress.enabled && length(ingress.hosts) > 0
      className = ingress.className
      annotations = {
        ...ingress.annotations
        if ingress.tls { "cert-manager.io/cluster-issuer" = ingress.issuer }
      }
      hosts = [for host in ingress.hosts : { host = host, paths = [{ path = ingress.path, pathType = "Prefix" }] }]
      tls = if ingress.tls && length(ingress.hosts) > 0 then [{ secretName = "${app}-tls", hosts = ingress.hosts }] else []
    }
    autoscaling = {
      enabled = autoscaling.enabled
      minReplicas = autoscaling.minReplicas
      maxReplicas = autoscaling.maxReplicas
      targetCPUUtilizationPercentage = autoscaling.targetCpu in percent
    }
    env = env
    healthChecks = { path = health.path, liveness = health.liveness, readiness = health.readiness }
    monitoring = { serviceMonitor = { enabled = metrics.enabled, path = metrics.path, interval = metrics.interval } }
  }
}
