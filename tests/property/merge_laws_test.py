"""Laws of merging, over generated programs: siblings commute, an empty layer changes nothing, members of a layer may stand in
any order, and writes to different slots may be split over two layers."""

import os
import subprocess
import sys
from pathlib import Path

from generated import Program

FLUXC = os.environ["FLUXC"]
PROGRAMS = 15


def result(layers, **how):
    Program.write("main.flux", layers, **how)
    built = subprocess.run([FLUXC, "build", "main.flux", "-o", "out"], capture_output=True, text=True)
    if built.returncode != 0:
        sys.exit(f"seed {seed}: the program does not build\n{Path('main.flux').read_text()}\n{built.stderr}")
    return Path("out/top/values.json").read_text()


def law(name, expected, actual):
    if expected != actual:
        sys.exit(f"seed {seed}: {name}\n{expected}\n{actual}\n{Path('main.flux').read_text()}")


for seed in range(PROGRAMS):
    layers = Program(seed).layers
    expected = result(layers)
    law("siblings commute", expected, result(layers, siblings=("right", "left")))
    law("an empty sibling changes nothing", expected, result({**layers, "empty": []}, siblings=("left", "empty", "right")))
    turned = {name: members[::-1] for name, members in layers.items()}
    law("members may stand in any order", expected, result(turned))
    half = len(layers["left"]) // 2
    split = {**layers, "left": layers["left"][:half], "more": layers["left"][half:]}
    law("different slots may be split over layers", expected, result(split, siblings=("more", "left", "right")))
