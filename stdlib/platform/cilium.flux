/// Cilium: the network between pods.
import { when } from "std/platform/common"
import { Service } from "std/platform/services"

/// Cilium: the network between pods, without kube-proxy.
type Cilium : Service {
  release = "cilium"
  repository = "https://helm.cilium.io"
  chart = "cilium"
  version = "1.16.1"
  namespace = "kube-system"
  dependsOn = when(services.prometheusCrds.enabled, [services.prometheusCrds.application])
  /// How packets travel between nodes.
  tunnel: "vxlan" | "geneve" | "disabled" = "geneve"
  /// WireGuard between nodes.
  encryption: bool = false
  hubble: { enabled: bool = true, ui: bool = true } = { }
  gatewayAPI: bool = true
  bgp: bool = false
  loadBalancer: { mode: "snat" | "dsr" | "hybrid" = "dsr", acceleration: "disabled" | "native" | "best-effort" = "native" } = { }
  /// This cluster's number in a mesh.
  clusterId: int(1..255) = 1
  check loadBalancer.mode != "dsr" || tunnel != "vxlan" : "load balancing by `dsr` needs `tunnel` to be `geneve` or `disabled`"
  check tunnel != "disabled" || loadBalancer.acceleration != "native" || !encryption : "WireGuard cannot be combined with native acceleration and native routing"

  values = {
    cluster = { name = cluster.name, id = clusterId }
    ipam = { mode = "cluster-pool", operator = { clusterPoolIPv4PodCIDRList = [cluster.podCidr] } }
    kubeProxyReplacement = "true"
    k8sServiceHost = cluster.endpoint
    k8sServicePort = 6443
    routingMode = if tunnel == "disabled" then "native" else "tunnel"
    tunnelProtocol = if tunnel == "disabled" then "" else tunnel
    encryption = { enabled = encryption, type = "wireguard" }
    hubble = { enabled = hubble.enabled, relay = { enabled = hubble.enabled }, ui = { enabled = hubble.enabled && hubble.ui } }
    gatewayAPI = { enabled = gatewayAPI }
    bgpControlPlane = { enabled = bgp }
    envoy = { enabled = platform.features.serviceMesh }
    clustermesh = { useAPIServer = platform.features.multiCluster }
    loadBalancer = { mode = loadBalancer.mode, acceleration = loadBalancer.acceleration, dsrDispatch = if tunnel == "geneve" then "geneve" else "opt" }
    prometheus = { enabled = true, serviceMonitor = { enabled = services.monitoring.enabled } }
    operator = { prometheus = { enabled = true, serviceMonitor = { enabled = services.monitoring.enabled } } }
    // Talos mounts cgroups itself, and gives no pod SYS_MODULE.
    cgroup = { autoMount = { enabled = false }, hostRoot = "/sys/fs/cgroup" }
    securityContext = {
      capabilities = {
        ciliumAgent = ["CHOWN", "KILL", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "SYS_ADMIN", "SYS_RESOURCE", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"]
        cleanCiliumState = ["NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE"]
      }
    }
  }
}
