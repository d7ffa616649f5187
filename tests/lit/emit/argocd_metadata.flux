// RUN: %fluxc build --target argocd -o - %s | FileCheck %s
// An application is named by its label; it needs no metadata of its own.
type Top {
  emit argocd {
    application web {
      spec {
        project = "default"
        source { repoURL = "https://git.example.org/web", path = "deploy" }
        destination { server = "https://kubernetes.default.svc" }
      }
    }
  }
}
environment e : Top { }
// CHECK: kind: Application
// CHECK-NEXT: metadata:
// CHECK-NEXT: name: web
