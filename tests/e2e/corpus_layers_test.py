"""YAML layers of a platform as they stood before Flux, with their faults: each gives its diagnostic at its line.

The first layer is ours, its expected codes in comments. The others are the corpus's own files, when they are there.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from example import FLUXC, PLATFORM, SOURCE

OURS = """\
clusterOverrides: {}                # E3004
infrastructureOverrides:            # E3004
  cilium: { encryption: true }
featureOverrides: {}                # E3004
clusters:
  main:
    controlplane_count: 3           # E3004
    nodes:
      controlplane:                 # E3005
        cpu_cores: 4
      controlPlane: { count: 3 }    # E3005
      worker:
        cpu_cores: 8                # E3004
        memory: 32768               # E3002
security:
  networkPolicies: true             # E3001
  network_policies: true            # E3004
backup:
  etcd:
    retention: "30"                 # E3023
services:
  monitoring:
    prometheus: { retention: "30d" }
"""

# What begins a line of the file, and the code that belongs there.
OVERRIDES = [(f"{name}Overrides:", "E3004") for name in ("cluster", "infrastructure", "feature", "security", "resource")]
# Where the content of a section that nothing reads belongs, by its name or by what stands in it.
BELONGS = {"clusterOverrides": "clusters", "infrastructureOverrides": "services", "featureOverrides": "features"}
CORPUS = {
    "environments/dev.yaml": OVERRIDES,
    "environments/staging.yaml": OVERRIDES,
    "environments/prod.yaml": OVERRIDES + [
        ("backupOverrides:", "E3004"),
        ("cluster:", "E3004"),
        ("nodes:", "E3004"),
        ("  network_policies: true", "E3004"),
        ("  pod_security_standards:", "E3004"),
    ],
    "defaults/infrastructure.yaml": [("cluster:", "E3004"), ('    retention: "30"', "E3023")],
}


def found(layer):
    """The (line, code) of each diagnostic; all must be errors of the layer itself."""
    result = subprocess.run([FLUXC, "check", PLATFORM / "envs/prod.flux", "-c", layer, "--diagnostics=json"],
                            capture_output=True, text=True)
    assert result.returncode == 1, f"{layer}: exit status {result.returncode}\n{result.stderr}"
    diagnostics = json.loads(result.stdout)["diagnostics"]
    for diagnostic in diagnostics:
        assert Path(diagnostic["span"]["file"]).name == layer.name, diagnostic
        section = re.match(r"unknown field `(\w+Overrides)`", diagnostic["message"])
        if section and (field := BELONGS.get(section[1])):
            assert diagnostic["help"] == f"what changes `{field}` stands under `{field}` itself", diagnostic
            assert f"nothing reads `{section[1]}`" in diagnostic["notes"], diagnostic
    return {(diagnostic["span"]["line"], diagnostic["code"]) for diagnostic in diagnostics}


def line_that_begins(lines, prefix):
    return next(number for number, line in enumerate(lines, 1) if line.startswith(prefix))


failed = False


def compare(layer, missing, unexpected=frozenset()):
    global failed
    for line, code in sorted(missing):
        print(f"{layer}:{line}: no {code}")
    for line, code in sorted(unexpected):
        print(f"{layer}:{line}: {code}, which nobody expects")
    failed |= bool(missing or unexpected)


layer = Path("layer.yaml")
layer.write_text(OURS)
expected = {(number, code[1]) for number, line in enumerate(OURS.splitlines(), 1) if (code := re.search(r"# (\w+)", line))}
actual = found(layer)
compare(layer, expected - actual, actual - expected)

corpus = SOURCE.parent / "shared/corpus/infraflux/config"
if not corpus.exists():
    print("the corpus is not there: only our own layer was read")
else:
    for name, places in CORPUS.items():
        lines = (corpus / name).read_text().splitlines()
        compare(name, {(line_that_begins(lines, prefix), code) for prefix, code in places} - found(corpus / name))
sys.exit(failed)
