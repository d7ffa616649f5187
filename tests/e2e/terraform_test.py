"""The examples' Terraform is a fixed point of `terraform fmt`, and the real terraform accepts it offline: `init`, `validate`,
and in the order of order.json `plan` and `apply`, after which a second plan is empty. The providers are made of nothing but
their schemas."""

from example import EXAMPLES, build
from terraform_runs import run_terraform, stacks_in_order
from terraform_stub import stub_example_providers

settings = {**stub_example_providers(), **{f"TF_VAR_{cluster}_hcloud_token": "none" for cluster in ("main", "hub", "edge")}}

for project, environments in EXAMPLES.items():
    for environment in environments:
        stacks = stacks_in_order(build(environment, project))
        assert stacks, f"{environment} has no stack"
        for stack in stacks:
            run_terraform(stack, settings, "fmt", "-check", "-diff")
            run_terraform(stack, settings, "init", "-input=false")
            run_terraform(stack, settings, "validate")
            run_terraform(stack, settings, "apply", "-input=false", "-auto-approve")
            run_terraform(stack, settings, "plan", "-input=false", "-detailed-exitcode")
