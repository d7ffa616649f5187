/// External Secrets: secrets out of stores that live elsewhere.
import { Name } from "std/types"
import { standard_labels } from "std/platform/common"
import { Service } from "std/platform/services"

/// External Secrets: copies secrets out of stores that live elsewhere, such as Vault or a cloud's secret manager.
type ExternalSecrets : Service {
  enabled = false
  release = "external-secrets"
  repository = "https://charts.external-secrets.io"
  chart = "external-secrets"
  version = "0.9.13"
  namespace = "external-secrets"
  /// The stores by name, each with its `provider` as External Secrets describes it.
  stores: map<Name, { provider: any }> = { }
  if length(stores) > 0 { companion = { name = "stores", folder = "externalSecrets" } }
  values = {
    installCRDs = true
    serviceMonitor = { enabled = services.monitoring.enabled }
  }

  emit kubernetes {
    manifest ClusterSecretStore "${name}" for name, store in stores {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { labels = standard_labels(name, "secret-store") }
      spec = { provider = store.provider }
    }
  }
}
