"""What Terraform learns reaches Argo CD, with the providers' stubs: after the stacks of the example's fleet are applied in their
order, the Secret of the cluster at the edge says how to reach it, and the ApplicationSet of its app, filled in from that
Secret, gives the app the address of the load balancer. What opens the cluster is in no file of the output."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import yaml

from applicationset import fill_in
from example import SOURCE, build
from terraform_runs import run_terraform, stacks_in_order
from terraform_stub import stub_example_providers
from tools import npm_packages, tool

settings = {**stub_example_providers(), **{f"TF_VAR_{cluster}_hcloud_token": "none" for cluster in ("hub", "edge")}}
out = build("fleet", SOURCE / "examples/hetzner")
written = {path: path.read_text() for path in out.rglob("*") if path.is_file()}
resources = {}
for stack in stacks_in_order(out):
    run_terraform(stack, settings, "init", "-input=false")
    run_terraform(stack, settings, "apply", "-input=false", "-auto-approve")
    run_terraform(stack, settings, "plan", "-input=false", "-detailed-exitcode")
    module = json.loads(run_terraform(stack, settings, "show", "-json"))["values"]["root_module"]
    resources.update({resource["address"]: resource["values"] for resource in module["resources"]})

kubeconfig = resources["talos_cluster_kubeconfig.edge_cluster"]["kubernetes_client_configuration"]
secret = resources["kubernetes_secret_v1.edge_registration_cluster"]
assert secret["data"]["server"] == kubeconfig["host"], secret
tls = json.loads(secret["data"]["config"])["tlsClientConfig"]
assert tls == {"insecure": False, "caData": kubeconfig["ca_certificate"], "certData": kubeconfig["client_certificate"],
               "keyData": kubeconfig["client_key"]}, tls
for path, text in written.items():
    for key in (kubeconfig["client_key"], base64.b64decode(kubeconfig["client_key"]).decode()):
        assert key not in text, path

metadata = secret["metadata"][0]
application_set = yaml.safe_load((out / "argocd/shop.yaml").read_text())
assert application_set["spec"]["goTemplateOptions"] == ["missingkey=error"]
cluster = {**secret["data"], "labels": metadata["labels"], "annotations": metadata["annotations"]}
application = fill_in(application_set, cluster)
assert application["metadata"]["name"] == "shop"
assert application["spec"]["destination"]["name"] == secret["data"]["name"]
Path("shop.yaml").write_text(yaml.safe_dump(application))
npm_packages()
subprocess.run([tool("node"), Path(__file__).with_name("tools.mjs"), "shop.yaml"], check=True)

# The chart gets what Argo CD gives it: the file, and what was filled in over it.
address = resources["hcloud_load_balancer.edge_entrance_apps"]["ipv4"]
source = application["spec"]["sources"][0]
values = yaml.safe_load(source["helm"]["values"])
assert values == {"service": {"address": address}, "publicUrl": f"https://{address}/"}, values
Path("filled-in.yaml").write_text(source["helm"]["values"])
[file] = source["helm"]["valueFiles"]


def shop(*flags):
    result = subprocess.run([tool("helm"), "template", source["helm"]["releaseName"], SOURCE / "examples/hetzner" / source["path"],
                             "--values", out / file.removeprefix("$values/out/fleet/"), "--values", "filled-in.yaml", *flags],
                            capture_output=True, text=True)
    return result.returncode, result.stdout


status, rendered = shop()
assert status == 0
manifests = {manifest["kind"]: manifest["spec"] for manifest in yaml.safe_load_all(rendered)}
assert manifests["Service"]["externalIPs"] == [address] and manifests["Service"]["type"] == "LoadBalancer"
assert manifests["Deployment"]["replicas"] == 3
[container] = manifests["Deployment"]["template"]["spec"]["containers"]
assert container["env"] == [{"name": "PUBLIC_URL", "value": f"https://{address}/"}]
assert shop("--set-json", "service.address=7")[0] != 0

# Before Terraform has written an annotation, Argo CD makes nothing of the set, rather than an app without an address.
del cluster["annotations"]["bridge.fluxc/shop.service.address"]
try:
    sys.exit(f"filled in: {fill_in(application_set, cluster)}")
except ValueError as said:
    assert "the cluster's Secret has no annotation bridge.fluxc/shop.service.address" in str(said), said
