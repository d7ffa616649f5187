"""The values of every release of the examples are what its chart takes: helm renders the example's own chart with them, and
those of public charts pass the charts' own schemas, laid over the charts' defaults."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import yaml

from example import ALL_EXAMPLES, PLATFORM, build, shared
from tools import npm_packages, tool

CHARTS = shared("schemas/charts")
packages = npm_packages()
helm = tool("helm")
failures, rendered = 0, 0
public = {}  # chart -> the files with values for it


def verdicts(chart, files):
    """What the chart's schema says of each file, or None."""
    schema = json.loads(gzip.decompress((CHARTS / chart / "values.schema.json.gz").read_bytes()))
    defaults = yaml.safe_load((CHARTS / chart / "values.yaml").read_text()) or {}
    cases = [yaml.safe_load(file.read_text()) for file in files]
    result = subprocess.run([tool("node"), Path(__file__).with_name("values_validator.mjs")], check=True, text=True,
                            input=json.dumps({"schema": schema, "defaults": defaults, "cases": cases}), capture_output=True)
    return json.loads(result.stdout)


for project, environments in ALL_EXAMPLES.items():
    for environment in environments:
        out = build(environment, project)
        for file in sorted((out / "argocd").glob("*.yaml")):
            for source in yaml.safe_load(file.read_text())["spec"].get("sources", []):
                if "helm" not in source:
                    continue
                (values,) = source["helm"]["valueFiles"]
                values = out / values.removeprefix(f"$values/out/{environment}/")
                if source.get("path") == "charts/web-service" and project == PLATFORM:
                    command = [helm, "template", source["helm"]["releaseName"], PLATFORM / source["path"], "-f", values]
                    rendered += 1
                    failures += subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0
                elif (CHARTS / source.get("chart", "") / "values.schema.json.gz").exists():
                    public.setdefault(source["chart"], []).append(values)
assert rendered and public
for chart, files in public.items():
    for file, wrong in zip(files, verdicts(chart, files)):
        if wrong:
            print(f"{file}: {wrong}")
            failures += 1
sys.exit(1 if failures else 0)
