"""The emitted Argo CD manifests are valid by the schemas of Argo CD's kinds, and have no field that its CRDs do not have:
Kubernetes drops those without a word."""

import subprocess
import sys
from pathlib import Path

import yaml

from example import ALL_EXAMPLES, OWNERS, SOURCE, build
from tools import npm_packages, tool

ANYTHING = {"x-kubernetes-preserve-unknown-fields": True}


def unknown_fields(value, schema, path):
    """The paths of what the structural schema of a CRD does not name."""
    if schema.get("x-kubernetes-preserve-unknown-fields"):
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknown_fields(item, schema.get("items", {}), f"{path}[{index}]")
    elif isinstance(value, dict):
        others = schema.get("additionalProperties")
        for key, item in value.items():
            field = schema.get("properties", {}).get(key, others)
            if isinstance(field, dict):
                yield from unknown_fields(item, field, f"{path}.{key}")
            elif field is None:
                yield f"{path}.{key}"


def crd_schemas():
    """kind -> the schema of its `spec`."""
    schemas = {}
    for file in sorted((SOURCE / "tests/data/argocd").glob("*.yaml")):
        crd = yaml.safe_load(file.read_text())
        version = next(version for version in crd["spec"]["versions"] if version["name"] == "v1alpha1")
        schemas[crd["spec"]["names"]["kind"]] = version["schema"]["openAPIV3Schema"]["properties"]["spec"]
    return schemas


npm_packages()
schemas = crd_schemas()
failed, found = False, set()
for project, output in [(project, build(environment, project)) for project, environments in ALL_EXAMPLES.items() for environment in environments]:
    files = sorted((output / "argocd").rglob("*.yaml"))
    kinds = set()
    result = subprocess.run([tool("node"), Path(__file__).with_name("tools.mjs"), *files])
    failed |= result.returncode != 0
    for file in files:
        for manifest in yaml.safe_load_all(file.read_text()):
            kinds.add(manifest["kind"])
            schema = schemas.get(manifest["kind"], ANYTHING)
            for field in unknown_fields(manifest.get("spec"), schema, "spec"):
                print(f"{file}: {manifest['kind']} has no field {field}")
                failed = True
    # Projects are declared by whoever owns the clusters.
    assert ("AppProject" in kinds) == (project != OWNERS / "applications") and "Application" in kinds, kinds
    found |= kinds
assert "ApplicationSet" in found
sys.exit(failed)
