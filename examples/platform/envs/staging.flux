import { defaults } from "../platform/defaults.flux"

/// Staging: production's shape at half its size, with certificates that no browser trusts.
environment staging extends defaults {
  domain = "staging.platform.local"

  clusters.main {
    network { vlan = 200, subnet = "192.168.200.0/24", firstHost = 100 }
    nodes {
      control-plane { count = 3, cpu = 4, memory = 8Gi, disk = 100Gi }
      worker        { count = 2, cpu = 8, memory = 16Gi, disk = 200Gi }
    }
  }

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

  apps.my-app.replicas = 2
}
