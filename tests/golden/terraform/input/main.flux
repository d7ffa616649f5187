// Addresses, factoring into for_each, dynamic blocks, handles, deferred text, nested blocks and settings of a stack.
type Disk { size: bytes, ssd: bool = false }
type Machine { cores: int(1..) = 2, memory: bytes = 4Gi, disks: map<string, Disk> = {} }
type Pool {
  /// The machines, by name.
  machines: map<string, Machine> = {}

  emit terraform {
    terraform {
      required_version = ">= 1.6"
      required_providers { proxmox = { source = "bpg/proxmox", version = "~> 0.66" } }
    }
    provider proxmox { endpoint = "https://proxmox.example.org:8006/" }
    /// One machine each.
    resource proxmox_virtual_environment_vm vm for name, machine in machines {
      name = name
      node_name = "pve"
      cpu { cores = machine.cores }
      memory { dedicated = machine.memory in MiB }
      for key, disk in machine.disks {
        disk { interface = key, size = disk.size in GiB, ssd = disk.ssd }
      }
      lifecycle { prevent_destroy = true, ignore_changes = [] }
    }
    output count { value = length(machines) }
    output template { value = "costs $${money} and %{percent}" }
  }
}
type Top { pools: map<string, Pool> = {} }

environment prod : Top {
  pools.workers = Pool {
    machines = {
      one = { cores = 8, disks = { scsi0 = { size = 100Gi } } }
      two = { disks = { scsi0 = { size = 200Gi }, scsi1 = { size = 1Ti, ssd = true } } }
    }
  }
  pools.spare = Pool { machines = { only = {} } }
}
