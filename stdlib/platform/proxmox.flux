/// Talos Linux on virtual machines of Proxmox VE.
import { Name, Url, Ip, Ipv4, Cidr } from "std/types"
import { Backend } from "std/terraform"
import { in_subnet } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { Cluster, NodePool } from "std/platform/clusters"
import { TalosSettings } from "std/platform/talos"
import { EtcdBackup } from "std/platform/backup"

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
  /// Snapshots of the cluster's etcd, where it has volumes to keep them on.
  etcdBackup: EtcdBackup = platform.backup.etcd with { enabled = runsServices && platform.backup.enabled && length(storageClasses) > 0 }
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
