/// Apps that answer HTTP, and how they are reached.
import { Name, Hostname, Port, Annotations } from "std/types"
import { standard_labels, when, not_provided, takes_host } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { IngressClass, ClusterIssuer } from "std/platform/clusters"
import { App } from "std/platform/apps"
import { Replicated } from "std/platform/replicated"

/// How an app is reached from outside, by an Ingress.
type Ingress {
  platform: enclosing<Platform>
  app: enclosing<App>
  /// Off: there is no Ingress, whatever `hosts` says.
  enabled: bool = true
  /// The class that serves it: one that the cluster provides.
  className: IngressClass = cluster.services.ingressNginx.className
  /// The hosts under which the app is reached; none: it is not.
  hosts: list<Hostname> = []
  /// What begins with it goes to the app.
  path: string(/^\//) = "/"
  /// What the controller is told beyond that.
  annotations: Annotations = { }
  /// Certificates for the hosts.
  tls: bool = true
  /// Who signs the certificates: an issuer that the cluster provides.
  issuer: ClusterIssuer = cluster.services.certManager.defaultIssuer
  let cluster = app.cluster
  /// Whether there is anything to reach.
  final used: bool = enabled && length(hosts) > 0 because "it follows from `enabled` and `hosts`"
  // A default that does not exist is the mistake of cert-manager, and said there.
  let issuers = distinct([...cluster.clusterIssuers, ...when(length(cluster.clusterIssuers) > 0, [cluster.services.certManager.defaultIssuer])])
  check !used || contains(cluster.ingressClasses, className) : not_provided(cluster.id, "ingress class", className, cluster.ingressClasses)
  check !used || !tls || contains(issuers, issuer) : not_provided(cluster.id, "cluster issuer", issuer, cluster.clusterIssuers)
}

/// How an app is reached from outside, by a route of the Gateway API.
type GatewayRoute {
  app: enclosing<App>
  /// Off: there is no route, whatever `hosts` says.
  enabled: bool = true
  /// The hosts under which the app is reached; none: it is not.
  hosts: list<Hostname> = []
  /// What begins with it goes to the app.
  path: string(/^\//) = "/"
  /// The Gateway whose listeners take the hosts, and the namespace it stands in.
  gateway: Name = cluster.services.gateway.name
  /// The namespace of the Gateway.
  gatewayNamespace: Name = cluster.services.gateway.namespace
  let cluster = app.cluster
  let named = "${gatewayNamespace}/${gateway}"
  let ours = cluster.services.enabled && cluster.services.gateway.enabled && gateway == cluster.services.gateway.name && gatewayNamespace == cluster.services.gateway.namespace
  let unheard = if ours then [for host in hosts if !takes_host(cluster.services.gateway.hosts, host) : host] else []
  /// Whether there is anything to reach.
  final used: bool = enabled && length(hosts) > 0 because "it follows from `enabled` and `hosts`"
  let spoken = !cluster.services.enabled || cluster.services.cilium.enabled && cluster.services.cilium.gatewayAPI || length(cluster.gateways) > 0
  check !used || spoken : "the cluster `${cluster.id}` has no Gateway API: Cilium brings it with `services.cilium.gatewayAPI`"
  check !used || !spoken || contains(cluster.gateways, named) : not_provided(cluster.id, "Gateway", named, cluster.gateways)
  check !used || length(unheard) == 0
    : "the Gateway `${named}` of the cluster `${cluster.id}` does not listen for `${join("`, `", unheard)}`; it listens for `${join("`, `", cluster.services.gateway.hosts)}`"
}

/// How an app is reached inside of its cluster, and of those it is meshed with.
type ServicePort {
  platform: enclosing<Platform>
  /// Whether nodes or a load balancer lead to it, too.
  type: "ClusterIP" | "NodePort" | "LoadBalancer" = "ClusterIP"
  /// The port under which other pods reach the app.
  port: Port = 80
  /// What whoever serves it is told beyond that.
  annotations: Annotations = { }
  /// One service with that of the same name on the other clusters of the mesh.
  global: bool = false
  check !global || platform.features.multiCluster : "a global service needs the mesh of clusters: `features.multiCluster = true`"
}

/// Prometheus asks for the app's metrics.
type Metrics {
  app: enclosing<App>
  /// Whether it asks.
  enabled: bool = false
  /// Where the metrics are.
  path: string(/^\//) = "/metrics"
  /// How often it asks.
  interval: duration(1s..) as prometheus = 30s
  let services = app.cluster.services
  check !enabled || !services.enabled || services.monitoring.enabled || services.prometheusCrds.enabled
    : "the cluster `${app.cluster.id}` runs no Prometheus that could ask for metrics"
}

/// Pods that answer HTTP.
type WebService : Replicated {
  component = "web-service"
  render = "chart"
  chart = "charts/web-service"
  /// The port that the container listens on.
  port: Port = 8080
  /// How other pods reach it.
  service: ServicePort = { }
  /// How it is reached from outside, by an Ingress.
  ingress: Ingress = { }
  /// How it is reached from outside, by the Gateway API.
  route: GatewayRoute = { }
  /// Where the app says by HTTP how it is. `probes` can ask in other ways.
  health: { path: string(/^\//) = "/", readinessPath: string(/^\//) = path, liveness: bool = true, readiness: bool = true, startup: bool = false } = { }
  /// Whether and where Prometheus asks for its metrics.
  metrics: Metrics = { }
  ports = { http = port }
  network.from { if cluster.services.ingressNginx.enabled { ingress = { namespace = cluster.services.ingressNginx.namespace } } }
  probes {
    if health.startup { startup = { httpGet = { path = health.path }, periodSeconds = 5, failureThreshold = 30 } }
    if health.readiness { readiness = { httpGet = { path = health.readinessPath }, initialDelaySeconds = 5, periodSeconds = 5 } }
    if health.liveness { liveness = { httpGet = { path = health.path }, initialDelaySeconds = 30, periodSeconds = 10 } }
  }
  check ingress.used || !contains(strategy.services, "canary") : "a canary by nginx shares out what comes in by the ingress, and `ingress.hosts` is empty"
  let ingress_annotations = {
    ...ingress.annotations
    if ingress.tls { "cert-manager.io/cluster-issuer" = ingress.issuer }
  }
  let service_annotations = {
    ...service.annotations
    if service.global { "service.cilium.io/global" = "true" }
  }
  let tls = if ingress.tls && ingress.used then [{ secretName = "${id}-tls", hosts = ingress.hosts }] else []

  values {
    service = { type = service.type, port = service.port, if length(service_annotations) > 0 { annotations = service_annotations } }
    ingress = {
      enabled = ingress.used
      className = ingress.className
      annotations = ingress_annotations
      hosts = [for host in ingress.hosts : { host = host, paths = [{ path = ingress.path, pathType = "Prefix" }] }]
      tls = tls
    }
    if route.used { route = { enabled = true, gateway = { name = route.gateway, namespace = route.gatewayNamespace }, hosts = route.hosts, path = route.path } }
    monitoring = { serviceMonitor = { enabled = metrics.enabled, path = metrics.path, interval = metrics.interval } }
  }

  emit kubernetes {
    // What comes through a Gateway of Cilium has its identity `ingress`, which a NetworkPolicy cannot name.
    if route.used && network.defaultDeny && cluster.runsCilium {
      manifest CiliumNetworkPolicy "${id}-from-gateway" {
        apiVersion = "cilium.io/v2"
        metadata = { namespace = namespace, labels = podLabels }
        spec = { endpointSelector = { }, ingress = [{ fromEntities = ["ingress"], toPorts = [{ ports = [{ port = "${port}", protocol = "TCP" }] }] }] }
      }
    }
    if render == "manifests" {
      manifest Service "${id}" {
        metadata = { namespace = namespace, labels = podLabels, annotations = service_annotations }
        spec = { type = service.type, selector = labels, ports = [{ name = "http", port = service.port, targetPort = "http" }] }
      }
      manifest Service "${id}-${version}" for version in strategy.services {
        metadata = { namespace = namespace, labels = standard_labels("${id}-${version}", component) }
        spec = { selector = labels, ports = [{ name = "http", port = service.port, targetPort = "http" }] }
      }
      if ingress.used {
        manifest Ingress "${id}" {
          metadata = { namespace = namespace, labels = podLabels, annotations = ingress_annotations }
          spec = {
            ingressClassName = ingress.className
            if ingress.tls { tls = tls }
            rules = [for host in ingress.hosts : {
              host = host
              http = { paths = [{ path = ingress.path, pathType = "Prefix", backend = { service = { name = id, port = { name = "http" } } } }] }
            }]
          }
        }
      }
      if route.used {
        manifest HTTPRoute "${id}" {
          apiVersion = "gateway.networking.k8s.io/v1"
          metadata = { namespace = namespace, labels = podLabels }
          spec = {
            parentRefs = [{ name = route.gateway, namespace = route.gatewayNamespace }]
            hostnames = route.hosts
            rules = [{ matches = [{ path = { type = "PathPrefix", value = route.path } }], backendRefs = [{ name = id, port = service.port }] }]
          }
        }
      }
      if metrics.enabled {
        manifest ServiceMonitor "${id}" {
          apiVersion = "monitoring.coreos.com/v1"
          metadata = { namespace = namespace, labels = podLabels }
          spec = { selector = { matchLabels = labels }, endpoints = [{ port = "http", path = metrics.path, interval = metrics.interval }] }
        }
      }
    }
  }
}

/// A web service that programs call: several pods, asked apart for whether they live and whether they are ready, and measured.
type Api : WebService {
  component = "api"
  replicas = 2
  health { path = "/livez", readinessPath = "/readyz" }
  metrics.enabled = cluster.services.monitoring.enabled
}
