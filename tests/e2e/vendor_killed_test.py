"""`fluxc vendor` killed at each of its writes: every vendored file and flux.lock are whole, a package that is half of the old and
half of the new one is taken for neither, and the next run finishes, with nothing left behind."""

import json
import shutil
import subprocess
from pathlib import Path

from example import FLUXC
from tools import find, skip

compiler = find("cc")
if compiler is None:
    skip("cc is not on this machine")
KILLED_AT = Path("killed_at").resolve()
subprocess.run([compiler, "-O1", "-o", KILLED_AT, Path(__file__).with_name("killed_at.c")], check=True)
MOST = 500


def write(folder, files):
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def vendored(project):
    """flux.lock and what lies in vendor/."""
    return {name: data for name, data in tree(project).items() if name == "flux.lock" or name.startswith("vendor/")}


def fluxc(*arguments, **how):
    return subprocess.run([FLUXC, *arguments], cwd=PROJECT, capture_output=True, text=True, timeout=60, **how)


PROJECT = Path("apps")
MAIN = 'import { value } from "@base/a.flux"\ntype Top { emit file { file "v.txt" { content = value } } }\nenvironment prod : Top { }\n'
OLD = {"base/a.flux": 'export let value = "old"\n', "base/gone.flux": "let gone = 1\n", "base/deep/b.flux": "let b = 1\n",
       "spare/s.flux": "let s = 1\n"}
NEW = {"base/a.flux": 'export let value = "new"\n', "base/more/c.flux": "let c = 2\n", "base/deep/b.flux": "let b = 2\n",
       "other/o.flux": "let o = 1\n"}
for folder in ("apps", "base", "spare", "other", "old", "new"):
    shutil.rmtree(folder, ignore_errors=True)

write(".", OLD)
write(PROJECT, {"main.flux": MAIN, "flux.yaml": "dependencies:\n  base: { path: ../base }\n  spare: { path: ../spare }\n"})
assert fluxc("vendor").returncode == 0
shutil.copytree(PROJECT, "old")
shutil.rmtree("base")
write(".", NEW)
write(PROJECT, {"flux.yaml": "dependencies:\n  base: { path: ../base }\n  other: { path: ../other }\n"})
shutil.copy(PROJECT / "flux.yaml", "old/flux.yaml")
assert fluxc("vendor").returncode == 0
shutil.copytree(PROJECT, "new")
before, after = vendored("old"), vendored("new")
assert "vendor/base/gone.flux" in before and not any("spare" in name or "gone" in name for name in after), after.keys()


def check_killed(moment):
    """Whether it was killed, rather than done before."""
    shutil.rmtree(PROJECT)
    shutil.copytree("old", PROJECT)
    run = subprocess.run([KILLED_AT, str(moment), FLUXC, "vendor"], cwd=PROJECT, capture_output=True, text=True, timeout=60)
    if run.returncode == 77:
        skip("programs cannot be traced here")
    assert run.returncode in (0, 1), run
    for name, data in vendored(PROJECT).items():
        if name.endswith("/.flux-manifest.json"):
            json.loads(data)  # of a package that goes, it is empty for a moment
        elif "/.flux-" not in name:
            assert data in (before.get(name), after.get(name)), f"{moment}: {name} is half written"
    lock = (PROJECT / "flux.lock").read_bytes()
    assert lock in (before["flux.lock"], after["flux.lock"]), moment

    # A build uses the old packages, or the new ones, or says how they are made whole.
    built = fluxc("build", "-o", "out")
    content = {"old", "new"} if built.returncode == 0 else set()
    if content:
        assert (PROJECT / "out/prod/v.txt").read_text() in content, moment
    else:
        assert built.returncode == 1 and "`fluxc vendor" in built.stderr, (moment, built.stderr)
    shutil.rmtree(PROJECT / "out", ignore_errors=True)

    again = fluxc("vendor")
    assert again.returncode == 0, (moment, again.stderr)
    assert vendored(PROJECT) == after, (moment, vendored(PROJECT).keys() ^ after.keys())
    assert tree(PROJECT) == tree("new"), (moment, tree(PROJECT).keys() ^ tree("new").keys())
    return run.returncode == 0


moments = 1
while check_killed(moments):
    moments += 1
    assert moments < MOST, "it never ends by itself"
assert moments > 20, f"it was killed {moments - 1} times only"
print(f"killed at each of {moments - 1} writes")
