/// The web service of the team that sells.
import { WebService } from "std/platform"

layer my-app : WebService {
  image {
    repository = "registry.${platform.domain}/my-app"
    tag = "latest"
  }
  ingress.hosts = ["my-app.${platform.domain}"]
  metrics.enabled = true
}

layer my-app-dev extends my-app {
  image.pullPolicy = "Always"
  resources {
    requests { cpu = 100m, memory = 128Mi }
    limits   { cpu = 200m, memory = 256Mi }
  }
}

layer my-app-staging extends my-app { replicas = 2 }

layer my-app-prod extends my-app {
  image.tag = "v1.2.3"
  replicas  = 3
  resources {
    requests { cpu = 500m,  memory = 1Gi }
    limits   { cpu = 1000m, memory = 2Gi }
  }
}
