/// What both environments have: one web service, on a cluster that is there already.
import { Platform, ExistingCluster, WebService } from "std/platform"

layer defaults : Platform {
  clusters.main = ExistingCluster {
    name = "hello-${environment}"             // each environment has a cluster of its own
    role = "management"                       // Argo CD runs here, and reaches it from inside
    endpoint = "kubernetes.default.svc"
    runsServices = false                      // whoever made the cluster installed what runs on it
    ingressClasses = ["nginx"]                // what apps may ask it for
  }

  apps.hello = WebService {
    cluster = clusters.main
    render = "manifests"                      // plain Kubernetes objects, no chart
    image { repository = "nginxinc/nginx-unprivileged", tag = "1.25-alpine" }
    ingress { hosts = ["hello.${domain}"], tls = false }
  }
}
