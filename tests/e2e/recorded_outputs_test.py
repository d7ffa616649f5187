"""An environment comes up from nothing: Terraform's part is built and applied, its outputs are recorded, and what is written
before Terraform runs has them. What is sensitive is in no file; Terraform notices nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import yaml

from terraform_runs import ALONE, run_terraform

FLUXC = os.environ["FLUXC"]
SOURCE = """
type Site {
  emit terraform {
    resource terraform_data lb { input = { address = "203.0.113.7", port = 6443 } }
    resource terraform_data token { input = "hunter2" }
    output lb { value = terraform_data.lb.output }
    output token { value = sensitive(terraform_data.token.output) }
  }
  emit helm {
    release web {
      chart = "web"
      namespace = "web"
      values = { url = "https://${terraform.terraform_data.lb.output.address}/", port = terraform.terraform_data.lb.output.port }
    }
  }
}
type Top { site: Site = Site { } }
environment prod : Top { }
"""

project = Path("project").resolve()
shutil.rmtree(project, ignore_errors=True)
project.mkdir()
(project / "flux.yaml").write_text("recorded: envs\n")
(project / "prod.flux").write_text(SOURCE)


def fluxc(*arguments, **options):
    return subprocess.run([FLUXC, *arguments], cwd=project, text=True, capture_output=True, **options)


refused = fluxc("build", "prod.flux")
assert refused.returncode == 1 and "E6011" in refused.stderr, refused.stderr
assert fluxc("build", "prod.flux", "--target", "terraform").returncode == 0
stack = project / "out/prod/terraform/shared"
run_terraform(stack, ALONE, "init", "-input=false")
run_terraform(stack, ALONE, "apply", "-input=false", "-auto-approve")
printed = run_terraform(stack, ALONE, "output", "-json")
assert "hunter2" in printed

# As it is printed, it must not be committed.
record = project / "envs/prod.outputs/shared.json"
record.parent.mkdir(parents=True)
record.write_text(printed)
refused = fluxc("build", "prod.flux")
assert refused.returncode == 1 and "E6013" in refused.stderr and "hunter2" not in refused.stderr, refused.stderr

kept = fluxc("record", "prod", "shared", input=printed)
assert kept.returncode == 0, kept.stderr
assert "hunter2" not in record.read_text()
built = fluxc("build", "prod.flux")
assert built.returncode == 0, built.stderr
values = yaml.safe_load((project / "out/prod/helm/shared/web/values.yaml").read_text())
assert values == {"url": "https://203.0.113.7/", "port": 6443}, values
run_terraform(stack, ALONE, "plan", "-input=false", "-detailed-exitcode")
