"""Walks the source tree for the checks beside this file."""

import os
from pathlib import Path

SKIPPED_FOLDERS = {".git", "node_modules", "__pycache__"}


def files(root, suffixes=None):
    """Every file of the tree that is no product of a build, sorted; only those with the suffixes, if given."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS
                            and not (Path(folder) == Path(root) and (name == "build" or name.startswith("build-"))))
        for name in sorted(names):
            if suffixes is None or Path(name).suffix in suffixes:
                yield Path(folder) / name


def report(problems, hint=""):
    """Prints the problems and returns the exit status."""
    for problem in problems:
        print(problem)
    if problems and hint:
        print(hint)
    return 1 if problems else 0
