/// What every environment has: a cluster that runs Argo CD, one for applications, and who deploys on it.
import { Platform, TalosCluster } from "std/platform"

layer platform : Platform {
  clusters.main = TalosCluster {
    role = "management"
    podCidr = "10.244.0.0/16"
    nodes = {
      control-plane = { count = 3, cpu = 4, memory = 8Gi, disk = 100Gi }
      worker        = { count = 2, cpu = 8, memory = 16Gi, disk = 200Gi }
    }
  }
  clusters.work = TalosCluster {
    podCidr = "10.245.0.0/16"
    services.cilium.clusterId = 2
    nodes = {
      control-plane = { count = 3, cpu = 4, memory = 8Gi, disk = 100Gi }
      worker        = { count = 3, cpu = 8, memory = 16Gi, disk = 200Gi }
    }
  }
  clusters.* is TalosCluster {
    talos {
      version = "v1.6.0"
      installer = "factory.talos.dev/installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"
    }
    proxmox { template = 9000, endpoint = "https://proxmox.local:8006/", insecure = true }
  }

  /// They deploy out of a repository of their own, into namespaces that begin with `shop-`.
  tenants.shop = { delivery { repository = "https://git.example.org/shop.git" } }

  // Somebody puts these there by hand.
  services {
    externalDns.existingSecrets = ["cloudflare-api-token"]
    monitoring.existingSecrets = ["grafana-admin"]
  }
}
