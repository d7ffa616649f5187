"""An app is the same whether the chart renders it or we do, and what we render is valid for Kubernetes."""

import shutil
import subprocess
from pathlib import Path

import yaml

from example import FLUXC, PLATFORM
from tools import npm_packages, tool

PROJECT = """
import { Platform, ExistingCluster } from "std/platform"
import { Api, CronJob, WebService, Worker } from "std/apps"
import "charts/web-service/values.schema.json" as web_service

layer base : Platform {
  domain = "example.org"
  delivery.repository = "https://git.example.org/live.git"
  clusters.main = ExistingCluster { role = "management", endpoint = "k8s.example.org" }
  services { externalDns.existingSecrets = ["cloudflare-api-token"], monitoring.existingSecrets = ["grafana-admin"] }
  services.externalSecrets { enabled = true, stores.vault = { provider = { vault = { server = "https://vault.example.org" } } } }
  apps.shop = WebService {
    replicas = 3
    ingress.hosts = ["shop.example.org"]
    env.MODE = "fast"
    secrets.db = { store = "vault", keys = { password = "shop/db" } }
    secretEnv.DB_PASSWORD = { secret = "db", key = "password" }
    command = ["/shop"]
    args = ["serve"]
    health.startup = true
    nodeSelector = { "kubernetes.io/arch" = "amd64" }
    tolerations = [{ key = "web", operator = "Exists", effect = "NoSchedule" }]
    writable += ["/cache"]
    serviceAccounts.robot = { }
    serviceAccount = "robot"
    roles.look = { rules = [{ resources = ["pods"], verbs = ["get"] }] }
    roleBindings.look = { role = "look", serviceAccounts = ["robot"] }
  }
  apps.talk = Api { autoscaling { enabled = true, minReplicas = 2, maxReplicas = 4, targetMemory = 70% } }
  apps.queue = Worker { replicas = 2 }
  apps.nightly = CronJob { schedule = "0 3 * * *" }
  apps.* is WebService { cluster = clusters.main, image { repository = "r/web", tag = "v1" } }
  apps.* is Worker { cluster = clusters.main, image { repository = "r/work", tag = "v1" } }
  apps.* is CronJob { cluster = clusters.main, image { repository = "r/job", tag = "v1" } }
}
environment by-chart extends base { }
environment by-us extends base { apps.* is WebService { render = "manifests" } }
"""
NOT_OF_KUBERNETES = {"ExternalSecret", "ServiceMonitor"}

helm = tool("helm")
npm_packages()
work = Path("project")
shutil.rmtree(work, ignore_errors=True)
shutil.copytree(PLATFORM / "charts", work / "charts")
(work / "apps.flux").write_text(PROJECT)
subprocess.run([FLUXC, "build", "apps.flux", "-o", "out"], cwd=work, check=True)


def ours(app):
    files = (work / "out/by-us/kubernetes/main" / app).glob("*.yaml")
    return {(m["kind"], m["metadata"]["name"]): m for m in (yaml.safe_load(file.read_text()) for file in files)}


def of_the_chart(app):
    text = subprocess.run([helm, "template", app, work / "charts/web-service", "--values",
                           work / f"out/by-chart/helm/main/{app}/values.yaml"],
                          check=True, capture_output=True, text=True).stdout
    return {(m["kind"], m["metadata"]["name"]): m for m in yaml.safe_load_all(text) if m}


def without_labels(value):
    """The labels differ: the chart's carry its own name."""
    if isinstance(value, dict):
        return {k: without_labels(v) for k, v in value.items()
                if k not in ("labels", "matchLabels", "metadata", "selector")}
    return [without_labels(item) for item in value] if isinstance(value, list) else value


for app in ("shop", "talk"):
    rendered, written = of_the_chart(app), ours(app)
    assert rendered, app
    for name, manifest in rendered.items():
        assert without_labels(manifest) == without_labels(written[name]), (name, manifest, written[name])

for app in ("shop", "talk", "queue", "nightly"):
    valid = Path(f"{app}.yaml")
    valid.write_text(yaml.safe_dump_all(m for (kind, _), m in ours(app).items() if kind not in NOT_OF_KUBERNETES))
    subprocess.run([tool("node"), Path(__file__).with_name("tools.mjs"), valid], check=True)
