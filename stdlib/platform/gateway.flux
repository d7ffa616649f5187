/// How requests from outside find their way in, by the Gateway API.
import { Name, Hostname, Labels } from "std/types"
import { standard_labels, automated, when, not_provided } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { ClusterIssuer, Cluster } from "std/platform/clusters"
import { Services } from "std/platform/services"

/// A Gateway of Cilium, with a listener and a certificate for each host. Routes of apps name it.
type Gateway {
  platform: enclosing<Platform>
  cluster: enclosing<Cluster>
  services: enclosing<Services>
  /// Off: not emitted.
  enabled: bool = false
  /// The Gateway's name, which routes give.
  name: Name = "public"
  /// The namespace it stands in.
  namespace: Name = "gateway"
  /// The class, which Cilium brings.
  className: Name = "cilium"
  /// The hosts that it listens for, each with a certificate.
  hosts: list<Hostname>(len 1..) = ["*.${platform.domain}"]
  /// Who signs the certificates: an issuer that the cluster provides.
  issuer: ClusterIssuer = services.certManager.defaultIssuer
  /// Whose routes it takes: those of namespaces with these labels; empty: all.
  from: Labels = { }
  /// Addresses for it, by the pool of Cilium that has these labels as `services`.
  labels: Labels = { }
  check services.cilium.enabled && services.cilium.gatewayAPI
    : "the cluster `${cluster.id}` has no Gateway API: Cilium brings it with `services.cilium.gatewayAPI`"
  check contains(cluster.clusterIssuers, issuer) : not_provided(cluster.id, "cluster issuer", issuer, cluster.clusterIssuers)
  /// The name of its application.
  application: Name = if cluster.role == "management" then "gateway" else "${cluster.id}-gateway"
  let routes = if length(from) == 0 then { namespaces = { from = "All" } } else { namespaces = { from = "Selector", selector = { matchLabels = from } } }

  emit kubernetes {
    manifest Gateway "${name}" {
      apiVersion = "gateway.networking.k8s.io/v1"
      metadata = {
        namespace = namespace
        labels = standard_labels(name, "gateway")
        annotations = { "cert-manager.io/cluster-issuer" = issuer }
      }
      spec = {
        gatewayClassName = className
        if length(labels) > 0 { infrastructure = { labels = labels } }
        listeners = [
          { name = "http", protocol = "HTTP", port = 80, allowedRoutes = routes },
          ...[for i, host in hosts : {
            name = "https-${i}"
            protocol = "HTTPS"
            port = 443
            hostname = host
            allowedRoutes = routes
            tls = { mode = "Terminate", certificateRefs = [{ name = "${replace(replace(host, "*.", "wildcard-"), ".", "-")}-tls" }] }
          }],
        ]
      }
    }
  }

  emit argocd {
    application "${application}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels("gateway", "infrastructure")
      }
      spec {
        project = "platform"
        source {
          repoURL = platform.delivery.repository
          targetRevision = platform.delivery.revision
          path = "${platform.delivery.path}/kubernetes/${cluster.id}/gateway"
        }
        destination = cluster.destination with { namespace = namespace }
        syncPolicy = automated(["CreateNamespace=true", "SkipDryRunOnMissingResource=true"])
      }
      dependsOn = [...services.foundation, ...when(services.certManager.enabled, ["${services.certManager.application}-issuers"])]
    }
  }
}
