import { CloudNativePg, Database } from "std/apps"
import { defaults } from "../platform/defaults.flux"

layer @NAME@-app extends defaults {
  // The operator that runs databases; one is enough for all of them.
  services.more.cloudnative-pg = CloudNativePg { }

  apps.@NAME@ = Database {
    cluster = clusters.main
    storage.size = 10Gi
    clients = []    // the namespaces of the apps that use it, such as "app-hello"
  }
}
