/// Which applications there are, and where they run. What they are is their teams' word: see `applications/`.
import { WebService, Api, Database } from "std/platform"
import { defaults } from "defaults.flux"
// What the chart of web services takes: values that it does not know are errors.
import "../charts/web-service/values.schema.json" as web_service

layer placement extends defaults {
  apps {
    my-app = WebService { final cluster = clusters.work because "the platform's team places applications" }
    sample-web-app = WebService { final cluster = clusters.work because "the platform's team places applications" }
    sample-api = Api { final cluster = clusters.work because "the platform's team places applications" }
    orders = Database { final cluster = clusters.work because "the platform's team places applications" }
    kiosk = WebService { final cluster = clusters.edge because "customers need it where they are" }
  }
  apps.* {
    final project = "applications" because "its permissions are what applications may do"
    final podSecurity = security.podSecurity with { } because "the platform's team guards namespaces"
  }
}
