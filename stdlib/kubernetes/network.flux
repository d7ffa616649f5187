/// Who may talk to the pods of a namespace, and whom they may talk to.
import { Name, Port, Cidr, Labels } from "std/types"

/// Nobody but the namespace's own pods, and those that stand here under a name that says who they are. What the names
/// allow adds up; `delete network.from.monitoring` takes one back.
type NetworkGuards {
  /// Off: no policy is written, and everybody may talk to everybody.
  defaultDeny: bool = true
  /// Who may come in.
  from: map<Name, Peer> = { }
  /// Where pods may go.
  to: map<Name, Peer> = { }
}

/// Pods of a namespace, addresses outside of the cluster, or, where neither is said, anybody.
type Peer {
  /// The namespace of the pods.
  namespace?: Name
  /// Only pods with these labels.
  pods?: Labels
  /// Addresses outside of the cluster.
  cidr?: Cidr
  /// Parts of `cidr` that are not meant.
  except: list<Cidr> = []
  /// The ports that are open; none said: all of them.
  ports: list<Port | Name> = []
  /// The protocols of the ports.
  protocols: list<"TCP" | "UDP" | "SCTP">(len 1..) = ["TCP"]
  check cidr is absent || namespace is absent && pods is absent : "addresses (`cidr`) and pods (`namespace`, `pods`) are two peers; give each a name"
  check !(cidr is absent) || length(except) == 0 : "`except` takes parts out of `cidr`, and there is none"
  check !(namespace is absent && cidr is absent && pods is absent && length(ports) == 0)
    : "this peer is anybody on any port, which switches the guard off; say `defaultDeny = false` where that is meant"
}

/// One rule of a policy, as Kubernetes has it; `direction` is `from` or `to`.
fn policy_rule(peer: ref<Peer>, direction: string): any = [{
  if !(peer.cidr is absent) {
    [direction] = [{ ipBlock = { cidr = peer.cidr, if length(peer.except) > 0 { except = peer.except } } }]
  } else if !(peer.namespace is absent && peer.pods is absent) {
    [direction] = [{
      if !(peer.namespace is absent) { namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = peer.namespace } } }
      if !(peer.pods is absent) { podSelector = { matchLabels = peer.pods } }
    }]
  }
  if length(peer.ports) > 0 {
    ports = flatten([for port in peer.ports : [for protocol in peer.protocols : { port = port, protocol = protocol }]])
  }
}]
