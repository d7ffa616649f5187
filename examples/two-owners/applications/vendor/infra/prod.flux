// What the environment `prod` exports to other repositories. Written by `fluxc interface`; do not edit.
// interface 1, sha256 ed88d859126cd3942a06879b04e0c1db22597568f389e2d2582ae767db04c2e3
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
