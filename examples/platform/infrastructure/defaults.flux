/// What every environment has, unless it says otherwise.
import { Platform, TalosCluster, CloudNativePg, AcmeIssuer } from "std/platform"
// What Terraform's providers and the chart take; whatever is emitted for them is checked.
import "../schemas/helm.schema.json" as helm
import "../schemas/kubernetes.schema.json" as kubernetes
import "../schemas/proxmox.schema.json" as proxmox
import "../schemas/talos.schema.json" as talos
import "../charts/web-service/values.schema.json" as web_service

layer defaults : Platform {
  domain = "platform.local"

  /// Runs Argo CD, and what watches the rest.
  clusters.main = TalosCluster {
    name = "infraflux-${environment}"
    role = "management"
    podCidr = "10.244.0.0/16"
    network.firstHost = 100
    nodes = {
      control-plane = { count = 3, cpu = 4, memory = 8Gi, disk = 100Gi }
      worker        = { count = 3, cpu = 8, memory = 16Gi, disk = 200Gi }
    }
  }

  /// Runs the applications.
  clusters.work = TalosCluster {
    name = "workload-${environment}"
    podCidr = "10.245.0.0/16"
    services.cilium.clusterId = 2
    nodes = {
      control-plane = { count = 3, cpu = 4, memory = 8Gi, disk = 100Gi }
      worker        = { count = 3, cpu = 8, memory = 16Gi, disk = 200Gi }
    }
    services {
      rollouts.enabled = true
      sops.enabled = true                     // opens the applications' SopsSecrets
      more.cloudnative-pg = CloudNativePg { }
    }
  }

  /// Stands where the customers are, on one machine: it has no volumes, and nobody's backups.
  clusters.edge = TalosCluster {
    name = "edge-${environment}"
    role = "edge"
    podCidr = "10.246.0.0/16"
    allowSchedulingOnControlPlanes = true
    nodes = { control-plane = { count = 1, cpu = 4, memory = 8Gi, disk = 100Gi } }
    services {
      cilium.clusterId = 3
      loki.enabled = false
      velero.enabled = false
      opencost.enabled = false
    }
  }

  clusters.* is TalosCluster {
    kubernetesVersion = "v1.29.0"
    talos {
      version = "v1.6.0"
      installer = "factory.talos.dev/installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"
    }
    proxmox {
      template = 9000
      endpoint = "https://proxmox.local:8006/"
      insecure = true
    }
  }

  services {
    cilium {
      version = "1.15.0"
      existingSecrets = ["cilium-ca"]         // laid on every cluster before there is a network
    }
    externalSecrets {
      enabled = true
      stores.vault = { provider = { vault = {
        server = "https://vault.${domain}:8200"
        path = "platform"
        version = "v2"
        auth = { kubernetes = { mountPath = "kubernetes", role = "external-secrets", serviceAccountRef = { name = "external-secrets", namespace = "external-secrets" } } }
      } } }
    }
    certManager {
      version = "v1.13.0"
      issuers.* is AcmeIssuer { challenges = ["http", "dns"] }
      secrets.cloudflare-api-token = { store = "vault", keys = { api-token = "cloudflare/api-token" } }
    }
    externalDns {
      version = "1.14.0"
      secrets.cloudflare-api-token = { store = "vault", keys = { api-token = "cloudflare/api-token" } }
    }
    velero.secrets.velero-credentials = { store = "vault", keys = { cloud = "velero/credentials" } }
    longhorn.version = "1.5.0"
    monitoring {
      version = "57.0.0"
      secrets.grafana-admin = { store = "vault", keys = { admin-user = "grafana/user", admin-password = "grafana/password" } }
      prometheus { retention = 30d, storage = 50Gi }
    }
  }

  projects {
    platform.roles.platform-admin = {
      description = "May do everything with the services of the platform"
      groups = ["platform-team"]
      policies = ["applications, *, platform/*, allow", "repositories, *, platform/*, allow"]
    }
    applications {
      namespaceResources = [
        { group = "", kind = "*" },
        { group = "apps", kind = "*" },
        { group = "batch", kind = "*" },
        { group = "autoscaling", kind = "HorizontalPodAutoscaler" },
        { group = "policy", kind = "PodDisruptionBudget" },
        { group = "argoproj.io", kind = "Rollout" },
        { group = "argoproj.io", kind = "AnalysisTemplate" },
        { group = "postgresql.cnpg.io", kind = "*" },
        { group = "isindir.github.com", kind = "SopsSecret" },
        { group = "networking.k8s.io", kind = "Ingress" },
        { group = "networking.k8s.io", kind = "NetworkPolicy" },
        { group = "monitoring.coreos.com", kind = "ServiceMonitor" },
      ]
      roles = {
        app-developer = {
          description = "May look at and sync what people deploy"
          groups = ["developers"]
          policies = ["applications, get, applications/*, allow", "applications, sync, applications/*, allow"]
        }
        app-admin = {
          description = "May do everything with what people deploy"
          groups = ["platform-team", "devops-team"]
          policies = ["applications, *, applications/*, allow", "repositories, *, applications/*, allow"]
        }
      }
    }
  }
}
