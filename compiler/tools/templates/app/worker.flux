import { Worker } from "std/apps"
import { defaults } from "../platform/defaults.flux"

layer @NAME@-app extends defaults {
  apps.@NAME@ = Worker {
    cluster = clusters.main
    image { repository = "registry.example.org/@NAME@", tag = "v0.1.0" }
    resources {
      requests { cpu = 100m, memory = 128Mi }
      limits   { cpu = 500m, memory = 256Mi }
    }
  }
}
