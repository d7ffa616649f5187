/// What the parts of the library share.
import { Labels } from "std/types"
import { SyncPolicy } from "std/argocd"

/// The labels by which people find what belongs together.
fn standard_labels(name: string, component: string): Labels = {
  "app.kubernetes.io/name" = name
  "app.kubernetes.io/component" = component
  "app.kubernetes.io/managed-by" = "fluxc"
}

/// The specification of an ExternalSecret: what is copied out of a store, into a Secret of that name.
fn copied_secret(name: string, store: string, refresh: any, kept: any): any = {
  refreshInterval = refresh
  secretStoreRef = { kind = "ClusterSecretStore", name = store }
  target = { name = name }
  data = [for entry, place in kept : { secretKey = entry, remoteRef = { key = place } }]
}

/// Sync by itself, prune and heal; retry with patience.
fn automated(options: list<string>): SyncPolicy = SyncPolicy {
  automated { prune = true, selfHeal = true }
  syncOptions = ["ServerSideApply=true", ...options]
  retry { limit = 5, backoff { duration = 5s, factor = 2, maxDuration = 3m } }
}

/// The items where the condition holds, otherwise none.
fn when(condition: bool, items: list<string>): list<string> = if condition then items else []

/// The items, with this one first where it is among them.
fn first_of(item: string, items: list<string>): list<string> = if contains(items, item) then distinct([item, ...items]) else items

/// What is said of a name that a cluster does not provide.
fn not_provided(cluster: string, what: string, name: string, there: list<string>): string =
  "the cluster `${cluster}` provides no ${what} `${name}`; ${if length(there) > 0 then "it provides `${join("`, `", there)}`" else "it provides none"}"

/// What is said of files that nothing on their cluster opens.
fn not_opened(cluster: string, files: list<string>): string =
  "`${join("`, `", files)}` of `secretFiles` is for the operator of SopsSecrets, which the cluster `${cluster}` does not run: `services.sops.enabled = true`"

/// Whether an address lies in a network.
fn in_subnet(address: string, subnet: string): bool =
  cidrhost("${address}/${split("/", subnet)[1]}", 0) == cidrhost(subnet, 0)

/// Whether two networks have an address in common. One of version 4 and one of version 6 have none.
fn overlap(a: string, b: string): bool = strcontains(a, ":") == strcontains(b, ":") && (in_subnet(split("/", a)[0], b) || in_subnet(split("/", b)[0], a))

/// Whether one of the patterns of a Gateway's listeners takes the host. A `*` stands for one label or more, as the Gateway
/// API has it.
fn takes_host(patterns: list<string>, host: string): bool =
  length([for pattern in patterns if pattern == host || startswith(pattern, "*.") && endswith(host, trimprefix(pattern, "*")) : pattern]) > 0
