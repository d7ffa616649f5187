/// The services that run on a cluster.
import { Name, DnsName, Url, SemVer } from "std/types"
import { SyncPolicy } from "std/argocd"
import { PodSecurityLevel, DataKey } from "std/kubernetes"
import { SopsFile, secrets_of, strayed, for_operator } from "std/secrets"
import { standard_labels, automated, when, not_provided, not_opened, copied_secret } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { Cluster, CopiedSecret } from "std/platform/clusters"
import { Cilium } from "std/platform/cilium"
import { CertManager } from "std/platform/certificates"
import { IngressNginx, ExternalDns } from "std/platform/ingress"
import { Gateway } from "std/platform/gateway"
import { ExternalSecrets, SopsOperator } from "std/platform/secrets"
import { Longhorn } from "std/platform/storage"
import { Monitoring } from "std/platform/monitoring"
import { Loki, Alloy } from "std/platform/logging"
import { ArgoCd } from "std/platform/gitops"
import { ArgoRollouts } from "std/platform/rollouts"
import { Velero } from "std/platform/backup"

/// A release of a chart that the platform runs, with the application of Argo CD that installs it.
abstract type Service {
  platform: enclosing<Platform>
  /// Off: neither checked for completeness nor emitted.
  enabled: bool = true
  cluster: enclosing<Cluster>
  /// What else runs on the cluster.
  services: enclosing<Services>
  /// The name of the release, and of its folder in the output.
  release: Name
  /// The repository that the chart comes from.
  repository: Url
  /// The chart's name.
  chart: Name
  /// The chart's version.
  version: SemVer
  /// The namespace that it is installed in.
  namespace: Name
  /// The Pod Security Standard that the namespace enforces.
  podSecurity: PodSecurityLevel = "baseline"
  /// The AppProject of its application.
  project: Name = "platform"
  /// Applications that must be healthy first.
  dependsOn: list<Name> = services.foundation
  /// The name of its application: its release, and where that is not on the management cluster, the cluster before it.
  application: Name = if cluster.role == "management" then release else "${cluster.id}-${release}"
  /// Set where Argo CD cannot be first: the release is installed by hand, in this order, and taken over (bootstrap.md).
  bootstrap?: int(1..1000)
  /// What the chart is told. Layers may add to it and change it.
  values: any = { }
  /// The Secrets in its namespace that it reads, each with the keys that it wants.
  reads: map<DnsName, list<DataKey>> = { }
  /// Secrets that External Secrets puts into its namespace, before it is installed.
  secrets: map<DnsName, ServiceSecret> = { }
  /// Secrets that are there without us: what creates them is none of ours.
  existingSecrets: list<DnsName> = []
  /// Files of SOPS that become Secrets of its namespace, before it is installed.
  secretFiles: map<Name, SopsFile> = { }
  check length(strayed(secretFiles, namespace)) == 0
    : "`${join("`, `", strayed(secretFiles, namespace))}` of `secretFiles` says another namespace than `${namespace}`"
  check cluster.opensSopsSecrets || length(for_operator(secretFiles)) == 0 : not_opened(cluster.id, for_operator(secretFiles))
  let kept = merge({ for name, copied in secrets : name => keys(copied.keys) }, secrets_of(secretFiles))
  let undelivered = [for secret in keys(reads) if !contains([...keys(kept), ...existingSecrets], secret) : secret]
  check length(undelivered) == 0
    : "nothing puts the Secret${if length(undelivered) > 1 then "s" else ""} `${join("`, `", undelivered)}` into `${namespace}` of the cluster `${cluster.id}`; say it in `secrets`, or in `existingSecrets` where it comes from elsewhere"
  let halved = flatten([for secret, wanted in reads if contains(keys(kept), secret) : [for entry in wanted if !contains(kept[secret], entry) : "${secret}/${entry}"]])
  check length(halved) == 0 : "`${release}` reads `${join("`, `", halved)}`, and that Secret gets no such key; name it in its `keys`, or put it into its file"
  /// The application that brings its secrets, where there are any.
  delivered: map<Name, SecretDelivery> = if length(secrets) + length(secretFiles) == 0 then { } else { ["${application}-secrets"] = SecretDelivery { } }
  /// The manifests that stand beside the chart, and the application that applies them once the chart is there.
  companion?: Companion
  /// The repository as a list: empty where the service is off.
  repositories: list<Url> = when(enabled, [repository])

  emit helm {
    release "${release}" {
      chart = chart
      repo = repository
      version = version
      namespace = namespace
      cluster = cluster.id
      bootstrap = bootstrap
      values = values
    }
  }

  emit kubernetes { extern Secret "${name}" for name in existingSecrets { namespace = namespace } }

  emit argocd {
    application "${application}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels(release, "infrastructure")
      }
      spec {
        project = project
        sources = [
          {
            repoURL = repository
            chart = chart
            targetRevision = version
            helm {
              releaseName = release
              valueFiles = ["$values/${platform.delivery.path}/helm/${cluster.id}/${release}/values.yaml"]
            }
          },
          { repoURL = platform.delivery.repository, targetRevision = platform.delivery.revision, ref = "values" },
        ]
        destination = cluster.destination with { namespace = namespace }
        syncPolicy = in_namespace(namespace, podSecurity)
      }
      dependsOn = [...dependsOn, ...keys(delivered)]
    }
    if !(companion is absent) {
      application "${application}-${companion.name}" {
        metadata {
          namespace = platform.argocdNamespace
          labels = standard_labels("${release}-${companion.name}", "infrastructure")
        }
        spec {
          project = project
          source {
            repoURL = platform.delivery.repository
            targetRevision = platform.delivery.revision
            path = "${platform.delivery.path}/kubernetes/${cluster.id}/${companion.folder}"
          }
          destination = cluster.destination with { namespace = namespace }
          syncPolicy = automated(["SkipDryRunOnMissingResource=true"])
        }
        dependsOn = [application]
      }
    }
  }
}

