/// The shop: what customers see.
import { Tenancy, WebService } from "std/platform"
import "@infra/prod.flux" as infra

layer shop : Tenancy {
  promised = infra.contract
  tenant = "shop"

  apps.web = WebService {
    cluster = clusters.work
    render = "manifests"
    image { repository = "registry.${domain}/shop", tag = "v2.4.0" }
    ingress.hosts = ["shop.${domain}"]
  }
}
