// A project, applications in waves, and the health check that waves need.
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
