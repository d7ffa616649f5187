/// Argo Rollouts, for strategies that go step by step.
import { Service } from "std/platform/services"

/// The controller of Rollouts: blue-green and canary.
type ArgoRollouts : Service {
  enabled = false
  release = "argo-rollouts"
  repository = "https://argoproj.github.io/argo-helm"
  chart = "argo-rollouts"
  version = "2.37.0"
  namespace = "argo-rollouts"
  podSecurity = "restricted"
  /// How many controllers, one of which works.
  replicas: int(1..) = 2
  /// A web page for rollouts.
  dashboard: bool = false
  values = {
    controller = {
      replicas = replicas
      metrics = { enabled = true, serviceMonitor = { enabled = services.monitoring.enabled } }
    }
    dashboard = { enabled = dashboard }
  }
}
