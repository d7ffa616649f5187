import { platform } from "../platform.flux"

/// Production.
environment prod extends platform {
  domain = "platform.example.org"

  clusters.main {
    protected = true
    network { vlan = 100, subnet = "10.0.100.0/24", gateway = "10.0.100.1", dnsServers = ["10.0.1.1"], firstHost = 10, vip = "10.0.100.100" }
  }
  clusters.work {
    protected = true
    network { vlan = 110, subnet = "10.0.110.0/24", gateway = "10.0.110.1", dnsServers = ["10.0.1.1"], firstHost = 10, vip = "10.0.110.100" }
  }
}
