/// Others who deploy on the clusters of a platform: what its owners say of them, and what they make of it in a repository of their own.
import { Delivery, Name, Hostname } from "std/types"
import { ProjectDestination, ClusterGroupKind, GroupKind } from "std/argocd"
import { standard_labels, automated, when } from "std/platform/common"
import { Cluster, ClusterContract } from "std/platform/clusters"
import { Project, ProjectBounds } from "std/platform/gitops"
import { Services } from "std/platform/services"
import { Platform } from "std/platform/platform"

/// Somebody who deploys on the clusters, out of a repository of their own. Argo CD reads what that repository declares, in a
/// namespace that is theirs: no project but their own admits applications from there, so nothing in their repository
/// reaches beyond it.
type Tenant : Project {
  /// Where their output for this environment lives, for Argo CD to read.
  delivery: Delivery = { path = "out/${platform.environment}" }
  /// The namespace on the management cluster that their applications are declared in.
  applicationNamespace: Name = "argocd-${key}"
  /// What the namespaces of their apps begin with.
  namespacePrefix: Name = key
  description = "What ${key} deploys"
  sourceRepos = [delivery.repository]
  sourceNamespaces = [applicationNamespace]
  let theirs = "${namespacePrefix}-*"
  let workload = [for c in platform.clusters if c.enabled && c.role != "management" : c.destination]
  destinations = [for to in distinct(if length(workload) > 0 then workload else [for c in platform.clusters if c.enabled : c.destination]) : { ...to, namespace = theirs }]
  clusterResources = [{ group = "", kind = "Namespace", name = theirs }]
  let rivals = [
    ...[for tenant in platform.tenants if tenant.enabled && tenant.id != id && meet(tenant.namespacePrefix, namespacePrefix) : "the tenant `${tenant.id}`"],
    ...when(meet(platform.namespacePrefix, namespacePrefix), ["the platform's own apps"]),
  ]
  check length(rivals) == 0 : "the namespaces `${theirs}` of `${id}` are not its own: they are those of ${join(", ", rivals)}, too"
  check !contains(keys(platform.projects), id) : "the platform has a project `${id}` already"
  let reader = "tenant-${id}"

  /// What they can count on.
  final promise: TenantContract = {
    project = id
    argocdNamespace = platform.argocdNamespace
    applicationNamespace = applicationNamespace
    namespacePrefix = namespacePrefix
    repository = delivery.repository
    path = delivery.path
    sourceRepos = sourceRepos
    destinations = destinations
    clusterResources = clusterResources
    namespaceResources = namespaceResources
  } because "it follows from the other fields"

  emit argocd {
    /// What the application below may do: to declare applications, and nothing else.
    project "${reader}-applications" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels(reader, "gitops")
      }
      spec {
        description = "Declares what ${id} deploys"
        sourceRepos = [delivery.repository]
        destinations = [{ ...platform.management.destination, namespace = applicationNamespace }]
        clusterResourceWhitelist = [{ group = "", kind = "Namespace", name = applicationNamespace }]
        namespaceResourceWhitelist = [{ group = "argoproj.io", kind = "Application" }]
      }
    }
    application "${reader}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels(reader, "tenant")
      }
      spec {
        project = "${reader}-applications"
        source {
          repoURL = delivery.repository
          targetRevision = delivery.revision
          path = "${delivery.path}/argocd"
        }
        destination = platform.management.destination with { namespace = applicationNamespace }
        syncPolicy = automated(["CreateNamespace=true"])
      }
    }
  }
}

/// Whether a namespace can have both of them before a dash.
fn meet(one: string, other: string): bool = startswith("${one}-", "${other}-") || startswith("${other}-", "${one}-")

/// What a tenant can count on.
type TenantContract {
  /// The AppProject of their applications.
  project: Name
  /// The namespace of Argo CD.
  argocdNamespace: Name
  /// The namespace that their applications are declared in.
  applicationNamespace: Name
  /// What the namespaces of their apps begin with.
  namespacePrefix: Name
  /// The repository that Argo CD reads.
  repository: string
  /// The folder in it of what is built for this environment.
  path: string
  /// The repositories that their applications may come from.
  sourceRepos: list<string>
  /// The clusters and namespaces that they may go to.
  destinations: list<ProjectDestination>
  /// Kinds of the whole cluster that are admitted.
  clusterResources: list<ClusterGroupKind>
  /// Kinds of namespaces that are admitted; not set: all.
  namespaceResources?: list<GroupKind>(len 1..)
}

