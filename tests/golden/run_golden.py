#!/usr/bin/env python3
"""Compares whole output trees, byte for byte.

    run_golden.py --fluxc FLUXC [--update] CASE...

A case is a folder with
    input/                    the project; fluxc runs inside a copy of it
    args                      the command line after `fluxc`, without -o (default: build main.flux)
    expected/                 the whole output; a case without it must fail
    expected-diagnostics.txt  what is written to standard error (default: nothing)
`.flux-provenance.json` is left out: it names the version of the compiler, and tests/lit/cli/verify_output.test pins it.
`--update` writes the last two from what the compiler does now.
"""

import argparse
import difflib
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def read_tree(folder):
    """Every file under the folder but the provenance: relative path -> bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".flux-provenance.json"}


def run(fluxc, case, scratch):
    """Returns (status, output tree, diagnostics)."""
    shutil.copytree(case / "input", scratch / "input")
    args_file = case / "args"
    args = shlex.split(args_file.read_text()) if args_file.exists() else ["build", "main.flux"]
    result = subprocess.run([fluxc, *args, "-o", str(scratch / "out"), "--color=never"], cwd=scratch / "input",
                            stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return result.returncode, read_tree(scratch / "out"), result.stderr


def differences(name, expected, actual):
    """The lines that tell two texts apart."""
    texts = [data.decode(errors="backslashreplace").splitlines(keepends=True) for data in (expected, actual)]
    diff = "".join(difflib.unified_diff(*texts, f"expected/{name}", f"actual/{name}"))
    return diff or f"{name}: differs in bytes that are not text\n"


def compare(case, status, tree, diagnostics):
    """Returns what is wrong, empty when nothing is."""
    expected_tree = read_tree(case / "expected")
    expected_file = case / "expected-diagnostics.txt"
    expected_diagnostics = expected_file.read_bytes() if expected_file.exists() else b""
    expected_status = 0 if (case / "expected").is_dir() else 1

    problems = []
    if status != expected_status:
        problems.append(f"exit status {status}, expected {expected_status}\n")
    if diagnostics != expected_diagnostics:
        problems.append(differences("expected-diagnostics.txt", expected_diagnostics, diagnostics))
    for name in sorted(expected_tree.keys() | tree.keys()):
        if name not in tree:
            problems.append(f"{name}: not written\n")
        elif name not in expected_tree:
            problems.append(f"{name}: written, but not expected\n")
        elif tree[name] != expected_tree[name]:
            problems.append(differences(name, expected_tree[name], tree[name]))
    return "".join(problems)


def update(case, status, tree, diagnostics):
    """Makes what the compiler does now the expectation."""
    shutil.rmtree(case / "expected", ignore_errors=True)
    if status == 0:
        (case / "expected").mkdir()
    for name, data in tree.items():
        path = case / "expected" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    diagnostics_file = case / "expected-diagnostics.txt"
    if diagnostics:
        diagnostics_file.write_bytes(diagnostics)
    else:
        diagnostics_file.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description="Compare output trees with the expected ones.")
    parser.add_argument("--fluxc", required=True, type=Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("cases", nargs="+", type=Path)
    options = parser.parse_args()

    failed = False
    for case in options.cases:
        if not (case / "input").is_dir():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            outcome = run(options.fluxc.resolve(), case, Path(scratch))
        if options.update:
            if outcome[0] not in (0, 1):
                print(f"{case.name}: exit status {outcome[0]}, left as it was\n{outcome[2].decode(errors='replace')}")
                failed = True
                continue
            update(case, *outcome)
            continue
        problems = compare(case, *outcome)
        if problems:
            print(f"{case.name}:\n{problems}(`scripts/test --update-golden` accepts this)")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
