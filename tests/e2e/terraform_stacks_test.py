"""Stacks that read each other are accepted by the real terraform: the golden ones need no provider but its own, so `init`,
`validate` and, in the order of stacks.txt, `apply` run with nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from example import SOURCE
from tools import tool

terraform = tool("terraform")
stacks = Path("stacks").resolve()
shutil.rmtree(stacks, ignore_errors=True)
shutil.copytree(SOURCE / "tests/golden/terraform-stacks/expected/prod/terraform", stacks)
settings = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}


def run(stack, *arguments):
    result = subprocess.run([terraform, *arguments, "-no-color"], cwd=stacks / stack, env=settings, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{stack}: terraform {' '.join(arguments)}\n{result.stdout}")
    return result.stdout


order = [line for line in (stacks / "stacks.txt").read_text().splitlines() if not line.startswith("#")]
assert sorted(order) == sorted(folder.name for folder in stacks.iterdir() if folder.is_dir()), order
for stack in order:
    run(stack, "fmt", "-check", "-diff")
    run(stack, "init", "-input=false")
    run(stack, "validate")
    run(stack, "apply", "-input=false", "-auto-approve")
assert "in " in run(order[-1], "show")
