"""The real terraform, run in the folder of a stack."""

import json
import os
import subprocess
import sys

from tools import tool

# No configuration of the machine's own, and nothing asked of anybody.
ALONE = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}


def run_terraform(stack, settings, *arguments):
    """What it prints; a failure ends the test, and says why."""
    result = subprocess.run([tool("terraform"), *arguments, "-no-color"], cwd=stack, env=settings, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{stack}: terraform {' '.join(arguments)}\n{result.stdout}")
    return result.stdout


def stacks_in_order(environment):
    """The folders of an environment's stacks, as its order.json has them. Each needs only those before it."""
    order = json.loads((environment / "terraform/order.json").read_text())
    before = {}
    for stack in order["stacks"]:
        assert stack["step"] == 1 + max((before[needed] for needed in stack["needs"]), default=0), stack
        before[stack["stack"]] = stack["step"]
    folders = [environment / stack["folder"] for stack in order["stacks"]]
    assert set(folders) == {path.parent for path in (environment / "terraform").rglob("*.tf")}
    return folders
