"""The real terraform, run in the folder of a stack."""

import os
import subprocess
import sys

from tools import tool

# No configuration of the machine's own, and nothing asked of anybody.
ALONE = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}


def run_terraform(stack, settings, *arguments):
    """What it prints; a failure ends the test, and says why."""
    result = subprocess.run([tool("terraform"), *arguments, "-no-color"], cwd=stack, env=settings, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{stack}: terraform {' '.join(arguments)}\n{result.stdout}")
    return result.stdout
