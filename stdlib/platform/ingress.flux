/// How requests from outside find their way in: ingress-nginx and the names of hosts.
import { Name, Hostname } from "std/types"
import { IngressClass } from "std/platform/clusters"
import { CLOUDFLARE_TOKEN } from "std/platform/certificates"
import { Service } from "std/platform/services"

/// ingress-nginx: provides an ingress class.
type IngressNginx : Service {
  release = "ingress-nginx"
  repository = "https://kubernetes.github.io/ingress-nginx"
  chart = "ingress-nginx"
  version = "4.10.0"
  namespace = "ingress-nginx"
  podSecurity = "privileged"
  /// The class that it provides.
  className: IngressClass = "nginx"
  /// How many controllers take requests.
  replicas: int(1..) = 2
  values = {
    controller = {
      replicaCount = replicas
      ingressClassResource = { name = className, default = true }
      metrics = { enabled = true, serviceMonitor = { enabled = services.monitoring.enabled } }
    }
  }
}

/// ExternalDNS: names in the zone for the hosts of services and ingresses.
type ExternalDns : Service {
  release = "external-dns"
  repository = "https://kubernetes-sigs.github.io/external-dns"
  chart = "external-dns"
  version = "1.14.0"
  namespace = "external-dns"
  /// Who serves the zone.
  provider: "aws" | "azure" | "cloudflare" | "google" = "cloudflare"
  /// The domains in which it makes names; others it leaves alone.
  domainFilters: list<Hostname> = [platform.domain]
  /// By which ExternalDNS knows the names that it made: two with one owner remove each other's.
  txtOwnerId: Name = if cluster.role == "management" then "${platform.name}-${platform.environment}" else "${platform.name}-${platform.environment}-${cluster.id}"
  check across environments txtOwnerId : "two ExternalDNS have one owner, and would remove each other's names"
  if provider == "cloudflare" { reads = { ["${CLOUDFLARE_TOKEN.secret}"] = [CLOUDFLARE_TOKEN.key] } }
  values = {
    provider = { name = provider }
    domainFilters = domainFilters
    txtOwnerId = txtOwnerId
    txtPrefix = "external-dns-"
    policy = "sync"
    registry = "txt"
    interval = "1m"
    sources = ["ingress", "service", ...(if services.gateway.enabled then ["gateway-httproute"] else [])]
    if provider == "cloudflare" { env = [{ name = "CF_API_TOKEN", valueFrom = { secretKeyRef = { name = CLOUDFLARE_TOKEN.secret, key = CLOUDFLARE_TOKEN.key } } }] }
    resources = { requests = { cpu = "10m", memory = "32Mi" }, limits = { cpu = "100m", memory = "128Mi" } }
    serviceMonitor = { enabled = services.monitoring.enabled }
  }
}
