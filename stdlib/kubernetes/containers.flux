/// Containers and pods: what they use, what they are told, and what they may do.
import { Name, DnsName, Port, IntOrPercent, Labels, Annotations } from "std/types"

/// The metadata of an object.
type Metadata {
  name?: DnsName
  namespace?: Name
  labels?: Labels
  annotations?: Annotations
  finalizers?: list<string>
}

/// Amounts of what a container uses.
type ResourceAmounts {
  cpu: cpu(1m..)
  memory: bytes(1Mi..)
}

/// What a container is promised, and what it may not exceed.
type Resources {
  requests: ResourceAmounts = { cpu = 100m, memory = 128Mi }
  limits: ResourceAmounts = { cpu = 500m, memory = 512Mi }
  check requests.cpu <= limits.cpu : "the request of CPU is above its limit"
  check requests.memory <= limits.memory : "the request of memory is above its limit"
}

/// One value in a Secret or ConfigMap.
type KeySelector {
  name: DnsName
  key: DataKey
  optional?: bool
}

/// Where the value of an environment variable comes from.
type EnvVarSource {
  secretKeyRef?: KeySelector
  configMapKeyRef?: KeySelector
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
  name: string(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/)
  value?: string
  valueFrom?: EnvVarSource
  check value is absent || valueFrom is absent : "`value` and `valueFrom` of `${name}` exclude each other"
}

/// A question to a container by HTTP.
type HttpGet {
  path: string(/^\//) = "/"
  /// The number or the name of a port.
  port: Port | Name = "http"
  scheme?: "HTTP" | "HTTPS"
  httpHeaders?: list<{ name: string, value: string }>
}

/// How the health of a container is asked for.
type Probe {
  httpGet?: HttpGet
  tcpSocket?: { port: Port | Name }
  exec?: { command: list<string>(len 1..) }
  grpc?: { port: Port, service?: string }
  initialDelaySeconds?: int(0..)
  periodSeconds?: int(1..)
  timeoutSeconds?: int(1..)
  successThreshold?: int(1..)
  failureThreshold?: int(1..)
  check length([for s in [httpGet is absent, tcpSocket is absent, exec is absent, grpc is absent] if !s : s]) == 1
    : "a probe asks in exactly one way: `httpGet`, `tcpSocket`, `exec` or `grpc`"
}

/// Whom a pod runs as.
type PodSecurityContext {
  runAsNonRoot?: bool
  runAsUser?: int(0..)
  runAsGroup?: int(0..)
  fsGroup?: int(0..)
  seccompProfile?: { type: "RuntimeDefault" | "Unconfined" | "Localhost", localhostProfile?: string }
}

/// What a container may do.
type SecurityContext {
  runAsNonRoot?: bool
  runAsUser?: int(0..)
  runAsGroup?: int(0..)
  privileged?: bool
  readOnlyRootFilesystem?: bool
  allowPrivilegeEscalation?: bool
  capabilities?: { add?: list<string>, drop?: list<string> }
  seccompProfile?: { type: "RuntimeDefault" | "Unconfined" | "Localhost", localhostProfile?: string }
}

/// A node's mark that keeps pods away, and the leave to ignore it.
type Toleration {
  key?: string
  operator?: "Exists" | "Equal"
  value?: string
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute"
  tolerationSeconds?: int(0..)
}

/// How many pods of an application may be away at a time.
type DisruptionBudget {
  minAvailable?: IntOrPercent
  maxUnavailable?: IntOrPercent
  check minAvailable is absent || maxUnavailable is absent : "`minAvailable` and `maxUnavailable` exclude each other"
}
