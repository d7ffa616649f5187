// Validates manifests of Kubernetes and of well-known operators against the schemas of their kinds:  node tools.mjs FILE...
//
// Prints `FILE: document N: what is wrong` and exits with status 1 when a document is not valid, or when its kind has no
// schema. The schemas say nothing of unknown fields.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

/// Where the models of a group are that Kubernetes does not serve itself.
const operators = {
  "argoproj.io": "argo-cd",
  "cert-manager.io": "cert-manager",
  "cilium.io": "cilium",
  "external-secrets.io": "external-secrets",
  "gateway.networking.k8s.io": "gateway-api",
  "monitoring.coreos.com": "prometheus-operator",
};

/// The model class of a manifest, or undefined.
async function model({ apiVersion, kind }) {
  const operator = operators[apiVersion?.split("/")[0]];
  const source = operator ? `@kubernetes-models/${operator}` : "kubernetes-models";
  try {
    return (await import(`${source}/${apiVersion}/${kind}`))[kind];
  } catch {
    return undefined;
  }
}

/// What is wrong with one document, or undefined.
async function problem(document) {
  if (document.errors.length > 0) return document.errors[0].message;
  const manifest = document.toJS();
  if (manifest === null) return undefined;
  const Model = await model(manifest);
  if (!Model) return `no schema for ${manifest.apiVersion} ${manifest.kind}`;
  try {
    new Model(manifest).validate();
  } catch (error) {
    return error.message;
  }
}

for (const file of process.argv.slice(2)) {
  const documents = parseAllDocuments(readFileSync(file, "utf8"));
  for (const [index, document] of documents.entries()) {
    const message = await problem(document);
    if (message) {
      console.log(`${file}: document ${index + 1}: ${message}`);
      process.exitCode = 1;
    }
  }
}
