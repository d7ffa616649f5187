"""The example platform is applied, then its cluster and a pool get other names: the plan adds and destroys nothing. The providers
are made of nothing but their schemas."""

import re
import shutil
import subprocess
from pathlib import Path

from example import FLUXC, PLATFORM
from terraform_runs import run_terraform
from terraform_stub import stub_example_providers

settings = stub_example_providers()
project = Path("renamed").resolve()
shutil.rmtree(project, ignore_errors=True)
shutil.copytree(PLATFORM, project, ignore=shutil.ignore_patterns("out"))
folder = project / "out/prod/terraform"


def build():
    subprocess.run([FLUXC, "build", "envs/prod.flux"], cwd=project, check=True)


def run(stack, *arguments):
    return run_terraform(folder / stack, settings, *arguments)


build()
run("main", "init", "-input=false")
run("main", "apply", "-input=false", "-auto-approve")

for source in project.rglob("*.flux"):
    text = source.read_text()
    text = re.sub(r"\bclusters\.main\b", "clusters.core", text)
    text = re.sub(r"^(\s+)worker(\s+)(= )?\{", r"\1big\2\3{", text, flags=re.MULTILINE)
    if source.name == "prod.flux":
        end = text.rindex("}")
        text = text[:end] + ("  renamed clusters.core from clusters.main\n"
                             "  renamed clusters.core.nodes.big from clusters.core.nodes.worker\n"
                             "  renamed clusters.work.nodes.big from clusters.work.nodes.worker\n") + text[end:]
    source.write_text(text)
build()
shutil.move(folder / "main/terraform.tfstate", folder / "core/terraform.tfstate")
run("core", "fmt", "-check", "-diff")
run("core", "init", "-input=false")
plan = run("core", "plan", "-input=false")
assert re.search(r"Plan: 0 to add, \d+ to change, 0 to destroy|No changes", plan), plan
