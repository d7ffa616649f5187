/// What customers see in the shop.
import { WebService } from "std/platform"

layer kiosk : WebService {
  image {
    repository = "registry.${platform.domain}/kiosk"
    tag = "v2.1.0"
  }
  ingress.hosts = ["kiosk.${platform.domain}"]
}
