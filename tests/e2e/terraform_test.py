"""The example's Terraform is a fixed point of `terraform fmt` and passes `init` and `validate`, offline: the providers are
made of nothing but their schemas."""

import os
import subprocess
import sys
from pathlib import Path

from example import ENVIRONMENTS, build, shared
from tools import npm_packages, tool

terraform = tool("terraform")
schemas = sorted(shared("schemas/terraform").glob("*.schema.json.gz"))
install = shared("tools/terraform-stub/install.sh")

# The script takes the packages that are there and installs none.
providers = Path("providers").resolve()
providers.mkdir(exist_ok=True)
packages = providers / "node_modules"
if not packages.is_symlink():
    packages.symlink_to(npm_packages())
subprocess.run(["bash", install, providers, *schemas], check=True, stdout=subprocess.DEVNULL)

settings = {**os.environ, "TF_CLI_CONFIG_FILE": str(providers / "terraformrc"), "TF_DISABLE_PLUGIN_TLS": "1",
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}


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
