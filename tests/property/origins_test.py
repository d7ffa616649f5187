"""Origins are true, over generated programs: drop what a layer says about a slot where `explain` names it as an effective
writer, and the value changes; drop what it calls hidden, and the value stays."""

import json
import os
import subprocess
import sys
from pathlib import Path

from generated import SLOTS, Program

FLUXC = os.environ["FLUXC"]
PROGRAMS = 4
MAIN = Path("main.flux")


def explain(slot):
    run = subprocess.run([FLUXC, "explain", MAIN, slot, "--format", "json"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"seed {seed}: explain {slot} failed\n{MAIN.read_text()}\n{run.stderr}")
    return json.loads(run.stdout)


def without(text, write):
    """The program without the member of a layer that wrote."""
    member = write["member"]
    data = text.encode()
    return (data[:member["begin"]] + data[member["end"]:]).decode()


def drop(text, slot, write, changes):
    MAIN.write_text(without(text, write))
    after = explain(slot)["value"]
    MAIN.write_text(text)
    if (after != value) != changes:
        sys.exit(f"seed {seed}: {slot} is {value}; without the {'effective' if changes else 'hidden'} write of "
                 f"{write['layer']} it is {after}\n{text}")


effective = hidden = 0
for seed in range(PROGRAMS):
    Program.write(MAIN, Program(seed).layers)
    text = MAIN.read_text()
    for slot in SLOTS:
        explained = explain(slot)
        value = explained["value"]
        for write in explained["writes"]:
            if write["layer"].startswith("type"):
                continue
            drop(text, slot, write, changes=write["effective"])
            effective += write["effective"]
            hidden += not write["effective"]
print(f"{effective} effective and {hidden} hidden writes dropped")
assert effective > 20 and hidden > 10
