"""What a bridge fills in is what Terraform noted, whatever that is: text stays text, a number a number, a bool a bool; and
text of the values that is no action of ours stays as it is."""

import re
import shutil
import subprocess
from pathlib import Path

import yaml

from applicationset import fill_in
from example import FLUXC

PROJECT = """
type Cluster {
  name: string = key
  text: deferred<string> = terraform.cloud_lb.lb.text
  number: deferred<float> = terraform.cloud_lb.lb.number
  bool: deferred<bool> = terraform.cloud_lb.lb.bool
  emit terraform {
    resource cloud_lb lb { name = name }
    resource kubernetes_secret_v1 cluster {
      metadata {
        labels = { "argocd.argoproj.io/secret-type" = "cluster", "fluxc/cluster" = name }
        annotations = { "fluxc/bridge" = "true" }
      }
    }
  }
}
type Top {
  clusters: map<string, Cluster> = { edge = Cluster { } }
  emit helm {
    release web {
      chart = "web", namespace = "web", cluster = "edge"
      values = {
        known = "{{ .Values.known }}"
        "odd: key #1" = clusters.edge.text
        deep = { text = clusters.edge.text, kept = "a" }
        list = [{ text = clusters.edge.text, braces = "{{ x }} and }}", no = "no", date = "2026-01-01" }, 7, clusters.edge.number]
        number = clusters.edge.number
        bool = clusters.edge.bool
      }
    }
  }
  emit argocd {
    project all { spec { sourceRepos = ["*"], destinations = [{ name = "*", namespace = "*" }] } }
    application web {
      metadata { namespace = "argocd" }
      spec {
        project = "all"
        source {
          repoURL = "https://charts.example.org", chart = "web", targetRevision = "1.0.0"
          helm { valueFiles = ["helm/edge/web/values.yaml"] }
        }
        destination { name = "edge", namespace = "web" }
        info = [{ name = "note", value = "{{ .Values }} stays" }]
      }
    }
  }
}
environment prod : Top { }
"""

TEXTS = ("plain", "", "yes", "8080", "1e3", "null", "~", " a ", 'a "quoted" word', "it's", "# no comment", "a: b", "- a", "{{ .name }}",
         "{{`", "&anchor", "*", "| b", "two\nlines\n", "tab\there", "back\\slash", "<b>&</b>", "ü€😀", "%", "@at", "`tick`", "!tag")

shutil.rmtree("out", ignore_errors=True)
Path("main.flux").write_text(PROJECT)
subprocess.run([FLUXC, "build", "main.flux", "-o", "out"], check=True)
application_set = yaml.safe_load(Path("out/prod/argocd/web.yaml").read_text())
names = re.findall(r'"(bridge\.fluxc/[^"]+)"', Path("out/prod/terraform/shared/clusters_edge.tf").read_text())
assert len(names) == 6, names


def noted(name, text, number, boolean):
    if "number" in name or name.endswith("list.2"):
        return number
    return boolean if "bool" in name else text


for index, text in enumerate(TEXTS):
    number, boolean = (("7.5", 7.5), ("-3", -3), ("1e+30", 1e30))[index % 3], (("true", True), ("false", False))[index % 2]
    annotations = {name: noted(name, text, number[0], boolean[0]) for name in names}
    labels = {"argocd.argoproj.io/secret-type": "cluster", "fluxc/cluster": "edge"}
    secret = {"name": "edge", "server": "https://edge", "labels": labels, "annotations": {"fluxc/bridge": "true", **annotations}}
    application = fill_in(application_set, secret)
    assert application["spec"]["info"] == [{"name": "note", "value": "{{ .Values }} stays"}]
    values = yaml.safe_load(application["spec"]["source"]["helm"]["values"])
    values["number"], values["list"][2] = float(values["number"]), float(values["list"][2])
    assert values == {
        "odd: key #1": text, "deep": {"text": text}, "number": number[1], "bool": boolean[1],
        "list": [{"text": text, "braces": "{{ x }} and }}", "no": "no", "date": "2026-01-01"}, 7, number[1]]}, (text, values)
