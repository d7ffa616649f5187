/// Argo CD itself, and what its applications may do.
import { Name, Hostname, GitUrl, Url } from "std/types"
import { ProjectDestination, ClusterGroupKind, GroupKind, SyncWindow, CASCADE } from "std/argocd"
import { standard_labels, not_provided, copied_secret } from "std/platform/common"
import { SecretStore } from "std/platform/clusters"
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
  bootstrap = 3
  /// The host of its web page.
  host: Hostname = "argocd.${platform.domain}"
  /// Several copies of everything.
  highAvailability: bool = false
  /// The repositories that Argo CD is to know, with what opens them. Public ones need no entry.
  gitRepositories: map<Name, GitRepository> = { }
  /// What everybody may do who is logged in: nothing, unless a role says so.
  defaultRole: "" | "role:readonly" = ""
  /// Who may do what beyond the roles of projects: by role, the groups that have it and what they may.
  roles: map<Name, Role> = { }
  /// How people log in through an identity provider, as Argo CD has it in `oidc.config`; secrets are `$<Secret>:<key>`. Not set:
  /// by the account `admin` alone.
  oidc?: { name: string(len 1..), issuer: Url, clientID: string(len 1..), clientSecret: string(/^\$[-a-z0-9.]*:?[-._a-zA-Z0-9]+$/), requestedScopes: list<string> = ["openid", "profile", "email", "groups"] }
  /// Messages about applications.
  notifications: bool = false
  if length(gitRepositories) > 0 { companion = { name = "repositories", folder = "argocd" } }
  // Applications report no health of their own; the waves between them wait for it.
  let application_health = """
    local health = { status = "Progressing", message = "" }
    if obj.status ~= nil and obj.status.health ~= nil then
      health.status = obj.status.health.status
      if obj.status.health.message ~= nil then
        health.message = obj.status.health.message
      end
    end
    return health
    """
  let foreign_namespaces = distinct(flatten([
    ...[for project in platform.projects if project.enabled && !(project.sourceNamespaces is absent) : project.sourceNamespaces],
    ...[for tenant in platform.tenants if tenant.enabled : tenant.sourceNamespaces],
  ]))
  let policy = [
    ...flatten([for name, role in roles : [for line in role.policies : "p, role:${name}, ${line}"]]),
    ...flatten([for name, role in roles : [for group in role.groups : "g, ${group}, role:${name}"]]),
  ]
  values = {
    global = { domain = host }
    configs = {
      params = {
        "server.insecure" = false
        if length(foreign_namespaces) > 0 { "application.namespaces" = join(",", foreign_namespaces) }
      }
      cm = {
        // Two namespaces may have applications of one name, which labels could not tell apart.
        if length(foreign_namespaces) > 0 { "application.resourceTrackingMethod" = "annotation" }
        "resource.customizations.health.argoproj.io_Application" = application_health
        if !(oidc is absent) { "oidc.config" = yamlencode(oidc) }
      }
      rbac = { "policy.default" = defaultRole, "policy.csv" = join("\n", policy) }
    }
    notifications = { enabled = notifications }
    redis-ha = { enabled = highAvailability }
    controller = { replicas = 1 }
    server = { replicas = if highAvailability then 2 else 1 }
    repoServer = { replicas = if highAvailability then 2 else 1 }
    applicationSet = { replicas = if highAvailability then 2 else 1 }
  }

  emit kubernetes {
    manifest Secret "repository-${name}" for name, repository in gitRepositories if repository.credentials is absent {
      metadata = { namespace = namespace, labels = repository_labels(name) }
      type = "Opaque"
      stringData = { type = repository.type, url = repository.url }
    }
    manifest ExternalSecret "repository-${name}" for name, repository in gitRepositories if !(repository.credentials is absent) {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { namespace = namespace, labels = standard_labels(name, "repository") }
      spec = {
        ...copied_secret("repository-${name}", repository.credentials.store, "1h", repository.credentials.keys)
        target = {
          name = "repository-${name}"
          template = {
            metadata = { labels = repository_labels(name) }
            data = { type = repository.type, url = repository.url, ...{ for entry in keys(repository.credentials.keys) : entry => "{{ .${entry} }}" } }
          }
        }
      }
    }
  }
}

