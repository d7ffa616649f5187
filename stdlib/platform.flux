/// A platform: its clusters, the services that run on them, and the apps that people deploy.
import { Delivery, Name, DnsName, Hostname, Url, GitUrl, Ip, Ipv4, Cidr, Port, SemVer, Cron, ImageRef, ImageName, ImageTag, Email, Labels, Annotations } from "std/types"
import { Resources, Probe, EnvVar, PodSecurityContext, SecurityContext, PodSecurityLevel } from "std/kubernetes"
import { Backend } from "std/terraform"
import { SyncPolicy, ProjectDestination, ClusterGroupKind, GroupKind, SyncWindow, IN_CLUSTER, CASCADE } from "std/argocd"

// ---- the platform -----------------------------------------------------------------------------------------------

/// Everything that one environment has.
type Platform {
  /// What the platform is called; part of the names of what it creates.
  name: Name = "platform"
  /// The environment's name.
  environment: Name = key
  /// The domain under which the platform's hosts live.
  domain: Hostname
  /// Where the output lives for Argo CD to read: what `delivery` in flux.yaml says.
  delivery: Delivery = { path = "out/${environment}" }
  clusters: map<Name, Cluster> = { }
  services: Services = { }
  apps: map<Name, App> = { }
  /// What applications may do, by the AppProject they belong to.
  projects: map<Name, Project> = {
    platform = {
      description = "What the platform is made of"
      sourceRepos = distinct([platform.delivery.repository, ...platform.services.repositories])
      destinations = [for server in distinct([for c in platform.clusters if c.enabled : c.server]) : { server = server, namespace = "*" }]
      clusterResources = [{ group = "*", kind = "*" }]
    }
    applications = {
      enabled = length([for app in platform.apps if app.enabled : app.namespace]) > 0
      description = "What people deploy"
      sourceRepos = distinct([for app in platform.apps if app.enabled : app.repository])
      destinations = [for server in distinct([for app in platform.apps if app.enabled : app.cluster.server]) : { server = server, namespace = "app-*" }]
      clusterResources = [{ group = "", kind = "Namespace", name = "app-*" }]
    }
  }
  security: Security = { }
  quotas: Quotas = { }
  backup: Backup = { }
  features: Features = { }

  let managing = [for name, c in clusters if c.enabled && c.role == "management" : name]
  /// The cluster that runs Argo CD and, where they say no other, the services: the one whose role is `management`.
  management: ref<Cluster>
  if length(managing) > 0 { management = clusters[managing[0]] }
  check length(managing) < 2 : "one cluster has the role `management`, and here several have: ${join(", ", managing)}"

  emit argocd {
    /// Everything else in this folder. Apply this one by hand, once.
    application app-of-apps {
      metadata {
        namespace = services.argocd.namespace
        labels = standard_labels("app-of-apps", "bootstrap")
      }
      spec {
        project = "platform"
        source {
          repoURL = delivery.repository
          targetRevision = delivery.revision
          path = "${delivery.path}/argocd"
        }
        destination { server = management.server, namespace = services.argocd.namespace }
        syncPolicy = automated([])
        ignoreDifferences = [{ group = "apps", kind = "Deployment", jsonPointers = ["/spec/replicas"] }]
      }
    }
  }
}

/// The labels by which people find what belongs together.
fn standard_labels(name: string, component: string): Labels = {
  "app.kubernetes.io/name" = name
  "app.kubernetes.io/component" = component
  "app.kubernetes.io/managed-by" = "fluxc"
}

/// Sync by itself, prune and heal; retry with patience.
fn automated(options: list<string>): SyncPolicy = SyncPolicy {
  automated { prune = true, selfHeal = true }
  syncOptions = ["ServerSideApply=true", ...options]
  retry { limit = 5, backoff { duration = 5s, factor = 2, maxDuration = 3m } }
}

fn when(condition: bool, items: list<string>): list<string> = if condition then items else []

/// Whether an address lies in a network.
fn in_subnet(address: string, subnet: string): bool =
  cidrhost("${address}/${split("/", subnet)[1]}", 0) == cidrhost(subnet, 0)

/// What namespaces and clusters guard against.
type Security {
  /// The Pod Security Standards that namespaces of apps are held to.
  podSecurity: { enforce: PodSecurityLevel = "baseline", audit: PodSecurityLevel = "baseline", warn: PodSecurityLevel = "baseline" } = { }
  /// What traffic namespaces of apps admit.
  networkPolicies: { defaultDeny: bool = true, allowDNS: bool = true, allowKubeAPI: bool = true } = { }
  /// Talos encrypts the disks of its machines.
  encryptionAtRest: bool = true
}

/// What each namespace of an app may use.
type Quotas {
  requests: { cpu: cpu = 4, memory: bytes = 8Gi, storage: bytes = 50Gi } = { }
  limits: { cpu: cpu = 8, memory: bytes = 16Gi } = { }
  persistentVolumeClaims: int(0..) = 10
  services: int(0..) = 10
  secrets: int(0..) = 20
  configMaps: int(0..) = 20
  /// What a container gets that asks for nothing.
  containers: { defaultRequest: { cpu: cpu = 100m, memory: bytes = 128Mi } = { }, defaultLimit: { cpu: cpu = 500m, memory: bytes = 512Mi } = { }, maxLimit: { cpu: cpu = 2, memory: bytes = 4Gi } = { } } = { }
  check requests.cpu <= limits.cpu && requests.memory <= limits.memory : "the quota of requests is above that of limits"
}

/// What is not for every environment. Each switch turns a service, or a part of Cilium, on.
type Features {
  /// Cilium Cluster Mesh.
  multiCluster: bool = false
  /// Cilium's Envoy on every node.
  serviceMesh: bool = false
  /// Trivy Operator.
  imageScanning: bool = false
  /// OpenCost.
  costMonitoring: bool = false
  /// Chaos Mesh.
  chaosEngineering: bool = false
  /// Tetragon.
  tetragon: bool = false
}

// ---- clusters ---------------------------------------------------------------------------------------------------

