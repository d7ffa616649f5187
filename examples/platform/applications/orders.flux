/// The database of orders, which only the interface asks.
import { Database } from "std/apps"

layer orders : Database {
  instances = 1
  storage.size = 5Gi
  clients = ["app-sample-api"]
}

layer orders-prod extends orders {
  instances = 3
  storage.size = 40Gi
}
