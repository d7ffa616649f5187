import { shop } from "../apps/shop.flux"

/// Production, on the clusters of the platform's owners.
environment prod extends shop {
  apps.web {
    replicas = 3
    resources {
      requests { cpu = 250m, memory = 256Mi }
      limits   { cpu = 500m, memory = 512Mi }
    }
  }
}
