/// Cilium: the network between pods.
import { Name, Port, Url } from "std/types"
import { standard_labels, automated, when, overlap } from "std/platform/common"
import { LoadBalancerPool, L2Announcement, BgpPeer } from "std/platform/balancing"
import { Service } from "std/platform/services"

/// Cilium: the network between pods, without kube-proxy.
type Cilium : Service {
  release = "cilium"
  repository = "https://helm.cilium.io"
  chart = "cilium"
  version = "1.16.1"
  namespace = "kube-system"
  // Argo CD's own pods need a network to start in; on other clusters Argo CD installs it.
  if cluster.role == "management" { bootstrap = 2 }
  dependsOn = [...when(services.prometheusCrds.enabled, [services.prometheusCrds.application]), ...when(bringsKinds, [gatewayKinds.application])]
  repositories = when(enabled, [repository, ...when(bringsKinds, [gatewayKinds.repository])])
  /// How packets travel between nodes.
  tunnel: "vxlan" | "geneve" | "disabled" = "geneve"
  /// WireGuard between nodes.
  encryption: bool = false
  /// Hubble, which shows what talks to what, and its web page.
  hubble: { enabled: bool = true, ui: bool = true } = { }
  /// Cilium serves Gateways and their routes.
  gatewayAPI: bool = true
  /// The kinds of the Gateway API, which must be there before Cilium can serve them.
  gatewayKinds: GatewayKinds = { }
  /// Whom a pod may talk to that no policy selects: `default` all, `always` nobody.
  policyEnforcement: "default" | "always" | "never" = "default"
  /// Addresses for services of the type `LoadBalancer`.
  pools: map<Name, LoadBalancerPool> = { }
  /// Nodes answer for the addresses of `pools`, in networks without a router of ours.
  l2: L2Announcement = { }
  /// Routers learn the addresses of `pools`.
  bgp: bool = length(bgpPeers) > 0
  /// The routers, by name.
  bgpPeers: map<Name, BgpPeer> = { }
  /// The number of this cluster's autonomous system.
  asn: int(1..4294967295) = 64512
  /// How packets for a service reach its pods, and how they find their way back.
  loadBalancer: { mode: "snat" | "dsr" | "hybrid" = "dsr", acceleration: "disabled" | "native" | "best-effort" = "native" } = { }
  /// This cluster's number in a mesh. It does not follow from the others, so that a new cluster renumbers none.
  clusterId: int(1..255) = 1
  /// Where the other clusters of the mesh reach this one: without an address, at the cluster's endpoint.
  mesh: { address?: string(len 1..), port: Port = 32379, service: "NodePort" | "LoadBalancer" = "NodePort" } = { }

  // The clusters of a mesh know each other by certificates of one authority; the chart would make one for each cluster.
  reads = {
    if length(peers) > 0 { cilium-ca = ["ca.crt", "ca.key"] }
    ...{ for peer in bgpPeers if !(peer.passwordSecret is absent) : peer.passwordSecret => ["password"] }
  }
  check length(secrets) == 0 : "External Secrets cannot bring `${join("`, `", keys(secrets))}` before there is a network; put the Secrets there before, and name them in `existingSecrets`"

  // By jobs on the cluster, which take the authority out of its Secret: Helm under Argo CD cannot look for it there.
  let renewed = { method = "cronJob", schedule = "0 0 1 */4 *" }
  let bringsKinds = gatewayAPI && gatewayKinds.enabled
  let peers = if !platform.features.multiCluster then [] else [
    for name, other in platform.clusters if name != cluster.id && other.enabled && other.services.enabled && other.services.cilium.enabled : name
  ]
  let same_number = [for name in peers if platform.clusters[name].services.cilium.clusterId == clusterId : name]
  let same_network = [for name in peers if overlap(platform.clusters[name].podCidr, cluster.podCidr) : name]
  let blocks = flatten([for pool in pools : flatten([for block in pool.blocks : block.networks])])
  let taken = [for block in blocks if overlap(block, cluster.podCidr) || overlap(block, cluster.serviceCidr) : block]
  check length(same_number) == 0
    : "the clusters `${cluster.id}` and `${join("`, `", same_number)}` have one number in the mesh, ${clusterId}; give each its own `services.cilium.clusterId`"
  check length(same_network) == 0
    : "the pods of `${cluster.id}` and of `${join("`, `", same_network)}` have addresses in common, and a mesh cannot tell them apart; give each its own `podCidr`"
  check length(taken) == 0 : "the addresses `${join("`, `", taken)}` for services lie in the cluster's own networks of pods or services"
  check length(pools) == 0 || l2.enabled || bgp : "nobody tells the network about the addresses of `pools`; set `l2.enabled = true` or name the routers in `bgpPeers`"
  check length(bgpPeers) == 0 || !can(regex("^v?1\\.([0-9]|1[0-5])\\.", version)) : "Cilium ${version} does not know the manifests that `bgpPeers` becomes; they are read from 1.16 on"
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
    hubble = { enabled = hubble.enabled, if length(peers) > 0 { tls = { auto = renewed } }, relay = { enabled = hubble.enabled }, ui = { enabled = hubble.enabled && hubble.ui } }
    gatewayAPI = { enabled = gatewayAPI }
    bgpControlPlane = { enabled = bgp }
    envoy = { enabled = platform.features.serviceMesh }
    policyEnforcementMode = policyEnforcement
    clustermesh = {
      useAPIServer = platform.features.multiCluster
      if length(peers) > 0 {
        apiserver = { tls = { auto = renewed }, service = { type = mesh.service, if mesh.service == "NodePort" { nodePort = mesh.port } } }
        config = {
          enabled = true
          clusters = [for name in peers : meshed(
            platform.clusters[name].name,
            platform.clusters[name].services.cilium.mesh.address ?? platform.clusters[name].endpoint,
            platform.clusters[name].services.cilium.mesh.port)]
        }
      }
    }
    if l2.enabled {
      l2announcements = { enabled = true }
      // Each announced service renews a lease.
      k8sClientRateLimit = { qps = 20, burst = 40 }
    }
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

  if length(pools) > 0 || l2.enabled || length(bgpPeers) > 0 { companion = { name = "balancing", folder = "cilium" } }

  emit argocd {
    if bringsKinds {
      application "${gatewayKinds.application}" {
        metadata {
          namespace = platform.argocdNamespace
          labels = standard_labels("gateway-kinds", "infrastructure")
        }
        spec {
          project = project
          source { repoURL = gatewayKinds.repository, targetRevision = gatewayKinds.revision, path = gatewayKinds.path }
          destination = cluster.destination with { namespace = namespace }
          // A kind that goes takes everything of that kind with it.
          syncPolicy = automated([]) with { automated { prune = false } }
        }
      }
    }
  }

  emit kubernetes {
    manifest CiliumLoadBalancerIPPool "${name}" for name, pool in pools {
      apiVersion = "cilium.io/v2alpha1"
      metadata = { labels = standard_labels(name, "load-balancing") }
      spec = { blocks = [for block in pool.blocks : if block.cidr is absent then { start = block.start, stop = block.stop } else { cidr = block.cidr }], if length(pool.services) > 0 { serviceSelector = { matchLabels = pool.services } } }
    }
    if l2.enabled {
      manifest CiliumL2AnnouncementPolicy services {
        apiVersion = "cilium.io/v2alpha1"
        metadata = { labels = standard_labels("services", "load-balancing") }
        spec = {
          loadBalancerIPs = true
          if length(l2.interfaces) > 0 { interfaces = l2.interfaces }
          nodeSelector = { matchExpressions = [{ key = "node-role.kubernetes.io/control-plane", operator = "DoesNotExist" }] }
        }
      }
    }
    if length(bgpPeers) > 0 {
      manifest CiliumBGPClusterConfig routers {
        apiVersion = "cilium.io/v2alpha1"
        metadata = { labels = standard_labels("routers", "load-balancing") }
        spec = { bgpInstances = [{
          name = "platform"
          localASN = asn
          peers = [for name, peer in bgpPeers : { name = name, peerASN = peer.asn, peerAddress = peer.address, peerConfigRef = { name = name } }]
        }] }
      }
      manifest CiliumBGPPeerConfig "${name}" for name, peer in bgpPeers {
        apiVersion = "cilium.io/v2alpha1"
        metadata = { labels = standard_labels(name, "load-balancing") }
        spec = {
          transport = { peerPort = peer.port }
          if !(peer.passwordSecret is absent) { authSecretRef = peer.passwordSecret }
          families = [{ afi = "ipv4", safi = "unicast", advertisements = { matchLabels = { advertise = "services" } } }]
        }
      }
      manifest CiliumBGPAdvertisement services {
        apiVersion = "cilium.io/v2alpha1"
        metadata = { labels = { ...standard_labels("services", "load-balancing"), advertise = "services" } }
        // The selector that matches every service.
        spec = { advertisements = [{
          advertisementType = "Service"
          service = { addresses = ["LoadBalancerIP"] }
          selector = { matchExpressions = [{ key = "somekey", operator = "NotIn", values = ["never-used-value"] }] }
        }] }
      }
    }
  }
}

/// The kinds of the Gateway API, as its project publishes them.
type GatewayKinds {
  service: enclosing<Cilium>
  /// Off where something else brings them.
  enabled: bool = true
  /// The repository of the Gateway API.
  repository: Url = "https://github.com/kubernetes-sigs/gateway-api.git"
  /// Its release: the one that Cilium of this version conforms to, as Cilium's documentation says.
  revision: string(len 1..) = if startswith(service.version, "1.15.") then "v1.0.0" else "v1.1.0"
  /// The folder of the kinds; `config/crd/experimental` has those that may still change, too.
  path: string(len 1..) = "config/crd"
  /// The name of their application.
  application: Name = if service.cluster.role == "management" then "gateway-kinds" else "${service.cluster.id}-gateway-kinds"
}

/// Another cluster of the mesh, as the chart wants it: addresses apart from names.
fn meshed(name: string, address: string, port: int): any = {
  name = name
  port = port
  if can(cidrhost("${address}/32", 0)) { ips = [address] } else { address = address }
}
