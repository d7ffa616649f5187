#!/usr/bin/env python3
"""Fails when a C++ file is not as clang-format 14 with the repository's .clang-format leaves it."""

import shutil
import subprocess
import sys
from pathlib import Path

from source_tree import files

SKIPPED = 77


def main():
    root = Path(sys.argv[1])
    clang_format = shutil.which("clang-format-14")
    if not clang_format:
        print("skipped: clang-format-14 is not installed")
        return SKIPPED
    sources = [path for folder in ("compiler", "tests") for path in files(root / folder, {".h", ".cpp"})]
    return subprocess.run([clang_format, "--dry-run", "-Werror", *sources]).returncode


if __name__ == "__main__":
    sys.exit(main())
