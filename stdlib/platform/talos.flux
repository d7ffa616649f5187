/// Talos Linux, on whatever machines: what Terraform needs to make a cluster of them.
import { Name, Ipv4, Ip, SemVer, ImageName } from "std/types"
import { Backend } from "std/terraform"
import { Platform } from "std/platform/platform"
import { Cluster, NodePool } from "std/platform/clusters"
import { EtcdBackup } from "std/platform/backup"
import { ClusterAccess } from "std/platform/registration"

/// A cluster of Talos Linux. A subtype makes the machines and gives them the configurations that stand in this object's
/// Terraform: `TalosCluster` does so on Proxmox VE, `HetznerCluster` in Hetzner Cloud.
abstract type TalosLinux : Cluster {
  /// Which Talos the machines run.
  talos: TalosSettings = { }
  /// Workloads may run on control planes.
  allowSchedulingOnControlPlanes: bool = false
  /// Snapshots of the cluster's etcd, where it has volumes to keep them on.
  etcdBackup: EtcdBackup = platform.backup.etcd with { enabled = runsServices && platform.backup.enabled && length(storageClasses) > 0 }
  /// Where Terraform keeps the state of the cluster's stack; not set: in a file of the folder it runs in.
  backend?: Backend
  /// Its machines, by pools of one size; `control-plane` is one of them.
  nodes: map<Name, TalosPool> = { }
  /// Whom the machines ask for names.
  nameservers: list<Ip>(len 1..) = ["1.1.1.1", "8.8.8.8"]
  /// Addresses and names besides the endpoint under which the API server may be asked.
  certificateNames: list<string> = []

  access = ClusterAccess {
    host = talos_kubeconfig.host
    caCertificate = talos_kubeconfig.ca_certificate
    clientCertificate = talos_kubeconfig.client_certificate
    clientKey = talos_kubeconfig.client_key
  }
  let talos_kubeconfig = terraform.talos_cluster_kubeconfig.cluster.kubernetes_client_configuration

  /// The first control plane, once it has its configuration: where etcd begins.
  firstControlPlane: deferred<string>
  /// How Talos encrypts a disk: by a key that follows from the machine, so that the disk is worth nothing elsewhere.
  let luks = { provider = "luks2", keys = [{ slot = 0, nodeID = { } }] }
  /// The addresses of all machines.
  final addresses: list<Ipv4> = flatten([for pool in nodes : [for m in pool.machines : m.address]]) because "they are those of the pools' machines"
  check contains(keys(nodes), "control-plane") : "a Talos cluster has a pool `control-plane`"
  check length(distinct(addresses)) == length(addresses) : "two machines have one address; spread `firstHost` of the pools"

  /// Patches of every machine's configuration; `+=` adds a team's own.
  patches: list<any> = [{
    machine = {
      install = { disk = talos.installDisk, image = "${talos.installer}:${talos.version}" }
      network = { nameservers = nameservers }
      ...(if platform.security.encryptionAtRest then { systemDiskEncryption = { state = luks, ephemeral = luks } } else { })
    }
    cluster = {
      network = {
        dnsDomain = clusterDomain
        podSubnets = [podCidr]
        serviceSubnets = [serviceCidr]
        cni = { name = "none" }
      }
      proxy = { disabled = true }
    }
  }]
  /// Patches of the control planes' configuration; `+=` adds a team's own.
  controlPlanePatches: list<any> = [{
    cluster = {
      allowSchedulingOnControlPlanes = allowSchedulingOnControlPlanes
      apiServer = { certSANs = distinct([endpoint, ...certificateNames]) }
    }
  }]

  emit terraform {
    slug = id
    terraform {
      required_version = ">= 1.6"
      required_providers {
        talos = { source = "siderolabs/talos", version = "~> 0.11" }
      }
      if !(backend is absent) {
        backend "${backend.type}" { ...backend.config }
      }
    }
    /// What the machines trust each other by. Whoever reads the state owns the cluster.
    resource talos_machine_secrets secrets {
      talos_version = talos.version
      lifecycle { prevent_destroy = protected }
    }
    data talos_machine_configuration control_plane {
      cluster_name = name
      cluster_endpoint = "https://${endpoint}:6443"
      machine_type = "controlplane"
      machine_secrets = talos_machine_secrets.secrets.machine_secrets
      talos_version = talos.version
      kubernetes_version = kubernetesVersion
      docs = false
      examples = false
      config_patches = [for patch in [...patches, ...controlPlanePatches] : yamlencode(patch)]
    }
    data talos_machine_configuration worker {
      cluster_name = name
      cluster_endpoint = "https://${endpoint}:6443"
      machine_type = "worker"
      machine_secrets = talos_machine_secrets.secrets.machine_secrets
      talos_version = talos.version
      kubernetes_version = kubernetesVersion
      docs = false
      examples = false
      config_patches = [for patch in patches : yamlencode(patch)]
    }
    /// etcd begins here, once in the cluster's life.
    resource talos_machine_bootstrap cluster {
      node = firstControlPlane
      client_configuration = talos_machine_secrets.secrets.client_configuration
    }
    resource talos_cluster_kubeconfig cluster {
      node = talos_machine_bootstrap.cluster.node
      client_configuration = talos_machine_secrets.secrets.client_configuration
    }
    output endpoint {
      description = "Where the API server of ${name} answers"
      value = "https://${endpoint}:6443"
    }
    output kubeconfig {
      description = "For kubectl: `terraform output -raw …_kubeconfig`"
      value = talos_cluster_kubeconfig.cluster.kubeconfig_raw
      sensitive = true
    }
  }
}

/// Which Talos Linux, and where it is installed.
type TalosSettings {
  /// The version of Talos.
  version: SemVer = "v1.6.0"
  /// The image that installs Talos, from the image factory where it has extensions.
  installer: ImageName = "ghcr.io/siderolabs/installer"
  /// The disk it is installed on.
  installDisk: string(/^\/dev\//) = "/dev/sda"
}

/// Machines of one size. Control planes are the pool `control-plane`; all others are workers.
abstract type TalosPool : NodePool {
  /// The machines by name.
  machines: map<Name, TalosMachine>
  let controlPlane = key == "control-plane"
  check !controlPlane || count % 2 == 1 : "etcd wants an odd number of control planes, found ${count}"
}

/// A machine and its address in the cluster's network.
type TalosMachine { address: Ipv4 }
