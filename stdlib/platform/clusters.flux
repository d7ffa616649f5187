/// Clusters, whoever made them, and what apps can ask of them.
import { Name, Hostname, Url, Cidr, SemVer } from "std/types"
import { IN_CLUSTER, Destination } from "std/argocd"
import { DataKey } from "std/kubernetes"
import { when, overlap, first_of } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { Services } from "std/platform/services"
import { ClusterAccess, Registration } from "std/platform/registration"

/// The name of an ingress class that a service on the cluster provides; asking a cluster for another one is an error.
type IngressClass = Name

/// The name of a storage class that a service on the cluster provides.
type StorageClass = Name

/// A Gateway that takes routes, as `<namespace>/<name>`.
type GatewayName = string(/^[a-z0-9-]+\/[a-z0-9.-]+$/)

/// The name of an issuer of certificates that a service on the cluster provides.
type ClusterIssuer = Name

/// The name of a store of secrets that a service on the cluster provides.
type SecretStore = Name

/// A Secret that is copied out of a store.
abstract type CopiedSecret {
  /// The store that it is copied from: one that the cluster provides.
  store: SecretStore
  /// What the Secret holds: its keys, each with the name of what the store keeps for it.
  keys: map<DataKey, string(len 1..)>
  /// How often it is copied again.
  refresh: duration(1m..) as go = 1h
}

/// What apps of others may count on in a cluster.
type ClusterContract {
  /// The management cluster runs Argo CD.
  role: "management" | "workload" | "edge"
  /// How applications name it.
  destination: Destination
  /// The version of Kubernetes.
  kubernetesVersion: SemVer
  /// The domain under which services find each other.
  clusterDomain: Hostname
  /// The ingress classes; an app that names none has the first.
  ingressClasses: list<IngressClass> = []
  /// The Gateways; a route that names none has the first.
  gateways: list<GatewayName> = []
  /// The storage classes; a volume that names none has the first.
  storageClasses: list<StorageClass> = []
  /// The issuers of certificates; an ingress that names none has the first.
  clusterIssuers: list<ClusterIssuer> = []
  /// The stores of secrets.
  secretStores: list<SecretStore> = []
  /// The namespace that traffic comes from, where an ingress controller runs.
  ingressNamespace?: Name
  /// The namespace that metrics are asked for from, where Prometheus runs.
  monitoringNamespace?: Name
  /// Whether an operator opens SopsSecrets.
  opensSopsSecrets: bool = false
  /// Whether Argo Rollouts is there, for blue-green and canary.
  runsRollouts: bool = false
  /// Whether Cilium is the network.
  runsCilium: bool = false
}

