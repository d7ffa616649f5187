"""What production was meant to be is what its output is, as other parsers read it.

The old configuration asked for it in sections that nothing read, and production ran with the defaults.
"""

import json
import subprocess

import yaml

from example import build
from tools import npm_packages, tool

READ_HCL = """
import { readFileSync } from "node:fs";
import hcl2json from "@cdktf/hcl2json";
const [, file] = process.argv;
console.log(JSON.stringify(await hcl2json.parse(file, readFileSync(file, "utf8"))));
"""
packages = npm_packages()
out = build("prod")


def read(path):
    return yaml.safe_load((out / path).read_text())


def machines(cluster, pool):
    """The one virtual machine resource of a pool of nodes."""
    file = out / f"terraform/{cluster}/{cluster}_{pool}.tf"
    result = subprocess.run([tool("node"), "--input-type=module", "-e", READ_HCL, file], cwd=packages.parent,
                            capture_output=True, text=True, check=True)
    (machine,) = json.loads(result.stdout)["resource"]["proxmox_virtual_environment_vm"][f"{cluster}_{pool}_vm"]
    return machine


def size(machine):
    return (len(machine["for_each"]), machine["cpu"][0]["cores"], machine["memory"][0]["dedicated"],
            machine["disk"][0]["size"])


for cluster in ("main", "work"):
    assert size(machines(cluster, "worker")) == (5, 16, 32 * 1024, 500)
    assert size(machines(cluster, "control_plane")) == (3, 8, 16 * 1024, 200)

prometheus = read("helm/main/monitoring/values.yaml")["prometheus"]["prometheusSpec"]
assert prometheus["retention"] == "90d"
claim = prometheus["storageSpec"]["volumeClaimTemplate"]["spec"]
assert claim["resources"]["requests"]["storage"] == "200Gi"

labels = read("argocd/my-app.yaml")["spec"]["syncPolicy"]["managedNamespaceMetadata"]["labels"]
for mode in ("enforce", "audit", "warn"):
    assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"

assert read("helm/main/cert-manager/values.yaml")["ingressShim"]["defaultIssuerName"] == "letsencrypt-prod"
issuer = read("kubernetes/main/certManager/clusterissuer-letsencrypt-prod.yaml")
assert issuer["spec"]["acme"]["server"] == "https://acme-v02.api.letsencrypt.org/directory"
app = read("helm/work/my-app/values.yaml")
assert app["ingress"]["annotations"]["cert-manager.io/cluster-issuer"] == "letsencrypt-prod"

cilium = read("helm/main/cilium/values.yaml")
assert cilium["encryption"]["enabled"] is True and cilium["hubble"]["ui"]["enabled"] is True
assert cilium["bgpControlPlane"]["enabled"] is True

hard = read("kubernetes/work/my-app/resourcequota-my-app.yaml")["spec"]["hard"]
wanted = {"requests.cpu": "16", "requests.memory": "32Gi", "requests.storage": "200Gi", "limits.cpu": "32",
          "limits.memory": "64Gi"}
assert hard.items() >= wanted.items(), hard

assert read("kubernetes/main/etcdBackup/cronjob-etcd-backup.yaml")["spec"]["schedule"] == "0 1,13 * * *"
assert read("helm/main/velero/values.yaml")["schedules"]
assert read("helm/main/argocd/values.yaml")["redis-ha"]["enabled"] is True
