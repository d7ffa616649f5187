/// One cluster in Hetzner Cloud, with a web service on it.
import { Platform, HetznerCluster, WebService } from "std/platform"
import "../schemas/hcloud.schema.json" as hcloud

environment prod : Platform {
  domain = "example.org"

  clusters.main = HetznerCluster {
    role = "management"
    hetzner { location = "nbg1", administrators = ["192.0.2.0/24"] }
    nodes = {
      control-plane = { count = 3, serverType = "cx32" }
      worker        = { count = 3, serverType = "cx42" }
    }
  }

  // Brought to the cluster by hand, before Argo CD is.
  services {
    externalDns.existingSecrets = ["cloudflare-api-token"]
    monitoring.existingSecrets = ["grafana-admin"]
  }

  apps.shop = WebService {
    cluster = clusters.main
    image { repository = "registry.example.org/shop", tag = "v1.0.0" }
    ingress.hosts = ["shop.${domain}"]
  }
}
