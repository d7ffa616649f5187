import { ChartApp } from "std/apps"
import { defaults } from "../platform/defaults.flux"

layer @NAME@-app extends defaults {
  apps.@NAME@ = ChartApp {
    cluster = clusters.main
    chart = "charts/@NAME@"
    values = { }    // import the chart's values.schema.json into a module, and they are checked
  }
}
