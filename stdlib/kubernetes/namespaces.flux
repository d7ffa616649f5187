/// Namespaces and what guards them: quotas, Pod Security Standards, network policies, accounts and roles.
import { Name, DnsName, Labels } from "std/types"
import { NetworkGuards, policy_rule } from "std/kubernetes/network"
import { ServiceAccount, Role, RoleBinding, role_ref, role_subjects } from "std/kubernetes/access"

/// How strictly a namespace holds its pods to the Pod Security Standards.
type PodSecurityLevel = "privileged" | "baseline" | "restricted"

/// What of the Pod Security Standards is refused, what is noted in the audit log, and what people are warned of.
type PodSecurity {
  /// What violates it is refused.
  enforce: PodSecurityLevel = "baseline"
  /// What violates it is noted in the audit log.
  audit: PodSecurityLevel = "baseline"
  /// Whoever applies what violates it is warned.
  warn: PodSecurityLevel = "baseline"
}

/// The labels by which a namespace asks for Pod Security Standards.
fn pod_security_labels(levels: ref<PodSecurity>): Labels = {
  "pod-security.kubernetes.io/enforce" = levels.enforce
  "pod-security.kubernetes.io/audit" = levels.audit
  "pod-security.kubernetes.io/warn" = levels.warn
}

/// Amounts of CPU and memory.
type Amounts {
  /// Cores, or thousandths of one: `2`, `500m`.
  cpu: cpu
  /// Memory: `512Mi`, `2Gi`.
  memory: bytes
}

/// What a container gets that asks for nothing, and the most that one may ask for.
type ContainerLimits {
  /// The request of a container that makes none.
  defaultRequest: Amounts = { cpu = 100m, memory = 128Mi }
  /// The limit of a container that has none.
  defaultLimit: Amounts = { cpu = 500m, memory = 512Mi }
  /// The highest limit that a container may have.
  maxLimit: Amounts = { cpu = 2, memory = 4Gi }
  check defaultRequest.cpu <= defaultLimit.cpu && defaultRequest.memory <= defaultLimit.memory : "the default request of a container is above its default limit"
  check defaultLimit.cpu <= maxLimit.cpu && defaultLimit.memory <= maxLimit.memory : "the default limit of a container is above the highest that it may have"
}

/// What all of a namespace together may use.
type Quotas {
  /// The sum of all requests, and of the sizes of all volumes.
  requests: { cpu: cpu = 4, memory: bytes = 8Gi, storage: bytes = 50Gi } = { }
  /// The sum of all limits.
  limits: { cpu: cpu = 8, memory: bytes = 16Gi } = { }
  /// How many volumes there may be.
  persistentVolumeClaims: int(0..) = 10
  /// How many Services there may be.
  services: int(0..) = 10
  /// How many Secrets there may be.
  secrets: int(0..) = 20
  /// How many ConfigMaps there may be.
  configMaps: int(0..) = 20
  /// What holds for each container.
  containers: ContainerLimits = { }
  check requests.cpu <= limits.cpu && requests.memory <= limits.memory : "the quota of requests is above that of limits"
}

/// A namespace with its guards, whatever lives in it. `std/platform` has the namespaces that Argo CD applies.
abstract type GuardedNamespace {
  /// The key under which it stands, which is also the name of its folder in the output.
  final id: Name = key because "folders of the output are named after it"
  /// The namespace's name.
  namespace: Name
  /// The Pod Security Standards that it holds its pods to.
  podSecurity: PodSecurity = { }
  /// What everything in it may use.
  quotas: Quotas = { }
  /// Who may talk to its pods, and whom they may talk to.
  network: NetworkGuards = { }
  /// Accounts that pods act as.
  serviceAccounts: map<DnsName, ServiceAccount> = { }
  /// What may be done in it.
  roles: map<DnsName, Role> = { }
  /// Who may do it.
  roleBindings: map<DnsName, RoleBinding> = { }

  emit kubernetes {
    manifest ResourceQuota "${id}" {
      metadata = { namespace = namespace }
      spec = {
        hard = {
          "requests.cpu" = quotas.requests.cpu
          "requests.memory" = quotas.requests.memory
          "requests.storage" = quotas.requests.storage
          "limits.cpu" = quotas.limits.cpu
          "limits.memory" = quotas.limits.memory
          persistentvolumeclaims = "${quotas.persistentVolumeClaims}"
          services = "${quotas.services}"
          secrets = "${quotas.secrets}"
          configmaps = "${quotas.configMaps}"
        }
      }
    }
    manifest LimitRange "${id}" {
      metadata = { namespace = namespace }
      spec = {
        limits = [{
          type = "Container"
          defaultRequest = quotas.containers.defaultRequest with { }
          default = quotas.containers.defaultLimit with { }
          max = quotas.containers.maxLimit with { }
        }]
      }
    }
    if network.defaultDeny {
      /// Nothing comes in or goes out but what another policy of the namespace admits.
      manifest NetworkPolicy default-deny {
        metadata = { namespace = namespace }
        spec = { podSelector = { }, policyTypes = ["Ingress", "Egress"] }
      }
      /// The pods of the namespace may talk to one another.
      manifest NetworkPolicy allow-namespace {
        metadata = { namespace = namespace }
        spec = {
          podSelector = { }
          policyTypes = ["Ingress", "Egress"]
          ingress = [{ from = [{ podSelector = { } }] }]
          egress = [{ to = [{ podSelector = { } }] }]
        }
      }
      manifest NetworkPolicy "allow-from-${who}" for who, peer in network.from {
        metadata = { namespace = namespace }
        spec = { podSelector = { }, policyTypes = ["Ingress"], ingress = policy_rule(peer, "from") }
      }
      manifest NetworkPolicy "allow-to-${who}" for who, peer in network.to {
        metadata = { namespace = namespace }
        spec = { podSelector = { }, policyTypes = ["Egress"], egress = policy_rule(peer, "to") }
      }
    }
    manifest ServiceAccount "${name}" for name, account in serviceAccounts {
      metadata = { namespace = namespace, annotations = account.annotations }
      automountServiceAccountToken = account.mountToken
    }
    manifest Role "${name}" for name, role in roles {
      metadata = { namespace = namespace }
      rules = [for rule in role.rules : rule with { }]
    }
    manifest RoleBinding "${name}" for name, binding in roleBindings {
      metadata = { namespace = namespace }
      roleRef = role_ref(binding)
      subjects = role_subjects(binding)
    }
  }
}