/// A Kubernetes cluster.
abstract type Cluster {
  platform: enclosing<Platform>
  /// Off: not checked for completeness, not emitted; a ref to it is an error.
  enabled: bool = true
  /// The key under which it stands, which is also the name of its folders in the output.
  final id: Name = key because "folders of the output are named after it"
  /// What the cluster is called; its machines and its part of a mesh carry the name.
  name: Name = "${platform.name}-${platform.environment}-${key}"
  /// The management cluster runs Argo CD and the platform's services.
  role: "management" | "workload" | "edge" = "workload"
  /// Host or address of the API server.
  endpoint: string(len 1..)
  /// Nothing of it goes because a line of the source does: Terraform refuses to destroy its machines, and Argo CD leaves behind
  /// what an application of an app or namespace had installed.
  protected: bool = false
  /// How Argo CD reaches the API server.
  server: Url = if role == "management" then IN_CLUSTER else "https://${endpoint}:6443"
  /// What Terraform needs to reach the API server. Clusters that Terraform makes say so themselves.
  access?: ClusterAccess
  /// Terraform makes the cluster known to Argo CD. Not set: Argo CD knows it by its address already, or somebody tells it.
  registration?: Registration
  /// How applications name the cluster: by its address, or by its name where Terraform registers it.
  destination: Destination = if registration is absent || role == "management" then Destination { server = server } else Destination { name = name }
  /// The version of Kubernetes that runs on it.
  kubernetesVersion: SemVer = "v1.29.0"
  /// The network of its pods; each cluster of a mesh has its own.
  podCidr: Cidr = "10.244.0.0/16"
  /// The network of its services.
  serviceCidr: Cidr = "10.96.0.0/12"
  /// The domain under which services find each other.
  clusterDomain: Hostname = "cluster.local"
  /// Its nodes, by pools of one size.
  nodes: map<Name, NodePool> = { }

  /// Whether the platform's services run here.
  runsServices: bool = true
  /// The services of this cluster: those of the platform, with what is different here.
  services: Services = platform.services with { enabled = runsServices }

  /// The ingress classes that apps can ask this cluster for: those that its services provide. `+=` adds what is there
  /// without them.
  ingressClasses: list<IngressClass> = when(services.enabled && services.ingressNginx.enabled, [services.ingressNginx.className])
  /// The Gateways that routes of apps can name, each as `<namespace>/<name>`; `+=` adds what is there without our services.
  gateways: list<GatewayName> = when(services.enabled && services.gateway.enabled, ["${services.gateway.namespace}/${services.gateway.name}"])
  /// The storage classes that volumes here can have; `+=` adds what is there without our services.
  storageClasses: list<StorageClass> = when(services.enabled && services.longhorn.enabled, [services.longhorn.storageClass])
  /// The issuers that certificates here can come from; `+=` adds what is there without our services.
  clusterIssuers: list<ClusterIssuer> = when(services.enabled && services.certManager.enabled, keys(services.certManager.issuers))
  /// The stores that secrets here can come from; `+=` adds what is there without our services.
  secretStores: list<SecretStore> = when(services.enabled && services.externalSecrets.enabled, keys(services.externalSecrets.stores))
  /// Whether an operator here opens SopsSecrets: that of `services.sops`; `true` where one is there without our services.
  opensSopsSecrets: bool = services.enabled && services.sops.enabled
  /// Whether Argo Rollouts is here, for blue-green and canary; taken for granted where the services are somebody else's.
  runsRollouts: bool = !services.enabled || services.rollouts.enabled
  /// Whether Cilium is the network: what comes in through its Gateway needs a policy of Cilium's own kind.
  runsCilium: bool = services.enabled && services.cilium.enabled
  /// What apps of others may count on here.
  final promise: ClusterContract = {
    role = role
    destination = destination with { }
    kubernetesVersion = kubernetesVersion
    clusterDomain = clusterDomain
    ingressClasses = first_of(services.ingressNginx.className, ingressClasses)
    gateways = first_of("${services.gateway.namespace}/${services.gateway.name}", gateways)
    storageClasses = first_of(services.longhorn.storageClass, storageClasses)
    clusterIssuers = first_of(services.certManager.defaultIssuer, clusterIssuers)
    secretStores = secretStores
    if services.ingressNginx.enabled { ingressNamespace = services.ingressNginx.namespace }
    if services.enabled && services.monitoring.enabled { monitoringNamespace = services.monitoring.namespace }
    opensSopsSecrets = opensSopsSecrets
    runsRollouts = runsRollouts
    runsCilium = runsCilium
  } because "it follows from the other fields"
  check across environments name : "two clusters have one name; what is kept outside of them goes by it"
  check !overlap(podCidr, serviceCidr) : "the networks of pods `${podCidr}` and of services `${serviceCidr}` overlap"
}

/// A cluster that somebody else made: apps can go there, and nothing is emitted for it. The platform's services run
/// on it where it is the management cluster, or where a layer says so.
type ExistingCluster : Cluster { runsServices = role == "management" }

/// Nodes of one size.
type NodePool {
  /// How many nodes.
  count: int(0..1000)
  /// Cores of each node.
  cpu: int(1..256)
  /// Memory of each node.
  memory: bytes(1Gi..)
  /// The disk of each node.
  disk: bytes(10Gi..) = 100Gi
}
