/// Talos Linux on virtual machines of Proxmox VE.
import { Name, Url, Ip, Ipv4, Cidr } from "std/types"
import { in_subnet, overlap } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { TalosLinux, TalosPool, TalosMachine } from "std/platform/talos"

/// Talos Linux on virtual machines of Proxmox VE, cloned from a template that boots Talos.
type TalosCluster : TalosLinux {
  /// The Proxmox that the machines run on.
  proxmox: ProxmoxSettings = { }
  /// The network that the machines stand in.
  network: MachineNetwork = { }
  /// Its machines, by pools of one size; `control-plane` is one of them.
  nodes: map<Name, ProxmoxPool> = { }
  nameservers = network.dnsServers
  endpoint = network.vip ?? cidrhost(network.subnet, network.firstHost)
  firstControlPlane = nodes.control-plane.terraform.talos_machine_configuration_apply.machine["${name}-control-plane-1"].node

  check !contains(addresses, network.vip ?? "") : "the virtual address `${network.vip ?? ""}` is also that of a machine"
  check !overlap(podCidr, network.subnet) : "the networks of pods `${podCidr}` and of machines `${network.subnet}` overlap"
  check !overlap(serviceCidr, network.subnet) : "the networks of services `${serviceCidr}` and of machines `${network.subnet}` overlap"
  controlPlanePatches = [
    ...super,
    ...(if network.vip is absent then [] else [{
      machine = { network = { interfaces = [{ deviceSelector = { physical = true }, dhcp = false, vip = { ip = network.vip } }] } }
    }]),
  ]

  emit terraform {
    terraform {
      required_providers {
        proxmox = { source = "bpg/proxmox", version = "~> 0.66" }
      }
    }
    /// The password or token comes from PROXMOX_VE_PASSWORD or PROXMOX_VE_API_TOKEN, and never into the state.
    provider proxmox {
      endpoint = proxmox.endpoint
      username = proxmox.username
      insecure = proxmox.insecure
    }
  }
}

/// Which Proxmox VE machines are created on, and as whom.
type ProxmoxSettings {
  platform: enclosing<Platform>
  /// The address of its API.
  endpoint: Url = "https://proxmox.${platform.domain}:8006/"
  /// The account of Proxmox, with its realm.
  username: string(/^[^@]+@[^@]+$/) = "terraform@pve"
  /// The node of Proxmox that machines are created on.
  node: Name = "pve"
  /// Where disks are kept.
  datastore: string(len 1..) = "local-lvm"
  /// Number of the template that machines are cloned from.
  template: int(100..999999999) = 9000
  /// Do not verify the API's certificate.
  insecure: bool = false
}

/// The network that machines stand in.
type MachineNetwork {
  /// The bridge of Proxmox that the machines are plugged into.
  bridge: string(len 1..15) = "vmbr0"
  /// The VLAN's number; not set: untagged.
  vlan?: int(1..4094)
  /// The network's addresses.
  subnet: Cidr = "192.168.1.0/24"
  /// The way out: the first address, unless it is said.
  gateway: Ipv4 = cidrhost(subnet, 1)
  /// Whom the machines ask for names.
  dnsServers: list<Ip>(len 1..) = ["1.1.1.1", "8.8.8.8"]
  /// The first machine's number in the subnet; control planes are counted from here, other pools ten further on.
  firstHost: int(1..) = 100
  /// The address that the control planes share.
  vip?: Ipv4
  check across environments vlan : "two clusters are on one VLAN"
  check across environments subnet : "the machines of two clusters are in one network"
  check across environments vip : "two clusters answer at one virtual address"
  check in_subnet(gateway, subnet) : "the gateway `${gateway}` lies outside `${subnet}`"
  check in_subnet(vip ?? cidrhost(subnet, 1), subnet) : "the virtual address `${vip ?? ""}` lies outside `${subnet}`"
}

/// Virtual machines of one size.
type ProxmoxPool : TalosPool {
  owner: enclosing<TalosCluster>
  /// The first machine's number in the subnet.
  firstHost: int(1..) = if key == "control-plane" then owner.network.firstHost else owner.network.firstHost + 10
  machines = {for i in range(count) : "${owner.name}-${key}-${i + 1}" => TalosMachine { address = cidrhost(owner.network.subnet, firstHost + i) }}

  emit terraform {
    slug = replace("${owner.id}_${key}", "-", "_")
    resource proxmox_virtual_environment_vm vm for name, machine in machines {
      name = name
      description = "Talos ${owner.talos.version}, ${key} of ${owner.name}"
      tags = sort(["talos", owner.name, key])
      node_name = owner.proxmox.node
      on_boot = true
      clone { vm_id = owner.proxmox.template }
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
    resource talos_machine_configuration_apply machine for name, machine in machines {
      node = machine.address
      client_configuration = owner.terraform.talos_machine_secrets.secrets.client_configuration
      machine_configuration_input = if key == "control-plane" then owner.terraform.data.talos_machine_configuration.control_plane.machine_configuration else owner.terraform.data.talos_machine_configuration.worker.machine_configuration
      config_patches = [yamlencode({ machine = { network = { hostname = name } } })]
      depends_on = [proxmox_virtual_environment_vm.vm]
    }
    output addresses {
      description = "Addresses of the machines, by name"
      value = {for name, machine in machines : name => machine.address}
    }
  }
}
