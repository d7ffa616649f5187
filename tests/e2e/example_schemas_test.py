"""The example's provider schemas are what terraform itself prints of such providers, and the trimmed one says what the
provider's full schema says.

Terraform refuses a schema that contradicts itself (an attribute both required and computed, a nested block in a map of
attributes), and prints one in its own form: the files come back unchanged."""

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

from example import FLUXC, PLATFORM, shared
from terraform_stub import stub_providers
from tools import tool

PROSE = {"description", "description_kind"}
NAMED = {"attributes", "block_types"}  # their keys are names, such as `description`


def without_prose(part, named=False):
    if not isinstance(part, dict):
        return part
    return {key: without_prose(value, not named and key in NAMED) for key, value in part.items()
            if named or key not in PROSE}


def schemas_of(provider):
    """{"resource_schemas.T": body}; what has no types is left out."""
    parts = {"provider": provider["provider"]}
    for place in provider.keys() - {"provider"}:
        parts.update((f"{place}.{type_}", body) for type_, body in provider[place].items())
    return {name: without_prose(body) for name, body in parts.items()}


terraform = tool("terraform")
files = sorted((PLATFORM / "schemas").glob("*.schema.json"))
ours = {}
for file in files:
    dump = json.loads(file.read_text())
    (source, provider), = dump["provider_schemas"].items()
    ours[source] = dump["x_version"], schemas_of(provider)

listed = json.loads(subprocess.run([FLUXC, "schema", "list", "--format", "json"], cwd=PLATFORM, check=True,
                                   stdout=subprocess.PIPE).stdout)["schemas"]
assert [PLATFORM / one["path"] for one in listed] == files, f"flux.lock does not list {files}"
assert all(one["state"] == "ok" for one in listed), f"a schema is not what was vendored: {listed}"

folder = Path("printed")
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()
required = {source.split("/")[-1]: {"source": source, "version": version} for source, (version, _) in ours.items()}
(folder / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": required}}))
settings = stub_providers(files)
subprocess.run([terraform, "init", "-backend=false", "-input=false", "-no-color"], cwd=folder, env=settings, check=True,
               stdout=subprocess.DEVNULL)
printed = json.loads(subprocess.run([terraform, "providers", "schema", "-json"], cwd=folder, env=settings, check=True,
                                    stdout=subprocess.PIPE).stdout)["provider_schemas"]

full = {}
for file in shared("schemas/terraform").glob("*.schema.json.gz"):
    full.update(json.loads(gzip.decompress(file.read_bytes()))["provider_schemas"])

failed = False
for source, (_, parts) in ours.items():
    print(f"{source}: {len(parts)} schemas, {'trimmed' if source in full else 'written by hand'}")
    known = {"as terraform prints it": schemas_of(printed[source])}
    if source in full:
        known["as in the full schema"] = schemas_of(full[source])
    for name, body in parts.items():
        for what, others in known.items():
            if others.get(name) != body:
                print(f"  {name} is not {what}")
                failed = True
sys.exit(failed)
