"""The hooks run under the real pre-commit: `fluxc-check` holds back errors, and `fluxc-build` output that is stale."""

import os
import shutil
import subprocess
from pathlib import Path

from example import FLUXC, SOURCE
from tools import tool

pre_commit = tool("pre-commit")
tool("git")
work = Path("work").resolve()
shutil.rmtree(work, ignore_errors=True)
(work / "bin").mkdir(parents=True)
(work / "bin/fluxc").symlink_to(Path(FLUXC).resolve())
settings = {**os.environ, "PATH": f"{work / 'bin'}:{os.environ['PATH']}", "HOME": str(work),
            "PRE_COMMIT_HOME": str(work / "cache"), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
    settings.pop(name, None)


def run(*command, folder, status=0):
    result = subprocess.run(command, cwd=folder, env=settings, stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert result.returncode == status, f"{command}: exit status {result.returncode}, not {status}\n{result.stdout}"
    return result.stdout


def git(folder, *arguments):
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    return run("git", *identity, *arguments, folder=folder)


def hooks(status=0):
    git(project, "add", "--all")
    return run(pre_commit, "run", "--all-files", folder=project, status=status)


# The hooks come from a repository: one that holds them and nothing else is enough.
source = work / "flux"
source.mkdir()
shutil.copy(SOURCE / ".pre-commit-hooks.yaml", source)
git(source, "init", "--quiet")
git(source, "add", "--all")
git(source, "commit", "--quiet", "--message", "Hooks")
revision = git(source, "rev-parse", "HEAD").strip()

project = work / "project"
project.mkdir()
git(project, "init", "--quiet")
(project / ".pre-commit-config.yaml").write_text(
    f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks: [{{id: fluxc-check}}, {{id: fluxc-build}}]\n")
(project / "flux.yaml").write_text("output: out\n")
main = project / "main.flux"
main.write_text("""\
type Top {
  text: string
  emit file { file "text.txt" { content = text } }
}
environment prod : Top { text = "one" }
""")

assert "Failed" in hooks(status=1), "nothing is built yet"
run("fluxc", "build", folder=project)
assert hooks().count("Passed") == 2

main.write_text(main.read_text().replace("one", "two"))
output = hooks(status=1)
assert output.count("Passed") == 1 and output.count("Failed") == 1, output
assert (project / "out/prod/text.txt").read_text() == "one", "the hook wrote"
run("fluxc", "build", folder=project)
hooks()

main.write_text(main.read_text().replace('"two"', "2"))
assert "E3001" in hooks(status=1)
