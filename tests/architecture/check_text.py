#!/usr/bin/env python3
"""Fails when a file speaks of one machine: paths of a workplace, or hosts of package registries."""

import re
import sys
from pathlib import Path

from source_tree import files, report

FORBIDDEN = {
    "a path of one machine": re.compile(rb"(?<![\w.$}/-])/(work|root)/\w"),
    "a package registry's host": re.compile(rb"registry\.npm[a-z]*\.|deb\.debian\.|security\.debian\."),
}


def main():
    root = Path(sys.argv[1])
    problems = []
    for path in files(root):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            problems += [f"{path.relative_to(root)}:{number}: {what}"
                         for what, pattern in FORBIDDEN.items() if pattern.search(line)]
    return report(problems)


if __name__ == "__main__":
    sys.exit(main())
