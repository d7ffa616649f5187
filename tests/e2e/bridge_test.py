"""What Terraform learns reaches Argo CD, with the providers' stubs: after the stacks of the example's fleet are applied in their
order, the Secret of the cluster at the edge says how to reach it, and the ApplicationSet of its app, filled in from that
Secret, gives the app the address of the load balancer. What opens the cluster is in no file of the output."""

import base64
import json
import re

import yaml

from example import SOURCE, build
from terraform_runs import run_terraform, stacks_in_order
from terraform_stub import stub_example_providers

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
applications = yaml.safe_load((out / "argocd/shop.yaml").read_text())["spec"]
[generator] = applications["generators"]
wanted = generator["clusters"]["selector"]["matchLabels"]
assert wanted.items() <= metadata["labels"].items(), metadata
assert applications["goTemplateOptions"] == ["missingkey=error"]
application = applications["template"]
assert application["metadata"]["name"] == "shop"
assert application["spec"]["destination"]["name"] == secret["data"]["name"]


def filled_in(action):
    """What Argo CD makes of an action of ours."""
    name, as_json = re.fullmatch(r'index \.metadata\.annotations "([^"]+)"( \| toJson)?', action.group(1).strip()).groups()
    return json.dumps(metadata["annotations"][name]) if as_json else metadata["annotations"][name]


values = yaml.safe_load(re.sub(r"\{\{(.*?)\}\}", filled_in, application["spec"]["sources"][0]["helm"]["values"]))
assert values == {"service": {"address": resources["hcloud_load_balancer.edge_entrance_apps"]["ipv4"]}}, values
