"""A secret is nowhere in what is written or said. Values that come nowhere else are given for secrets of every shape, by YAML
and JSON layers and `--set`, in programs generated from a seed, rightly and with every mistake; then all output, diagnostics,
explanations and the cache are searched for them."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

FLUXC = str(Path(os.environ["FLUXC"]).resolve())
PROGRAMS = 12
COMMANDS = [
    ["check", "main.flux"],
    ["check", "main.flux", "--diagnostics=json"],
    ["build", "main.flux", "--dry-run"],
    ["build", "main.flux"],
    ["explain", "main.flux", "FIELD"],
    ["explain", "main.flux", "FIELD", "--format", "json"],
]

# type -> how a canary is given for it rightly; what else is given is a mistake.
SHAPES = {
    "secret<string>": lambda word: word,
    "secret<string>?": lambda word: word,
    "secret<string(/^canary/)>": lambda word: word,
    "secret<string(/^never/)>": None,
    "secret<int>": None,
    "secret<bool>": None,
    "secret<duration>": None,
    'secret<"on" | "off">': None,
    "secret<list<string>>": lambda word: [word],
    "secret<map<string, string>>": lambda word: {"key": word},
    "secret<map<string, string>>": lambda word: {"key": word},
    "map<string, secret<string>>": lambda word: {"key": word},
    "list<secret<int>>": None,
    "Account": lambda word: {"password": word},
}
SPOILT = [
    lambda word: word,
    lambda word: [word],
    lambda word: {"key": word},
    lambda word: {"key": [word, {"deeper": word}]},
    lambda word: {"passwort": word},
    lambda word: f"-----\n{word}\n-----\n",
]
# Where only a part of the value is secret, the mistake is made in that part.
INNER = {
    "map<string, secret<string>>": [lambda word: {"key": [word]}, lambda word: {"key": {"deeper": word}}],
    "list<secret<int>>": [lambda word: [word], lambda word: [{"deeper": word}]],
    "Account": [lambda word: {"password": [word]}, lambda word: {"passwort": word}],
}
# What becomes of a field: nothing, a way out that is right, or one that shows it and is refused.
SINKS = [
    "",
    "",
    "emit terraform {{ resource null_resource r {{ }} }}",
    'emit terraform {{ output o {{ value = {field}, sensitive = false }} }}',
    'emit terraform {{ resource null_resource r {{ triggers = {{ x = {field} }} }} }}',
    'emit file {{ file "f.json" {{ content = jsonencode({{ x = {field} }}) }} }}',
    'check {field} == null : "it is ${{{field}}}"',
]


def yaml(value, indent=""):
    """Block style, so that places differ from those of JSON."""
    if isinstance(value, dict):
        return "".join(f"\n{indent}{key}: {yaml(item, indent + '  ')}" for key, item in value.items())
    if isinstance(value, list):
        return "".join(f"\n{indent}- {yaml(item, indent + '  ')}" for item in value)
    if "\n" in value:
        return "|" + "".join(f"\n{indent}{line}" for line in value.splitlines())
    return value


def searched(canary, case, result):
    for stream in (result.stdout, result.stderr):
        if canary in stream:
            sys.exit(f"{case}: a secret was shown\n{stream}")
    for folder in ("out", "cache"):
        for path in Path(folder).rglob("*"):
            if canary in str(path) or (path.is_file() and canary.encode() in path.read_bytes()):
                sys.exit(f"{case}: a secret was written to {path}")


def run_case(seed):
    choose = random.Random(seed)
    canary = f"canary{choose.randrange(10**15, 10**16)}"
    kind = choose.choice(list(SHAPES))
    right = SHAPES[kind]
    give = right if right and choose.random() < 0.7 else choose.choice(INNER.get(kind, SPOILT))
    # A name that is misspelt stands for a secret where secrets are its neighbours.
    name = "tokn" if kind.startswith("secret<") and choose.random() < 0.25 else "token"
    sink = choose.choice(SINKS).format(field="token")
    shutil.rmtree("out", ignore_errors=True)
    Path("main.flux").write_text(
        "type Account { user: string = \"u\", password: secret<string> = \"\" }\n"
        f"type Top {{\n  token: {kind}\n  other: int = 1\n  {sink}\n}}\nenvironment e : Top {{ }}\n")
    source = choose.choice(["yaml", "json", "set"])
    value = give(canary)
    # A mistake beside the secret must not show it either.
    beside = choose.choice([{}, {}, {}, {"other": "no number"}, {"nosuch": "1"}])
    if source == "set" and kind not in INNER:
        text = value if isinstance(value, str) else json.dumps(value).replace('": ', '" = ')
        arguments = ["--set", f"{name}={text}"]
    else:
        file = Path(f"values.{'json' if source == 'json' else 'yaml'}")
        whole = {name: value, **beside}
        file.write_text(yaml(whole).lstrip() + "\n" if source == "yaml" else json.dumps(whole) + "\n")
        arguments = ["-c", str(file)]
    statuses = []
    for command in COMMANDS:
        command = [part.replace("FIELD", "token") for part in command]
        result = subprocess.run([FLUXC, *command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                env={**os.environ, "XDG_CACHE_HOME": str(Path("cache").resolve())})
        case = f"seed {seed}: {kind}, {command} {arguments}"
        assert result.returncode in (0, 1), f"{case}: exit status {result.returncode}\n{result.stderr}"
        searched(canary, case, result)
        statuses.append(result.returncode)
    return statuses[0]


results = [run_case(seed) for seed in range(PROGRAMS * len(SHAPES))]
# Both what is right and what is wrong was tried.
assert min(results.count(0), results.count(1)) >= PROGRAMS, (results.count(0), results.count(1))
