"""A secret is nowhere in what is written or said. Values that come nowhere else are given for secrets of every shape, by YAML
and JSON layers, by Flux and by `--set`, in programs generated from a seed, rightly and with every mistake; they stand in the
clear in files of SOPS, where they should not, and in files that are no layers at all. Then all output, diagnostics,
explanations, failing proofs and the cache are searched for them. Nor does a diagnostic show how long a secret is."""

import base64
import json
import os
import random
import re
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
    # What differs from what was built before, and what does so no longer follows from the sources.
    ["build", "main.flux", "--check"],
    ["build", "main.flux", "--dry-run", "--diagnostics=json"],
    ["verify", "out"],
    ["verify", "out", "--diagnostics=json"],
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
        # A proof takes what is recorded, and of the arguments only the secrets; it is to fail, by a source and by the output.
        given = arguments if command[0] != "verify" or arguments[0] == "--set" else []
        if command[0] == "verify" and not Path("out").exists():
            continue
        if command == ["verify", "out"]:
            Path("main.flux").write_text(Path("main.flux").read_text() + "// changed\n")
            for path in Path("out").rglob("*.json"):
                path.write_text(path.read_text() + "\n")
        result = subprocess.run([FLUXC, *command, *given], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                env={**os.environ, "XDG_CACHE_HOME": str(Path("cache").resolve())})
        case = f"seed {seed}: {kind}, {command} {given}"
        assert result.returncode in (0, 1, 3), f"{case}: exit status {result.returncode}\n{result.stderr}"
        assert command[0] != "verify" or result.returncode != 0, case
        searched(canary, case, result)
        statuses.append(result.returncode)
    return statuses[0]


