/// Containers and pods: what they use, what they are told, and what they may do.
import { Name, DnsName, Port, IntOrPercent, Labels, Annotations } from "std/types"

/// The metadata of an object.
type Metadata {
  /// The object's name; not set: that of the manifest.
  name?: DnsName
  /// The namespace it lives in; kinds of the whole cluster have none.
  namespace?: Name
  /// By which it is found.
  labels?: Labels
  /// What is noted on it for tools and people.
  annotations?: Annotations
  /// What has to happen before it is gone.
  finalizers?: list<string>
}

/// Amounts of what a container uses.
type ResourceAmounts {
  /// Cores, or thousandths of one: `2`, `500m`.
  cpu: cpu(1m..)
  /// Memory: `512Mi`, `2Gi`.
  memory: bytes(1Mi..)
}

/// What a container is promised, and what it may not exceed.
type Resources {
  /// What it is promised, and what decides on which nodes it fits.
  requests: ResourceAmounts = { cpu = 100m, memory = 128Mi }
  /// What it may not exceed: it is slowed down above its CPU, and ended above its memory.
  limits: ResourceAmounts = { cpu = 500m, memory = 512Mi }
  check requests.cpu <= limits.cpu : "the request of CPU is above its limit"
  check requests.memory <= limits.memory : "the request of memory is above its limit"
}

/// One value in a Secret or ConfigMap.
type KeySelector {
  /// The Secret or ConfigMap.
  name: DnsName
  /// Which of its values.
  key: DataKey
  /// The container starts without it.
  optional?: bool
}

/// Where the value of an environment variable comes from.
type EnvVarSource {
  /// A value of a Secret.
  secretKeyRef?: KeySelector
  /// A value of a ConfigMap.
  configMapKeyRef?: KeySelector
  /// A field of the pod itself, such as `status.podIP`.
  fieldRef?: { fieldPath: string, apiVersion?: string }
  check length([for s in [secretKeyRef is absent, configMapKeyRef is absent, fieldRef is absent] if !s : s]) == 1
    : "a variable comes from exactly one of `secretKeyRef`, `configMapKeyRef` and `fieldRef`"
}

/// The name of an environment variable that shells can read.
type VariableName = string(/^[A-Za-z_][A-Za-z0-9_]*$/)

/// The key of a Secret or ConfigMap.
type DataKey = string(/^[-._a-zA-Z0-9]+$/, len 1..253)

/// An environment variable of a container: a value of its own, or one from elsewhere.
type EnvVar {
  /// What the container reads it by.
  name: string(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/)
  /// The value itself.
  value?: string
  /// Where the value is kept.
  valueFrom?: EnvVarSource
  check value is absent || valueFrom is absent : "`value` and `valueFrom` of `${name}` exclude each other"
}

/// A question to a container by HTTP.
type HttpGet {
  /// What is asked for; a status from 200 to 399 is a yes.
  path: string(/^\//) = "/"
  /// The number or the name of a port.
  port: Port | Name = "http"
  /// `HTTP`, unless it is said; certificates are not verified.
  scheme?: "HTTP" | "HTTPS"
  /// Headers of the request.
  httpHeaders?: list<{ name: string, value: string }>
}

/// How the health of a container is asked for.
type Probe {
  /// By a request.
  httpGet?: HttpGet
  /// By whether a port can be connected to.
  tcpSocket?: { port: Port | Name }
  /// By a command in the container that ends with 0.
  exec?: { command: list<string>(len 1..) }
  /// By the health protocol of gRPC.
  grpc?: { port: Port, service?: string }
  /// How long after the start the first question comes.
  initialDelaySeconds?: int(0..)
  /// How often it is asked.
  periodSeconds?: int(1..)
  /// How long an answer may take.
  timeoutSeconds?: int(1..)
  /// How many good answers in a row mean that it works again.
  successThreshold?: int(1..)
  /// How many bad answers in a row mean that it does not.
  failureThreshold?: int(1..)
  check length([for s in [httpGet is absent, tcpSocket is absent, exec is absent, grpc is absent] if !s : s]) == 1
    : "a probe asks in exactly one way: `httpGet`, `tcpSocket`, `exec` or `grpc`"
}

/// Whom a pod runs as.
type PodSecurityContext {
  /// Refuse to start as root.
  runAsNonRoot?: bool
  /// The user's number.
  runAsUser?: int(0..)
  /// The group's number.
  runAsGroup?: int(0..)
  /// The group that volumes belong to.
  fsGroup?: int(0..)
  /// Which calls of the kernel are allowed.
  seccompProfile?: { type: "RuntimeDefault" | "Unconfined" | "Localhost", localhostProfile?: string }
}

/// What a container may do.
type SecurityContext {
  /// Refuse to start as root.
  runAsNonRoot?: bool
  /// The user's number.
  runAsUser?: int(0..)
  /// The group's number.
  runAsGroup?: int(0..)
  /// Everything that root may do on the node.
  privileged?: bool
  /// Nothing of the image can be written to.
  readOnlyRootFilesystem?: bool
  /// A process may get more rights than its parent.
  allowPrivilegeEscalation?: bool
  /// Rights of root that are given or taken one by one.
  capabilities?: { add?: list<string>, drop?: list<string> }
  /// Which calls of the kernel are allowed.
  seccompProfile?: { type: "RuntimeDefault" | "Unconfined" | "Localhost", localhostProfile?: string }
}

/// A node's mark that keeps pods away, and the leave to ignore it.
type Toleration {
  /// The mark's key; not set: any.
  key?: string
  /// Whether the mark must be there, or have the value.
  operator?: "Exists" | "Equal"
  /// The mark's value.
  value?: string
  /// What the mark does; not set: any.
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute"
  /// How long the pod stays when the mark appears.
  tolerationSeconds?: int(0..)
}

/// How many pods of an application may be away at a time.
type DisruptionBudget {
  /// How many have to stay.
  minAvailable?: IntOrPercent
  /// How many may be away.
  maxUnavailable?: IntOrPercent
  check minAvailable is absent || maxUnavailable is absent : "`minAvailable` and `maxUnavailable` exclude each other"
}
