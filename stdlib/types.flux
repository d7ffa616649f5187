/// The field types that every platform needs: names, addresses, versions, schedules.

/// A label of RFC 1123: how Kubernetes names most things.
type Name = string(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, len 1..63)

/// A subdomain of RFC 1123: labels joined by dots, such as the name of a ConfigMap.
type DnsName = string(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, len 1..253)

/// The name of a host, in lower case; a leading `*.` stands for any one label.
type Hostname = string(/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, len 1..253)

/// A URL with its scheme, such as `https://charts.example.org` or `oci://registry.example.org/charts`.
type Url = string(/^[a-z][a-z0-9+.-]*:\/\/[^\s\/]+(\/\S*)?$/)

/// Where a Git repository can be cloned from: a URL, or `git@host:path`.
type GitUrl = string(/^([a-z][a-z0-9+.-]*:\/\/|[^\s@\/]+@[^\s:\/]+:)\S+$/)

/// An IPv4 address.
type Ipv4 = string(/^(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$/)

/// An IP address, of version 4 or 6.
type Ip = string(/^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|[0-9A-Fa-f]*(:[0-9A-Fa-f]*){2,7}(%[0-9A-Za-z]+)?)$/)

/// An address with the length of its network's prefix: `10.0.100.7/24`.
type IpPrefix = string(/^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}\/(3[0-2]|[12]?[0-9])|[0-9A-Fa-f]*(:[0-9A-Fa-f]*){2,7}\/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$/)

/// A network in CIDR notation: `10.0.100.0/24`.
type Cidr = IpPrefix

/// The number of a TCP or UDP port.
type Port = int(1..65535)

/// A version by Semantic Versioning, with or without the `v` that some tags carry.
type SemVer = string(/^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/)

/// Conditions on a version, as Terraform writes them: `~> 1.2`, `>= 1.0, < 2.0`.
type VersionConstraint = string(/^\s*(=|!=|>|>=|<|<=|~>)?\s*v?[0-9]+(\.[0-9]+){0,2}(-[0-9A-Za-z.-]+)?(\s*,\s*(=|!=|>|>=|<|<=|~>)?\s*v?[0-9]+(\.[0-9]+){0,2}(-[0-9A-Za-z.-]+)?)*\s*$/)

/// A schedule: minute, hour, day of the month, month, day of the week; or `@daily` and the like.
type Cron = string(/^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|[0-9*\/,-]+(\s+[0-9*\/,?L-]+){2}\s+[0-9A-Za-z*\/,-]+\s+[0-9A-Za-z*\/,?L#-]+)$/)

/// A number, or a percentage of the whole: `1`, `25%`.
type IntOrPercent = int(0..) | percent(0..100)

/// A container image, with tag, digest or both: `registry.example.org/team/app:v1`.
type ImageRef = string(/^([a-zA-Z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[0-9a-f]+)?$/)

/// The name of a container image, without tag and digest.
type ImageName = string(/^([a-zA-Z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)

/// The tag of a container image.
type ImageTag = string(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, len 1..128)

/// An address for mail.
type Email = string(/^[^@\s]+@[^@\s]+$/)

/// The key of a label or annotation, with or without the prefix that says whose it is.
type LabelKey = string(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, len ..317)

/// The value of a label; it may be empty.
type LabelValue = string(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, len ..63)

/// Labels of a Kubernetes object.
type Labels = map<LabelKey, LabelValue>

/// Annotations of a Kubernetes object.
type Annotations = map<LabelKey, string>

/// Where the output of an environment lives for Argo CD to read. A field `delivery` of this type gets what
/// `delivery` in flux.yaml says of the environment, unless a layer says otherwise.
type Delivery {
  /// The Git repository that the output is committed to: `delivery.repository` in flux.yaml says it.
  repository: GitUrl
  /// The branch, tag or commit that Argo CD reads.
  revision: string(len 1..) = "HEAD"
  /// The environment's output folder in the repository.
  path: string(/^[^\/]+(\/[^\/]+)*$/)
}
