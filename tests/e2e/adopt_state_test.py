"""An estate that was applied from handwritten HCL is described in Flux, and moves in without a change: by `moved` where the
state stays, by `import` where the stack begins with a state of its own. The real terraform plans nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from example import FLUXC, SOURCE
from terraform_runs import run_terraform
from terraform_stub import stub_providers
from tools import tool

SCHEMA = SOURCE / "examples/hetzner/schemas/hcloud.schema.json"
CANARY = "canary-user-data"

HANDWRITTEN = """\
terraform {
  required_providers { hcloud = { source = "hetznercloud/hcloud" } }
}
provider "hcloud" { token = "none" }

resource "hcloud_network" "private" {
  name     = "estate"
  ip_range = "10.0.0.0/16"
}
resource "hcloud_network_subnet" "private" {
  network_id   = hcloud_network.private.id
  type         = "cloud"
  network_zone = "eu-central"
  ip_range     = "10.0.1.0/24"
}
resource "hcloud_server" "node" {
  count       = 3
  name        = "node-${count.index}"
  server_type = count.index == 0 ? "cx32" : "cx22"
  image       = "debian-12"
  location    = "fsn1"
  user_data   = "CANARY ${count.index}"
}
resource "hcloud_placement_group" "spread" {
  for_each = { front = "eu", back = "us" }
  name     = "spread-${each.key}"
  type     = "spread"
  labels   = { region = each.value }
}
module "entrance" {
  source   = "./entrance"
  for_each = toset(["public"])
  servers  = hcloud_server.node[*].id
  network  = hcloud_network.private.id
}
"""

ENTRANCE = """\
terraform {
  required_providers { hcloud = { source = "hetznercloud/hcloud" } }
}
variable "servers" {}
variable "network" {}
resource "hcloud_load_balancer" "this" {
  name               = "entrance"
  load_balancer_type = "lb11"
  location           = "fsn1"
}
resource "hcloud_load_balancer_network" "this" {
  load_balancer_id = hcloud_load_balancer.this.id
  network_id       = var.network
}
resource "hcloud_load_balancer_target" "this" {
  count            = length(var.servers)
  load_balancer_id = hcloud_load_balancer.this.id
  type             = "server"
  server_id        = var.servers[count.index]
}
resource "hcloud_load_balancer_service" "this" {
  for_each         = { http = 80, https = 443 }
  load_balancer_id = hcloud_load_balancer.this.id
  protocol         = "tcp"
  listen_port      = each.value
  destination_port = each.value + 8000
}
resource "hcloud_firewall" "this" {
  name = "entrance"
  rule {
    direction  = "in"
    protocol   = "tcp"
    port       = "443"
    source_ips = ["0.0.0.0/0", "::/0"]
  }
}
"""

ESTATE = """\
import "schemas/hcloud.schema.json" as hcloud

type Node {
  number: int
  size: string = "cx22"
  group?: string
  emit terraform {
    stack = "main"
    resource hcloud_server server {
      name = "node-${number}", server_type = size, image = "debian-12", location = "fsn1", user_data = "CANARY ${number}"
    }
    if !(group is absent) {
      resource hcloud_placement_group group { name = "spread-${key}", type = "spread", labels = { region = group } }
    }
  }
}
type Estate {
  nodes: map<string, Node> = {}
  ports: map<string, int> = {}
  emit terraform {
    stack = "main"
    terraform { required_providers { hcloud = { source = "hetznercloud/hcloud" } } }
    provider hcloud { token = "none" }
    resource hcloud_network net { name = "estate", ip_range = "10.0.0.0/16" }
    resource hcloud_network_subnet subnet {
      network_id = hcloud_network.net.id, type = "cloud", network_zone = "eu-central", ip_range = "10.0.1.0/24"
    }
    resource hcloud_load_balancer entrance { name = "entrance", load_balancer_type = "lb11", location = "fsn1" }
    resource hcloud_load_balancer_network entrance {
      load_balancer_id = hcloud_load_balancer.entrance.id, network_id = hcloud_network.net.id
    }
    for name, node in nodes {
      resource hcloud_load_balancer_target "to_${name}" {
        load_balancer_id = hcloud_load_balancer.entrance.id, type = "server", server_id = node.terraform.hcloud_server.server.id
      }
    }
    resource hcloud_load_balancer_service service for name, port in ports {
      load_balancer_id = hcloud_load_balancer.entrance.id
      protocol = "tcp"
      listen_port = port
      destination_port = port + 8000
    }
    resource hcloud_firewall entrance {
      name = "entrance"
      rule { direction = "in", protocol = "tcp", port = "443", source_ips = ["0.0.0.0/0", "::/0"] }
    }
  }
}
environment prod : Estate {
  nodes = {
    front = { number = 0, size = "cx32", group = "eu" }
    middle = { number = 1 }
    back = { number = 2, group = "us" }
  }
  ports = { web = 80, tls = 443 }
}
"""

# What exists is found by its id: the provider reads it from the state of the estate, as if that were the cloud.
IMPORT = """\
  ImportResourceState: handle(r => {
    const world = JSON.parse(fs.readFileSync(process.env.STUB_WORLD)).resources;
    const found = world.filter(x => x.type === r.type_name).flatMap(x => x.instances).find(x => String(x.attributes.id) === r.id);
    if (!found) return { imported_resources: [], diagnostics: [{ severity: 1, summary: `no ${r.type_name} ${r.id}` }] };
    return { imported_resources: [{ type_name: r.type_name, state: { json: Buffer.from(JSON.stringify(found.attributes)) } }] };
  }),
