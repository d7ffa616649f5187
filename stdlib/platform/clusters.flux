/// Clusters, whoever made them, and what apps can ask of them.
import { Name, Hostname, Url, Cidr, SemVer } from "std/types"
import { IN_CLUSTER } from "std/argocd"
import { Platform, when } from "std/platform/platform"

/// The name of something that a service on the cluster provides: asking a cluster for what it lacks is an error.
type IngressClass = Name

type StorageClass = Name

type ClusterIssuer = Name

type SecretStore = Name

/// A Kubernetes cluster.
abstract type Cluster {
  platform: enclosing<Platform>
  /// Off: not checked for completeness, not emitted; a ref to it is an error.
  enabled: bool = true
  /// The key under which it stands, which is also the name of its folders in the output.
  final id: Name = key because "folders of the output are named after it"
  name: Name = "${platform.name}-${key}"
  /// The management cluster runs Argo CD and the platform's services.
  role: "management" | "workload" | "edge" = "workload"
  /// Host or address of the API server.
  endpoint: string(len 1..)
  /// How Argo CD reaches the API server.
  server: Url = if role == "management" then IN_CLUSTER else "https://${endpoint}:6443"
  kubernetesVersion: SemVer = "v1.29.0"
  podCidr: Cidr = "10.244.0.0/16"
  serviceCidr: Cidr = "10.96.0.0/12"
  clusterDomain: Hostname = "cluster.local"
  nodes: map<Name, NodePool> = { }

  let services = platform.services
  /// What apps and services can ask this cluster for: what those that run on it provide. `+=` adds what is there
  /// without them.
  ingressClasses: list<IngressClass> = when(services.ingressNginx.enabled && services.ingressNginx.cluster.id == id, [services.ingressNginx.className])
  storageClasses: list<StorageClass> = when(services.longhorn.enabled && services.longhorn.cluster.id == id, [services.longhorn.storageClass])
  clusterIssuers: list<ClusterIssuer> = when(services.certManager.enabled && services.certManager.cluster.id == id, keys(services.certManager.issuers))
  secretStores: list<SecretStore> = when(services.externalSecrets.enabled && services.externalSecrets.cluster.id == id, keys(services.externalSecrets.stores))
}

/// What is said of a name that a cluster does not provide.
fn not_provided(cluster: string, what: string, name: string, there: list<string>): string =
  "the cluster `${cluster}` provides no ${what} `${name}`; ${if length(there) > 0 then "it provides `${join("`, `", there)}`" else "it provides none"}"

/// A cluster that somebody else made: apps can go there, and nothing is emitted for it.
type ExistingCluster : Cluster { }

/// Nodes of one size.
type NodePool {
  count: int(0..1000)
  /// Cores of each node.
  cpu: int(1..256)
  memory: bytes(1Gi..)
  disk: bytes(10Gi..) = 100Gi
}

/// Whether an address lies in a network.
fn in_subnet(address: string, subnet: string): bool =
  cidrhost("${address}/${split("/", subnet)[1]}", 0) == cidrhost(subnet, 0)