/// The name of something that a service on the cluster provides: asking a cluster for what it lacks is an error.
type IngressClass = Name
type StorageClass = Name
type ClusterIssuer = Name
type SecretStore = Name

/// A Kubernetes cluster.
abstract type Cluster {
  platform: enclosing<Platform>
  /// Off: not checked for completeness, not emitted; a ref to it is an error.
  enabled: bool = true
  /// The key under which it stands, which is also the name of its folders in the output.
  final id: Name = key because "folders of the output are named after it"
  name: Name = "${platform.name}-${key}"
  /// The management cluster runs Argo CD and the platform's services.
  role: "management" | "workload" | "edge" = "workload"
  /// Host or address of the API server.
  endpoint: string(len 1..)
  /// How Argo CD reaches the API server.
  server: Url = if role == "management" then IN_CLUSTER else "https://${endpoint}:6443"
  kubernetesVersion: SemVer = "v1.29.0"
  podCidr: Cidr = "10.244.0.0/16"
  serviceCidr: Cidr = "10.96.0.0/12"
  clusterDomain: Hostname = "cluster.local"
  nodes: map<Name, NodePool> = { }

  let services = platform.services
  /// What apps and services can ask this cluster for: what those that run on it provide. `+=` adds what is there
  /// without them.
  ingressClasses: list<IngressClass> = when(services.ingressNginx.enabled && services.ingressNginx.cluster.id == id, [services.ingressNginx.className])
  storageClasses: list<StorageClass> = when(services.longhorn.enabled && services.longhorn.cluster.id == id, [services.longhorn.storageClass])
  clusterIssuers: list<ClusterIssuer> = when(services.certManager.enabled && services.certManager.cluster.id == id, keys(services.certManager.issuers))
  secretStores: list<SecretStore> = when(services.externalSecrets.enabled && services.externalSecrets.cluster.id == id, keys(services.externalSecrets.stores))
}

/// What is said of a name that a cluster does not provide.
fn not_provided(cluster: string, what: string, name: string, there: list<string>): string =
  "the cluster `${cluster}` provides no ${what} `${name}`; ${if length(there) > 0 then "it provides `${join("`, `", there)}`" else "it provides none"}"

/// A cluster that somebody else made: apps can go there, and nothing is emitted for it.
type ExistingCluster : Cluster { }

/// Nodes of one size.
type NodePool {
  count: int(0..1000)
  /// Cores of each node.
  cpu: int(1..256)
  memory: bytes(1Gi..)
  disk: bytes(10Gi..) = 100Gi
}

/// Talos Linux on virtual machines of Proxmox VE. What Terraform cannot say goes into `talos/<cluster>/`: patches for
/// `talosctl gen config` (`--config-patch` and `--config-patch-control-plane`).
type TalosCluster : Cluster {
  talos: TalosSettings = { }
  proxmox: ProxmoxSettings = { }
  network: MachineNetwork = { }
  /// Workloads may run on control planes.
  allowSchedulingOnControlPlanes: bool = false
  /// Terraform refuses to destroy the machines.
  protected: bool = false
  /// Where Terraform keeps the state of the cluster's stack; not set: in a file of the folder it runs in.
  backend?: Backend
  nodes: map<Name, TalosPool> = { }
  endpoint = network.vip ?? cidrhost(network.subnet, network.firstHost)

  let luks = { provider = "luks2", keys = [{ slot = 0, nodeID = { } }] }
  let addresses = flatten([for pool in nodes : [for m in pool.machines : m.address]])
  check contains(keys(nodes), "control-plane") : "a Talos cluster has a pool `control-plane`"
  check length(distinct(addresses)) == length(addresses) : "two machines have one address; spread `firstHost` of the pools"
  check !contains(addresses, network.vip ?? "") : "the virtual address `${network.vip ?? ""}` is also that of a machine"

  emit terraform {
    slug = id
    terraform {
      required_version = ">= 1.6"
      required_providers {
        proxmox = { source = "bpg/proxmox", version = "~> 0.66" }
      }
      if !(backend is absent) {
        backend "${backend.type}" { ...backend.config }
      }
    }
    /// The password or token comes from PROXMOX_VE_PASSWORD or PROXMOX_VE_API_TOKEN, and never into the state.
    provider proxmox {
      endpoint = proxmox.endpoint
      username = proxmox.username
      insecure = proxmox.insecure
    }
    output endpoint {
      description = "Where the API server of ${name} answers"
      value = "https://${endpoint}:6443"
    }
  }

  emit file {
    file "talos/${id}/patch.yaml" {
      content = yamlencode({
        machine = {
          install = { disk = "/dev/sda", image = "${talos.installer}:${talos.version}" }
          kubelet = { image = "ghcr.io/siderolabs/kubelet:${kubernetesVersion}" }
          network = { nameservers = network.dnsServers }
          ...(if platform.security.encryptionAtRest then { systemDiskEncryption = { state = luks, ephemeral = luks } } else { })
        }
        cluster = {
          clusterName = name
          controlPlane = { endpoint = "https://${endpoint}:6443" }
          allowSchedulingOnControlPlanes = allowSchedulingOnControlPlanes
          network = {
            dnsDomain = clusterDomain
            podSubnets = [podCidr]
            serviceSubnets = [serviceCidr]
            cni = { name = "none" }
          }
          proxy = { disabled = true }
        }
      })
    }
    if !(network.vip is absent) {
      file "talos/${id}/control-plane.yaml" {
        content = yamlencode({ machine = { network = { interfaces = [{ deviceSelector = { physical = true }, dhcp = false, vip = { ip = network.vip } }] } } })
      }
    }
  }
}

type TalosSettings {
  version: SemVer = "v1.6.0"
  /// The image that installs Talos, from the image factory where it has extensions.
  installer: ImageName = "ghcr.io/siderolabs/installer"
  /// Number of the template that machines are cloned from.
  template: int(100..999999999) = 9000
}

