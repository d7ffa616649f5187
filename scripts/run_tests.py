#!/usr/bin/env python3
"""Runs the tests of build folders through CTest and counts every case.

    run_tests.py BUILD_DIR... [-- CTEST_OPTION...]

A CTest test that is a whole suite leaves a JUnit file BUILD_DIR/results/NAME.xml; its cases are then counted in place
of that one test. The last line is `N passed, N failed[, N skipped]`; the status is 1 when a case failed or none ran.
"""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def read_cases(path):
    """Yields (name, outcome, output) for each case of a JUnit file."""
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
            outcome = "failed"
        elif skipped is not None:
            outcome = "skipped"
        else:
            outcome = "passed"
        output = case.findtext("system-out") or ""
        if outcome == "skipped" and not output.strip():
            output = skipped.get("message", "")
        yield case.get("name"), outcome, output


def run_folder(build_dir, options):
    """Runs the tests of one build folder; returns its cases and whether CTest itself was content."""
    results = build_dir / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    report = results / "ctest.junit"
    status = subprocess.run(
        ["ctest", "--test-dir", build_dir, "--output-on-failure", "--output-junit", report.resolve(),
         "-j", str(os.cpu_count() or 1), *options], stdin=subprocess.DEVNULL).returncode
    cases = []
    for case in read_cases(report):
        suite = results / f"{case[0]}.xml"
        cases += [(f"{case[0]}/{name}", *rest) for name, *rest in read_cases(suite)] if suite.exists() else [case]
    return cases, status == 0


def reason(output):
    """The last line that says why a test was skipped."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if line.lower().startswith("skipped:")]
    return (told or lines or ["no reason given"])[-1].removeprefix("skipped: ")


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    cases, content = [], True
    for build_dir in arguments[:split]:
        found, fine = run_folder(Path(build_dir), arguments[split + 1:])
        cases += found
        content &= fine

    by_outcome = {outcome: [case for case in cases if case[1] == outcome] for outcome in ("passed", "failed", "skipped")}
    if not content and not by_outcome["failed"]:
        by_outcome["failed"].append(("ctest", "failed", "ctest reported an error, see above"))
    print()
    for name, _, output in by_outcome["skipped"]:
        print(f"skipped: {name}: {reason(output)}")
    for name, _, _ in by_outcome["failed"]:
        print(f"FAILED: {name}")
    summary = f"{len(by_outcome['passed'])} passed, {len(by_outcome['failed'])} failed"
    if by_outcome["skipped"]:
        summary += f", {len(by_outcome['skipped'])} skipped"
    print(summary)
    return 1 if by_outcome["failed"] or not by_outcome["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
