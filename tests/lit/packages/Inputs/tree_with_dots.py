"""Gives the branch `main` of a repository a file `../x.flux`, which Git itself would refuse to add."""

import subprocess
import sys

REPOSITORY = sys.argv[1]


def git(*words, data=None):
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *settings, *words], cwd=REPOSITORY, input=data, check=True, capture_output=True).stdout.strip()


def tree(mode, name, content):
    entry = mode + b" " + name + b"\0" + bytes.fromhex(content.decode())
    return git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=entry)


blob = git("hash-object", "-w", "--stdin", data=b"let x = 1\n")
outer = tree(b"40000", b"..", tree(b"100644", b"x.flux", blob))
git("update-ref", "refs/heads/main", git("commit-tree", "-m", "three", outer.decode()).decode())
