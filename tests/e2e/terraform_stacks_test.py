"""Stacks that read each other are accepted by the real terraform: the golden ones need no provider but its own, so `init`,
`validate` and, in the order of stacks.txt, `apply` run with nothing else."""

import shutil
from pathlib import Path

from example import SOURCE
from terraform_runs import ALONE, run_terraform

stacks = Path("stacks").resolve()
shutil.rmtree(stacks, ignore_errors=True)
shutil.copytree(SOURCE / "tests/golden/terraform-stacks/expected/prod/terraform", stacks)


def run(stack, *arguments):
    return run_terraform(stacks / stack, ALONE, *arguments)


order = [line for line in (stacks / "stacks.txt").read_text().splitlines() if not line.startswith("#")]
assert sorted(order) == sorted(folder.name for folder in stacks.iterdir() if folder.is_dir()), order
for stack in order:
    run(stack, "fmt", "-check", "-diff")
    run(stack, "init", "-input=false")
    run(stack, "validate")
    run(stack, "apply", "-input=false", "-auto-approve")
assert "in " in run(order[-1], "show")
