"""zsh and fish themselves complete command lines with the scripts that `fluxc completion` writes (bash: tests/lit)."""

import os
import re
import subprocess
from pathlib import Path

from example import FLUXC
from tools import skip, tool

# Prints `[LINE] CANDIDATE...` for each of its arguments.
FISH = """
source fluxc.fish
for line in $argv
  echo "[$line]" (complete --do-complete=$line | string replace --regex '\\t.*' '')
end
"""

# The same in zsh, which completes only in a terminal: one for each line, where Tab is pressed.
ZSH = r"""
zmodload zsh/zpty
inside='
PROMPT= fpath=($PWD $fpath)
autoload -U compinit && compinit -u -d $PWD/compdump
typeset -U offered
compadd() { local -a found; builtin compadd -O found "$@"; offered+=($found); builtin compadd "$@" }
tell() { print -r -- "<$offered>" }
comppostfuncs=(tell)
print READY
'
print -r -- $inside > inside.zsh
for line in "$@"; do
  zpty shell zsh -f -i
  zpty -w shell 'source inside.zsh'
  zpty -r shell seen $'*READY\r\n*'
  zpty -w -n shell "$line"$'\t'
  zpty -r shell seen $'*<*>*'
  print -r -- "[$line] ${${seen##*<}%%>*}"
  zpty -d shell
done
"""

HELP = subprocess.run([FLUXC, "--help"], check=True, capture_output=True, text=True).stdout
COMMANDS = set(re.findall(r"^  ([a-z-]+) ", HELP.partition("Subcommands:")[2], re.MULTILINE))
assert {"build", "check"} <= COMMANDS, HELP

EXPECTED = {
    "fluxc ": COMMANDS,
    "fluxc build --c": {"--color", "--check"},
    "fluxc check --color ": {"auto", "always", "never"},
    "fluxc new ": {"app"},
    "fluxc new app x --type ": {"api", "chart", "cron-job", "database", "web-service", "worker"},
    "fluxc completion ": {"bash", "zsh", "fish"},
    "fluxc build one": {"one.flux"},
}

work = Path("work").resolve()
work.mkdir(exist_ok=True)
(work / "one.flux").touch()


def check(shell, script_name, options, program):
    script = subprocess.run([FLUXC, "completion", shell], check=True, capture_output=True, text=True).stdout
    (work / script_name).write_text(script)
    (work / f"program.{shell}").write_text(program)
    result = subprocess.run([tool(shell), *options, f"program.{shell}", *EXPECTED], cwd=work, text=True, timeout=300,
                            capture_output=True, stdin=subprocess.DEVNULL,
                            env={**os.environ, "HOME": str(work), "TERM": "xterm", "LC_ALL": "C.UTF-8"})
    offered = {line: set(words.split()) for line, words in re.findall(r"^\[(.*)\] ?(.*)$", result.stdout, re.MULTILINE)}
    assert offered == EXPECTED, f"{shell}: {offered}\n{result.stderr}"


check("fish", "fluxc.fish", ["--no-config"], FISH)
try:
    os.openpty()
except OSError as error:
    skip(f"zsh needs a terminal, and none can be opened: {error}")
check("zsh", "_fluxc", ["-f"], ZSH)
