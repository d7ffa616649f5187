"""Renames in the source reach the real terraform as moves: a cluster, a pool, a machine and a stack get other names, one after
the other, and each plan of what was applied before destroys and creates nothing. Without the line the build refuses."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from example import FLUXC
from terraform_runs import ALONE, run_terraform

TYPES = """\
type Machine { size: int = 1 }
type Pool {
  owner: enclosing<Cluster>
  machines: map<string, Machine> = {}
  emit terraform {
    slug = "${owner.id}_${key}"
    resource terraform_data node for name, machine in machines { input = { size = machine.size } }
    resource terraform_data disk for name in [for k, m in machines : "home-${owner.id}-${key}-${k}"] { input = "disk" }
    resource terraform_data lock { input = "pool" }
  }
}
type Cluster {
  id: string = key
  stack: string = key
  nodes: map<string, Pool> = {}
  emit terraform { stack = stack, resource terraform_data net { input = "net" } }
}
type Top { clusters: map<string, Cluster> = {} }
"""


def write(cluster, body, *lines):
    Path("main.flux").write_text(TYPES + f"environment prod : Top {{\n  clusters {{ {cluster} = {{ {body} }} }}\n"
                                 + "".join(f"  {line}\n" for line in lines) + "}\n")


def build(fails=False):
    result = subprocess.run([FLUXC, "build", "main.flux", "--color=never"], capture_output=True, text=True, timeout=60)
    if (result.returncode == 1) != fails or result.returncode not in (0, 1):
        sys.exit(f"exit status {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def run(stack, *arguments):
    return run_terraform(Path("out/prod/terraform") / stack, ALONE, *arguments)


def apply(stack, moves):
    """Applies a plan that must have that many moves, and nothing else."""
    run(stack, "fmt", "-check", "-diff")
    run(stack, "init", "-input=false")
    plan = run(stack, "plan", "-input=false", "-out=plan")
    assert len(re.findall("has moved to", plan)) == moves, plan
    assert ("0 to add, 0 to change, 0 to destroy" if moves else "No changes") in plan, plan
    run(stack, "apply", "-input=false", "plan")
    assert "No changes" in run(stack, "plan", "-input=false")


def rename(before, after, line, moves, stacks=None):
    """From one source to the next: refused without the line, all moves with it."""
    write(*after)
    proposed = build(fails=True)
    assert f"`{line}`" in proposed, f"not proposed: {line}\n{proposed}"
    write(*after, line)
    summary = build()
    assert "removes:" not in summary or "terraform_data" not in summary.split("removes:")[1].split("\n")[0], summary
    if stacks:
        old, new = (Path("out/prod/terraform") / stack for stack in stacks)
        assert "W7401" in summary, summary
        shutil.move(old / "terraform.tfstate", new / "terraform.tfstate")
    apply(stacks[1] if stacks else before, moves)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    pools = "nodes = {{ control = {{ machines = {{ c1 = {{}} }} }}, {} = {{ machines = {{ {} = {{}}, w2 = {{}} }} }} }}"
    write("mgmt", pools.format("worker", "w1"))
    build()
    run("mgmt", "init", "-input=false")
    run("mgmt", "apply", "-input=false", "-auto-approve")

    rename("mgmt", ("main", pools.format("worker", "w1")), "renamed clusters.main from clusters.mgmt", 9, ("mgmt", "main"))
    rename("main", ("main", pools.format("big", "w1")), "renamed clusters.main.nodes.big from clusters.main.nodes.worker", 5)
    rename("main", ("main", pools.format("big", "w9")),
           "renamed clusters.main.nodes.big.machines.w9 from clusters.main.nodes.big.machines.w1", 2)
    rename("main", ("main", 'stack = "base", ' + pools.format("big", "w9")), "renamed terraform.base from terraform.main", 0,
           ("main", "base"))

    # What goes must be said, and is destroyed then.
    write("main", 'stack = "base", nodes = { control = { machines = { c1 = {} } } }')
    assert "E7405" in build(fails=True)
    write("main", 'stack = "base", nodes = { control = { machines = { c1 = {} } } }', 'removed clusters.main.nodes.big because "too dear"')
    assert "removes: 1 file, 5 terraform_data" in build()
    assert "0 to add, 0 to change, 5 to destroy" in run("base", "plan", "-input=false")
    os.chdir("/")
