"""The tools that npm brings do run here: the other end-to-end tests rest on them."""

import subprocess
import sys
from pathlib import Path

from tools import npm_packages, tool

MANIFEST = """apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: demo}
spec: {sourceRepos: %s}
"""


def validate(text):
    Path("manifest.yaml").write_text(text)
    script = Path(__file__).with_name("tools.mjs")
    return subprocess.run([tool("node"), script, "manifest.yaml"], capture_output=True, text=True)


npm_packages()
subprocess.run([tool("helm"), "version", "--short"], check=True)
subprocess.run([tool("kubectl"), "version", "--client"], check=True)
subprocess.run([tool("pkl"), "--version"], check=True)

assert validate(MANIFEST % "['*']").returncode == 0
wrong = validate(MANIFEST % "7")
assert wrong.returncode == 1 and "sourceRepos must be array" in wrong.stdout, wrong
