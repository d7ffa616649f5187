"""The example's Terraform is a fixed point of `terraform fmt` and passes `init` and `validate`, offline: the providers are
made of nothing but their schemas."""

import subprocess
import sys

from example import ENVIRONMENTS, build, shared
from terraform_stub import stub_providers
from tools import tool

terraform = tool("terraform")
settings = stub_providers(sorted(shared("schemas/terraform").glob("*.schema.json.gz")))


def run(stack, *arguments):
    result = subprocess.run([terraform, *arguments, "-no-color"], cwd=stack, env=settings, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        print(f"{stack}: terraform {' '.join(arguments)}\n{result.stdout}")
    return result.returncode == 0


failures = 0
for environment in ENVIRONMENTS:
    stacks = sorted({path.parent for path in (build(environment) / "terraform").rglob("*.tf")})
    assert stacks, f"{environment} has no stack"
    for stack in stacks:
        passed = (run(stack, "fmt", "-check", "-diff") and run(stack, "init", "-backend=false", "-input=false")
                  and run(stack, "validate"))
        failures += not passed
sys.exit(1 if failures else 0)