/// The labels by which Argo CD finds the Secret of a repository.
fn repository_labels(name: string): any = { ...standard_labels(name, "repository"), "argocd.argoproj.io/secret-type" = "repository" }

/// A repository that Argo CD reads.
type GitRepository {
  /// Where it is.
  url: GitUrl
  /// Whether it holds files or charts.
  type: "git" | "helm" = "git"
  /// What opens it; not set: it is public.
  credentials?: RepositoryCredentials
}

/// What opens a repository: kept in a store, and brought to Argo CD by External Secrets.
type RepositoryCredentials {
  service: enclosing<ArgoCd>
  /// Where it is kept: a store that the management cluster provides.
  store: SecretStore
  /// What Argo CD wants, each with the name of what the store keeps for it.
  keys: map<"username" | "password" | "sshPrivateKey" | "githubAppID" | "githubAppInstallationID" | "githubAppPrivateKey", string(len 1..)>
  let cluster = service.cluster
  check contains(cluster.secretStores, store) : not_provided(cluster.id, "secret store", store, cluster.secretStores)
}

/// Who may do what.
type Role {
  /// What the role is for.
  description: string = ""
  /// Groups of the identity provider.
  groups: list<string(len 1..)> = []
  /// What follows the role in Argo CD's policies: resource, action, object, `allow` or `deny`.
  policies: list<string(/^[a-z*]+, [^,]+, [^,]+, (allow|deny)$/)> = []
}

/// Who may do what within a project.
type RoleInProject : Role {
  bounds: enclosing<Project>
  let foreign = [for policy in policies if !startswith(split(", ", policy)[2], "${bounds.id}/") : policy]
  check length(foreign) == 0 : "Argo CD refuses policies on what is not the project's own: `${join("`, `", foreign)}`; write the object as `${bounds.id}/*`, or as `${bounds.id}/` and a name"
}

/// The bounds within which applications are deployed.
abstract type ProjectBounds {
  platform: enclosing<Platform>
  /// Off: not emitted.
  enabled: bool = true
  /// What the project is for.
  description: string(len ..255) = ""
  /// The repositories that its applications may come from.
  sourceRepos: list<string> = []
  /// The namespaces that its applications may be declared in, besides Argo CD's own.
  sourceNamespaces?: list<Name>(len 1..)
  /// The clusters and namespaces that they may go to.
  destinations: list<ProjectDestination> = []
  /// Kinds of the whole cluster that are admitted.
  clusterResources: list<ClusterGroupKind> = []
  /// Kinds of namespaces that are admitted; not set: all.
  namespaceResources?: list<GroupKind>(len 1..)
  /// What the project is called.
  final id: Name = key because "a project has the name of its entry"
}

/// An AppProject: the bounds within which applications are deployed.
type Project : ProjectBounds {
  /// Who may do what with them.
  roles: map<Name, RoleInProject> = { }
  /// When syncs are allowed or denied.
  syncWindows?: list<SyncWindow>(len 1..)

  emit argocd {
    project "${id}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels(id, "gitops")
        finalizers = [CASCADE]
      }
      spec {
        description = description
        sourceRepos = sourceRepos
        sourceNamespaces = sourceNamespaces
        destinations = destinations
        clusterResourceWhitelist = clusterResources
        namespaceResourceWhitelist = namespaceResources
        roles = [for name, role in roles : {
          name = name
          description = role.description
          groups = role.groups
          policies = [for policy in role.policies : "p, proj:${id}:${name}, ${policy}"]
        }]
        syncWindows = syncWindows
      }
    }
  }
}
