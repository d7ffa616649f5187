"""The examples' Terraform is a fixed point of `terraform fmt`, and the real terraform accepts it offline: `init`, `validate`,
and in the order of stacks.txt `plan` and `apply`, after which a second plan is empty. The providers are made of nothing but
their schemas."""

import subprocess
import sys

from example import EXAMPLES, build, shared
from terraform_stub import stub_providers
from tools import tool

terraform = tool("terraform")
known = sorted(shared("schemas/terraform").glob("*.schema.json.gz"))
full = {path.name.split(".")[0].split("-")[-1] for path in known}
own = {path.name: path for project in EXAMPLES for path in sorted((project / "schemas").glob("*.schema.json"))
       if path.name.split(".")[0] not in full}
settings = stub_providers([*known, *own.values()], applied=True)
settings["TF_VAR_main_hcloud_token"] = "none"


def run(stack, *arguments, accepted=(0,)):
    result = subprocess.run([terraform, *arguments, "-no-color"], cwd=stack, env=settings, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode not in accepted:
        sys.exit(f"{stack}: terraform {' '.join(arguments)}\n{result.stdout}")


for project, environments in EXAMPLES.items():
    for environment in environments:
        folder = build(environment, project) / "terraform"
        stacks = [folder / line for line in (folder / "stacks.txt").read_text().splitlines() if not line.startswith("#")] \
            if (folder / "stacks.txt").exists() else [path for path in folder.iterdir() if path.is_dir()]
        assert stacks, f"{environment} has no stack"
        assert {path.parent for path in folder.rglob("*.tf")} == set(stacks)
        for stack in stacks:
            run(stack, "fmt", "-check", "-diff")
            run(stack, "init", "-input=false")
            run(stack, "validate")
            run(stack, "apply", "-input=false", "-auto-approve")
            run(stack, "plan", "-input=false", "-detailed-exitcode")
