"""Stacks that read each other are accepted by the real terraform: the golden ones need no provider but its own, so `init`,
`validate` and, in the order of order.json, `apply` run with nothing else."""

import shutil
from pathlib import Path

from example import SOURCE
from terraform_runs import ALONE, run_terraform, stacks_in_order

environment = Path("prod").resolve()
shutil.rmtree(environment, ignore_errors=True)
shutil.copytree(SOURCE / "tests/golden/terraform-stacks/expected/prod", environment)


def run(stack, *arguments):
    return run_terraform(stack, ALONE, *arguments)


order = stacks_in_order(environment)
for stack in order:
    run(stack, "fmt", "-check", "-diff")
    run(stack, "init", "-input=false")
    run(stack, "validate")
    run(stack, "apply", "-input=false", "-auto-approve")
assert "in " in run(order[-1], "show")