/// The application of a service's own manifests, whose kinds the service's chart brings.
type Companion {
  /// What follows the name of the service's application.
  name: Name
  /// The folder of the manifests: the service's field.
  folder: string(len 1..)
}

/// A Secret that a service reads, copied out of a store.
type ServiceSecret : CopiedSecret {
  cluster: enclosing<Cluster>
  check contains(cluster.secretStores, store) : not_provided(cluster.id, "secret store", store, cluster.secretStores)
}

/// Brings the secrets of a service, by an application that is healthy once they are there.
type SecretDelivery {
  platform: enclosing<Platform>
  cluster: enclosing<Cluster>
  service: enclosing<Service>
  let application = key
  let stores = cluster.services.externalSecrets
  let operator = cluster.services.sops

  emit kubernetes {
    manifest ExternalSecret "${name}" for name, secret in service.secrets {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { namespace = service.namespace, labels = standard_labels(name, "secret") }
      spec = copied_secret(name, secret.store, secret.refresh, secret.keys)
    }
    encrypted "${name}" for name, file in service.secretFiles { file = file with { } }
  }

  emit argocd {
    application "${application}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = standard_labels("${service.release}-secrets", "secret")
      }
      spec {
        project = service.project
        source {
          repoURL = platform.delivery.repository
          targetRevision = platform.delivery.revision
          path = "${platform.delivery.path}/kubernetes/${cluster.id}/${application}"
        }
        destination = cluster.destination with { namespace = service.namespace }
        syncPolicy = in_namespace(service.namespace, service.podSecurity)
      }
      dependsOn = [
        ...when(stores.enabled && length(service.secrets) > 0, ["${stores.application}-stores"]),
        ...when(operator.enabled && length(service.secretFiles) > 0, [operator.application]),
      ]
    }
  }
}

/// How Argo CD syncs what lies in a namespace, which it makes and guards where Kubernetes does not.
fn in_namespace(namespace: string, level: PodSecurityLevel): SyncPolicy = if namespace == "kube-system" then automated([]) else automated(["CreateNamespace=true"]) with {
  managedNamespaceMetadata { labels = { "pod-security.kubernetes.io/enforce" = level } }
}

/// A service of any chart, without a type of its own.
type HelmService : Service { }

