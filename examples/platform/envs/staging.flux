import { placement } from "../infrastructure/placement.flux"
import { my-app-staging } from "../applications/my-app.flux"
import { sample-web-app } from "../applications/sample-web-app.flux"
import { sample-api } from "../applications/sample-api.flux"
import { orders } from "../applications/orders.flux"
import { kiosk } from "../applications/kiosk.flux"

/// Staging: production's shape at half its size, with certificates that no browser trusts.
environment staging extends placement,
  my-app-staging at apps.my-app,
  sample-web-app at apps.sample-web-app,
  sample-api at apps.sample-api,
  orders at apps.orders,
  kiosk at apps.kiosk {
  domain = "staging.platform.local"

  clusters.main {
    network { vlan = 200, subnet = "192.168.200.0/24", firstHost = 100 }
    nodes {
      control-plane { count = 3, cpu = 4, memory = 8Gi, disk = 100Gi }
      worker        { count = 2, cpu = 8, memory = 16Gi, disk = 200Gi }
    }
  }
  clusters.work {
    network { vlan = 201, subnet = "192.168.201.0/24" }
    nodes.worker.count = 2
  }
  clusters.edge.network { vlan = 202, subnet = "192.168.202.0/24" }

  services {
    cilium.encryption = true
    longhorn.replicas = 2
    monitoring.prometheus { retention = 30d, storage = 100Gi }
  }

  features {
    imageScanning = true
    tetragon = true
  }

  security.podSecurity.warn = "restricted"

  quotas {
    requests { cpu = 8, memory = 16Gi, storage = 100Gi }
    limits   { cpu = 16, memory = 32Gi }
  }
}
