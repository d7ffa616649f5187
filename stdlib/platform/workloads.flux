/// Pods of an app: images, variables, probes, and what they may do.
import { Name, DnsName, Port, ImageName, ImageTag, Labels } from "std/types"
import { Resources, Probe, Toleration, VariableName, DataKey } from "std/kubernetes"
import { secrets_of } from "std/secrets"
import { standard_labels } from "std/platform/common"
import { App } from "std/platform/apps"

/// A container image.
type Image {
  /// Where it is, without tag and digest.
  repository: ImageName
  /// Which of them; a version says more than `latest`.
  tag: ImageTag
  /// Pins the image, whatever happens to the tag.
  digest?: string(/^sha256:[0-9a-f]{64}$/)
  /// When nodes fetch it again.
  pullPolicy: "Always" | "IfNotPresent" | "Never" = "IfNotPresent"
  /// The whole of it, as containers name it.
  final reference: string = if digest is absent then "${repository}:${tag}" else "${repository}:${tag}@${digest ?? ""}"
    because "it follows from repository, tag and digest"
}

/// A value out of a Secret of the namespace.
type SecretValue {
  home: enclosing<App>
  /// The Secret: one of the app's `secrets` or `existingSecrets`, or one that its `secretFiles` become.
  secret: DnsName
  /// Which of its values.
  key: DataKey
  let entry = self.key  // bare, `key` is the name of the variable
  let delivered = merge({ for name, copied in home.secrets : name => keys(copied.keys) }, secrets_of(home.secretFiles))
  check contains([...keys(delivered), ...home.existingSecrets], secret)
    : "nothing puts a Secret `${secret}` into `${home.namespace}`; say it in `secrets`, or in `existingSecrets` where it comes from elsewhere"
  check !contains(keys(delivered), secret) || contains(delivered[secret], entry)
    : "the Secret `${secret}` has no key `${entry}`; it has `${join("`, `", delivered[secret])}`"
}

/// Whom containers run as. The defaults satisfy the Pod Security Standard `restricted`.
type WorkloadSecurity {
  home: enclosing<App>
  /// The user's number; 0 is root.
  runAsUser: int(0..) = 1000
  /// The group's number.
  runAsGroup: int(0..) = 3000
  /// Volumes belong to this group.
  fsGroup: int(0..) = 2000
  /// Nothing of the image can be written to; `writable` names the folders that can.
  readOnlyRootFilesystem: bool = true
  /// Capabilities that are added to none.
  capabilities: list<string(/^[A-Z_]+$/)> = []
  let restricted = home.podSecurity.enforce == "restricted"
  check !restricted || runAsUser > 0 : "`${home.namespace}` enforces `restricted`, which lets nothing run as root"
  check !restricted || length(setsubtract(capabilities, ["NET_BIND_SERVICE"])) == 0
    : "`${home.namespace}` enforces `restricted`, which admits no capability but `NET_BIND_SERVICE`"
}

/// How Kubernetes asks a container how it is.
type Probes {
  /// The others wait for this one.
  startup?: Probe
  /// No traffic while it fails.
  readiness?: Probe
  /// A restart when it fails.
  liveness?: Probe
}

/// Pods of one image.
abstract type Workload : App {
  /// What runs.
  image: Image
  /// What each pod is promised, and what it may not exceed.
  resources: Resources = { }
  /// In the place of the image's own entry point, and its arguments.
  command: list<string> = []
  /// The arguments.
  args: list<string> = []
  /// Ports that the container listens on, by name.
  ports: map<Name, Port> = { }
  /// Variables of the container.
  env: map<VariableName, string> = { }
  /// Variables out of Secrets: `DB_PASSWORD = { secret = "db", key = "password" }`.
  secretEnv: map<VariableName, SecretValue> = { }
  /// How Kubernetes asks whether it works.
  probes: Probes = { }
  /// Whom the containers run as.
  security: WorkloadSecurity = { }
  /// Folders that can be written to, and are empty at every start.
  writable: list<string(/^\//)> = ["/tmp"]
  /// One of `serviceAccounts`; none: the namespace's own, without a token.
  serviceAccount?: DnsName
  /// Labels that a node must have for the pods to go there.
  nodeSelector: Labels = { }
  /// Marks of nodes that do not keep the pods away.
  tolerations: list<Toleration> = []
  /// How long pods may take to finish what they are at.
  gracePeriod: duration(0s..) as seconds = 30s
  check serviceAccount is absent || contains(keys(serviceAccounts), serviceAccount ?? "") : "there is no `serviceAccounts.${serviceAccount ?? ""}`"

  /// The labels by which services and policies find the pods.
  final labels: Labels = { "app.kubernetes.io/name" = id, "app.kubernetes.io/instance" = id } because "services and policies find the pods by them"
  /// All labels of the pods.
  final podLabels: Labels = {
    ...standard_labels(id, component)
    "app.kubernetes.io/instance" = id
    "app.kubernetes.io/version" = image.tag
  } because "they follow from the other fields"
  /// The variables of the container, as Kubernetes has them.
  final variables: list<any> = [
    ...[for name, value in env : { name = name, value = value }],
    ...[for name, from in secretEnv : { name = name, valueFrom = { secretKeyRef = { name = from.secret, key = from.key } } }],
  ] because "they follow from `env` and `secretEnv`"
  /// Whom the pods run as, as Kubernetes has it.
  final podSecurityContext: any = {
    runAsNonRoot = security.runAsUser > 0
    runAsUser = security.runAsUser
    runAsGroup = security.runAsGroup
    fsGroup = security.fsGroup
    seccompProfile = { type = "RuntimeDefault" }
  } because "it follows from `security`"
  /// What the container may do, as Kubernetes has it.
  final containerSecurityContext: any = {
    allowPrivilegeEscalation = false
    readOnlyRootFilesystem = security.readOnlyRootFilesystem
    capabilities = { drop = ["ALL"], if length(security.capabilities) > 0 { add = security.capabilities } }
  } because "it follows from `security`"
  /// How pods are spread over zones and nodes, where there are several.
  topologySpread: list<any> = []
  /// The pods' specification, as Kubernetes has it.
  final pod: any = {
    automountServiceAccountToken = !(serviceAccount is absent)
    if !(serviceAccount is absent) { serviceAccountName = serviceAccount }
    terminationGracePeriodSeconds = gracePeriod in s
    securityContext = podSecurityContext
    if length(topologySpread) > 0 { topologySpreadConstraints = topologySpread }
    if length(nodeSelector) > 0 { nodeSelector = nodeSelector }
    if length(tolerations) > 0 { tolerations = tolerations }
    containers = [{
      name = "app"
      image = image.reference
      imagePullPolicy = image.pullPolicy
      if length(command) > 0 { command = command }
      if length(args) > 0 { args = args }
      if length(ports) > 0 { ports = [for name, port in ports : { name = name, containerPort = port }] }
      if length(variables) > 0 { env = variables }
      if !(probes.startup is absent) { startupProbe = probes.startup }
      if !(probes.readiness is absent) { readinessProbe = probes.readiness }
      if !(probes.liveness is absent) { livenessProbe = probes.liveness }
      resources = resources with { }
      securityContext = containerSecurityContext
      if length(writable) > 0 { volumeMounts = [for i, path in writable : { name = "writable-${i}", mountPath = path }] }
    }]
    if length(writable) > 0 { volumes = [for i, path in writable : { name = "writable-${i}", emptyDir = { } }] }
  } because "it follows from the other fields; say more with `render = \"chart\"`"
}
