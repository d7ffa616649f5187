/// How a new version takes the place of the old one.
import { Url, IntOrPercent } from "std/types"
import { Replicated } from "std/platform/replicated"
import { WebService } from "std/platform/web"

/// How a new version takes the place of the old one. A subtype says it in `update`, as a Deployment or a Rollout has it.
abstract type Strategy {
  app: enclosing<Replicated>
  /// Argo Rollouts takes the place of Kubernetes' Deployment.
  progressive: bool = false
  /// Services beside the app's own that lead to the new version only, by what follows the app's name.
  services: list<"preview" | "canary"> = []
  /// How, as a Deployment or a Rollout has it.
  update: any
  /// Asked while a canary goes on; where it fails, the old version gets everything back.
  analysis?: Analysis
  check length(services) == 0 || app is WebService : "`${app.id}` has no service whose traffic could be switched; only web services have"
}

/// A few pods at a time.
type Rolling : Strategy {
  /// Pods above the wanted number.
  maxSurge: IntOrPercent = 25%
  /// Pods below the wanted number.
  maxUnavailable: IntOrPercent = 0
  check pods_of(maxSurge, 1000) + pods_of(maxUnavailable, 1000) > 0 : "with neither `maxSurge` nor `maxUnavailable`, no pod can ever be replaced"
  update = { type = "RollingUpdate", rollingUpdate = { maxSurge = maxSurge, maxUnavailable = maxUnavailable } }
}

/// All old pods stop before the first new one starts: for what cannot run twice.
type Recreate : Strategy {
  update = { type = "Recreate" }
}

/// The new version stands beside the old one, as the service `<app>-preview`, until all traffic is switched over at once.
type BlueGreen : Strategy {
  progressive = true
  services = ["preview"]
  /// Off: somebody has to promote it.
  autoPromote: bool = true
  /// How long the old version stays, for the way back.
  keepOld: duration(0s..) as seconds = 30s
  update = {
    blueGreen = {
      activeService = app.id
      previewService = "${app.id}-preview"
      autoPromotionEnabled = autoPromote
      scaleDownDelaySeconds = keepOld in s
    }
  }
}

/// The new version gets more and more of the traffic.
type Canary : Strategy {
  progressive = true
  services = if traffic == "nginx" then ["canary"] else []
  /// One after another; after the last, everything goes to the new version.
  steps: list<CanaryStep>(len 1..)
  /// `pods`: as exactly as the number of pods admits. `nginx`: by the app's ingress, of ingress-nginx.
  traffic: "pods" | "nginx" = "pods"
  let weights = [for step in steps : step.weight in percent]
  check alltrue([for i, weight in weights : i == 0 || weights[max(i - 1, 0)] < weight])
    : "the steps of a canary go up; these are ${join(", ", [for step in steps : "${step.weight}"])}"
  update = {
    canary = {
      steps = flatten([for step in steps : [
        { setWeight = step.weight in percent },
        { pause = { if !(step.pause is absent) { duration = step.pause } } },
      ]])
      if traffic == "nginx" {
        canaryService = "${app.id}-canary"
        stableService = app.id
        trafficRouting = { nginx = { stableIngress = app.id } }
      }
      if !(analysis is absent) { analysis = { templates = [{ templateName = app.id }] } }
    }
  }
}

/// So much of the traffic, and how long until the next step; without `pause`, until somebody promotes it.
type CanaryStep {
  /// How much goes to the new version.
  weight: percent(0..100)
  /// How long it stays so.
  pause?: duration(1s..) as go
}

/// A question to Prometheus, asked again and again.
type Analysis {
  /// The address of Prometheus.
  prometheus: Url
  /// The question, in PromQL.
  query: string(len 1..)
  /// What the answer must fulfil: `result[0] >= 0.95`.
  success: string(len 1..)
  /// How often it is asked.
  interval: duration(1s..) as go = 1m
  /// How many answers may be bad.
  failureLimit: int(0..) = 3
}

/// So many of the pods, rounded up as Kubernetes does.
fn pods_of(amount: IntOrPercent, copies: int): float = if endswith("${amount}", "%")
  then ceil(tonumber(trimsuffix("${amount}", "%")) * copies / 100)
  else tonumber("${amount}")
