// What the environment `prod` exports to other repositories. Written by `fluxc interface`; do not edit.
// interface 1, sha256 be5d569271ec9f3a06142f05864b4247d88d244fd0ce97ee0e89f862357afb29
import { PlatformContract } from "std/platform"

/// What others may know of it: `fluxc interface` writes it.
export let contract: PlatformContract = {
  domain = "platform.example.org"
  clusters = {
    main = {
      role = "management"
      destination = {
        server = "https://kubernetes.default.svc"
      }
      kubernetesVersion = "v1.29.0"
      clusterDomain = "cluster.local"
      ingressClasses = ["nginx"]
      gateways = []
      storageClasses = ["longhorn"]
      clusterIssuers = ["letsencrypt-staging", "letsencrypt-prod", "selfsigned-issuer"]
      secretStores = []
      ingressNamespace = "ingress-nginx"
      monitoringNamespace = "monitoring"
      opensSopsSecrets = false
      rollouts = false
    }
    work = {
      role = "workload"
      destination = {
        server = "https://10.0.110.100:6443"
      }
      kubernetesVersion = "v1.29.0"
      clusterDomain = "cluster.local"
      ingressClasses = ["nginx"]
      gateways = []
      storageClasses = ["longhorn"]
      clusterIssuers = ["letsencrypt-staging", "letsencrypt-prod", "selfsigned-issuer"]
      secretStores = []
      ingressNamespace = "ingress-nginx"
      monitoringNamespace = "monitoring"
      opensSopsSecrets = false
      rollouts = false
    }
  }
  tenants = {
    shop = {
      project = "shop"
      argocdNamespace = "argocd"
      applicationNamespace = "argocd-shop"
      namespacePrefix = "shop"
      repository = "https://git.example.org/shop.git"
      path = "out/prod"
      sourceRepos = ["https://git.example.org/shop.git"]
      destinations = [
        {
          server = "https://10.0.110.100:6443"
          namespace = "shop-*"
        },
      ]
      clusterResources = [
        {
          group = ""
          kind = "Namespace"
          name = "shop-*"
        },
      ]
    }
  }
}