type ProxmoxSettings {
  platform: enclosing<Platform>
  endpoint: Url = "https://proxmox.${platform.domain}:8006/"
  username: string(/^[^@]+@[^@]+$/) = "terraform@pve"
  /// The node of Proxmox that machines are created on.
  node: Name = "pve"
  datastore: string(len 1..) = "local-lvm"
  /// Do not verify the API's certificate.
  insecure: bool = false
}

/// The network that machines stand in.
type MachineNetwork {
  bridge: string(len 1..15) = "vmbr0"
  vlan?: int(1..4094)
  subnet: Cidr = "192.168.1.0/24"
  gateway: Ipv4 = cidrhost(subnet, 1)
  dnsServers: list<Ip>(len 1..) = ["1.1.1.1", "8.8.8.8"]
  /// The first machine's number in the subnet; control planes are counted from here, other pools ten further on.
  firstHost: int(1..) = 100
  /// The address that the control planes share.
  vip?: Ipv4
  check in_subnet(gateway, subnet) : "the gateway `${gateway}` lies outside `${subnet}`"
  check in_subnet(vip ?? cidrhost(subnet, 1), subnet) : "the virtual address `${vip ?? ""}` lies outside `${subnet}`"
}

type TalosPool : NodePool {
  owner: enclosing<TalosCluster>
  /// The first machine's number in the subnet.
  firstHost: int(1..) = if key == "control-plane" then owner.network.firstHost else owner.network.firstHost + 10
  machines: map<Name, TalosMachine> = {for i in range(count) : "${owner.name}-${key}-${i + 1}" => TalosMachine { address = cidrhost(owner.network.subnet, firstHost + i) }}
  check key != "control-plane" || count % 2 == 1 : "etcd wants an odd number of control planes, found ${count}"

  emit terraform {
    slug = replace("${owner.id}_${key}", "-", "_")
    resource proxmox_virtual_environment_vm vm for name, machine in machines {
      name = name
      description = "Talos ${owner.talos.version}, ${key} of ${owner.name}"
      tags = sort(["talos", owner.name, key])
      node_name = owner.proxmox.node
      on_boot = true
      clone { vm_id = owner.talos.template }
      agent { enabled = true }
      operating_system { type = "l26" }
      cpu {
        cores = cpu
        type = "host"
      }
      memory { dedicated = memory in MiB }
      disk {
        datastore_id = owner.proxmox.datastore
        interface = "scsi0"
        size = disk in GiB
      }
      network_device {
        bridge = owner.network.bridge
        vlan_id = owner.network.vlan
      }
      initialization {
        datastore_id = owner.proxmox.datastore
        dns { servers = owner.network.dnsServers }
        ip_config {
          ipv4 {
            address = "${machine.address}/${split("/", owner.network.subnet)[1]}"
            gateway = owner.network.gateway
          }
        }
      }
      lifecycle { prevent_destroy = owner.protected }
    }
    output addresses {
      description = "Addresses of the machines, by name"
      value = {for name, machine in machines : name => machine.address}
    }
  }
}

type TalosMachine { address: Ipv4 }

// ---- services ---------------------------------------------------------------------------------------------------

/// A release of a chart that the platform runs, with the application of Argo CD that installs it.
abstract type Service {
  platform: enclosing<Platform>
  /// Off: neither checked for completeness nor emitted.
  enabled: bool = true
  cluster: ref<Cluster> = platform.management
  release: Name
  repository: Url
  chart: Name
  /// The chart's version.
  version: SemVer
  namespace: Name
  /// The Pod Security Standard that the namespace enforces.
  podSecurity: PodSecurityLevel = "baseline"
  project: Name = "platform"
  /// Applications that must be healthy first.
  dependsOn: list<Name> = platform.services.foundation
  /// What the chart is told. Layers may add to it and change it.
  values: any = { }
  /// The repository as a list: empty where the service is off.
  repositories: list<Url> = when(enabled, [repository])

  emit helm {
    release "${release}" {
      chart = chart
      repo = repository
      version = version
      namespace = namespace
      cluster = cluster.id
      values = values
    }
  }

  emit argocd {
    application "${release}" {
      metadata {
        namespace = platform.services.argocd.namespace
        labels = standard_labels(release, "infrastructure")
      }
      spec {
        project = project
        sources = [
          {
            repoURL = repository
            chart = chart
            targetRevision = version
            helm {
              releaseName = release
              valueFiles = ["$values/${platform.delivery.path}/helm/${cluster.id}/${release}/values.yaml"]
            }
          },
          { repoURL = platform.delivery.repository, targetRevision = platform.delivery.revision, ref = "values" },
        ]
        destination { server = cluster.server, namespace = namespace }
        syncPolicy = if namespace == "kube-system" then automated([]) else automated(["CreateNamespace=true"]) with {
          managedNamespaceMetadata { labels = { "pod-security.kubernetes.io/enforce" = podSecurity } }
        }
      }
      dependsOn = dependsOn
    }
  }
}

/// A service of any chart, without a type of its own.
type HelmService : Service { }

