"""`cmake --install` gives bin/fluxc and nothing else, and that file needs no other to run."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import skip

with tempfile.TemporaryDirectory() as prefix:
    subprocess.run(["cmake", "--install", os.environ["FLUX_BUILD_DIR"], "--prefix", prefix], check=True)
    installed = [str(path.relative_to(prefix)) for path in Path(prefix).rglob("*") if path.is_file()]
    assert installed == ["bin/fluxc"], installed

    dynamic = subprocess.run(["readelf", "-d", f"{prefix}/bin/fluxc"], capture_output=True, text=True, check=True)
needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic.stdout)
if any(name.startswith("libasan") for name in needed):
    skip("a build with sanitizers is not one to copy")
if needed:
    sys.exit(f"fluxc needs shared libraries: {', '.join(needed)}")
