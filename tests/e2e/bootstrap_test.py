"""What bootstrap.md installs by hand is what Argo CD takes over: the same chart in the same version, under the same name in
the same namespace, from the same file of values and no other. And helm takes the commands as they are printed, without being
told what the cluster has (`--api-versions`): a chart that lies in a project is rendered itself; of a public one, its schema
and defaults are, where the reference material has them. They come out of a repository of this machine; no chart is fetched."""

import functools
import gzip
import json
import shlex
import shutil
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from example import EXAMPLES, FLUXC, PLATFORM, SOURCE, build
from tools import tool

SHARED = SOURCE.parent / "shared/schemas/charts"
helm = tool("helm")


def commands(out):
    """The `helm` commands of bootstrap.md, as words, and the `PROJECT` that they are told."""
    project = None
    for line in (out / "bootstrap.md").read_text().splitlines():
        if line.startswith("PROJECT="):
            project = shlex.split(line, comments=True)[0].removeprefix("PROJECT=")
        if line.startswith("helm "):
            yield [word.replace("$PROJECT", project or "") for word in shlex.split(line)]


def flag(words, name):
    return words[words.index(name) + 1] if name in words else None


def sources(out):
    """(application, source) of each chart that Argo CD installs."""
    for file in sorted((out / "argocd").glob("*.yaml")):
        manifest = yaml.safe_load(file.read_text())
        if manifest["kind"] != "Application":
            continue
        spec = manifest["spec"]
        for source in spec.get("sources", [spec.get("source", {})]):
            if "helm" in source:
                yield spec, source


def check_taken_over(out, words):
    """By exactly one application."""
    values = flag(words, "--values")
    assert (out / values).is_file(), values
    taken = [(spec, source) for spec, source in sources(out)
             if any(file.endswith(f"/{values}") for file in source["helm"]["valueFiles"])]
    assert len(taken) == 1, (values, taken)
    [(spec, source)] = taken
    assert len(source["helm"]["valueFiles"]) == 1 and source["helm"]["valueFiles"][0] == f"$values/out/{out.name}/{values}"
    assert not source["helm"].keys() & {"values", "valuesObject", "parameters", "fileParameters"}, source
    name, chart = words[3], words[4]
    assert source["helm"].get("releaseName", name) == name
    assert spec["destination"]["namespace"] == flag(words, "--namespace")
    if flag(words, "--repo") is not None:
        assert (source["chart"], source["repoURL"], source["targetRevision"]) == (
            chart, flag(words, "--repo"), flag(words, "--version")), (words, source)
    else:
        assert chart.endswith(f"/{source['path']}"), (chart, source)


def stand_in(chart, version):
    """A package with the chart's own schema and defaults, which shows the values that it is given; None without them."""
    known = SHARED / chart
    if not (known / "values.schema.json.gz").exists():
        return None
    folder = Path("charts") / chart
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text(json.dumps({"apiVersion": "v2", "name": chart, "version": version}))
    shutil.copy(known / "values.yaml", folder)
    (folder / "values.schema.json").write_bytes(gzip.decompress((known / "values.schema.json.gz").read_bytes()))
    (folder / "templates/values.yaml").write_text("kind: Values\nvalues: {{ .Values | toJson }}\n")
    subprocess.run([helm, "package", folder, "--destination", "repository"], check=True, stdout=subprocess.DEVNULL)
    return f"{chart}-{version}.tgz"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def render(out, words, repository):
    """`helm template` with the flags of the command; only the address of the repository is another."""
    template = [helm, "template", *words[3:]]
    if "--repo" in template:
        template[template.index("--repo") + 1] = repository
    result = subprocess.run(template, cwd=out, capture_output=True, text=True)
    assert result.returncode == 0, (words, result.stderr)
    return [manifest for manifest in yaml.safe_load_all(result.stdout) if manifest]


def includes(whole, part):
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(value is None or includes(whole.get(key), value) for key, value in part.items())
    return whole == part


Path("repository").mkdir(exist_ok=True)
server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory="repository"))
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
rendered, absent = set(), set()

# A project with a chart of its own that has to be there before Argo CD.
own = Path("own")
shutil.rmtree(own, ignore_errors=True)
shutil.copytree(PLATFORM / "charts", own / "charts")
(own / "flux.yaml").write_text("delivery: { repository: https://git.example.org/live.git, revision: main, path: out }\n")
(own / "prod.flux").write_text("""
import { Platform, ExistingCluster } from "std/platform"
import "charts/web-service/values.schema.json" as web
type Ours : Platform {
  emit helm {
    release door {
      chart = "./charts/web-service", namespace = "door", cluster = "main", bootstrap = 4
      values = { image = { repository = "ghcr.io/example/door", tag = "1.0.0" }, replicaCount = 2 }
    }
  }
  emit argocd {
    project doors { spec { sourceRepos = [delivery.repository], destinations = [{ name = "in-cluster", namespace = "door" }] } }
    application door {
      spec {
        project = "doors"
        sources = [
          {
            repoURL = delivery.repository, targetRevision = delivery.revision, path = "charts/web-service"
            helm { releaseName = "door", valueFiles = ["$values/${delivery.path}/helm/main/door/values.yaml"] }
          },
          { repoURL = delivery.repository, targetRevision = delivery.revision, ref = "values" },
        ]
        destination { name = "in-cluster", namespace = "door" }
      }
    }
  }
}
environment prod : Ours {
  domain = "example.org"
  services { externalDns.enabled = false, monitoring.grafana.enabled = false }
  clusters.main = ExistingCluster { role = "management", endpoint = "main.example.org" }
}
""")
subprocess.run([FLUXC, "build", "prod.flux", "-o", "out"], cwd=own, check=True)

outputs = [own.resolve() / "out/prod"]
outputs += [build(environment, project) for project, environments in EXAMPLES.items() for environment in environments]
for out in outputs:
    installed = list(commands(out))
    assert installed, out
    for words in installed:
        assert words[:3] == ["helm", "upgrade", "--install"] and "--api-versions" not in words
        check_taken_over(out, words)
        chart = words[4]
        if flag(words, "--repo") is None:
            manifests = render(out, words, address)
            assert {manifest["kind"] for manifest in manifests} >= {"Deployment", "Service"}
        elif stand_in(chart, flag(words, "--version")) is None:
            absent.add(chart)
            continue
        else:
            subprocess.run([helm, "repo", "index", "repository"], check=True)
            [shown] = render(out, words, address)
            assert includes(shown["values"], yaml.safe_load((out / flag(words, "--values")).read_text())), (out, words)
        rendered.add(chart)
for chart in sorted(absent):
    print(f"not rendered, for its chart is not on this machine: {chart}")
assert any("web-service" in chart for chart in rendered), rendered
assert not SHARED.exists() or "cilium" in rendered, rendered
