/// Accounts and what they may do.
import { Name, DnsName, Annotations } from "std/types"
import { GuardedNamespace } from "std/kubernetes/namespaces"

/// Whom pods act as.
type ServiceAccount {
  /// Written on the account, such as the role of a cloud that its pods take on.
  annotations: Annotations = { }
  /// Pods get a token for the API server; most need none.
  mountToken: bool = false
}

/// What may be done with an object.
type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection" | "bind" | "escalate" | "impersonate" | "use" | "*"

/// What may be done with which kinds; `apiGroups = [""]` are Kubernetes' own.
type AccessRule {
  /// Groups of kinds, such as `apps` or `batch`.
  apiGroups: list<string> = [""]
  /// Kinds in lower case and in the plural: `pods`, `pods/log`.
  resources: list<string(/^([a-z0-9.-]+(\/[a-z0-9*-]+)?|\*)$/)>(len 1..)
  /// Only objects of these names.
  resourceNames?: list<string(len 1..)>(len 1..)
  /// What may be done with them.
  verbs: list<Verb>(len 1..)
}

/// What may be done inside of one namespace.
type Role {
  /// What it allows; the rules add up.
  rules: list<AccessRule>(len 1..)
}

/// Who has a role: one of the namespace's own, or one of the whole cluster's (`view`, `edit`, `admin`).
type RoleBinding {
  home: enclosing<GuardedNamespace>
  /// A role of the namespace, one of its `roles`.
  role?: DnsName
  /// A role of the cluster, which the binding confines to this namespace.
  clusterRole?: string(len 1..)
  /// Groups of people, as the identity provider calls them.
  groups: list<string(len 1..)> = []
  /// People, as the identity provider calls them.
  users: list<string(len 1..)> = []
  /// Accounts of this namespace.
  serviceAccounts: list<DnsName> = []
  check (role is absent) != (clusterRole is absent) : "a binding has one role: `role` or `clusterRole`"
  check role is absent || contains(home.roles, role ?? "")
    : "there is no role `${role ?? ""}` in `${home.namespace}`; it has ${if length(home.roles) > 0 then "`${join("`, `", keys(home.roles))}`" else "none"}"
  check length(setsubtract(serviceAccounts, ["default", ...keys(home.serviceAccounts)])) == 0
    : "there is no service account `${join("`, `", setsubtract(serviceAccounts, ["default", ...keys(home.serviceAccounts)]))}` in `${home.namespace}`"
  check length(groups) + length(users) + length(serviceAccounts) > 0 : "nobody gets the role: name `groups`, `users` or `serviceAccounts`"
}

/// The role that a binding gives, as Kubernetes has it.
fn role_ref(binding: ref<RoleBinding>): any = {
  apiGroup = "rbac.authorization.k8s.io"
  kind = if binding.role is absent then "ClusterRole" else "Role"
  name = binding.role ?? binding.clusterRole ?? ""
}

/// Those whom a binding gives its role to, as Kubernetes has them.
fn role_subjects(binding: ref<RoleBinding>): any = [
  ...[for group in binding.groups : { apiGroup = "rbac.authorization.k8s.io", kind = "Group", name = group }],
  ...[for user in binding.users : { apiGroup = "rbac.authorization.k8s.io", kind = "User", name = user }],
  ...[for account in binding.serviceAccounts : { kind = "ServiceAccount", name = account, namespace = binding.home.namespace }],
]
