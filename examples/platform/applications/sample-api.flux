/// The interface that programs call.
import { Api } from "std/platform"

layer sample-api : Api {
  image {
    repository = "registry.${platform.domain}/sample-api"
    tag = "v0.4.0"
  }
  ingress.hosts = ["api.${platform.domain}"]
}
