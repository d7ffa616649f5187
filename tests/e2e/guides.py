"""The guides, as a reader follows them: each command of their console blocks, in order, in one shell session of somebody who
stands in a checkout. A comment `# exit N` names the exit status of a command that is not 0."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FLUXC = Path(os.environ["FLUXC"]).resolve()
SOURCE = Path(os.environ["FLUX_SOURCE_DIR"])


def commands(guide):
    """(line, command, expected status) of each line of the console blocks that begins with `$ `."""
    inside = False
    for number, line in enumerate(guide.read_text().splitlines(), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            command, _, status = line[2:].partition("# exit ")
            yield number, command.strip(), int(status or 0)


def follow(guide, home, tools):
    """Runs the commands of a guide; returns how many there were. `tools` are on the path, by name."""
    binaries = Path(home, "bin")
    binaries.mkdir()
    for name, binary in {"fluxc": FLUXC, **tools}.items():
        (binaries / name).symlink_to(binary)
    Path(home, "examples").symlink_to(SOURCE / "examples")
    settings = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "HOME": home, "TF_IN_AUTOMATION": "1",
                "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    folder = home
    count = 0
    for number, command, expected in commands(guide):
        # A `cd` is to be felt by the commands after it.
        if directory := re.fullmatch(r"cd (\S+)", command):
            folder = os.path.join(folder, directory[1])
            continue
        result = subprocess.run(["bash", "-c", command], cwd=folder, env=settings, stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        if result.returncode != expected:
            sys.exit(f"{guide}:{number}: exit status {result.returncode} instead of {expected}\n$ {command}\n{result.stdout}")
        count += 1
    return count


def follow_all(names, **tools):
    """Each guide in a home of its own."""
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            followed = follow(SOURCE / "docs" / name, scratch, tools)
        assert followed > 10, f"{name} has few commands"
        print(f"{name}: {followed} commands")
