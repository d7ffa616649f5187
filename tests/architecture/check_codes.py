#!/usr/bin/env python3
"""Fails unless every diagnostic code has a page in docs/errors/ that names it in its first line, and a test."""

import re
import sys
from pathlib import Path

from source_tree import files, report

TEST_SUFFIXES = {".cpp", ".flux", ".test", ".txt", ".py", ".sh", ".yaml", ".json"}
# These speak of codes without raising any.
NO_TESTS = {"architecture"}


def main():
    root = Path(sys.argv[1])
    table = (root / "compiler/diagnostics/codes.txt").read_text()
    rows = re.findall(r"^([EW]\d+)\s+(\w+)", table, re.MULTILINE)
    names = dict(rows)

    # A unit test may name the enumerator (`Code::import_cycle`) rather than the code.
    tested = set()
    for path in files(root / "tests", TEST_SUFFIXES):
        if path.relative_to(root / "tests").parts[0] not in NO_TESTS:
            tested.update(re.findall(r"\b[EW]\d{4}\b|(?<=Code::)\w+", path.read_text(errors="replace")))

    problems = [f"{code}: listed twice" for code in sorted({code for code, _ in rows if [c for c, _ in rows].count(code) > 1})]
    pages = root / "docs/errors"
    for code, name in names.items():
        page = pages / f"{code}.md"
        if not page.exists():
            problems.append(f"{code} ({name}): no page docs/errors/{code}.md")
        elif code not in page.read_text().split("\n", 1)[0]:
            problems.append(f"docs/errors/{code}.md: the first line does not name {code}")
        if code not in tested and name not in tested:
            problems.append(f"{code} ({name}): no test mentions it")
    for page in sorted(pages.glob("*.md")):
        if re.fullmatch(r"[EW]\d+", page.stem) and page.stem not in names:
            problems.append(f"docs/errors/{page.name}: no such code")
    return report(problems, f"{len(problems)} problems with {len(names)} codes")


if __name__ == "__main__":
    sys.exit(main())
