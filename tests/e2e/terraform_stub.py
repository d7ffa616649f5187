"""The real terraform, offline: its providers are made of nothing but their schemas."""

import os
import subprocess
from pathlib import Path

from example import shared
from tools import npm_packages


def stub_providers(schemas):
    """Provides what the schema files describe in the folder `providers`; returns the environment for terraform."""
    install = shared("tools/terraform-stub/install.sh")
    providers = Path("providers").resolve()
    providers.mkdir(exist_ok=True)
    # The script takes the packages that are there and installs none.
    packages = providers / "node_modules"
    if not packages.is_symlink():
        packages.symlink_to(npm_packages())
    subprocess.run(["bash", install, providers, *schemas], check=True, stdout=subprocess.DEVNULL)
    return {**os.environ, "TF_CLI_CONFIG_FILE": str(providers / "terraformrc"), "TF_DISABLE_PLUGIN_TLS": "1",
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
