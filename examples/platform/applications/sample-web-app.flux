/// The web page that shows whether the platform stands.
import { WebService } from "std/platform"

layer sample-web-app : WebService {
  namespace = "app-sample-web"
  image {
    repository = "nginxinc/nginx-unprivileged"
    tag = "1.25-alpine"
  }
  ingress.hosts = ["sample-web.${platform.domain}"]
  resources {
    requests { cpu = 100m, memory = 128Mi }
    limits   { cpu = 200m, memory = 256Mi }
  }
  autoscaling { maxReplicas = 3, targetCpu = 80% }
}

layer sample-web-app-prod extends sample-web-app {
  autoscaling { enabled = true, minReplicas = 2, maxReplicas = 6 }
}
