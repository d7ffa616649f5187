/// A platform: everything that one environment has.
import { Delivery, Name, Hostname } from "std/types"
import { PodSecurity, Quotas } from "std/kubernetes"
import { standard_labels, automated } from "std/platform/common"
import { Cluster } from "std/platform/clusters"
import { Services } from "std/platform/services"
import { Project } from "std/platform/gitops"
import { Backup } from "std/platform/backup"
import { App } from "std/platform/apps"
import { Tenant, PlatformContract } from "std/platform/tenants"

/// Everything that one environment has.
type Platform {
  /// What the platform is called; part of the names of what it creates.
  name: Name = "platform"
  /// The environment's name.
  environment: Name = key
  /// The domain under which the platform's hosts live.
  domain: Hostname
  /// Where the output lives for Argo CD to read: what `delivery` in flux.yaml says.
  delivery: Delivery = { path = "out/${environment}" }
  /// The clusters, by the name of their folders in the output.
  clusters: map<Name, Cluster> = { }
  /// What each cluster's services are made from: what is set here holds on all clusters that run them, and a cluster
  /// changes its own under `clusters.<name>.services`. Nothing is emitted for this one itself.
  services: Services = { enabled = false }
  /// The namespace that Argo CD lives in, on the management cluster.
  argocdNamespace: Name = "argocd"
  /// What people deploy, each with the cluster it runs on.
  apps: map<Name, App> = { }
  /// What the namespaces of apps begin with.
  namespacePrefix: Name = "app"
  /// The AppProject of apps that name no other.
  appProject: Name = "applications"
  /// Who else deploys on the clusters, each out of a repository of their own.
  tenants: map<Name, Tenant> = { }
  /// What applications may do, by the AppProject they belong to.
  projects: map<Name, Project> = {
    platform = {
      description = "What the platform is made of"
      sourceRepos = distinct([platform.delivery.repository, ...flatten([for c in platform.clusters if c.enabled : c.services.repositories])])
      destinations = [for to in distinct([for c in platform.clusters if c.enabled : c.destination]) : { ...to, namespace = "*" }]
      clusterResources = [{ group = "*", kind = "*" }]
    }
    applications = {
      enabled = length([for app in platform.apps if app.enabled : app.namespace]) > 0
      description = "What people deploy"
      sourceRepos = distinct([for app in platform.apps if app.enabled : app.repository])
      destinations = [for to in distinct([for app in platform.apps if app.enabled : app.cluster.destination]) : { ...to, namespace = "${platform.namespacePrefix}-*" }]
      clusterResources = [{ group = "", kind = "Namespace", name = "${platform.namespacePrefix}-*" }]
    }
  }
  /// What namespaces and clusters guard against.
  security: Security = { }
  /// What each namespace of an app may use.
  quotas: Quotas = { }
  /// What is saved of every cluster.
  backup: Backup = { }
  /// What is not for every environment.
  features: Features = { }

  /// Whether Argo CD reads the rest by an application of this output. Not where it is read by another platform's: see `Tenant`.
  appOfApps: bool = true
  /// What others may know of it: `fluxc interface` writes it.
  export contract: PlatformContract = {
    domain = domain
    clusters = { for id, cluster in clusters if cluster.enabled : id => cluster.promise with { } }
    tenants = { for id, tenant in tenants if tenant.enabled : id => tenant.promise with { } }
  }

  let managing = [for name, c in clusters if c.enabled && c.role == "management" : name]
  /// The cluster that runs Argo CD and, where they say no other, the services: the one whose role is `management`.
  management: ref<Cluster>
  if length(managing) > 0 { management = clusters[managing[0]] }
  let named = [for c in clusters if c.enabled : c.name]
  check length(managing) < 2 : "one cluster has the role `management`, and here several have: ${join(", ", managing)}"
  check length(distinct(named)) == length(named) : "two clusters have one name; they are called ${join(", ", named)}"

  emit argocd {
    if appOfApps {
      /// Everything else in this folder. Apply this one by hand, once.
      application app-of-apps {
        metadata {
          namespace = argocdNamespace
          labels = standard_labels("app-of-apps", "bootstrap")
        }
        spec {
          project = "platform"
          source {
            repoURL = delivery.repository
            targetRevision = delivery.revision
            path = "${delivery.path}/argocd"
          }
          destination { server = management.server, namespace = argocdNamespace }
          syncPolicy = automated([])
          ignoreDifferences = [{ group = "apps", kind = "Deployment", jsonPointers = ["/spec/replicas"] }]
        }
      }
    }
  }
}

/// What namespaces and clusters guard against.
type Security {
  /// The Pod Security Standards that namespaces of apps are held to.
  podSecurity: PodSecurity = { }
  /// What traffic namespaces of apps admit.
  networkPolicies: { defaultDeny: bool = true, allowDNS: bool = true, allowKubeAPI: bool = true } = { }
  /// Talos encrypts the disks of its machines.
  encryptionAtRest: bool = true
}

/// What is not for every environment. Each switch turns a service, or a part of Cilium, on.
type Features {
  /// Cilium Cluster Mesh.
  multiCluster: bool = false
  /// Cilium's Envoy on every node.
  serviceMesh: bool = false
  /// Trivy Operator.
  imageScanning: bool = false
  /// OpenCost.
  costMonitoring: bool = false
  /// Chaos Mesh.
  chaosEngineering: bool = false
  /// Tetragon.
  tetragon: bool = false
}
