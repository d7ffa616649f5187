import { defaults } from "../platform/defaults.flux"

/// Production.
environment prod extends defaults {
  domain = "platform.company.com"

  clusters.main {
    protected = true
    network {
      vlan = 100
      subnet = "10.0.100.0/24"
      gateway = "10.0.100.1"
      dnsServers = ["10.0.1.1", "10.0.1.2"]
      firstHost = 10
      vip = "10.0.100.100"
    }
    nodes {
      control-plane { count = 3, cpu = 8,  memory = 16Gi, disk = 200Gi }
      worker        { count = 5, cpu = 16, memory = 32Gi, disk = 500Gi }
    }
  }

  services {
    cilium { encryption = true, bgp = true }
    certManager.defaultIssuer = "letsencrypt-prod"
    longhorn.backupTarget = "nfs://backup.local/longhorn"
    monitoring.prometheus { retention = 90d, storage = 200Gi }
    loki.enabled = true
    argocd.highAvailability = true
    velero.enabled = true
  }

  features {
    multiCluster = true
    imageScanning = true
    costMonitoring = true
    tetragon = true
  }

  security.podSecurity { enforce = "restricted", audit = "restricted", warn = "restricted" }

  quotas {
    requests { cpu = 16, memory = 32Gi, storage = 200Gi }
    limits   { cpu = 32, memory = 64Gi }
  }

  backup.etcd { schedule = "0 1,13 * * *", retention = 45d }    // 90 snapshots, two a day

  apps.my-app {
    image.tag = "v1.2.3"
    replicas  = 3
    resources {
      requests { cpu = 500m,  memory = 1Gi }
      limits   { cpu = 1000m, memory = 2Gi }
    }
  }
}
