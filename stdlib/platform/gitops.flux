/// Argo CD itself, and what its applications may do.
import { Name, Hostname } from "std/types"
import { ProjectDestination, ClusterGroupKind, GroupKind, SyncWindow, CASCADE } from "std/argocd"
import { standard_labels } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { Service } from "std/platform/services"

/// Argo CD, which from its first sync on installs itself.
type ArgoCd : Service {
  enabled = cluster.role == "management"
  release = "argocd"
  repository = "https://argoproj.github.io/argo-helm"
  chart = "argo-cd"
  version = "8.0.0"
  namespace = platform.argocdNamespace
  host: Hostname = "argocd.${platform.domain}"
  /// Several copies of everything.
  highAvailability: bool = false
  values = {
    global = { domain = host }
    configs = { params = { "server.insecure" = false } }
    redis-ha = { enabled = highAvailability }
    controller = { replicas = 1 }
    server = { replicas = if highAvailability then 2 else 1 }
    repoServer = { replicas = if highAvailability then 2 else 1 }
    applicationSet = { replicas = if highAvailability then 2 else 1 }
  }
}

/// Who may do what with a project's applications.
type Role {
  description: string = ""
  /// Groups of the identity provider.
  groups: list<string(len 1..)> = []
  /// What follows `p, proj:<project>:<role>, ` in Argo CD's policies.
  policies: list<string(/^[a-z*]+, [^,]+, [^,]+, (allow|deny)$/)> = []
}

/// An AppProject: the bounds within which applications are deployed.
type Project {
  platform: enclosing<Platform>
  enabled: bool = true
  description: string(len ..255) = ""
  sourceRepos: list<string> = []
  destinations: list<ProjectDestination> = []
  /// Kinds of the whole cluster that are admitted.
  clusterResources: list<ClusterGroupKind> = []
  /// Kinds of namespaces that are admitted; not set: all.
  namespaceResources?: list<GroupKind>(len 1..)
  roles: map<Name, Role> = { }
  syncWindows?: list<SyncWindow>(len 1..)
  let project = key

  emit argocd {
    project "${project}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels(project, "gitops")
        finalizers = [CASCADE]
      }
      spec {
        description = description
        sourceRepos = sourceRepos
        destinations = destinations
        clusterResourceWhitelist = clusterResources
        namespaceResourceWhitelist = namespaceResources
        roles = [for name, role in roles : {
          name = name
          description = role.description
          groups = role.groups
          policies = [for policy in role.policies : "p, proj:${project}:${name}, ${policy}"]
        }]
        syncWindows = syncWindows
      }
    }
  }
}
