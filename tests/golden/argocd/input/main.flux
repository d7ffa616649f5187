// A project, applications in waves, the health check that waves need, and a set of applications.
type Top {
  emit argocd {
    project shop {
      metadata { namespace = "argocd" }
      spec {
        sourceRepos = ["https://git.example.org/*"]
        destinations = [{ server = "https://kubernetes.default.svc", namespace = "*" }]
        clusterResourceWhitelist = [{ group = "", kind = "Namespace" }]
      }
    }
    /// A preview of each app on each cluster that is meant for previews.
    applicationset previews {
      metadata { namespace = "argocd" }
      spec {
        generators = [{ matrix = { generators = [
          { git = { repoURL = "https://git.example.org/apps.git", revision = "main", directories = [{ path = "apps/*" }] } },
          { clusters = { selector = { matchLabels = { "shop/previews" = "true" } }, values = { size = "small" } } }
        ] } }]
        template {
          metadata { name = "{{ .path.basename }}-{{ .name }}", labels { size = "{{ .values.size }}" } }
          spec {
            project = "shop"
            source { repoURL = "https://git.example.org/apps.git", targetRevision = "main", path = "{{ .path.path }}" }
            destination { server = "{{ .server }}", namespace = "preview-{{ .path.basename }}" }
          }
        }
        syncPolicy { applicationsSync = "create-update", preserveResourcesOnDeletion = true }
        strategy { type = "RollingSync", rollingSync = { steps = [{ matchExpressions = [{ key = "size", operator = "In", values = ["small"] }], maxUpdate = 25% }] } }
      }
    }
    application database {
      metadata { namespace = "argocd" }
      spec {
        project = "shop"
        source { repoURL = "https://git.example.org/db.git", targetRevision = "v1", path = "deploy" }
        destination { server = "https://kubernetes.default.svc", namespace = "db" }
      }
    }
    application web {
      metadata { namespace = "argocd" }
      dependsOn = ["database"]
      spec {
        project = "shop"
        source { repoURL = "https://git.example.org/web.git", targetRevision = "v2", path = "deploy" }
        destination { server = "https://kubernetes.default.svc", namespace = "web" }
        syncPolicy { automated { prune = true }, syncOptions = ["CreateNamespace=true"] }
      }
    }
  }
}
environment prod : Top { }
