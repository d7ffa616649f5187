"""The same sources give the same bytes: again, from another folder, with other numbers of threads, in another order of
files, and after `git revert`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FLUXC = str(Path(os.environ["FLUXC"]).resolve())
PLATFORM = Path(os.environ["FLUX_SOURCE_DIR"]) / "examples/platform"
ENVIRONMENTS = ["envs/dev.flux", "envs/prod.flux", "envs/staging.flux"]
BROKEN = ["-c", "broken.yaml"]


def run(*command, folder, status=0):
    result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert result.returncode == status, f"{command}: exit status {result.returncode}\n{result.stdout}{result.stderr}"
    return result


def copy(name):
    """A fresh copy of the example platform."""
    folder = Path(name).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PLATFORM, folder, ignore=shutil.ignore_patterns("out"))
    (folder / "broken.yaml").write_text("domain: 7\nsecurity: { networkPolicies: true }\nappz: {}\n")
    return folder


def build(folder, *arguments):
    """The whole output of a build into an empty folder: path -> bytes."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    run(FLUXC, "build", *arguments, folder=folder)
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def diagnostics(folder, *arguments):
    return run(FLUXC, "check", *arguments, *BROKEN, folder=folder, status=1).stderr


def same(what, first, second):
    if first != second:
        names = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
        sys.exit(f"{what}: differs in {names}")


one, two = copy("one"), copy("deeper/two")
first = build(one, *ENVIRONMENTS, "-j", "1")
assert len(first) > 100, first.keys()
same("once more", first, build(one, *ENVIRONMENTS, "-j", "1"))
same("from another folder", first, build(two, *ENVIRONMENTS, "-j", "1"))
same("on four threads", first, build(one, *ENVIRONMENTS, "-j", "4"))
same("in another order", first, build(one, *reversed(ENVIRONMENTS), "-j", "4"))
same("as a folder", first, build(one, "envs"))
alone = {}
for environment in ENVIRONMENTS:
    alone |= build(one, environment)
same("one at a time", first, alone)

errors = diagnostics(one, *ENVIRONMENTS, "-j", "1")
assert errors == diagnostics(two, *ENVIRONMENTS, "-j", "4"), "diagnostics depend on threads"
assert errors == diagnostics(one, *ENVIRONMENTS, "-j", "4"), "diagnostics depend on the folder"

if shutil.which("git"):
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    run("git", "init", "--quiet", folder=one)
    (one / ".gitignore").write_text("out\n")
    run("git", "add", "--all", folder=one)
    run("git", *identity, "commit", "--quiet", "--message", "Before", folder=one)
    prod = one / "envs/prod.flux"
    # Nothing that is added: to take it away again would destroy it, which a build refuses.
    prod.write_text(prod.read_text().replace("cpu = 16", "cpu = 12").replace("90d", "60d"))
    run(FLUXC, "build", *ENVIRONMENTS, folder=one)
    run("git", *identity, "commit", "--quiet", "--all", "--message", "Change", folder=one)
    run("git", *identity, "revert", "--no-edit", "HEAD", folder=one)
    run(FLUXC, "build", *ENVIRONMENTS, folder=one)
    out = one / "out"
    after = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    same("after git revert", first, after)
