import { placement } from "../infrastructure/placement.flux"
import { my-app-prod } from "../applications/my-app.flux"
import { sample-web-app-prod } from "../applications/sample-web-app.flux"
import { sample-api-prod } from "../applications/sample-api.flux"
import { orders-prod } from "../applications/orders.flux"
import { kiosk } from "../applications/kiosk.flux"

/// Production.
environment prod extends placement,
  my-app-prod at apps.my-app,
  sample-web-app-prod at apps.sample-web-app,
  sample-api-prod at apps.sample-api,
  orders-prod at apps.orders,
  kiosk at apps.kiosk {
  domain = "platform.company.com"

  clusters.main {
    services { loki.enabled = true, velero.enabled = true }
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

  clusters.work {
    services { loki.enabled = true, velero.enabled = true }
    protected = true
    network { vlan = 110, subnet = "10.0.110.0/24", dnsServers = ["10.0.1.1", "10.0.1.2"], firstHost = 10, vip = "10.0.110.100" }
    nodes {
      control-plane { cpu = 8,  memory = 16Gi, disk = 200Gi }
      worker        { count = 5, cpu = 16, memory = 32Gi, disk = 500Gi }
    }
  }
  clusters.edge {
    protected = true
    network { vlan = 120, subnet = "10.0.120.0/24", dnsServers = ["10.0.1.1", "10.0.1.2"], firstHost = 10 }
  }

  services {
    cilium { encryption = true, bgp = true }
    certManager.defaultIssuer = "letsencrypt-prod"
    longhorn.backupTarget = "nfs://backup.local/longhorn"
    monitoring.prometheus { retention = 90d, storage = 200Gi }
    argocd.highAvailability = true
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
}
