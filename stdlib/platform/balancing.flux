/// Addresses for services of the type `LoadBalancer`, and who tells the network about them.
import { Ip, Cidr, Port, Labels } from "std/types"

/// Addresses that Cilium hands out: a network, or a range.
type AddressBlock {
  /// A network.
  cidr?: Cidr
  /// The first address of a range.
  start?: Ip
  /// The last address of the range.
  stop?: Ip
  let ends = [for end in compact([start ?? "", stop ?? ""]) : "${end}/${if strcontains(end, ":") then 128 else 32}"]
  /// The network, or the ends of the range as networks of one address.
  final networks: list<Cidr> = if cidr is absent then ends else [cidr] because "it follows from the addresses"
  check (cidr is absent) != (start is absent) && (start is absent) == (stop is absent) : "a block of addresses is a `cidr`, or goes from `start` to `stop`"
}

/// A pool of addresses for services.
type LoadBalancerPool {
  /// The addresses.
  blocks: list<AddressBlock>(len 1..)
  /// Only services with these labels get an address of this pool; empty: all.
  services: Labels = { }
}

/// Nodes answer for the addresses by ARP: for networks without a router of ours.
type L2Announcement {
  /// Whether they answer.
  enabled: bool = false
  /// Interfaces that answer, as regular expressions; empty: all.
  interfaces: list<string(len 1..)> = []
}

/// A router that learns the addresses by BGP.
type BgpPeer {
  /// The router's address.
  address: Ip
  /// The number of its autonomous system.
  asn: int(1..4294967295)
  /// The port that it listens on.
  port: Port = 179
  /// The Secret in `kube-system` with the session's `password`.
  passwordSecret?: string(len 1..)
}
