#!/usr/bin/env python3
"""Whole-process figures: fluxc beside Pkl and Jsonnet, on the same platform of typed apps, in the same run.

    compare.py --fluxc FLUXC [--pkl PKL] [--twin GENERATOR] [--apps 10,1000,5000,20000] [--runs 5] [--once-above 5000]

The commands of one size take turns, so that a busy machine is busy for all of them. Prints Markdown: the median of the
clock and of processor time (user and system) and the largest peak of memory, then the ratios to `fluxc build`.
GENERATOR writes the Pkl and Jsonnet versions (`generate.py N DIR`); without it only fluxc is measured. A tool that is
not there is left out.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
import tools  # noqa: E402

ONE_LINE = 'type Top { size: int(1..9) = 1 }\nenvironment one : Top { size = 3 }\n'


class Sample:
    """One run of a command: clock and processor time in seconds, peak of resident memory in MB."""

    def __init__(self, command, folder):
        begin = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        self.clock = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit status {child.returncode}\n{errors.decode(errors='replace')[:2000]}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024


def measure(commands, folder, runs):
    """Median figures by name. `commands` are run in turns."""
    samples = defaultdict(list)
    for _ in range(runs):
        for name, command in commands.items():
            shutil.rmtree(folder / "out", ignore_errors=True)
            samples[name].append(Sample(command, folder))
    return {name: (statistics.median(s.clock for s in taken), statistics.median(s.cpu for s in taken),
                   max(s.memory for s in taken)) for name, taken in samples.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fluxc", default=os.environ.get("FLUXC", "fluxc"))
    parser.add_argument("--pkl", default=tools.find("pkl"))
    parser.add_argument("--twin", help="writes the platform in Pkl and Jsonnet")
    parser.add_argument("--apps", default="10,1000,5000,20000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once-above", type=int, default=5000, help="platforms of more apps are run once")
    options = parser.parse_args()
    fluxc = os.path.abspath(options.fluxc) if os.sep in options.fluxc else options.fluxc
    jsonnet = tools.find("jsonnet")

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "one"
        folder.mkdir()
        (folder / "one.flux").write_text(ONE_LINE)
        started = measure({"check": [fluxc, "check", "one.flux"]}, folder, 4 * options.runs)["check"]
        print(f"`fluxc check` on a one-line environment: {1000 * started[0]:.1f} ms on the clock, "
              f"{1000 * started[1]:.1f} ms of processor time, {started[2]:.0f} MB\n")

        print("| apps | command | clock s | processor s | peak MB | clock ÷ build | processor ÷ build | memory ÷ build |")
        print("|---:|---|---:|---:|---:|---:|---:|---:|", flush=True)
        for count in map(int, options.apps.split(",")):
            folder = Path(scratch) / str(count)
            subprocess.run([sys.executable, "-B", HERE / "generate.py", str(count), folder], check=True)
            commands = {"fluxc build": [fluxc, "build", "prod.flux", "-o", "out"],
                        "fluxc check": [fluxc, "check", "prod.flux"]}
            if options.twin:
                subprocess.run([sys.executable, "-B", options.twin, str(count), folder], check=True)
                if options.pkl:
                    commands["pkl eval"] = [options.pkl, "eval", "-f", "yaml", "prod.pkl"]
                if jsonnet:
                    commands["jsonnet"] = [jsonnet, "prod.jsonnet"]
            figures = measure(commands, folder, 1 if count > options.once_above else options.runs)
            build = figures["fluxc build"]
            for name, taken in figures.items():
                ratios = " | ".join(f"{value / base:.2f}" for value, base in zip(taken, build))
                print(f"| {count} | {name} | {taken[0]:.3f} | {taken[1]:.3f} | {taken[2]:.0f} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
