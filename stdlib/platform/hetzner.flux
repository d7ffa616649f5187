/// Talos Linux on servers of Hetzner Cloud.
import { Name, Hostname, Ipv4, Cidr, LabelKey, LabelValue } from "std/types"
import { in_subnet, overlap } from "std/platform/common"
import { TalosLinux, TalosPool, TalosMachine } from "std/platform/talos"

/// Talos Linux on servers of Hetzner Cloud, in a private network, behind a load balancer for the API server. The servers
/// start from a snapshot that holds Talos, found by its labels.
type HetznerCluster : TalosLinux {
  /// Where it stands, and what it is made of.
  hetzner: HetznerSettings = { }
  /// Its servers, by pools of one type; `control-plane` is one of them.
  nodes: map<Name, HetznerPool> = { }
  /// The name under which the API server is asked. It must lead to the load balancer, whose address is an output.
  endpoint: Hostname = "api.${name}.${platform.domain}"
  nameservers = ["185.12.64.1", "185.12.64.2"]
  certificateNames = [cidrhost(hetzner.subnet, 2)]
  firstControlPlane = nodes.control-plane.terraform.hcloud_server.server["${name}-control-plane-1"].ipv4_address
  check !overlap(podCidr, hetzner.network) : "the networks of pods `${podCidr}` and of machines `${hetzner.network}` overlap"
  check !overlap(serviceCidr, hetzner.network) : "the networks of services `${serviceCidr}` and of machines `${hetzner.network}` overlap"
  patches = [...super, {
    machine = { kubelet = { nodeIP = { validSubnets = [hetzner.subnet] } } }
    cluster = { externalCloudProvider = { enabled = true } }
  }]

  emit terraform {
    terraform {
      required_providers {
        hcloud = { source = "hetznercloud/hcloud", version = "~> 1.38" }
      }
    }
    variable hcloud_token {
      description = "The token of Hetzner Cloud's API"
      type = "string"
      sensitive = true
    }
    provider hcloud {
      token = var.hcloud_token
    }
    /// The snapshot that the servers start from.
    data hcloud_image talos {
      with_selector = join(",", [for label, value in hetzner.imageLabels : "${label}=${value}"])
      most_recent = true
    }
    resource hcloud_network network {
      name = name
      ip_range = hetzner.network
      delete_protection = protected
    }
    resource hcloud_network_subnet machines {
      network_id = hcloud_network.network.id
      type = "cloud"
      network_zone = hetzner.zone
      ip_range = hetzner.subnet
    }
    /// Keeps control planes on different hosts.
    resource hcloud_placement_group control_plane {
      name = "${name}-control-plane"
      type = "spread"
    }
    /// Nothing reaches the machines from outside, but for Talos' API where it is admitted.
    resource hcloud_firewall machines {
      name = name
      if length(hetzner.administrators) > 0 {
        rule {
          description = "Talos' API"
          direction = "in"
          protocol = "tcp"
          port = "50000"
          source_ips = hetzner.administrators
        }
      }
    }
    /// The entrance to the API server.
    resource hcloud_load_balancer api {
      name = "${name}-api"
      load_balancer_type = hetzner.loadBalancerType
      location = hetzner.location
      delete_protection = protected
    }
    resource hcloud_load_balancer_network api {
      load_balancer_id = hcloud_load_balancer.api.id
      subnet_id = hcloud_network_subnet.machines.id
      ip = cidrhost(hetzner.subnet, 2)
    }
    resource hcloud_load_balancer_service api {
      load_balancer_id = hcloud_load_balancer.api.id
      protocol = "tcp"
      listen_port = 6443
      destination_port = 6443
    }
    resource hcloud_load_balancer_target control_planes {
      load_balancer_id = hcloud_load_balancer.api.id
      type = "label_selector"
      label_selector = "cluster=${name},pool=control-plane"
      use_private_ip = true
      depends_on = [hcloud_load_balancer_network.api]
    }
    output api_address {
      description = "Where the name `${endpoint}` must lead to"
      value = hcloud_load_balancer.api.ipv4
    }
  }
}

