import { defaults } from "../platform/defaults.flux"

/// Development: small, relaxed, and with the tools that break things on purpose.
environment dev extends defaults {
  domain = "dev.platform.local"

  clusters.main {
    allowSchedulingOnControlPlanes = true
    network { subnet = "192.168.1.0/24", firstHost = 100 }
    nodes {
      control-plane { count = 1, cpu = 2, memory = 4Gi, disk = 50Gi }
      worker        { count = 2, cpu = 4, memory = 8Gi, disk = 100Gi }
    }
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

  apps.my-app {
    image.pullPolicy = "Always"
    resources {
      requests { cpu = 100m, memory = 128Mi }
      limits   { cpu = 200m, memory = 256Mi }
    }
  }
}
