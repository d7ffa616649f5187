/// Namespaces that Argo CD puts in place, with their guards and secrets.
import { Name, DnsName } from "std/types"
import { GuardedNamespace, pod_security_labels } from "std/kubernetes"
import { Source, IgnoredDifference, CASCADE } from "std/argocd"
import { SopsFile, strayed, for_operator } from "std/secrets"
import { standard_labels, automated, not_provided, not_opened, copied_secret } from "std/platform/common"
import { Platform } from "std/platform/platform"
import { Cluster, CopiedSecret } from "std/platform/clusters"

/// A namespace of its own on one cluster, put in place by an application of Argo CD: quota, network policies, accounts,
/// roles and secrets. An app is one with something running in it.
type Namespace : GuardedNamespace {
  platform: enclosing<Platform>
  /// Off: not checked for completeness, not emitted; a ref to it is an error.
  enabled: bool = true
  /// The cluster it is on.
  cluster: ref<Cluster>
  /// The namespace's name.
  namespace: Name = key
  /// The name of its application. One that exists already keeps what it has deployed under its own name only: Argo CD tracks
  /// by it, in a label or an annotation.
  application: Name = id
  /// The AppProject of its application.
  project: Name = "platform"
  /// What it is, for the label by which people find what belongs together.
  component: Name = "namespace"
  podSecurity = platform.security.podSecurity with { }
  quotas = platform.quotas with { }
  network = {
    defaultDeny = platform.security.networkPolicies.defaultDeny
    to = {
      if platform.security.networkPolicies.allowDNS { dns = { namespace = "kube-system", ports = [53], protocols = ["UDP", "TCP"] } }
      if platform.security.networkPolicies.allowKubeAPI { kube-api = { ports = [6443] } }
    }
  }
  /// Whether everything that the application had installed goes with it. Without, it stays, and nobody looks after it.
  cascade: bool = !cluster.protected
  /// Secrets that External Secrets puts into the namespace.
  secrets: map<DnsName, AppSecret> = { }
  /// Files of SOPS that become Secrets of the namespace: `secretFiles.db = db.sops`, after `secret db from sops "…"`.
  secretFiles: map<Name, SopsFile> = { }
  check length(strayed(secretFiles, namespace)) == 0
    : "`${join("`, `", strayed(secretFiles, namespace))}` of `secretFiles` says another namespace than `${namespace}`"
  check cluster.opensSopsSecrets || length(for_operator(secretFiles)) == 0 : not_opened(cluster.id, for_operator(secretFiles))
  /// Secrets that are there without us: what creates them is none of ours.
  existingSecrets: list<DnsName> = []
  /// Applications that must be healthy first; `+=` adds more.
  dependsOn: list<Name> = cluster.services.entrance
  /// What Argo CD applies beside the manifests that are written for it. Charts find their values in `$values`.
  sources: list<Source> = []
  /// What may differ between the cluster and Git.
  ignoreDifferences?: list<IgnoredDifference>(len 1..)

  emit kubernetes {
    manifest ExternalSecret "${name}" for name, secret in secrets {
      apiVersion = "external-secrets.io/v1beta1"
      metadata = { namespace = namespace }
      spec = copied_secret(name, secret.store, secret.refresh, secret.keys)
    }
    encrypted "${name}" for name, file in secretFiles { file = file with { } }
    extern Secret "${name}" for name in existingSecrets { namespace = namespace }
  }

  emit argocd {
    application "${application}" {
      metadata {
        namespace = platform.argocdNamespace
        labels = {
          ...standard_labels(id, component)
          "app.kubernetes.io/environment" = platform.environment
        }
        if cascade { finalizers = [CASCADE] }
      }
      spec {
        project = project
        sources = [
          ...sources,
          {
            repoURL = platform.delivery.repository
            targetRevision = platform.delivery.revision
            path = "${platform.delivery.path}/kubernetes/${cluster.id}/${id}"
            if length(sources) > 0 { ref = "values" }
          },
        ]
        destination = cluster.destination with { namespace = namespace }
        syncPolicy = automated(["CreateNamespace=true", ...(if ignoreDifferences is absent then [] else ["RespectIgnoreDifferences=true"])]) with {
          managedNamespaceMetadata { labels = pod_security_labels(podSecurity) }
        }
        ignoreDifferences = ignoreDifferences
      }
      dependsOn = dependsOn
    }
  }
}

/// A Secret in a namespace, copied out of a store.
type AppSecret : CopiedSecret {
  home: enclosing<Namespace>
  let cluster = home.cluster
  check contains(cluster.secretStores, store) : not_provided(cluster.id, "secret store", store, cluster.secretStores)
}
