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
    subprocess.run([helm, "lint", "--strict", CHART, "--values", values_file], check=True)

    deployment = manifests["Deployment"]["spec"]
    assert deployment["replicas"] == values["replicaCount"]
    container = deployment["template"]["spec"]["containers"][0]
    assert container["image"] == f"{values['image']['repository']}:{values['image']['tag']}"
    assert container["resources"] == values["resources"]
    assert container["livenessProbe"] == values["probes"]["liveness"]
    assert container["securityContext"] == values["securityContext"]
    hosts = [rule["host"] for rule in manifests["Ingress"]["spec"]["rules"]]
    assert hosts == [host["host"] for host in values["ingress"]["hosts"]]

    # Kubernetes' own kinds; the ServiceMonitor has a schema of its operator only.
    rendered = Path(f"{environment}.yaml")
    rendered.write_text(yaml.safe_dump_all(m for kind, m in manifests.items() if kind != "ServiceMonitor"))
    subprocess.run([tool("node"), Path(__file__).with_name("tools.mjs"), rendered], check=True)

    render(values_file, "--set-string", "replicaCount=many", succeeds=False)
    render(values_file, "--set", "replicaCuont=3", succeeds=False)

# What the example's app does not ask for: an autoscaler beside a Rollout, which leave the number of pods to each other.
scaled = {manifest["kind"]: manifest for manifest in yaml.safe_load_all(render(
    values_file, "--set", "autoscaling.enabled=true,strategy.kind=Rollout,strategy.services={canary},route.enabled=true",
    "--set", "route.hosts={my-app.example.org},secretEnv.TOKEN.secret=token,secretEnv.TOKEN.key=value")) if manifest}
assert "replicas" not in scaled["Rollout"]["spec"]
assert scaled["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"] == {
    "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "my-app"}
assert scaled["Service"]["metadata"]["name"] == "my-app-canary"
assert scaled["HTTPRoute"]["spec"]["hostnames"] == ["my-app.example.org"]
(variable,) = scaled["Rollout"]["spec"]["template"]["spec"]["containers"][0]["env"]
assert variable["valueFrom"]["secretKeyRef"] == {"name": "token", "key": "value"}
