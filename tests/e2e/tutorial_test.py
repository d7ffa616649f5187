"""Every command of the tutorial, in order, in one shell session of a reader: each must end with the exit status that its
comment `# exit N` names, 0 without one."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FLUXC = Path(os.environ["FLUXC"]).resolve()
TUTORIAL = Path(os.environ["FLUX_SOURCE_DIR"]) / "docs/tutorial.md"


def commands():
    """(line, command, expected status) of each line of the console blocks that begins with `$ `."""
    inside = False
    for number, line in enumerate(TUTORIAL.read_text().splitlines(), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            command, _, status = line[2:].partition("# exit ")
            yield number, command.strip(), int(status or 0)


count = 0
with tempfile.TemporaryDirectory() as home:
    binaries = Path(home, "bin")
    binaries.mkdir()
    (binaries / "fluxc").symlink_to(FLUXC)
    settings = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "HOME": home}
    folder = home
    for number, command, expected in commands():
        # A `cd` is to be felt by the commands after it.
        if directory := re.fullmatch(r"cd (\S+)", command):
            folder = os.path.join(folder, directory[1])
            continue
        result = subprocess.run(["bash", "-c", command], cwd=folder, env=settings, stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        if result.returncode != expected:
            sys.exit(f"{TUTORIAL}:{number}: exit status {result.returncode} instead of {expected}\n$ {command}\n{result.stdout}")
        count += 1
assert count > 20, "the tutorial has few commands"
print(f"{count} commands")
