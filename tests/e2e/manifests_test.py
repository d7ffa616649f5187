"""The manifests of every example are valid by the schemas of Kubernetes and of the operators. Kinds of operators for which
none is at hand are named here, so that a misspelt kind is found."""

import subprocess
import sys
from pathlib import Path

import yaml

from example import ALL_EXAMPLES, build
from tools import npm_packages, tool

OPERATORS = {
    "isindir.github.com": {"SopsSecret"},
    "postgresql.cnpg.io": {"Cluster"},
    "talos.dev": {"ServiceAccount"},
}

npm_packages()
own, foreign = [], set()
for project, environments in ALL_EXAMPLES.items():
    for environment in environments:
        for file in sorted((build(environment, project) / "kubernetes").rglob("*.yaml")):
            manifest = yaml.safe_load(file.read_text())
            group = manifest["apiVersion"].rpartition("/")[0]
            if group in OPERATORS:
                foreign.add((group, manifest["kind"]))
            else:
                own.append(file)
assert own
unknown = {(group, kind) for group, kind in foreign if kind not in OPERATORS.get(group, ())}
assert not unknown, unknown
sys.exit(subprocess.run([tool("node"), Path(__file__).with_name("tools.mjs"), *own]).returncode)
