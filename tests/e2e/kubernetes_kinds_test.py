"""The Kubernetes objects that the example emits are what the API server's own OpenAPI says of their kinds.

`tests/data/kubernetes` has a part of the OpenAPI of Kubernetes 1.13, as `fluxc schema add openapi` trims it: kinds whose
versions have been stable since."""

import shutil
import subprocess
import sys
from pathlib import Path

from example import FLUXC, PLATFORM, SOURCE

SCHEMA = "kubernetes.schema.json"
project = Path("project").resolve()
shutil.rmtree(project, ignore_errors=True)
shutil.copytree(PLATFORM, project)
layer = project / "infrastructure/defaults.flux"
layer.write_text(f'import "../{SCHEMA}" as kubernetes_kinds\n' + layer.read_text())
schema = (SOURCE / "tests/data/kubernetes" / SCHEMA).read_text()


def check(text):
    (project / SCHEMA).write_text(text)
    return subprocess.run([FLUXC, "check"], cwd=project, capture_output=True, text=True)


as_it_is = check(schema)
print(as_it_is.stdout + as_it_is.stderr)
assert as_it_is.returncode == 0

# The schema is what decides: without a field that the example sets, each kind is refused.
for kind, field in (("NetworkPolicy", "policyTypes"), ("ResourceQuota", "hard"), ("LimitRange", "defaultRequest"),
                    ("PersistentVolumeClaim", "accessModes")):
    assert f'"{field}": {{' in schema, field
    refused = check(schema.replace(f'"{field}": {{', f'"no-{field}": {{'))
    assert refused.returncode == 1 and "E6002" in refused.stderr and f"`{kind}`" in refused.stderr, (kind, refused.stderr)
sys.exit(0)
