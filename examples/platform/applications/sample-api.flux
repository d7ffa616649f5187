/// The interface that programs call.
import { Api, Canary } from "std/apps"

layer sample-api : Api {
  image {
    repository = "registry.${platform.domain}/sample-api"
    tag = "v0.4.0"
  }
  ingress.hosts = ["api.${platform.domain}"]
  env { ORDERS_HOST = "orders-rw.app-orders.svc" }
  network.to.orders = { namespace = "app-orders", ports = [5432] }
}

/// Customers meet a new version one by one, and programs on the other clusters find the interface by the mesh.
layer sample-api-prod extends sample-api {
  replicas = 4
  service.global = true
  strategy = Canary { steps = [{ weight = 10%, pause = 5m }, { weight = 50%, pause = 10m }] }
}
