"""The real terraform, offline: its providers are made of nothing but their schemas."""

import gzip
import json
import os
import subprocess
from pathlib import Path

from example import EXAMPLES, shared
from tools import npm_packages


def plain_type(nested):
    """The type of the values that a `nested_type` describes."""
    item = ["object", {name: plain_type(a["nested_type"]) if "nested_type" in a else a["type"]
                       for name, a in nested.get("attributes", {}).items()}]
    return item if nested["nesting_mode"] in ("single", "group") else [nested["nesting_mode"], item]


def with_plain_results(schema):
    """The schema with plain types for what the provider alone sets: the stub makes no value of a nested type, so that
    Terraform would wait for one for ever."""
    for provider in schema["provider_schemas"].values():
        for kinds in ("resource_schemas", "data_source_schemas"):
            for kind in provider.get(kinds, {}).values():
                for attribute in kind["block"].get("attributes", {}).values():
                    if "nested_type" in attribute and not (attribute.get("optional") or attribute.get("required")):
                        attribute["type"] = plain_type(attribute.pop("nested_type"))
    return schema


def write_plain(path, folder):
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    plain = folder / path.name.removesuffix(".gz")
    plain.write_text(json.dumps(with_plain_results(json.loads(text))))
    return plain


def stub_providers(schemas, applied=False):
    """Provides what the schema files describe in the folder `providers`; returns the environment for terraform. `applied`:
    they are also good for `apply`, and not for `providers schema`."""
    install = shared("tools/terraform-stub/install.sh")
    providers = Path("providers").resolve()
    providers.mkdir(exist_ok=True)
    # The script takes the packages that are there and installs none.
    packages = providers / "node_modules"
    if not packages.is_symlink():
        packages.symlink_to(npm_packages())
    if applied:
        schemas = [write_plain(Path(schema), providers) for schema in schemas]
    subprocess.run(["bash", install, providers, *schemas], check=True, stdout=subprocess.DEVNULL)
    # What a data source reads must be the same at each reading, or no plan is ever empty; identifiers are numbers, which
    # some attributes want; certificates and keys are base64.
    provider = providers / "provider.js"
    text = provider.read_text()
    for old, new in (("const config = unpack(call.config)", "serial = 0; const config = unpack(call.config)"),
                     ("return `${name}-${++serial}`", "return name === 'id' ? `${++serial}` : /(_certificate|_key)$/.test(name) ? "
                      "Buffer.from(`${name}-${++serial}`).toString('base64') : `${name}-${++serial}`")):
        assert old in text, old
        text = text.replace(old, new)
    provider.write_text(text)
    return {**os.environ, "TF_CLI_CONFIG_FILE": str(providers / "terraformrc"), "TF_DISABLE_PLUGIN_TLS": "1",
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}


def stub_example_providers():
    """Of all that the examples use, good for `apply`: as the whole schemas describe them where those are at hand, or else as
    the examples' own do."""
    known = sorted(shared("schemas/terraform").glob("*.schema.json.gz"))
    whole = {path.name.split(".")[0].split("-")[-1] for path in known}
    own = {path.name: path for project in EXAMPLES for path in sorted((project / "schemas").glob("*.schema.json"))
           if path.name.split(".")[0] not in whole}
    return stub_providers([*known, *own.values()], applied=True)