/// The services that a platform has. Each can be switched off.
type Services {
  platform: enclosing<Platform>
  cilium: Cilium = { }
  certManager: CertManager = { }
  ingressNginx: IngressNginx = { }
  externalDns: ExternalDns = { }
  externalSecrets: ExternalSecrets = { }
  longhorn: Longhorn = { }
  monitoring: Monitoring = { }
  argocd: ArgoCd = { }
  /// The kinds of Prometheus' operator by themselves, so that what comes before the monitoring can be monitored.
  prometheusCrds: HelmService = {
    enabled = platform.services.monitoring.enabled
    release = "prometheus-operator-crds"
    repository = "https://prometheus-community.github.io/helm-charts"
    chart = "prometheus-operator-crds"
    version = "10.0.0"
    namespace = "monitoring"
    podSecurity = "privileged"
    dependsOn = []
  }
  loki: HelmService = {
    enabled = false
    release = "loki"
    repository = "https://grafana.github.io/helm-charts"
    chart = "loki"
    version = "5.41.4"
    namespace = "monitoring"
    podSecurity = "privileged"
    dependsOn = [...platform.services.foundation, ...platform.services.storageProviders]
    values = {
      loki = { auth_enabled = false, commonConfig = { replication_factor = 1 }, storage = { type = "filesystem" } }
      singleBinary = { replicas = 1 }
    }
  }
  tetragon: HelmService = {
    enabled = platform.features.tetragon
    release = "tetragon"
    repository = "https://helm.cilium.io"
    chart = "tetragon"
    version = "1.0.0"
    namespace = "kube-system"
  }
  trivy: HelmService = {
    enabled = platform.features.imageScanning
    release = "trivy-operator"
    repository = "https://aquasecurity.github.io/helm-charts"
    chart = "trivy-operator"
    version = "0.20.0"
    namespace = "trivy-system"
    values = { trivy = { ignoreUnfixed = true } }
  }
  opencost: HelmService = {
    enabled = platform.features.costMonitoring
    release = "opencost"
    repository = "https://opencost.github.io/opencost-helm-chart"
    chart = "opencost"
    version = "1.29.0"
    namespace = "opencost"
    dependsOn = when(platform.services.monitoring.enabled, [platform.services.monitoring.release])
  }
  chaosMesh: HelmService = {
    enabled = platform.features.chaosEngineering
    release = "chaos-mesh"
    repository = "https://charts.chaos-mesh.org"
    chart = "chaos-mesh"
    version = "2.6.3"
    namespace = "chaos-mesh"
    podSecurity = "privileged"
    values = { chaosDaemon = { runtime = "containerd", socketPath = "/run/containerd/containerd.sock" } }
  }

  /// The applications that all others wait for.
  foundation: list<Name> = [...when(prometheusCrds.enabled, [prometheusCrds.release]), ...when(cilium.enabled, [cilium.release])]
  /// The applications that apps wait for.
  entrance: list<Name> = [
    ...foundation,
    ...when(ingressNginx.enabled, [ingressNginx.release]),
    ...when(certManager.enabled, ["${certManager.release}-issuers"]),
    ...when(externalSecrets.enabled && length(externalSecrets.stores) > 0, ["${externalSecrets.release}-stores"]),
  ]
  /// The application that provides storage, for those that must wait for it.
  storageProviders: list<Name> = when(longhorn.enabled, [longhorn.release])

  repositories: list<Url> = distinct([
    ...cilium.repositories, ...certManager.repositories, ...ingressNginx.repositories, ...externalDns.repositories, ...externalSecrets.repositories,
    ...longhorn.repositories, ...monitoring.repositories, ...argocd.repositories, ...loki.repositories,
    ...tetragon.repositories, ...trivy.repositories, ...opencost.repositories, ...chaosMesh.repositories,
    ...(if platform.backup.enabled then platform.backup.velero.repositories else []),
  ])
}

