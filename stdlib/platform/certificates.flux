/// cert-manager and who signs certificates.
import { Name, DnsName, Url, Email } from "std/types"
import { DataKey } from "std/kubernetes"
import { standard_labels } from "std/platform/common"
import { IngressClass, ClusterIssuer } from "std/platform/clusters"
import { Service } from "std/platform/services"

/// Who signs certificates, for the whole cluster.
abstract type Issuer {
  /// As cert-manager reads it.
  spec: any
  /// The Secrets in cert-manager's namespace that it reads, each with the keys that it wants.
  reads: map<DnsName, list<DataKey>> = { }
}

/// Certificates that sign themselves: for tests, and to begin an authority of your own.
type SelfSignedIssuer : Issuer {
  spec = { selfSigned = { } }
}

/// A certificate authority of our own, whose key lies in a Secret in cert-manager's namespace.
type CaIssuer : Issuer {
  /// The Secret with the authority's certificate and key.
  secretName: DnsName
  reads = { ["${secretName}"] = ["tls.crt", "tls.key"] }
  spec = { ca = { secretName = secretName } }
}

/// A Secret with the token by which names in a zone of Cloudflare can be made.
let CLOUDFLARE_TOKEN = { secret = "cloudflare-api-token", key = "api-token" }

/// An issuer that proves by HTTP or DNS that the domain is ours.
type AcmeIssuer : Issuer {
  /// How: `dns` also works for what the internet cannot reach, and for `*.`; it needs the Secret `cloudflare-api-token`.
  challenges: list<"http" | "dns">(len 1..) = ["http"]
  service: enclosing<CertManager>
  /// The address of the authority's directory.
  server: Url
  /// Whom the authority writes to.
  email: Email = service.acme.email
  let issuer = key
  if contains(challenges, "dns") { reads = { ["${CLOUDFLARE_TOKEN.secret}"] = [CLOUDFLARE_TOKEN.key] } }
  spec = {
    acme = {
      server = server
      email = email
      privateKeySecretRef = { name = issuer }
      solvers = [
        ...(if contains(challenges, "http") then [{ http01 = { ingress = { ingressClassName = service.acme.ingressClass } } }] else []),
        ...(if contains(challenges, "dns") then [{ dns01 = { cloudflare = { email = email, apiTokenSecretRef = { name = CLOUDFLARE_TOKEN.secret, key = CLOUDFLARE_TOKEN.key } } } }] else []),
      ]
    }
  }
}

/// cert-manager: keeps certificates, and renews them before they end.
type CertManager : Service {
  release = "cert-manager"
  repository = "https://charts.jetstack.io"
  chart = "cert-manager"
  version = "v1.13.0"
  namespace = "cert-manager"
  /// What the ACME issuers share: whom authorities write to, and the ingress class that answers their HTTP questions.
  acme: { email: Email, ingressClass: IngressClass } = { email = "admin@${platform.domain}", ingressClass = services.ingressNginx.className }
  /// Who signs, by the name that ingresses ask for.
  issuers: map<Name, Issuer> = {
    letsencrypt-staging = AcmeIssuer { server = "https://acme-staging-v02.api.letsencrypt.org/directory" }
    letsencrypt-prod = AcmeIssuer { server = "https://acme-v02.api.letsencrypt.org/directory" }
    selfsigned-issuer = SelfSignedIssuer { }
  }
  /// The issuer of certificates for hosts that name no other.
  defaultIssuer: ClusterIssuer = "letsencrypt-staging"
  check contains(keys(issuers), defaultIssuer) : "there is no issuer `${defaultIssuer}`; there are ${join(", ", keys(issuers))}"

  reads = merge({ }, ...[for issuer in issuers : issuer.reads])
  companion = { name = "issuers", folder = "certManager" }
  values = {
    installCRDs = true
    if services.gateway.enabled { featureGates = "ExperimentalGatewayAPISupport=true" }
    prometheus = { enabled = true, servicemonitor = { enabled = services.monitoring.enabled } }
    resources = { requests = { cpu = "10m", memory = "32Mi" }, limits = { cpu = "100m", memory = "128Mi" } }
    webhook = { resources = { requests = { cpu = "5m", memory = "20Mi" }, limits = { cpu = "50m", memory = "64Mi" } } }
    cainjector = { resources = { requests = { cpu = "100m", memory = "128Mi" }, limits = { cpu = "300m", memory = "256Mi" } } }
    ingressShim = { defaultIssuerName = defaultIssuer, defaultIssuerKind = "ClusterIssuer" }
  }

  emit kubernetes {
    manifest ClusterIssuer "${name}" for name, issuer in issuers {
      apiVersion = "cert-manager.io/v1"
      metadata = { labels = standard_labels(name, "certificate-issuer") }
      spec = issuer.spec
    }
  }
}
