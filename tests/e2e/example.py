"""The examples, compiled by the fluxc under test."""

import os
import shutil
import subprocess
from pathlib import Path

from tools import skip

FLUXC = os.environ["FLUXC"]
SOURCE = Path(os.environ["FLUX_SOURCE_DIR"])
PLATFORM = SOURCE / "examples/platform"
ENVIRONMENTS = ("dev", "staging", "prod")
# Those that make machines, and the one that finds its cluster there already.
EXAMPLES = {PLATFORM: ENVIRONMENTS, SOURCE / "examples/hetzner": ("prod", "fleet")}
OWNERS = SOURCE / "examples/two-owners"
ALL_EXAMPLES = {**EXAMPLES, SOURCE / "examples/hetzner": ("prod", "fleet", "reviewed"),
                SOURCE / "examples/first-steps": ("dev", "prod"), OWNERS / "infrastructure": ("prod",), OWNERS / "applications": ("prod",)}


def build(environment, project=PLATFORM):
    """Builds an environment into an empty folder of the working directory; returns the folder with its output."""
    out = Path("out").resolve() / project.name
    shutil.rmtree(out / environment, ignore_errors=True)
    subprocess.run([FLUXC, "build", project / f"envs/{environment}.flux", "-o", out], check=True)
    return out / environment


def shared(path):
    """A file of the reference material, which a checkout may lie beside; ends the test as skipped without it."""
    found = SOURCE.parent / "shared" / path
    if not found.exists():
        skip("the reference material beside the checkout is not there")
    return found
