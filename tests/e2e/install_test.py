"""`cmake --install` gives bin/fluxc and nothing else, and that file runs on a Debian that has only its base system."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import skip

BASE_SYSTEM = re.compile(r"lib(c|m|dl|pthread|rt|stdc\+\+|gcc_s)\.so|ld-linux")

with tempfile.TemporaryDirectory() as prefix:
    subprocess.run(["cmake", "--install", os.environ["FLUX_BUILD_DIR"], "--prefix", prefix], check=True)
    installed = [str(path.relative_to(prefix)) for path in Path(prefix).rglob("*") if path.is_file()]
    assert installed == ["bin/fluxc"], installed

    dynamic = subprocess.run(["readelf", "-d", f"{prefix}/bin/fluxc"], capture_output=True, text=True, check=True)
needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic.stdout)
if any(name.startswith("libasan") for name in needed):
    skip("a build with sanitizers is not one to copy")
foreign = [name for name in needed if not BASE_SYSTEM.match(name)]
if foreign:
    sys.exit(f"fluxc needs more than the base system: {', '.join(foreign)}")
