"""Fills an ApplicationSet in as Argo CD does, with Go's own templates: helm's are the same engine and the same functions.

Each text of the template is rendered by itself, with the parameters of the cluster generator. Annotations and labels are
Go's `map[string]string`, as there; in a chart of helm, the annotations of Chart.yaml are the one such map."""

import json
import shutil
import subprocess
from pathlib import Path

import yaml

from tools import tool

CHART = Path("filled-in")


def texts_of(value):
    """Every text of a template, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_of(item)


def replaced(value, texts):
    if isinstance(value, str):
        return texts[value]
    if isinstance(value, list):
        return [replaced(item, texts) for item in value]
    if isinstance(value, dict):
        return {texts[key]: replaced(item, texts) for key, item in value.items()}
    return value


def fill_in(application_set, secret):
    """The Application that the one generator of the set makes of a cluster's Secret: `name`, `server`, `labels` and
    `annotations`. Raises ValueError with what Argo CD would say."""
    spec = application_set["spec"]
    assert spec["goTemplate"] is True and len(spec["generators"]) == 1
    wanted = spec["generators"][0]["clusters"]["selector"]["matchLabels"]
    if not wanted.items() <= secret["labels"].items():
        raise ValueError("no cluster matches")
    texts = sorted(set(texts_of(spec["template"])))
    shutil.rmtree(CHART, ignore_errors=True)
    (CHART / "templates").mkdir(parents=True)
    (CHART / "Chart.yaml").write_text(json.dumps({"apiVersion": "v2", "name": "filled-in", "version": "0.0.0",
                                                  "annotations": secret["annotations"]}, ensure_ascii=False))
    (CHART / "values.yaml").write_text(json.dumps({key: secret[key] for key in ("name", "server", "labels")}))
    rendered = ['{{ $cluster := dict "name" .Values.name "nameNormalized" (.Values.name | lower) "server" .Values.server '
                '"metadata" (dict "labels" .Values.labels "annotations" .Chart.Annotations) }}kind: Filled\ntexts:\n']
    for index, text in enumerate(texts):
        (CHART / f"templates/_{index}.tpl").write_text(text)
        rendered.append(f'  - {{{{ include "filled-in/templates/_{index}.tpl" $cluster | toJson }}}}\n')
    (CHART / "templates/all.yaml").write_text("".join(rendered))
    result = subprocess.run([tool("helm"), "template", CHART], capture_output=True, text=True)
    if result.returncode != 0:
        raise ValueError(result.stderr)
    values = dict(zip(texts, yaml.safe_load(result.stdout)["texts"], strict=True))
    return {"apiVersion": application_set["apiVersion"], "kind": "Application", **replaced(spec["template"], values)}
