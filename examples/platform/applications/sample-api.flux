/// The interface that programs call.
import { Api, Canary } from "std/apps"

/// What the interface and the company that takes the customers' money trust each other by: play money, and real money.
secret payments-test from sops "secrets/payments.test.sops.yaml"
secret payments-live from sops "secrets/payments.live.sops.yaml"

layer sample-api : Api {
  image {
    repository = "registry.${platform.domain}/sample-api"
    tag = "v0.4.0"
  }
  ingress.hosts = ["api.${platform.domain}"]
  env { ORDERS_HOST = "orders-rw.app-orders.svc" }
  secretFiles.payments = payments-test.sops
  secretEnv {
    PAYMENTS_TOKEN       = { secret = "payments", key = "token" }
    PAYMENTS_WEBHOOK_KEY = { secret = "payments", key = "webhook-key" }
  }
  network.to.orders = { namespace = "app-orders", ports = [5432] }
}

/// Customers meet a new version one by one, and programs on the other clusters find the interface by the mesh.
layer sample-api-prod extends sample-api {
  replicas = 4
  secretFiles.payments = payments-live.sops
  service.global = true
  strategy = Canary { steps = [{ weight = 10%, pause = 5m }, { weight = 50%, pause = 10m }] }
}