/// What a cluster in Hetzner Cloud is made of, besides its servers.
type HetznerSettings {
  /// Where servers and load balancer stand.
  location: "fsn1" | "nbg1" | "hel1" | "ash" | "hil" | "sin" = "fsn1"
  /// The network zone of the location.
  zone: "eu-central" | "us-east" | "us-west" | "ap-southeast" = match location { "fsn1" | "nbg1" | "hel1" => "eu-central", "ash" => "us-east", "hil" => "us-west", "sin" => "ap-southeast" }
  /// The private network, and the part of it that the machines are in. Its second address is the load balancer's.
  network: Cidr = "10.10.0.0/16"
  /// The part of the network that the machines are in.
  subnet: Cidr = cidrsubnet(network, 8, 1)
  /// The size of the load balancer.
  loadBalancerType: "lb11" | "lb21" | "lb31" = "lb11"
  /// Labels of the snapshot that holds Talos.
  imageLabels: map<LabelKey, LabelValue>(len 1..) = { os = "talos" }
  /// Networks that may ask Talos' API of the machines; Terraform must run in one of them.
  administrators: list<Cidr> = []
  check in_subnet(split("/", subnet)[0], network) : "the machines' network `${subnet}` is no part of `${network}`"
}

/// What a type of server has.
type ServerSize { cpu: int, memory: bytes, disk: bytes }

/// The types of servers that Hetzner lists, with what each has.
let SERVER_TYPES: map<string, ServerSize> = {
  cx22 = { cpu = 2, memory = 4Gi, disk = 40Gi }
  cx32 = { cpu = 4, memory = 8Gi, disk = 80Gi }
  cx42 = { cpu = 8, memory = 16Gi, disk = 160Gi }
  cx52 = { cpu = 16, memory = 32Gi, disk = 320Gi }
  cpx11 = { cpu = 2, memory = 2Gi, disk = 40Gi }
  cpx21 = { cpu = 3, memory = 4Gi, disk = 80Gi }
  cpx31 = { cpu = 4, memory = 8Gi, disk = 160Gi }
  cpx41 = { cpu = 8, memory = 16Gi, disk = 240Gi }
  cpx51 = { cpu = 16, memory = 32Gi, disk = 360Gi }
  ccx13 = { cpu = 2, memory = 8Gi, disk = 80Gi }
  ccx23 = { cpu = 4, memory = 16Gi, disk = 160Gi }
  ccx33 = { cpu = 8, memory = 32Gi, disk = 240Gi }
  ccx43 = { cpu = 16, memory = 64Gi, disk = 360Gi }
  ccx53 = { cpu = 32, memory = 128Gi, disk = 600Gi }
  ccx63 = { cpu = 48, memory = 192Gi, disk = 960Gi }
}

/// Servers of one type.
type HetznerPool : TalosPool {
  owner: enclosing<HetznerCluster>
  /// The type of server, which says what each has.
  serverType: "cx22" | "cx32" | "cx42" | "cx52" | "cpx11" | "cpx21" | "cpx31" | "cpx41" | "cpx51" | "ccx13" | "ccx23" | "ccx33" | "ccx43" | "ccx53" | "ccx63"
  cpu = SERVER_TYPES[serverType].cpu
  memory = SERVER_TYPES[serverType].memory
  disk = SERVER_TYPES[serverType].disk
  /// The first server's number in the subnet.
  firstHost: int(3..) = if key == "control-plane" then 10 else 20
  machines = {for i in range(count) : "${owner.name}-${key}-${i + 1}" => TalosMachine { address = cidrhost(owner.hetzner.subnet, firstHost + i) }}

  emit terraform {
    slug = replace("${owner.id}_${key}", "-", "_")
    resource hcloud_server server for name, machine in machines {
      name = name
      server_type = serverType
      location = owner.hetzner.location
      image = "${owner.terraform.data.hcloud_image.talos.id}"
      labels = { cluster = owner.name, pool = key }
      firewall_ids = [owner.terraform.hcloud_firewall.machines.id]
      placement_group_id = if key == "control-plane" then owner.terraform.hcloud_placement_group.control_plane.id else null
      user_data = if key == "control-plane" then owner.terraform.data.talos_machine_configuration.control_plane.machine_configuration else owner.terraform.data.talos_machine_configuration.worker.machine_configuration
      delete_protection = owner.protected
      rebuild_protection = owner.protected
      public_net {
        ipv4_enabled = true
        ipv6_enabled = false
      }
      network {
        network_id = owner.terraform.hcloud_network.network.id
        ip = machine.address
      }
      // A new image or configuration is for new servers: Talos upgrades the ones that run.
      lifecycle {
        prevent_destroy = owner.protected
        ignore_changes = [image, user_data]
      }
      depends_on = [owner.terraform.hcloud_network_subnet.machines]
    }
    output addresses {
      description = "Addresses of the servers, by name"
      value = {for name, machine in machines : name => hcloud_server.server[name].ipv4_address}
    }
  }
}
