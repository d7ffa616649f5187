/// Secrets, out of stores that live elsewhere or out of Git.
import { Name, DnsName } from "std/types"
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

/// The operator of SopsSecrets: secrets that lie encrypted in Git.
type SopsOperator : Service {
  enabled = false
  release = "sops-secrets-operator"
  repository = "https://isindir.github.io/sops-secrets-operator"
  chart = "sops-secrets-operator"
  version = "0.18.0"
  namespace = "sops"
  podSecurity = "restricted"
  /// The Secret with the age keys, under the key `key.txt`: brought to the cluster by hand, before anything else.
  ageKeySecret: DnsName = "sops-age-key"
  reads = { ["${ageKeySecret}"] = ["key.txt"] }
  existingSecrets = [ageKeySecret]
  values = {
    secretsAsFiles = [{ name = "age", mountPath = "/etc/sops-age", secretName = ageKeySecret }]
    extraEnv = [{ name = "SOPS_AGE_KEY_FILE", value = "/etc/sops-age/key.txt" }]
  }
}