def run(case, canary, commands, *arguments):
    """Runs each command, and searches what it says and writes. The last result is given back."""
    result = None
    for command in commands:
        result = subprocess.run([FLUXC, *command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                env={**os.environ, "XDG_CACHE_HOME": str(Path("cache").resolve())})
        assert result.returncode in (0, 1, 2, 3), f"{case}: {command}: exit status {result.returncode}\n{result.stderr}"
        searched(canary, f"{case}: {command} {arguments}", result)
    return result


def encrypted(choose, kind="str", broken=None):
    """What SOPS writes in the place of a value; nobody has the key."""
    def text(size):
        return base64.b64encode(choose.randbytes(size)).decode()
    data = broken or text(choose.randrange(1, 40))
    return f"ENC[AES256_GCM,data:{data},iv:{text(32)},tag:{text(16)},type:{kind}]"


AGE = "age13rrrw370cjqk5uy5ne0yj79vfgcl5q0nrhhjcm9w4jrqg6fd9p2s3rw4ac"


def run_sops_case(seed):
    """A file of SOPS in which something is wrong; in the one that is right, the canary stands nowhere."""
    choose = random.Random(seed)
    canary = f"canary{choose.randrange(10**15, 10**16)}"
    form = choose.choice(["yaml", "json", "env"])
    mistake = choose.choice(["none", "clear", "number", "broken", "comment", "twice", "syntax", "plain", "mac"])
    number = str(choose.randrange(10**15, 10**16))
    if mistake == "number":
        canary = number
    enc = "-----BEGIN AGE ENCRYPTED FILE-----\nabc\n-----END AGE ENCRYPTED FILE-----\n"
    recipient = AGE
    sops = {"age": [{"recipient": recipient, "enc": enc}], "lastmodified": "2026-01-02T03:04:05Z", "mac": encrypted(choose),
            "unencrypted_suffix": "_unencrypted", "version": "3.9.0"}
    if mistake == "mac":
        sops["mac"] = canary
    inner = {"password": encrypted(choose), "port": encrypted(choose, "int"), "note_unencrypted": "public"}
    if mistake in ("clear", "syntax", "plain"):
        inner["password"] = canary
    if mistake == "number":
        inner["port"] = int(number)
    if mistake == "broken":
        inner["password"] = encrypted(choose, broken=f"{canary}!")
    if form == "env":
        lines = [f"{name}={value}" for name, value in inner.items()]
        if mistake == "twice":
            lines.append(f"password={canary}")
        if mistake == "comment":
            lines += [f"# {canary}", f"password={canary}"]
        if mistake == "syntax":
            lines.append(f"{canary} {canary}")
        if mistake != "plain":
            lines += [f"sops_age__list_0__map_recipient={recipient}",
                      "sops_age__list_0__map_enc=" + enc.replace("\n", "\\n")]
            lines += [f"sops_{name}={value}" for name, value in sops.items() if name != "age"]
        text = "\n".join(lines) + "\n"
        path = "secret.password"
    else:
        whole = {"db": inner, "list": [encrypted(choose), canary if mistake == "clear" else encrypted(choose)]}
        if mistake != "plain":
            whole["sops"] = sops
        text = json.dumps(whole, indent=choose.choice([None, 2]))
        if form == "yaml":
            text = yaml({name: value for name, value in whole.items() if name == "db"}).lstrip() + "\n"
            if mistake != "plain":
                text += "sops: " + json.dumps(sops) + "\n"
        if mistake == "twice":
            text = text.replace("password", f'password": "{canary}", "password' if form == "json" else f"password: {canary}\n  password", 1)
        if mistake == "comment":
            text = text.replace("  password: ", f"  password: {canary} # {canary}\n  other: ") if form == "yaml" else text + f"// {canary}\n"
        if mistake == "syntax":
            text = text.replace(canary, f'{canary}"\n : [ {canary}', 1)
        path = "secret.db.password"
    Path(f"secret.{form}").write_text(text)
    shutil.rmtree("out", ignore_errors=True)
    sink = choose.choice(['emit helm { release r { chart = "c", namespace = "r", values = { t = token } } }', "",
                          "emit terraform { resource thing t { password = token } }",
                          'emit file { file "f" { content = "${token}" } }', 'check token == "" : "it is ${token}"'])
    Path("sops.flux").write_text(f'secret secret from sops "secret.{form}"\ntype Top {{\n  token: secret<string>\n  {sink}\n}}\n'
                                 f"environment e : Top {{ token = {path} }}\n")
    commands = [[part.replace("main.flux", "sops.flux").replace("FIELD", "token") for part in command] for command in COMMANDS]
    run(f"sops seed {seed}: {form}, {mistake}", canary, commands)


def run_mistakes():
    """What a shell or a hand gets wrong, each with a canary."""
    canary = "canary4711471147114711"
    Path("main.flux").write_text(
        "type Account { user: string = \"u\", password: secret<string> = \"\" }\n"
        "type Top {\n  account: Account = {}\n  accounts: map<string, Account> = {}\n  tokens: secret<list<string>> = []\n"
        "  words: list<secret<string>> = []\n  pins: list<secret<int>> = []\n}\nenvironment e : Top { }\n")
    check = [["check", "main.flux"], ["check", "main.flux", "--diagnostics=json"], ["build", "main.flux", "--dry-run"],
             ["build", "main.flux", "--check"], ["explain", "main.flux", "tokens"]]
    for field in ("account", "accounts", "accounts.x", "account.password.deeper", "tokens", "words", "words[0]", "nosuch"):
        for value in (canary, f'["{canary}"]', f'{{ password = "{canary}" }}', f'{{ passwort = "{canary}" }}'):
            if field != "nosuch":
                run(f"--set {field}", canary, check, "--set", f"{field}={value}")
    run("--set without a value", canary, check, "--set", canary)
    for option in ("--sett", "-set", "--setting", "set"):
        result = run(f"{option} for --set", canary, check[:1], option, f"account.password={canary}")
        assert result.returncode != 0, option
    # No layers at all, by their content or by their name.
    for name, text in {
        "key.yaml": f"-----BEGIN KEY-----\n{canary}\n-----END KEY-----\n", "text.yaml": canary, "list.yaml": f"- {canary}\n",
        "twice.yaml": f"account:\n  password: {canary}\n  password: {canary}\n", "tab.yaml": f"account:\n\tpassword: {canary}\n",
        "half.json": f'{{"account": {{"password": "{canary}"', "tag.yaml": f"account: {{ password: !secret {canary} }}\n",
        "layer.env": f"PASSWORD={canary}\n", "layer.txt": canary, "alias.yaml": f"account: *{canary}\npassword: {canary}\n",
    }.items():
        Path(name).write_text(text)
        run(name, canary, check, "-c", name)
        Path("layered.flux").write_text(Path("main.flux").read_text().replace("environment e : Top { }", f'layer l : Top from "{name}"\nenvironment e extends l {{ }}'))
        run(f"from {name}", canary, [[part.replace("main.flux", "layered.flux") for part in command] for command in check])
    # Flux itself shows what stands in it, but for what is given for a secret.
    for member in (f'tokens -= ["{canary}"]', f'tokens += [{{ a = "{canary}" }}]', f'words -= ["{canary}"]', f'pins += ["{canary}"]',
                   f'account = "{canary}"', f'account.password = ["{canary}"]', f'tokens = "{canary}"', f'words = ["{canary}", 1]'):
        Path("written.flux").write_text(Path("main.flux").read_text().replace("environment e : Top { }", f"environment e : Top {{ {member} }}"))
        run(member, canary, [[part.replace("main.flux", "written.flux") for part in command] for command in check])


def run_lengths():
    """What is said of a short secret and of a long one is the same."""
    Path("main.flux").write_text("type Top { pin: secret<int> = 5 }\nenvironment e : Top { }\n")
    said = set()
    for word in ("abc", "abcdefgh" * 9):
        for form, text in (("yaml", f"pin: {word}\n"), ("json", json.dumps({"pin": word}))):
            Path(f"length.{form}").write_text(text)
            for command in (["check", "main.flux"], ["check", "main.flux", "--diagnostics=json"]):
                result = run("lengths", word, [command], "-c", f"length.{form}")
                said.add((form, len(command), re.sub(r"in [0-9.]+ m?s", "", result.stdout + result.stderr)))
    assert len(said) == 4, said


run_mistakes()
run_lengths()
for seed in range(30):
    run_sops_case(seed)
results = [run_case(seed) for seed in range(PROGRAMS * len(SHAPES))]
# Both what is right and what is wrong was tried.
assert min(results.count(0), results.count(1)) >= PROGRAMS, (results.count(0), results.count(1))