/// Cilium: the network between pods, without kube-proxy.
type Cilium : Service {
  release = "cilium"
  repository = "https://helm.cilium.io"
  chart = "cilium"
  version = "1.16.1"
  namespace = "kube-system"
  dependsOn = when(platform.services.prometheusCrds.enabled, [platform.services.prometheusCrds.release])
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
    prometheus = { enabled = true, serviceMonitor = { enabled = platform.services.monitoring.enabled } }
    operator = { prometheus = { enabled = true, serviceMonitor = { enabled = platform.services.monitoring.enabled } } }
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

/// Who signs certificates, for the whole cluster.
abstract type Issuer { spec: any }

type SelfSignedIssuer : Issuer {
  spec = { selfSigned = { } }
}

/// An issuer that proves by HTTP or DNS that the domain is ours.
type AcmeIssuer : Issuer {
  service: enclosing<CertManager>
  server: Url
  email: Email = service.acme.email
  let issuer = key
  spec = {
    acme = {
      server = server
      email = email
      privateKeySecretRef = { name = issuer }
      solvers = [
        { http01 = { ingress = { ingressClassName = service.acme.ingressClass } } },
        { dns01 = { cloudflare = { email = email, apiTokenSecretRef = { name = "cloudflare-api-token", key = "api-token" } } } },
      ]
    }
  }
}

type CertManager : Service {
  release = "cert-manager"
  repository = "https://charts.jetstack.io"
  chart = "cert-manager"
  version = "v1.13.0"
  namespace = "cert-manager"
  acme: { email: Email, ingressClass: IngressClass } = { email = "admin@${platform.domain}", ingressClass = platform.services.ingressNginx.className }
  issuers: map<Name, Issuer> = {
    letsencrypt-staging = AcmeIssuer { server = "https://acme-staging-v02.api.letsencrypt.org/directory" }
    letsencrypt-prod = AcmeIssuer { server = "https://acme-v02.api.letsencrypt.org/directory" }
    selfsigned-issuer = SelfSignedIssuer { }
  }
  /// The issuer of certificates for hosts that name no other.
  defaultIssuer: ClusterIssuer = "letsencrypt-staging"
  check contains(keys(issuers), defaultIssuer) : "there is no issuer `${defaultIssuer}`; there are ${join(", ", keys(issuers))}"

  values = {
    installCRDs = true
    prometheus = { enabled = true, servicemonitor = { enabled = platform.services.monitoring.enabled } }
    resources = { requests = { cpu = "10m", memory = "32Mi" }, limits = { cpu = "100m", memory = "128Mi" } }
    webhook = { resources = { requests = { cpu = "5m", memory = "20Mi" }, limits = { cpu = "50m", memory = "64Mi" } } }
    cainjector = { resources = { requests = { cpu = "100m", memory = "128Mi" }, limits = { cpu = "300m", memory = "256Mi" } } }
    ingressShim = { defaultIssuerName = defaultIssuer, defaultIssuerKind = "ClusterIssuer" }
  }

  emit kubernetes {
    manifest ClusterIssuer "${name}" for name, issuer in issuers {
      apiVersion = "cert-manager.io/v1"
      metadata = { labels = standard_labels(name, "certificate-issuer") }
      spec = issuer.spec
    }
  }

  emit argocd {
    application "${release}-issuers" {
      metadata {
        namespace = platform.services.argocd.namespace
        labels = standard_labels("${release}-issuers", "infrastructure")
      }
      spec {
        project = project
        source {
          repoURL = platform.delivery.repository
          targetRevision = platform.delivery.revision
          path = "${platform.delivery.path}/kubernetes/${cluster.id}/certManager"
        }
        destination { server = cluster.server, namespace = namespace }
        syncPolicy = automated(["SkipDryRunOnMissingResource=true"])
      }
      dependsOn = [release]
    }
  }
}

/// ingress-nginx: provides an ingress class.
type IngressNginx : Service {
  release = "ingress-nginx"
  repository = "https://kubernetes.github.io/ingress-nginx"
  chart = "ingress-nginx"
  version = "4.10.0"
  namespace = "ingress-nginx"
  podSecurity = "privileged"
  className: IngressClass = "nginx"
  replicas: int(1..) = 2
  values = {
    controller = {
      replicaCount = replicas
      ingressClassResource = { name = className, default = true }
      metrics = { enabled = true, serviceMonitor = { enabled = platform.services.monitoring.enabled } }
    }
  }
}

/// ExternalDNS: names in the zone for the hosts of services and ingresses.
type ExternalDns : Service {
  release = "external-dns"
  repository = "https://kubernetes-sigs.github.io/external-dns"
  chart = "external-dns"
  version = "1.14.0"
  namespace = "external-dns"
  provider: "aws" | "azure" | "cloudflare" | "google" = "cloudflare"
  domainFilters: list<Hostname> = [platform.domain]
  txtOwnerId: Name = "${platform.name}-${platform.environment}"
  values = {
    provider = { name = provider }
    domainFilters = domainFilters
    txtOwnerId = txtOwnerId
    txtPrefix = "external-dns-"
    policy = "sync"
    registry = "txt"
    interval = "1m"
    sources = ["ingress", "service"]
    env = [{ name = "CF_API_TOKEN", valueFrom = { secretKeyRef = { name = "cloudflare-api-token", key = "api-token" } } }]
    resources = { requests = { cpu = "10m", memory = "32Mi" }, limits = { cpu = "100m", memory = "128Mi" } }
    serviceMonitor = { enabled = platform.services.monitoring.enabled }
  }
}

/// External Secrets: copies secrets out of stores that live elsewhere, such as Vault or a cloud's secret manager.
type ExternalSecrets : Service {
  enabled = false
  release = "external-secrets"
  repository = "https://charts.external-secrets.io"
  chart = "external-secrets"
  version = "0.9.13"
  namespace = "external-secrets"
  /// The stores by name, each with its `provider` as External Secrets describes it.
  stores: map<Name, { provider: any }> = { }
  values = {
    installCRDs = true
    serviceMonitor = { enabled = platform.services.monitoring.enabled }
  }

  emit kubernetes {
    manifest ClusterSecretStore "${name}" for name, store in stores {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { labels = standard_labels(name, "secret-store") }
      spec = { provider = store.provider }
    }
  }

  emit argocd {
    if length(stores) > 0 {
      application "${release}-stores" {
        metadata {
          namespace = platform.services.argocd.namespace
          labels = standard_labels("${release}-stores", "infrastructure")
        }
        spec {
          project = project
          source {
            repoURL = platform.delivery.repository
            targetRevision = platform.delivery.revision
            path = "${platform.delivery.path}/kubernetes/${cluster.id}/externalSecrets"
          }
          destination { server = cluster.server, namespace = namespace }
          syncPolicy = automated(["SkipDryRunOnMissingResource=true"])
        }
        dependsOn = [release]
      }
    }
  }
}

/// Longhorn: provides a storage class.
type Longhorn : Service {
  release = "longhorn"
  repository = "https://charts.longhorn.io"
  chart = "longhorn"
  version = "1.5.0"
  namespace = "longhorn-system"
  podSecurity = "privileged"
  storageClass: StorageClass = "longhorn"
  /// Copies of each volume.
  replicas: int(1..20) = 3
  overProvisioning: percent(100..) = 200%
  minimalAvailable: percent(0..100) = 25%
  /// Where backups of volumes go: `nfs://…` or `s3://…`.
  backupTarget?: string(/^(nfs|s3|cifs|azblob):\/\//)
  values = {
    persistence = { defaultClass = true, defaultClassReplicaCount = replicas, reclaimPolicy = "Retain", migratable = false }
    defaultSettings = {
      defaultReplicaCount = replicas
      storageOverProvisioningPercentage = overProvisioning in percent
      storageMinimalAvailablePercentage = minimalAvailable in percent
      backupTarget = backupTarget
    }
    ingress = { enabled = false }
    metrics = { serviceMonitor = { enabled = platform.services.monitoring.enabled } }
  }
}

/// Prometheus, Alertmanager and Grafana, by the chart kube-prometheus-stack.
type Monitoring : Service {
  release = "monitoring"
  repository = "https://prometheus-community.github.io/helm-charts"
  chart = "kube-prometheus-stack"
  version = "57.0.0"
  namespace = "monitoring"
  podSecurity = "privileged"
  dependsOn = [...platform.services.foundation, ...platform.services.storageProviders]
  storageClass: StorageClass = platform.services.longhorn.storageClass
  prometheus: {
    /// How long samples are kept, unless the volume is full before.
    retention: duration(1h..) as prometheus = 30d
    storage: bytes(1Gi..) = 50Gi
    /// How much of the volume samples may take.
    retentionSize: bytes(1Gi..) as prometheus = storage
    resources: Resources = { requests = { cpu = 200m, memory = 512Mi }, limits = { cpu = 1000m, memory = 2Gi } }
  } = { }
  grafana: {
    enabled: bool = true
    storage: bytes(1Gi..) = 10Gi
    /// The Secret with the keys `admin-user` and `admin-password`.
    adminSecret: DnsName = "grafana-admin"
  } = { }
  alertmanager: { enabled: bool = true, retention: duration(1h..) as go = 120h, storage: bytes(1Gi..) = 10Gi } = { }
  check prometheus.retentionSize <= prometheus.storage : "samples may take more than the volume holds"
  check contains(cluster.storageClasses, storageClass) : not_provided(cluster.id, "storage class", storageClass, cluster.storageClasses)

  values = {
    prometheus = {
      prometheusSpec = {
        retention = prometheus.retention
        retentionSize = prometheus.retentionSize
        externalUrl = "https://prometheus.${platform.domain}"
        storageSpec = { volumeClaimTemplate = { spec = { storageClassName = storageClass, accessModes = ["ReadWriteOnce"], resources = { requests = { storage = prometheus.storage } } } } }
        resources = prometheus.resources with { }
        serviceMonitorSelectorNilUsesHelmValues = false
        podMonitorSelectorNilUsesHelmValues = false
        ruleSelectorNilUsesHelmValues = false
      }
    }
    grafana = {
      enabled = grafana.enabled
      admin = { existingSecret = grafana.adminSecret }
      persistence = { enabled = true, storageClassName = storageClass, size = grafana.storage }
      ingress = {
        enabled = platform.services.ingressNginx.enabled
        ingressClassName = platform.services.ingressNginx.className
        annotations = { "cert-manager.io/cluster-issuer" = platform.services.certManager.defaultIssuer }
        hosts = ["grafana.${platform.domain}"]
        tls = [{ secretName = "grafana-tls", hosts = ["grafana.${platform.domain}"] }]
      }
      defaultDashboardsTimezone = "UTC"
      additionalDataSources = if platform.services.loki.enabled then [{ name = "Loki", type = "loki", url = "http://loki:3100", access = "proxy" }] else []
    }
    alertmanager = {
      enabled = alertmanager.enabled
      alertmanagerSpec = {
        retention = alertmanager.retention
        externalUrl = "https://alertmanager.${platform.domain}"
        storage = { volumeClaimTemplate = { spec = { storageClassName = storageClass, accessModes = ["ReadWriteOnce"], resources = { requests = { storage = alertmanager.storage } } } } }
      }
    }
    crds = { enabled = !platform.services.prometheusCrds.enabled }
    // Talos does not expose these two, and Cilium stands for kube-proxy.
    kubeControllerManager = { enabled = false }
    kubeScheduler = { enabled = false }
    kubeProxy = { enabled = false }
    defaultRules = { create = true, rules = { kubeProxy = false } }
  }
}

/// Argo CD, which from its first sync on installs itself.
type ArgoCd : Service {
  release = "argocd"
  repository = "https://argoproj.github.io/argo-helm"
  chart = "argo-cd"
  version = "8.0.0"
  namespace = "argocd"
  host: Hostname = "argocd.${platform.domain}"
  /// Several copies of everything.
  highAvailability: bool = false
  values = {
    global = { domain = host }
    configs = { params = { "server.insecure" = false } }
    redis-ha = { enabled = highAvailability }
    controller = { replicas = 1 }
    server = { replicas = if highAvailability then 2 else 1 }
    repoServer = { replicas = if highAvailability then 2 else 1 }
    applicationSet = { replicas = if highAvailability then 2 else 1 }
  }
}

// ---- backup -----------------------------------------------------------------------------------------------------

/// What is saved, and for how long.
type Backup {
  platform: enclosing<Platform>
  enabled: bool = true
  etcd: EtcdBackup = { }
  velero: Velero = { }
}

/// Snapshots of etcd, taken through Talos' API and kept on a volume.
type EtcdBackup {
  platform: enclosing<Platform>
  enabled: bool = true
  cluster: ref<Cluster> = platform.management
  schedule: Cron = "0 2 * * *"
  /// Older snapshots are removed.
  retention: duration(1d..) = 30d
  storage: bytes(1Gi..) = 20Gi
  storageClass: StorageClass = platform.services.longhorn.storageClass
  image: ImageRef = "ghcr.io/siderolabs/talosctl:v1.6.0"
  check contains(cluster.storageClasses, storageClass) : not_provided(cluster.id, "storage class", storageClass, cluster.storageClasses)
  let namespace = "etcd-backup"

  emit kubernetes {
    /// Talos hands this account's credentials to the namespace, where its machine configuration admits that.
    manifest ServiceAccount etcd-backup {
      apiVersion = "talos.dev/v1alpha1"
      metadata = { namespace = namespace }
      spec = { roles = ["os:etcd:backup"] }
    }
    manifest PersistentVolumeClaim etcd-backup {
      metadata = { namespace = namespace }
      spec = { accessModes = ["ReadWriteOnce"], storageClassName = storageClass, resources = { requests = { storage = storage } } }
    }
    manifest CronJob etcd-backup {
      metadata = { namespace = namespace }
      spec = {
        schedule = schedule
        concurrencyPolicy = "Forbid"
        jobTemplate = { spec = { template = { spec = {
          restartPolicy = "OnFailure"
          securityContext = { runAsNonRoot = true, runAsUser = 1000, fsGroup = 1000, seccompProfile = { type = "RuntimeDefault" } }
          initContainers = [{
            name = "snapshot"
            image = image
            args = ["--nodes", cluster.endpoint, "etcd", "snapshot", "/backup/latest.snapshot"]
            volumeMounts = [{ name = "backup", mountPath = "/backup" }, { name = "talos", mountPath = "/var/run/secrets/talos.dev" }]
            securityContext = { allowPrivilegeEscalation = false, capabilities = { drop = ["ALL"] } }
          }]
          containers = [{
            name = "keep"
            image = "busybox:1.36"
            command = ["sh", "-c", "mv /backup/latest.snapshot /backup/etcd-$(date +%Y%m%dT%H%M).snapshot && find /backup -name 'etcd-*.snapshot' -mmin +${retention in m} -delete"]
            volumeMounts = [{ name = "backup", mountPath = "/backup" }]
            securityContext = { allowPrivilegeEscalation = false, capabilities = { drop = ["ALL"] } }
          }]
          volumes = [{ name = "backup", persistentVolumeClaim = { claimName = "etcd-backup" } }, { name = "talos", secret = { secretName = "etcd-backup" } }]
        } } } }
      }
    }
  }

  emit argocd {
    application etcd-backup {
      metadata {
        namespace = platform.services.argocd.namespace
        labels = standard_labels("etcd-backup", "backup")
      }
      spec {
        project = "platform"
        source {
          repoURL = platform.delivery.repository
          targetRevision = platform.delivery.revision
          path = "${platform.delivery.path}/kubernetes/${cluster.id}/etcd"
        }
        destination { server = cluster.server, namespace = namespace }
        syncPolicy = automated(["CreateNamespace=true"])
      }
      dependsOn = platform.services.storageProviders
    }
  }
}

/// Velero: backups of what the clusters hold.
type Velero : Service {
  enabled = false
  release = "velero"
  repository = "https://vmware-tanzu.github.io/helm-charts"
  chart = "velero"
  version = "5.1.0"
  namespace = "velero"
  podSecurity = "privileged"
  provider: "aws" | "azure" | "gcp" = "aws"
  bucket: Name = "${platform.name}-backups"
  schedule: Cron = "0 3 * * *"
  retention: duration(1h..) as go = 720h
  values = {
    configuration = {
      backupStorageLocation = [{ name = "default", provider = provider, bucket = bucket, prefix = platform.environment }]
      volumeSnapshotLocation = []
    }
    credentials = { existingSecret = "velero-credentials" }
    schedules = { daily = { schedule = schedule, template = { ttl = retention, snapshotVolumes = false } } }
  }
}

// ---- projects ---------------------------------------------------------------------------------------------------

/// Who may do what with a project's applications.
type Role {
  description: string = ""
  /// Groups of the identity provider.
  groups: list<string(len 1..)> = []
  /// What follows `p, proj:<project>:<role>, ` in Argo CD's policies.
  policies: list<string(/^[a-z*]+, [^,]+, [^,]+, (allow|deny)$/)> = []
}

/// An AppProject: the bounds within which applications are deployed.
type Project {
  platform: enclosing<Platform>
  enabled: bool = true
  description: string(len ..255) = ""
  sourceRepos: list<string> = []
  destinations: list<ProjectDestination> = []
  /// Kinds of the whole cluster that are admitted.
  clusterResources: list<ClusterGroupKind> = []
  /// Kinds of namespaces that are admitted; not set: all.
  namespaceResources?: list<GroupKind>(len 1..)
  roles: map<Name, Role> = { }
  syncWindows?: list<SyncWindow>(len 1..)
  let project = key

  emit argocd {
    project "${project}" {
      metadata {
        namespace = platform.services.argocd.namespace
        labels = standard_labels(project, "gitops")
        finalizers = [CASCADE]
      }
      spec {
        description = description
        sourceRepos = sourceRepos
        destinations = destinations
        clusterResourceWhitelist = clusterResources
        namespaceResourceWhitelist = namespaceResources
        roles = [for name, role in roles : {
          name = name
          description = role.description
          groups = role.groups
          policies = [for policy in role.policies : "p, proj:${project}:${name}, ${policy}"]
        }]
        syncWindows = syncWindows
      }
    }
  }
}

// ---- apps -------------------------------------------------------------------------------------------------------

/// Something that people deploy: a namespace of its own with its quota, and an application of Argo CD.
abstract type App {
  platform: enclosing<Platform>
  /// Off: not checked for completeness, not emitted; a ref to it is an error.
  enabled: bool = true
  cluster: ref<Cluster>
  /// Kubernetes namespace the app lives in.
  namespace: Name = "app-${key}"
  project: Name = "applications"
  component: Name = "app"
  /// The repository of the chart, and where the chart is in it.
  repository: GitUrl = platform.delivery.repository
  revision: string(len 1..) = platform.delivery.revision
  chart: string(len 1..)
  /// Secrets that External Secrets puts into the namespace.
  secrets: map<DnsName, AppSecret> = { }
  /// Applications that must be healthy first; `+=` adds more.
  dependsOn: list<Name> = platform.services.entrance
  /// What the chart is told. Layers may add to it and change it.
  values: any = { }
  let app = key
  let quota = platform.quotas
  let security = platform.security

  emit helm {
    release "${app}" {
      chart = chart
      namespace = namespace
      cluster = cluster.id
      values = values
    }
  }

  emit kubernetes {
    manifest ResourceQuota "${app}" {
      metadata = { namespace = namespace }
      spec = {
        hard = {
          "requests.cpu" = quota.requests.cpu
          "requests.memory" = quota.requests.memory
          "requests.storage" = quota.requests.storage
          "limits.cpu" = quota.limits.cpu
          "limits.memory" = quota.limits.memory
          persistentvolumeclaims = "${quota.persistentVolumeClaims}"
          services = "${quota.services}"
          secrets = "${quota.secrets}"
          configmaps = "${quota.configMaps}"
        }
      }
    }
    manifest LimitRange "${app}" {
      metadata = { namespace = namespace }
      spec = {
        limits = [{
          type = "Container"
          defaultRequest = quota.containers.defaultRequest with { }
          default = quota.containers.defaultLimit with { }
          max = quota.containers.maxLimit with { }
        }]
      }
    }
    manifest ExternalSecret "${name}" for name, secret in secrets {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { namespace = namespace }
      spec = {
        refreshInterval = secret.refresh
        secretStoreRef = { kind = "ClusterSecretStore", name = secret.store }
        target = { name = name }
        data = [for entry, kept in secret.keys : { secretKey = entry, remoteRef = { key = kept } }]
      }
    }
    if security.networkPolicies.defaultDeny {
      /// Nothing comes in or goes out, but for what is listed.
      manifest NetworkPolicy "${app}" {
        metadata = { namespace = namespace }
        spec = {
          podSelector = { }
          policyTypes = ["Ingress", "Egress"]
          ingress = [
            { from = [{ podSelector = { } }] },
            { from = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = platform.services.ingressNginx.namespace } } }] },
            { from = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = platform.services.monitoring.namespace } } }] },
          ]
          egress = [
            { to = [{ podSelector = { } }] },
            ...(if security.networkPolicies.allowDNS then [{ to = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = "kube-system" } } }], ports = [{ port = 53, protocol = "UDP" }, { port = 53, protocol = "TCP" }] }] else []),
            ...(if security.networkPolicies.allowKubeAPI then [{ ports = [{ port = 6443, protocol = "TCP" }] }] else []),
          ]
        }
      }
    }
  }

  emit argocd {
    application "${app}" {
      metadata {
        namespace = platform.services.argocd.namespace
        labels = {
          ...standard_labels(app, component)
          "app.kubernetes.io/environment" = platform.environment
        }
        finalizers = [CASCADE]
      }
      spec {
        project = project
        sources = [
          {
            repoURL = repository
            targetRevision = revision
            path = chart
            helm {
              releaseName = app
              valueFiles = ["$values/${platform.delivery.path}/helm/${cluster.id}/${app}/values.yaml"]
            }
          },
          { repoURL = platform.delivery.repository, targetRevision = platform.delivery.revision, path = "${platform.delivery.path}/kubernetes/${cluster.id}/${app}", ref = "values" },
        ]
        destination { server = cluster.server, namespace = namespace }
        syncPolicy = automated(["CreateNamespace=true"]) with {
          managedNamespaceMetadata {
            labels = {
              "pod-security.kubernetes.io/enforce" = security.podSecurity.enforce
              "pod-security.kubernetes.io/audit" = security.podSecurity.audit
              "pod-security.kubernetes.io/warn" = security.podSecurity.warn
            }
          }
        }
      }
      dependsOn = dependsOn
    }
  }
}

