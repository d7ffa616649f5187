#!/usr/bin/env python3
"""Writes one platform of N typed apps, layered defaults <- prod, in Flux.

    generate.py N DIR      then, in DIR:   fluxc build prod.flux

Types, constraints, defaults and late binding are those of the platform that compare.py measures in the other
languages, and the emitted document holds the same values.
"""

import sys
from pathlib import Path

TYPES = """\
type Port = int(1..65535)
type Resources { cpu: string(/^\\d+m?$/) = "100m", memory: string = "128Mi" }
type Image { repository: string, tag: string = "latest" }
type Ingress { host: string, port: Port = 80, tls: bool = true }
type App {
  name: string
  domain: string
  replicas: int(1..100) = 1
  image: Image
  requests: Resources = {}
  limits: Resources = {}
  ingress: Ingress
  env: map<string, string> = {}
}
type Platform {
  domain: string
  apps: map<string, App> = {}
  emit kubernetes { manifest Platform platform { apiVersion = "bench/v1", domain = domain, apps = apps } }
}
"""


def defaults(count):
    yield 'import { App, Platform } from "app.flux"\n\n'
    yield 'layer defaults : Platform {\n  domain = "local"\n  apps {\n'
    for i in range(count):
        yield f"""\
    svc{i} = App {{
      name = "svc{i}"
      domain = root.domain
      image {{ repository = "registry/svc{i}" }}
      requests {{ cpu = "{100 + i % 900}m" }}
      ingress {{ host = "svc{i}.${{root.domain}}" }}
      env {{ LOG = "info", NAME = "svc{i}" }}
    }}
"""
    yield "  }\n}\n"


def prod(count):
    yield 'import { defaults } from "defaults.flux"\n\n'
    yield 'environment prod extends defaults {\n  domain = "platform.company.com"\n  apps {\n'
    for i in range(count):
        yield (f'    svc{i} {{ replicas = {1 + i % 9}, image {{ tag = "v1.{i}.0" }}, '
               f'limits {{ memory = "{256 + i % 512}Mi" }} }}\n')
    yield "  }\n}\n"


def write(count, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.flux").write_text(TYPES)
    (folder / "defaults.flux").write_text("".join(defaults(count)))
    (folder / "prod.flux").write_text("".join(prod(count)))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
