import { defaults } from "../platform.flux"

/// What customers see: more than one pod, and as many as they need.
environment prod extends defaults {
  domain = "example.org"

  apps.hello.autoscaling { enabled = true, minReplicas = 2, maxReplicas = 6 }
}
