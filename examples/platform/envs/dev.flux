import { placement } from "../infrastructure/placement.flux"
import { my-app-dev } from "../applications/my-app.flux"
import { sample-web-app } from "../applications/sample-web-app.flux"
import { sample-api } from "../applications/sample-api.flux"
import { orders } from "../applications/orders.flux"
import { kiosk } from "../applications/kiosk.flux"

/// Development: small, relaxed, and with the tools that break things on purpose.
environment dev extends placement,
  my-app-dev at apps.my-app,
  sample-web-app at apps.sample-web-app,
  sample-api at apps.sample-api,
  orders at apps.orders,
  kiosk at apps.kiosk {
  domain = "dev.platform.local"

  clusters.main {
    allowSchedulingOnControlPlanes = true
    network { subnet = "192.168.1.0/24", firstHost = 100 }
    nodes {
      control-plane { count = 1, cpu = 2, memory = 4Gi, disk = 50Gi }
      worker        { count = 2, cpu = 4, memory = 8Gi, disk = 100Gi }
    }
  }
  clusters.work {
    allowSchedulingOnControlPlanes = true
    network.subnet = "192.168.2.0/24"
    nodes {
      control-plane { count = 1, cpu = 2, memory = 4Gi, disk = 50Gi }
      worker        { count = 2, cpu = 4, memory = 8Gi, disk = 100Gi }
    }
  }
  clusters.edge {
    network.subnet = "192.168.3.0/24"
    nodes.control-plane { cpu = 2, memory = 4Gi, disk = 50Gi }
  }

  services {
    cilium.hubble.ui = false
    longhorn.replicas = 2
    monitoring.prometheus { retention = 7d, storage = 20Gi }
  }

  features {
    chaosEngineering = true
    imageScanning = true
    tetragon = true
  }

  security {
    podSecurity.enforce = "privileged"
    encryptionAtRest = false
  }

  quotas {
    requests { cpu = 2, memory = 4Gi, storage = 20Gi }
    limits   { cpu = 4, memory = 8Gi }
  }
}
