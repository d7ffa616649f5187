"""A sensitive output of Terraform is nowhere in what is written or said. Files of recorded outputs that hold one, as Terraform
prints them and with every mistake, are generated from a seed and given to the commands that read them, and to `record`, which
is to leave it out; then all output, all diagnostics and the record are searched for it."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

FLUXC = str(Path(os.environ["FLUXC"]).resolve())
CASES = 80
COMMANDS = [["check", "main.flux"], ["check", "main.flux", "--diagnostics=json"], ["build", "main.flux"],
            ["explain", "main.flux", "site"]]
# How the source says that the output is sensitive.
OUTPUTS = ["output token {{ value = sensitive({value}) }}", "output token {{ value = {value}, sensitive = true }}"]
VALUES = [lambda word: word, lambda word: [word, {"deeper": word}], lambda word: {"key": [word]}]
TYPES = ["string", "number", ["list", "string"], ["tuple", ["string", "dynamic"]], ["object", {"key": "string"}]]
MISTAKES = {
    "as printed": lambda entry: entry,
    "not sensitive when it was recorded": lambda entry: {**entry, "sensitive": False},
    "nobody says whether it is sensitive": lambda entry: {key: entry[key] for key in ("value", "type")},
    "sensitive, as text": lambda entry: {**entry, "sensitive": "true"},
    "without a type": lambda entry: {key: entry[key] for key in ("value", "sensitive")},
    "the value alone": lambda entry: entry["value"],
    "nothing but a list": lambda entry: [entry],
}


def run(case, canary, *arguments, given=None):
    """The exit status."""
    result = subprocess.run([FLUXC, *arguments], input=given, stdin=subprocess.DEVNULL if given is None else None,
                            capture_output=True, text=True)
    assert result.returncode in (0, 1), f"{case}: exit status {result.returncode}\n{result.stderr}"
    for stream in (result.stdout, result.stderr):
        if canary in stream:
            sys.exit(f"{case}: a secret was shown\n{stream}")
    for path in Path("out").rglob("*"):
        if path.is_file() and canary in path.read_text():
            sys.exit(f"{case}: a secret was written to {path}")
    return result.returncode


def run_case(seed):
    choose = random.Random(seed)
    canary = f"canary{choose.randrange(10**15, 10**16)}"
    mistake = choose.choice(list(MISTAKES))
    name = choose.choice(["site_token", "site_token", "site_other"])
    if name == "site_other" and mistake == "not sensitive when it was recorded":
        name = "site_token"  # of another name, nobody could know
    output = choose.choice(OUTPUTS).format(value="null_resource.r.id")
    for folder in ("out", "envs"):
        shutil.rmtree(folder, ignore_errors=True)
    Path("flux.yaml").write_text("recorded: envs\n")
    Path("main.flux").write_text(
        "type Site {\n  emit terraform {\n    resource null_resource r { }\n"
        f"    output id {{ value = null_resource.r.id }}\n    {output}\n  }}\n"
        '  emit helm { release web { chart = "web", namespace = "web", values = { id = terraform.null_resource.r.id } } }\n}\n'
        "type Top { site: Site = Site { } }\nenvironment e : Top { }\n")
    value = choose.choice(VALUES)(canary)
    printed = {"site_id": {"sensitive": False, "type": "string", "value": "7"},
               name: {"sensitive": True, "type": choose.choice(TYPES), "value": value}}
    layout = {"indent": choose.choice([None, 2])}
    case = f"seed {seed}: {mistake}, {name}"

    # As somebody has committed it.
    record = Path("envs/e.outputs/shared.json")
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({**printed, name: MISTAKES[mistake](printed[name])}, **layout))
    for command in COMMANDS:
        run(f"{case}, {command}", canary, *command)
    assert run(case, canary, "build", "main.flux") == 1, f"{case}: it was built"

    # As `record` keeps it.
    given = json.dumps({**printed, name: MISTAKES[mistake](printed[name])}, **layout)
    refused = run(f"{case}, record", canary, "record", "e", "shared", given=given) != 0
    if mistake == "as printed":
        assert not refused and canary not in record.read_text(), f"{case}: {record.read_text()}"
        assert run(case, canary, "build", "main.flux") == 0, f"{case}: it was not built"
    return mistake


tried = {run_case(seed) for seed in range(CASES)}
assert tried == set(MISTAKES), tried
