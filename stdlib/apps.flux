/// More kinds of apps than the web service of `std/platform`.
import { App } from "std/platform"

/// A chart in a Git repository, told what `values` say: for charts that have no type of their own.
type ChartApp : App {
  component = "chart"
}
