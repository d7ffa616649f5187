/// Two clusters in Hetzner Cloud: one runs Argo CD, and Terraform makes the other one known to it.
import { Name } from "std/types"
import { Platform, Cluster, HetznerCluster, ChartApp } from "std/platform"
import "../schemas/hcloud.schema.json" as hcloud
import "../schemas/kubernetes.schema.json" as kubernetes
import "../charts/shop/values.schema.json" as shop

/// A load balancer before the apps of a cluster.
type Entrance {
  cluster: ref<Cluster>
  /// Its address, which Terraform learns.
  address: deferred<string> = terraform.hcloud_load_balancer.apps.ipv4

  emit terraform {
    slug = "${cluster.id}_entrance"
    resource hcloud_load_balancer apps {
      name = "${cluster.name}-apps"
      load_balancer_type = "lb11"
      location = "fsn1"
    }
    output address {
      description = "Where the apps of ${cluster.name} answer"
      value = address
    }
  }
}

/// The shop, by a chart of ours: its schema says what it can be told.
type Shop : ChartApp {
  chart = "charts/shop"
  values: shop.Values = { }
}

/// A platform whose clusters have entrances.
type Fleet : Platform { entrances: map<Name, Entrance> = { } }

environment fleet : Fleet {
  domain = "example.org"

  clusters.hub = HetznerCluster {
    role = "management"
    nodes = { control-plane = { count = 3, serverType = "cx32" } }
  }
  clusters.edge = HetznerCluster {
    runsServices = false
    registration = { bridge = true }
    nodes = { control-plane = { count = 1, serverType = "cx32" } }
  }
  // Brought to the cluster by hand, before Argo CD is.
  services {
    externalDns.existingSecrets = ["cloudflare-api-token"]
    monitoring.existingSecrets = ["grafana-admin"]
  }
  entrances.edge = Entrance { cluster = clusters.edge }

  apps.shop = Shop {
    cluster = clusters.edge
    values {
      replicas = 3
      service = { type = "LoadBalancer", address = entrances.edge.address }
      publicUrl = "https://${entrances.edge.address}/"
    }
  }
}
