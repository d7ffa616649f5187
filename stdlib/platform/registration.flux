/// How Argo CD comes to know a cluster: by a Secret on the management cluster that Terraform writes.
import { Name, Url, Labels } from "std/types"
import { Backend } from "std/terraform"
import { standard_labels } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { Cluster } from "std/platform/clusters"

/// What Terraform needs to reach the API server of a cluster, as a kubeconfig has it.
type ClusterAccess {
  /// The address of the API server.
  host: deferred<Url>
  /// The certificate of its authority, in base64.
  caCertificate?: deferred<string>
  /// A token; or the client's certificate and key below.
  token?: deferred<secret<string>>
  /// The client's certificate, in base64.
  clientCertificate?: deferred<string>
  /// Its key, in base64.
  clientKey?: deferred<secret<string>>
  check (clientCertificate is absent) == (clientKey is absent) : "a client has both `clientCertificate` and `clientKey`"
  check token is absent || clientKey is absent : "a client has a `token`, or a certificate with its key"
}

/// A cluster's Secret for Argo CD, in a stack of its own: it is applied when Argo CD is there. What opens the cluster stays in
/// Terraform's state and in that Secret; no file of the output holds it.
type Registration {
  platform: enclosing<Platform>
  cluster: enclosing<Cluster>
  /// Values that Terraform will know reach the releases of this cluster: as annotations of its Secret, which an ApplicationSet
  /// reads back.
  bridge: bool = false
  /// The name of the Secret.
  secret: Name = "cluster-${cluster.id}"
  /// Labels by which ApplicationSets of a team's own find the cluster, besides `fluxc/cluster`.
  labels: Labels = { }
  /// What such ApplicationSets read of the cluster.
  annotations: map<string(len 1..), deferred<string>> = { }
  /// Where Terraform keeps the state of this stack; not set: in a file of the folder it runs in.
  backend?: Backend
  let own = cluster.role == "management"
  let access = cluster.access
  let manager = platform.management
  check own || !(access is absent) : "Argo CD must be told how to reach the cluster `${cluster.id}`: set its `access`"

  emit terraform {
    slug = replace("${cluster.id}_registration", "-", "_")
    stack = "${cluster.id}-registration"
    terraform {
      required_version = ">= 1.6"
      required_providers {
        kubernetes = { source = "hashicorp/kubernetes", version = "~> 2.35" }
      }
      if !(backend is absent) {
        backend "${backend.type}" { ...backend.config }
      }
    }
    /// The management cluster, where Argo CD looks for clusters.
    provider kubernetes {
      if !(manager.access is absent) {
        host = manager.access.host
        if !(manager.access.caCertificate is absent) { cluster_ca_certificate = base64decode(manager.access.caCertificate) }
        if !(manager.access.token is absent) { token = manager.access.token }
        if !(manager.access.clientKey is absent) {
          client_certificate = base64decode(manager.access.clientCertificate)
          client_key = base64decode(manager.access.clientKey)
        }
      }
    }
    resource kubernetes_secret_v1 cluster {
      metadata {
        name = secret
        namespace = platform.argocdNamespace
        labels = {
          ...standard_labels(cluster.name, "cluster")
          ...labels
          "argocd.argoproj.io/secret-type" = "cluster"
          "fluxc/cluster" = cluster.id
        }
        annotations = { ...annotations, ...(if bridge then { "fluxc/bridge" = "true" } else { }) }
      }
      type = "Opaque"
      data = {
        name = cluster.name
        server = if own then cluster.server else access.host
        config = if own then jsonencode({ tlsClientConfig = { insecure = false } }) else jsonencode({
          ...(if access.token is absent then { } else { bearerToken = access.token })
          tlsClientConfig = {
            insecure = false
            ...(if access.caCertificate is absent then { } else { caData = access.caCertificate })
            ...(if access.clientKey is absent then { } else { certData = access.clientCertificate, keyData = access.clientKey })
          }
        })
      }
    }
  }
}
