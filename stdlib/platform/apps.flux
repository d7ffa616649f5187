/// What people deploy.
import { Name, GitUrl } from "std/types"
import { Namespace } from "std/platform/namespaces"

/// Something that people deploy: a namespace of its own with its guards, and an application of Argo CD.
abstract type App : Namespace {
  /// Kubernetes namespace the app lives in.
  namespace = "${platform.namespacePrefix}-${key}"
  project = platform.appProject
  component = "app"
  /// `manifests`: all of it is written out by us. `chart`: what is set here becomes values of the chart, in one source of the
  /// application, and guards and secrets stand beside it in another.
  render: "manifests" | "chart" = "manifests"
  /// Where the chart is in `repository`. A module that imports its `values.schema.json` makes that its contract: values that
  /// it does not take are errors.
  chart: string(len 1..) = "charts/${key}"
  /// What the chart is told. Layers may add to it and change it.
  values: any = { }
  /// The Git repository that the chart is in.
  repository: GitUrl = platform.delivery.repository
  /// The branch, tag or commit of it.
  revision: string(len 1..) = platform.delivery.revision
  network.from {
    if cluster.services.monitoring.enabled { monitoring = { namespace = cluster.services.monitoring.namespace } }
  }
  let by_chart = render == "chart"
  let folder = chart  // bare, `chart` is that of the source
  sources = if !by_chart then [] else [{
    repoURL = repository
    targetRevision = revision
    path = folder
    helm {
      releaseName = application
      valueFiles = ["$values/${platform.delivery.path}/helm/${cluster.id}/${id}/values.yaml"]
    }
  }]

  emit helm {
    if by_chart {
      release "${id}" {
        chart = chart
        namespace = namespace
        cluster = cluster.id
        values = values
      }
    }
  }
}

/// An app by a chart of its own, told what `values` say.
type ChartApp : App {
  /// By a chart, always.
  render: "chart" = "chart"
  component = "chart"
  network.from { if cluster.services.ingressNginx.enabled { ingress = { namespace = cluster.services.ingressNginx.namespace } } }
}
