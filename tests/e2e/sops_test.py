"""A SOPS file reaches the cluster's folder and Terraform's byte for byte, and what arrives there decrypts, by an implementation
of SOPS that is not ours, to what was encrypted: for a key made here and for the files of tests/data/sops."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from example import FLUXC
from tools import npm_packages, tool

HERE = Path(__file__).parent
DATA = HERE.parent / "data/sops"
packages = npm_packages()
age, keygen, node = tool("age"), tool("age-keygen"), tool("node")

DECRYPT = """
import { readFileSync } from "node:fs";
import { decryptSops } from "sops-age";
const [key, ...files] = process.argv.slice(1);
const secretKey = readFileSync(key, "utf8").split("\\n").find((line) => line.startsWith("AGE-SECRET-KEY-"));
const opened = [];
for (const path of files) opened.push(await decryptSops({ path, secretKey }));
console.log(JSON.stringify(opened));
"""
PROJECT = """
secret cloudflare from sops "secrets/cloudflare.sops.yaml"
secret database from sops "secrets/database.sops.yaml"
secret account from sops "secrets/account.sops.json"
secret app from sops "secrets/app.sops.env"

type Dns { emit kubernetes { encrypted cloudflare { file = cloudflare.sops } } }
type Shop { emit kubernetes { encrypted database { file = database.sops } } }
type Top {
  dns: Dns = { }
  shop: Shop = { }
  emit terraform {
    stack = "main"
    terraform { version = ">= 1.11" }
    provider cloud { password = account.db.password, token = app.API_TOKEN }
  }
}
environment e : Top { }
"""
PLAIN = {
    "cloudflare.sops.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: cloudflare\n  namespace: dns\n"
                            "stringData:\n  token: canary-one\n  zone: 'a: \"b\"'\n",
    "database.sops.yaml": "apiVersion: isindir.github.com/v1alpha3\nkind: SopsSecret\nmetadata:\n  name: database\n"
                          "spec:\n  secretTemplates:\n    - name: database\n      stringData:\n        password: canary-two\n",
    "account.sops.json": '{"db": {"password": "canary-three", "port": 5432, "tls": true, "ratio": 0.5}}',
    "app.sops.env": "API_TOKEN=canary-four\nMODE=two words\n",
}
DELIVERED = {
    "cloudflare.sops.yaml": "kubernetes/shared/dns/secret-cloudflare.yaml",
    "database.sops.yaml": "kubernetes/shared/shop/sopssecret-database.yaml",
    "account.sops.json": "terraform/main/secrets/account.sops.json",
    "app.sops.env": "terraform/main/secrets/app.sops.env",
}


def opened(key, files):
    """What the files hold, by the implementation of SOPS in npm."""
    command = [node, "--input-type=module", "-e", DECRYPT, "--", key, *files]
    result = subprocess.run(command, cwd=packages.parent, check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(result.stdout)


def build_and_open(project, key):
    """Builds, and gives what the delivered files hold, after it has seen that they are the encrypted ones."""
    (project / "main.flux").write_text(PROJECT)
    subprocess.run([FLUXC, "build", "main.flux"], cwd=project, check=True, stdout=subprocess.DEVNULL)
    files = []
    for name, place in DELIVERED.items():
        delivered = project / "out/e" / place
        assert delivered.read_bytes() == (project / "secrets" / name).read_bytes(), place
        files.append(str(delivered))
    # Nobody but the key opens them: no plaintext lies anywhere in the output.
    for path in (project / "out").rglob("*"):
        assert not path.is_file() or b"canary" not in path.read_bytes(), path
    return dict(zip(DELIVERED, opened(key, files)))


# What is encrypted here comes out again.
project = Path("made").resolve()
shutil.rmtree(project, ignore_errors=True)
(project / "secrets").mkdir(parents=True)
(project / "plain").mkdir()
key = project / "key.txt"
subprocess.run([keygen, "-o", key], check=True, stderr=subprocess.DEVNULL)
recipient = subprocess.run([keygen, "-y", key], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
for name, text in PLAIN.items():
    (project / "plain" / name).write_text(text)
    rule = ["^(data|stringData)$"] if name.endswith(".yaml") else []
    subprocess.run([node, HERE / "sops_encrypt.mjs", recipient, project / "plain" / name, project / "secrets" / name, *rule],
                   check=True, env={**os.environ, "PATH": f"{Path(age).parent}{os.pathsep}{os.environ['PATH']}"})
(project / "secrets/.sops.yaml").write_text(f"creation_rules:\n  - age: {recipient}\n    encrypted_regex: ^(data|stringData)$\n"
                                            f"    path_regex: yaml$\n  - age: {recipient}\n")
held = build_and_open(project, str(key))
assert held["cloudflare.sops.yaml"]["stringData"] == {"token": "canary-one", "zone": 'a: "b"'}, held
assert held["database.sops.yaml"]["spec"]["secretTemplates"] == [{"name": "database", "stringData": {"password": "canary-two"}}]
assert held["account.sops.json"] == json.loads(PLAIN["account.sops.json"]), held
assert held["app.sops.env"] == {"API_TOKEN": "canary-four", "MODE": "two words"}, held

# So does what lies in the tests.
project = Path("kept").resolve()
shutil.rmtree(project, ignore_errors=True)
shutil.copytree(DATA, project / "secrets")
held = build_and_open(project, str(DATA / "test-only.agekey"))
assert held["cloudflare.sops.yaml"]["stringData"]["token"] == "canary-token", held
assert held["app.sops.env"]["API_TOKEN"] == "canary-env", held
