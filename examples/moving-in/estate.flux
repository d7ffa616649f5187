/// The estate of `handwritten/`, described.

/// A machine with the disk that its data is on.
type Machine {
  name: string = key
  cores: int(1..) = 4
  image: string = "debian-12"
  /// Of its disk, in gigabytes.
  disk: int(1..)
  emit terraform {
    stack = "main"
    resource terraform_data server { input = { name = name, cores = cores, image = image } }
    resource terraform_data disk { input = { label = "data-${name}", size = disk } }
  }
}

/// A network with a subnet in each zone.
type Network {
  range: string
  zones: list<string>
  emit terraform {
    stack = "main"
    resource terraform_data network { input = { range = range } }
    resource terraform_data subnet for zone in zones { input = { zone = zone, network = terraform_data.network.id } }
  }
}

/// Where the estate is reached from outside.
type Address {
  machine: ref<Machine>
  port: int(1..65535) = 443
  emit terraform {
    stack = "main"
    resource terraform_data address { input = { port = port, machine = machine.terraform.terraform_data.server.id } }
  }
}

type Estate {
  network: Network
  machines: map<string, Machine> = {}
  address: Address
  emit terraform {
    stack = "main"
    terraform { required_version = ">= 1.5" }
  }
}
