"""The emitted values of the example's app fit its chart: helm checks them against values.schema.json and renders manifests
that are valid and hold what the values say."""

import subprocess
from pathlib import Path

import yaml

from example import ENVIRONMENTS, PLATFORM, build
from tools import npm_packages, tool

CHART = PLATFORM / "charts/web-service"
helm = tool("helm")
npm_packages()


def render(values, *settings, succeeds=True):
    # The cluster has what its services bring; the chart asks for that.
    result = subprocess.run([helm, "template", "my-app", CHART, "--namespace", "app-my-app", "--values", values,
                             "--api-versions", "monitoring.coreos.com/v1", *settings], capture_output=True, text=True)
    assert (result.returncode == 0) == succeeds, result.stderr
    return result.stdout


for environment in ENVIRONMENTS:
    values_file = build(environment) / "helm/work/my-app/values.yaml"
    values = yaml.safe_load(values_file.read_text())
    manifests = {manifest["kind"]: manifest for manifest in yaml.safe_load_all(render(values_file)) if manifest}
    assert manifests.keys() >= {"Deployment", "Service", "Ingress", "ServiceMonitor"}, manifests.keys()

    deployment = manifests["Deployment"]["spec"]
    assert deployment["replicas"] == values["replicaCount"]
    container = deployment["template"]["spec"]["containers"][0]
    assert container["image"] == f"{values['image']['repository']}:{values['image']['tag']}"
    assert container["resources"] == values["resources"]
    hosts = [rule["host"] for rule in manifests["Ingress"]["spec"]["rules"]]
    assert hosts == [host["host"] for host in values["ingress"]["hosts"]]

    # Kubernetes' own kinds; the ServiceMonitor has a schema of its operator only.
    rendered = Path(f"{environment}.yaml")
    rendered.write_text(yaml.safe_dump_all(m for kind, m in manifests.items() if kind != "ServiceMonitor"))
    subprocess.run([tool("node"), Path(__file__).with_name("tools.mjs"), rendered], check=True)

    render(values_file, "--set-string", "replicaCount=many", succeeds=False)
