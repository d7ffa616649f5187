// What the environment `prod` exports to other repositories. Written by `fluxc interface`; do not edit.
// interface 1, sha256 b17711dce82efd8dfd2be5e3552e723ac91c61f6030d054ccfd6f2fb75f06b0e
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
      runsRollouts = false
      runsCilium = true
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
      runsRollouts = false
      runsCilium = true
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
