#!/usr/bin/env python3
"""Fails when a C++ file is not as clang-format 14 with the repository's .clang-format leaves it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from source_tree import files, report

SKIPPED = 77


def main():
    root = Path(sys.argv[1])
    clang_format = shutil.which("clang-format-14")
    if not clang_format:
        print("skipped: clang-format-14 is not installed")
        return SKIPPED
    sources = [path for folder in ("compiler", "tests") for path in files(root / folder, {".h", ".cpp"})]
    result = subprocess.run([clang_format, "--dry-run", *sources], capture_output=True, text=True, check=True)
    places = re.findall(r"^(.+?):(\d+):\d+: warning:", result.stderr, re.MULTILINE)
    first_line = {}
    for path, line in places:
        first_line.setdefault(path, line)
    return report([f"{Path(path).relative_to(root)}:{line}: not formatted" for path, line in first_line.items()],
                  "`clang-format-14 -i` on these files mends it")


if __name__ == "__main__":
    sys.exit(main())