"""
IMPORT_MESSAGES = """\
message ImportRequest { string type_name = 1; string id = 2; }
message ImportedResource { string type_name = 1; DynamicValue state = 2; bytes private = 3; }
message ImportResponse { repeated ImportedResource imported_resources = 1; repeated Diagnostic diagnostics = 2; }

service Provider {
  rpc ImportResourceState(ImportRequest) returns (ImportResponse);
"""


def replace(path, old, new):
    text = Path(path).read_text()
    assert old in text, f"{path} has no {old}"
    Path(path).write_text(text.replace(old, new, 1))


def fluxc(*arguments):
    result = subprocess.run([FLUXC, *arguments, "--color=never"], capture_output=True, text=True, timeout=60)
    assert CANARY not in result.stdout + result.stderr, result.stdout + result.stderr
    if result.returncode != 0:
        sys.exit(f"fluxc {' '.join(arguments)}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result


def is_done(stack, settings):
    """Whether `plan -detailed-exitcode` says that there is nothing to do."""
    result = subprocess.run([tool("terraform"), "plan", "-input=false", "-no-color", "-detailed-exitcode"], cwd=stack,
                            env=settings, capture_output=True, text=True)
    return result.returncode == 0


def take_over(stack, settings, moved, imported):
    run_terraform(stack, settings, "fmt", "-check", "-diff")
    run_terraform(stack, settings, "init", "-input=false")
    plan = run_terraform(stack, settings, "plan", "-input=false", "-out=plan")
    assert len(re.findall("has moved to", plan)) == moved, plan
    expected = f"{imported} to import, " if imported else ""
    assert f"Plan: {expected}0 to add, 0 to change, 0 to destroy." in plan, plan
    run_terraform(stack, settings, "apply", "-input=false", "plan")
    assert is_done(stack, settings)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    settings = stub_providers([SCHEMA], applied=True)
    replace("providers/provider.js", "  StopProvider:", IMPORT + "  StopProvider:")
    replace("providers/provider.proto", "service Provider {\n", IMPORT_MESSAGES)

    estate = Path("handwritten")
    (estate / "entrance").mkdir(parents=True)
    (estate / "main.tf").write_text(HANDWRITTEN.replace("CANARY", CANARY))
    (estate / "entrance/main.tf").write_text(ENTRANCE)
    run_terraform(estate, settings, "init", "-input=false")
    run_terraform(estate, settings, "apply", "-input=false", "-auto-approve")
    assert is_done(estate, settings)
    settings["STUB_WORLD"] = str((estate / "terraform.tfstate").resolve())

    Path("schemas").mkdir()
    shutil.copy(SCHEMA, "schemas")
    Path("main.flux").write_text(ESTATE.replace("CANARY", CANARY))
    Path("flux.yaml").write_text("edition: 2026\n")
    resources = sum(len(resource["instances"]) for resource in
                    json.loads((estate / "terraform.tfstate").read_text())["resources"])
    assert resources == 15, resources

    # The state goes along: everything has another address, and nothing else changes.
    for form in ("state pull", "show -json"):
        shutil.rmtree("out", ignore_errors=True)
        Path("prod.adopted.yaml").unlink(missing_ok=True)
        Path("state.json").write_text(run_terraform(estate, settings, *form.split()))
        proposed = fluxc("adopt-state", "prod", "state.json")
        assert "W7501" not in proposed.stderr, proposed.stderr
        Path("prod.adopted.yaml").write_text(proposed.stdout)
        fluxc("build")
        stack = Path("out/prod/terraform/main")
        shutil.copy(estate / "terraform.tfstate", stack)
        take_over(stack, settings, resources, 0)

    # The stack has a state of its own, which is empty.
    shutil.rmtree("out")
    Path("prod.adopted.yaml").write_text(fluxc("adopt-state", "prod", "state.json", "--import").stdout)
    fluxc("build")
    take_over(Path("out/prod/terraform/main"), settings, 0, resources)
    assert CANARY not in Path("prod.adopted.yaml").read_text()
    os.chdir("/")