/// What the owners of a platform promise to those who deploy on it.
type PlatformContract {
  /// The domain under which hosts live.
  domain: Hostname
  /// The clusters.
  clusters: map<Name, ClusterContract>
  /// Who deploys on them.
  tenants: map<Name, TenantContract>
}

/// What a tenant deploys: apps on clusters that others own. `contract` is out of the interface that those have written; what stands
/// in it can be counted on, and not changed.
type Tenancy : Platform {
  /// What the owners of the clusters promise.
  promised: PlatformContract
  /// Which of their tenants this is.
  tenant: Name
  let known = keys(promised.tenants)
  check contains(known, tenant) : "the owners of the clusters know no tenant `${tenant}`; they know `${join("`, `", known)}`"
  let own = promised.tenants[tenant]
  name = tenant
  domain = promised.domain
  final argocdNamespace = own.applicationNamespace because "Argo CD takes applications of this tenant from there alone"
  final namespacePrefix = own.namespacePrefix because "the project of this tenant admits no other namespaces"
  final appProject = own.project because "no other project takes applications of this tenant"
  final appOfApps = false because "Argo CD reads this output by an application of the owners"
  final projects = { } because "projects are declared by whoever owns the clusters"
  final tenants = { } because "tenants are admitted by whoever owns the clusters"
  final services = Services { enabled = false } because "the services of the clusters are their owners'"
  final clusters = { for id, cluster in promised.clusters : id => PromisedCluster { promised = cluster with { } } } because "clusters are their owners'; what can be counted on stands in the contract"
  check delivery.repository == own.repository && delivery.path == own.path
    : "Argo CD reads `${own.path}` of `${own.repository}`, and this is written for `${delivery.path}` of `${delivery.repository}`"
  /// The project of the tenant's applications, by which they are judged.
  final bounds: map<Name, PromisedProject> = { ["${own.project}"] = PromisedProject { promised = own with { } } } because "it is declared by whoever owns the clusters"
}

/// A cluster of others, as their contract has it.
type PromisedCluster : Cluster {
  /// What is promised of it.
  promised: ClusterContract
  role = promised.role
  endpoint = promised.destination.server ?? promised.destination.name ?? key
  destination = promised.destination with { }
  kubernetesVersion = promised.kubernetesVersion
  clusterDomain = promised.clusterDomain
  runsServices = false
  ingressClasses = promised.ingressClasses
  gateways = promised.gateways
  storageClasses = promised.storageClasses
  clusterIssuers = promised.clusterIssuers
  secretStores = promised.secretStores
  opensSopsSecrets = promised.opensSopsSecrets
  runsRollouts = promised.runsRollouts
  runsCilium = promised.runsCilium
  services {
    ingressNginx {
      enabled = !(promised.ingressNamespace is absent)
      if !(promised.ingressNamespace is absent) { namespace = promised.ingressNamespace }
      if length(promised.ingressClasses) > 0 { className = promised.ingressClasses[0] }
    }
    monitoring {
      enabled = !(promised.monitoringNamespace is absent)
      if !(promised.monitoringNamespace is absent) { namespace = promised.monitoringNamespace }
    }
    if length(promised.clusterIssuers) > 0 { certManager.defaultIssuer = promised.clusterIssuers[0] }
    if length(promised.storageClasses) > 0 { longhorn.storageClass = promised.storageClasses[0] }
    if length(promised.gateways) > 0 {
      gateway { namespace = split("/", promised.gateways[0])[0], name = split("/", promised.gateways[0])[1] }
    }
  }
}

/// A project of others, as their contract has it: applications are held against it, and nothing is written.
type PromisedProject : ProjectBounds {
  /// What is promised of it.
  promised: TenantContract
  sourceRepos = promised.sourceRepos
  sourceNamespaces = [promised.applicationNamespace]
  destinations = promised.destinations
  clusterResources = promised.clusterResources
  namespaceResources = promised.namespaceResources

  emit argocd {
    extern project "${id}" {
      metadata { namespace = promised.argocdNamespace }
      spec {
        sourceRepos = sourceRepos
        sourceNamespaces = sourceNamespaces
        destinations = destinations
        clusterResourceWhitelist = clusterResources
        namespaceResourceWhitelist = namespaceResources
      }
    }
  }
}
