/// Apps of several equal pods: how many, how they are replaced, and how they survive the loss of a node.
import { DisruptionBudget } from "std/kubernetes"
import { when } from "std/platform/common"
import { Workload } from "std/platform/workloads"
import { Strategy, Rolling, pods_of } from "std/platform/strategies"

/// As many pods as the work needs. While this is on, `replicas` is written nowhere, and Argo CD leaves the number alone.
type Autoscaling {
  /// Off: there are as many pods as `replicas` says.
  enabled: bool = false
  /// The fewest pods.
  minReplicas: int(1..1000) = 1
  /// The most pods.
  maxReplicas: int(1..1000) = 3
  /// How much of the CPU that they request pods should use.
  targetCpu: percent(1..1000) = 80%
  /// The same for memory.
  targetMemory?: percent(1..1000)
  check minReplicas <= maxReplicas : "`minReplicas` is above `maxReplicas`"
}

/// Pods that are all the same, and any of which can be lost.
abstract type Replicated : Workload {
  /// How many pods; where the autoscaler is on, that decides.
  replicas: int(0..1000) = 1
  /// Lets the number of pods follow the work.
  autoscaling: Autoscaling = { }
  /// How a new version takes the place of the old one.
  strategy: Strategy = Rolling { }
  /// How many pods may be away while nodes are drained; where nothing is said and there are several, one.
  disruptionBudget: DisruptionBudget = { }
  /// Where there are several pods, they are spread over zones and nodes as far as that is possible.
  spread: { zones: bool = true, nodes: bool = true } = { }

  /// Most and fewest pods.
  final copies: int = if autoscaling.enabled then autoscaling.maxReplicas else replicas because "it follows from `replicas` and `autoscaling`"
  /// The fewest pods that there are.
  final fewest: int = if autoscaling.enabled then autoscaling.minReplicas else replicas because "it follows from `replicas` and `autoscaling`"
  /// The kind that makes the pods.
  final kind: string = if strategy.progressive then "Rollout" else "Deployment" because "it follows from `strategy`"
  /// The version of that kind.
  final apiVersion: string = if strategy.progressive then "argoproj.io/v1alpha1" else "apps/v1" because "it follows from `strategy`"
  let budgeted = fewest > 1 || !(disruptionBudget.minAvailable is absent) || !(disruptionBudget.maxUnavailable is absent)
  let spared = if disruptionBudget.minAvailable is absent
    then pods_of(disruptionBudget.maxUnavailable ?? 1, fewest)
    else fewest - pods_of(disruptionBudget.minAvailable ?? 0, fewest)
  /// The budget as Kubernetes has it; none for a single pod.
  final budget: any = if !budgeted then null
    else if disruptionBudget.minAvailable is absent then { maxUnavailable = disruptionBudget.maxUnavailable ?? 1 }
    else { minAvailable = disruptionBudget.minAvailable }
    because "it follows from `disruptionBudget`"
  topologySpread = if copies < 2 then [] else [
    for topology in [...when(spread.zones, ["topology.kubernetes.io/zone"]), ...when(spread.nodes, ["kubernetes.io/hostname"])] : {
      maxSkew = 1
      topologyKey = topology
      whenUnsatisfiable = "ScheduleAnyway"
      labelSelector = { matchLabels = labels }
    }
  ]
  if autoscaling.enabled {
    ignoreDifferences = [{ group = split("/", apiVersion)[0], kind = kind, name = id, jsonPointers = ["/spec/replicas"] }]
  }
  check resources.requests.memory * copies <= quotas.requests.memory : "${copies} copies request more memory than the quota of the namespace"
  check resources.requests.cpu * copies <= quotas.requests.cpu : "${copies} copies request more CPU than the quota of the namespace"
  check fewest == 0 || !budgeted || spared >= 1 : "of ${fewest} pods this budget lets none go, and no node that runs one could ever be drained"
  check !strategy.progressive || cluster.runsRollouts
    : "this strategy needs Argo Rollouts, which the cluster `${cluster.id}` does not run: `services.rollouts.enabled = true`"

  values = {
    image = { repository = image.repository, tag = image.tag, pullPolicy = image.pullPolicy, if !(image.digest is absent) { digest = image.digest } }
    if !autoscaling.enabled { replicaCount = replicas }
    strategy = { kind = kind, update = strategy.update, if length(strategy.services) > 0 { services = strategy.services } }
    resources = resources with { }
    if length(command) > 0 { command = command }
    if length(args) > 0 { args = args }
    if length(env) > 0 { env = env with { } }
    if length(secretEnv) > 0 { secretEnv = {for name, from in secretEnv : name => { secret = from.secret, key = from.key }} }
    ports = ports with { }
    probes = probes with { }
    podSecurityContext = podSecurityContext
    securityContext = containerSecurityContext
    writable = writable
    if !(serviceAccount is absent) { serviceAccount = serviceAccount }
    terminationGracePeriodSeconds = gracePeriod in s
    if length(nodeSelector) > 0 { nodeSelector = nodeSelector with { } }
    if length(tolerations) > 0 { tolerations = [for toleration in tolerations : toleration with { }] }
    if copies > 1 { spread = { zones = spread.zones, nodes = spread.nodes } }
    if budgeted { disruptionBudget = budget }
    if autoscaling.enabled {
      autoscaling = {
        enabled = true
        minReplicas = autoscaling.minReplicas
        maxReplicas = autoscaling.maxReplicas
        targetCPUUtilizationPercentage = autoscaling.targetCpu in percent
        if !(autoscaling.targetMemory is absent) { targetMemoryUtilizationPercentage = autoscaling.targetMemory in percent }
      }
    }
  }

  emit kubernetes {
    if render == "manifests" {
      manifest "${kind}" "${id}" {
        apiVersion = apiVersion
        metadata = { namespace = namespace, labels = podLabels }
        spec = {
          if !autoscaling.enabled { replicas = replicas }
          selector = { matchLabels = labels }
          strategy = strategy.update
          template = { metadata = { labels = podLabels }, spec = pod }
        }
      }
      if autoscaling.enabled {
        manifest HorizontalPodAutoscaler "${id}" {
          metadata = { namespace = namespace, labels = podLabels }
          spec = {
            scaleTargetRef = { apiVersion = apiVersion, kind = kind, name = id }
            minReplicas = autoscaling.minReplicas
            maxReplicas = autoscaling.maxReplicas
            metrics = [
              { type = "Resource", resource = { name = "cpu", target = { type = "Utilization", averageUtilization = autoscaling.targetCpu in percent } } },
              ...(if autoscaling.targetMemory is absent then [] else [
                { type = "Resource", resource = { name = "memory", target = { type = "Utilization", averageUtilization = autoscaling.targetMemory in percent } } },
              ]),
            ]
          }
        }
      }
      if budgeted {
        manifest PodDisruptionBudget "${id}" {
          metadata = { namespace = namespace, labels = podLabels }
          spec = { selector = { matchLabels = labels }, ...budget }
        }
      }
    }
    if !(strategy.analysis is absent) {
      manifest AnalysisTemplate "${id}" {
        apiVersion = "argoproj.io/v1alpha1"
        metadata = { namespace = namespace, labels = podLabels }
        spec = {
          metrics = [{
            name = "success"
            interval = strategy.analysis.interval
            failureLimit = strategy.analysis.failureLimit
            successCondition = strategy.analysis.success
            provider = { prometheus = { address = strategy.analysis.prometheus, query = strategy.analysis.query } }
          }]
        }
      }
    }
  }
}

/// Pods that take their work from elsewhere, such as a queue, and that nobody calls.
type Worker : Replicated {
  component = "worker"
}