/// The services that a cluster has. Each can be switched off.
type Services {
  platform: enclosing<Platform>
  /// Off: none of them is emitted.
  enabled: bool = true
  /// The network between pods.
  cilium: Cilium = { }
  /// Certificates.
  certManager: CertManager = { }
  /// The way in, by Ingress.
  ingressNginx: IngressNginx = { }
  /// The way in, by the Gateway API.
  gateway: Gateway = { }
  /// Names of hosts.
  externalDns: ExternalDns = { }
  /// Secrets out of stores that live elsewhere.
  externalSecrets: ExternalSecrets = { }
  /// Secrets that lie encrypted in Git.
  sops: SopsOperator = { }
  /// Volumes.
  longhorn: Longhorn = { }
  /// Prometheus, Alertmanager and Grafana.
  monitoring: Monitoring = { }
  /// Argo CD itself, on the management cluster.
  argocd: ArgoCd = { }
  /// Blue-green and canary.
  rollouts: ArgoRollouts = { }
  /// Backups of what is on the cluster.
  velero: Velero = { }
  /// The kinds of Prometheus' operator by themselves, so that what comes before the monitoring can be monitored.
  prometheusCrds: HelmService = {
    enabled = services.monitoring.enabled
    release = "prometheus-operator-crds"
    repository = "https://prometheus-community.github.io/helm-charts"
    chart = "prometheus-operator-crds"
    version = "10.0.0"
    namespace = "monitoring"
    podSecurity = "privileged"
    dependsOn = []
    // Kinds alone, no pods: they can be there before the network, whose chart may want monitors of them.
    if cluster.role == "management" { bootstrap = 1 }
  }
  /// Keeps logs.
  loki: Loki = { }
  /// Sends logs to Loki.
  alloy: Alloy = { }
  /// Watches what processes do, in the kernel. On by `features.tetragon`.
  tetragon: HelmService = {
    enabled = platform.features.tetragon
    release = "tetragon"
    repository = "https://helm.cilium.io"
    chart = "tetragon"
    version = "1.0.0"
    namespace = "kube-system"
  }
  /// Looks for known holes in images. On by `features.imageScanning`.
  trivy: HelmService = {
    enabled = platform.features.imageScanning
    release = "trivy-operator"
    repository = "https://aquasecurity.github.io/helm-charts"
    chart = "trivy-operator"
    version = "0.20.0"
    namespace = "trivy-system"
    values = { trivy = { ignoreUnfixed = true } }
  }
  /// Says what namespaces cost. On by `features.costMonitoring`.
  opencost: HelmService = {
    enabled = platform.features.costMonitoring
    release = "opencost"
    repository = "https://opencost.github.io/opencost-helm-chart"
    chart = "opencost"
    version = "1.29.0"
    namespace = "opencost"
    dependsOn = when(services.monitoring.enabled, [services.monitoring.application])
  }
  /// Breaks things on purpose. On by `features.chaosEngineering`.
  chaosMesh: HelmService = {
    enabled = platform.features.chaosEngineering
    release = "chaos-mesh"
    repository = "https://charts.chaos-mesh.org"
    chart = "chaos-mesh"
    version = "2.6.3"
    namespace = "chaos-mesh"
    podSecurity = "privileged"
    values = { chaosDaemon = { runtime = "containerd", socketPath = "/run/containerd/containerd.sock" } }
  }

  /// Services of a team's own.
  more: map<Name, Service> = { }

  /// The applications that all others on the cluster wait for.
  foundation: list<Name> = [...when(prometheusCrds.enabled, [prometheusCrds.application]), ...when(cilium.enabled, [cilium.application])]
  /// The applications that apps wait for.
  entrance: list<Name> = if !enabled then [] else [
    ...foundation,
    ...when(ingressNginx.enabled, [ingressNginx.application]),
    ...when(gateway.enabled, [gateway.application]),
    ...when(certManager.enabled, ["${certManager.application}-issuers"]),
    ...when(sops.enabled, [sops.application]),
    ...when(rollouts.enabled, [rollouts.application]),
    ...when(externalSecrets.enabled && length(externalSecrets.stores) > 0, ["${externalSecrets.application}-stores"]),
  ]
  /// The application that provides storage, for those that must wait for it.
  storageProviders: list<Name> = when(longhorn.enabled, [longhorn.application])

  /// The repositories of the charts of those that run.
  repositories: list<Url> = if !enabled then [] else distinct([
    ...cilium.repositories, ...certManager.repositories, ...ingressNginx.repositories, ...externalDns.repositories, ...externalSecrets.repositories,
    ...longhorn.repositories, ...monitoring.repositories, ...argocd.repositories, ...sops.repositories, ...rollouts.repositories, ...loki.repositories, ...alloy.repositories,
    ...tetragon.repositories, ...trivy.repositories, ...opencost.repositories, ...chaosMesh.repositories, ...velero.repositories,
    ...flatten([for service in more : service.repositories]),
  ])
}