/// A container image.
type Image {
  repository: ImageName
  tag: ImageTag
  pullPolicy: "Always" | "IfNotPresent" | "Never" = "IfNotPresent"
}

/// A Secret in the namespace of an app, copied out of a store.
type AppSecret {
  app: enclosing<App>
  store: SecretStore
  /// What the Secret holds: its keys, each with the name of what the store keeps for it.
  keys: map<string(/^[-._a-zA-Z0-9]+$/), string(len 1..)>
  refresh: duration(1m..) as go = 1h
  let cluster = app.cluster
  check contains(cluster.secretStores, store) : not_provided(cluster.id, "secret store", store, cluster.secretStores)
}

/// How an app is reached from outside.
type Ingress {
  platform: enclosing<Platform>
  app: enclosing<App>
  enabled: bool = true
  className: IngressClass = platform.services.ingressNginx.className
  hosts: list<Hostname> = []
  path: string(/^\//) = "/"
  annotations: Annotations = { }
  /// Certificates for the hosts.
  tls: bool = true
  issuer: ClusterIssuer = platform.services.certManager.defaultIssuer
  let cluster = app.cluster
  let used = enabled && length(hosts) > 0
  // A default that does not exist is the mistake of cert-manager, and said there.
  let issuers = distinct([...cluster.clusterIssuers, ...when(length(cluster.clusterIssuers) > 0, [platform.services.certManager.defaultIssuer])])
  check !used || contains(cluster.ingressClasses, className) : not_provided(cluster.id, "ingress class", className, cluster.ingressClasses)
  check !used || !tls || contains(issuers, issuer) : not_provided(cluster.id, "cluster issuer", issuer, cluster.clusterIssuers)
}

/// Pods that answer HTTP, by the chart `charts/web-service`.
type WebService : App {
  component = "web-service"
  chart = "charts/web-service"
  image: Image
  replicas: int(0..1000) = 1
  resources: Resources = { }
  /// The port that the container listens on.
  port: Port = 8080
  ingress: Ingress = { }
  autoscaling: { enabled: bool = false, minReplicas: int(1..) = 1, maxReplicas: int(1..) = 3, targetCpu: percent(1..1000) = 80% } = { }
  env: map<string(/^[A-Za-z_][A-Za-z0-9_]*$/), string> = { }
  health: { path: string(/^\//) = "/", liveness: bool = true, readiness: bool = true } = { }
  /// Prometheus asks this path for metrics.
  metrics: { enabled: bool = false, path: string(/^\//) = "/metrics", interval: duration(1s..) as prometheus = 30s } = { }
  let app = key
  let copies = if autoscaling.enabled then autoscaling.maxReplicas else replicas
  check autoscaling.minReplicas <= autoscaling.maxReplicas : "`minReplicas` is above `maxReplicas`"
  check resources.requests.memory * copies <= platform.quotas.requests.memory : "${copies} copies request more memory than the quota of the namespace"
  check resources.requests.cpu * copies <= platform.quotas.requests.cpu : "${copies} copies request more CPU than the quota of the namespace"

  values = {
    image = { repository = image.repository, tag = image.tag, pullPolicy = image.pullPolicy }
    replicaCount = replicas
    resources = resources with { }
    service = { type = "ClusterIP", port = 80, targetPort = port }
    ingress = {
      enabled = ingress.enabled && length(ingress.hosts) > 0
      className = ingress.className
      annotations = {
        ...ingress.annotations
        if ingress.tls { "cert-manager.io/cluster-issuer" = ingress.issuer }
      }
      hosts = [for host in ingress.hosts : { host = host, paths = [{ path = ingress.path, pathType = "Prefix" }] }]
      tls = if ingress.tls && length(ingress.hosts) > 0 then [{ secretName = "${app}-tls", hosts = ingress.hosts }] else []
    }
    autoscaling = {
      enabled = autoscaling.enabled
      minReplicas = autoscaling.minReplicas
      maxReplicas = autoscaling.maxReplicas
      targetCPUUtilizationPercentage = autoscaling.targetCpu in percent
    }
    env = env
    healthChecks = { path = health.path, liveness = health.liveness, readiness = health.readiness }
    monitoring = { serviceMonitor = { enabled = metrics.enabled, path = metrics.path, interval = metrics.interval } }
  }
}
