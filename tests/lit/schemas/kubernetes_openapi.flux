// RUN: %check %s
// The library's types of pods are what Kubernetes' own OpenAPI says, and what that refuses is refused.
import "../../data/kubernetes/kubernetes.schema.json" as k8s
import { Metadata, Resources, EnvVar, Probe, PodSecurityContext, SecurityContext, Toleration, DisruptionBudget } from "std/kubernetes"

type App {
  metadata: Metadata = { name = "web", namespace = "web", labels { app = "web" }, annotations { a = "b" }, finalizers = ["x"] }
  resources: Resources = { }
  env: list<EnvVar> = [
    { name = "A", value = "1" },
    { name = "B", valueFrom { secretKeyRef { name = "s", key = "k", optional = true } } },
    { name = "C", valueFrom { configMapKeyRef { name = "s", key = "k" } } },
    { name = "D", valueFrom { fieldRef { fieldPath = "metadata.name", apiVersion = "v1" } } },
  ]
  probes: map<string, Probe> = {
    http = { httpGet { scheme = "HTTPS", httpHeaders = [{ name = "a", value = "b" }] }, initialDelaySeconds = 1, periodSeconds = 1, timeoutSeconds = 1, successThreshold = 1, failureThreshold = 1 }
    tcp = { tcpSocket { port = 80 } }
    exec = { exec { command = ["true"] } }
  }
  pod: PodSecurityContext = { runAsNonRoot = true, runAsUser = 1, runAsGroup = 1, fsGroup = 1 }
  container: SecurityContext = {
    runAsNonRoot = true, runAsUser = 1, runAsGroup = 1, privileged = false, readOnlyRootFilesystem = true
    allowPrivilegeEscalation = false, capabilities { add = ["A"], drop = ["ALL"] }
  }
  tolerations: list<Toleration> = [{ key = "a", operator = "Equal", value = "b", effect = "NoExecute", tolerationSeconds = 1 }]
  budget: DisruptionBudget = { maxUnavailable = 25% }
  typed: k8s.NetworkPolicy = { spec { podSelector { } } }
  wrong: k8s.NetworkPolicy = { spec { podSelectr { } } } // expected-error [E3004] {{`podSelectr`}}

  emit kubernetes {
    manifest Deployment web {
      apiVersion = "apps/v1"
      metadata = metadata
      spec {
        replicas = 3
        selector { matchLabels { app = "web" } }
        strategy { rollingUpdate { maxSurge = "25%", maxUnavailable = 1 } }
        template {
          metadata { labels { app = "web" } }
          spec {
            securityContext = pod
            tolerations = tolerations
            containers = [{
              name = "web", image = "web:1", env = env, resources = resources, securityContext = container
              livenessProbe = probes.http, readinessProbe = probes.tcp, lifecycle { preStop { exec = probes.exec.exec } }
            }]
          }
        }
      }
    }
    manifest PodDisruptionBudget web { apiVersion = "policy/v1beta1", spec = budget }
    manifest HorizontalPodAutoscaler web {
      apiVersion = "autoscaling/v1"
      spec { minReplicas = "1", scaleTargetRef { kind = "Deployment", nmae = "web" } } // expected-error [E6005] {{maxReplicas}} expected-error [E6003] {{spec.minReplicas}} expected-error [E6002] {{`nmae`}} expected-error [E6005] {{`name`}}
    }
    manifest ClusterRole web { apiVersion = "rbac.authorization.k8s.io/v1", rules = [{ verbs = "get" }] } // expected-error [E6003] {{`rules[0].verbs` in `ClusterRole`: expected a list}}
    manifest NetworkPolicy web {
      apiVersion = "networking.k8s.io/v1"
      spec { podSelector { }, ingress = [{ ports = [{ port = "http" }, { port = 80 }, { port = true }] }] } // expected-error [E6003] {{`spec.ingress[0].ports[2].port`}}
    }
  }
}
type Top { app: App = { } }
environment e : Top { }
