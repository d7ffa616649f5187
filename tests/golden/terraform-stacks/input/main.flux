// Two root modules, one of which reads what the other one makes: an output, a remote state, and the order of applying.
type Network {
  /// Known once the network is there.
  id: deferred<string> = terraform.terraform_data.net.id
  emit terraform {
    stack = "network"
    terraform { required_version = ">= 1.6", backend local { path = "network.tfstate" } }
    resource terraform_data net { input = { name = key } }
  }
}
type Cluster {
  network: ref<Network>
  emit terraform {
    stack = "cluster"
    terraform { required_version = ">= 1.6", backend local { path = "cluster.tfstate" } }
    resource terraform_data nodes { input = { network = network.id, text = "in ${network.id}" } }
  }
}
type Top { networks: map<string, Network> = {}, clusters: map<string, Cluster> = {} }

environment prod : Top {
  networks.lan = Network { }
  clusters.main = Cluster { network = networks.lan }
}
