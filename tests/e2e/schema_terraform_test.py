"""Bodies against provider schemas: what terraform rejects, `fluxc check` rejects.

For each resource and data source of each schema, a minimal body and mutations of it, written both as HCL and as Flux
and checked by both. Fails when terraform refuses a minimal body, which then is none, or refuses a mutation that fluxc
accepts; the reverse is only listed."""

import copy
import gzip
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from example import FLUXC, PLATFORM, shared
from terraform_stub import stub_providers
from tools import tool

MOST_TYPES = 40  # of one schema's resources or data sources, evenly spread; takes under a minute
BATCH = 150  # bodies in a root module: what terraform takes grows faster than their number
META_ARGUMENTS = {"count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner"}
MODE_SHAPES = {"list": list, "set": list, "map": dict}


# Values and bodies. A body is {"attributes": {name: value}, "blocks": [(name, body)]}; a value is what JSON holds.

def value(type_):
    """A value of a type as schemas write it."""
    if not isinstance(type_, list):
        return {"number": 1, "bool": True}.get(type_, "a")
    kind, inner = type_
    if kind == "object":
        return {name: value(one) for name, one in inner.items()}
    if kind == "tuple":
        return [value(one) for one in inner]
    return {"k": value(inner)} if kind == "map" else [value(inner)]


def attribute_value(schema):
    if "nested_type" not in schema:
        return value(schema["type"])
    nested = schema["nested_type"]
    fields = {name: attribute_value(one) for name, one in nested["attributes"].items() if one.get("required")}
    shape = MODE_SHAPES.get(nested["nesting_mode"])
    return [fields] if shape is list else {"k": fields} if shape is dict else fields


def minimal(block):
    return {"attributes": {name: attribute_value(one) for name, one in block.get("attributes", {}).items()
                           if one.get("required")},
            "blocks": [(name, minimal(one["block"])) for name, one in block.get("block_types", {}).items()
                       for _ in range(one.get("min_items", 0))]}


def wrong_values(schema):
    """(kind, value) of what the attribute does not take."""
    type_ = schema.get("type")
    if type_ == "string":
        yield "string given a list", ["a"]
    elif type_ == "bool":
        yield "bool given a word", "maybe"
    elif type_ == "number":
        yield "number given a word", "abc"
    elif type_ != "dynamic":
        yield "collection given a string", "a"


def mutations(block):
    """(kind, body), each with one mistake; the first attribute that a kind fits to stands for the others."""
    attributes, nested = block.get("attributes", {}), block.get("block_types", {})
    found = {}

    def mutate(kind, change):
        if kind not in found:
            found[kind] = minimal(block)
            change(found[kind])

    for name, schema in attributes.items():
        if name in META_ARGUMENTS:
            continue
        if schema.get("required"):
            mutate("required attribute dropped", lambda body: body["attributes"].pop(name))
            mutate("name misspelt", lambda body: body["attributes"].update({name + "x": body["attributes"].pop(name)}))
        if schema.get("required") or schema.get("optional"):
            for kind, wrong in wrong_values(schema):
                mutate(kind, lambda body: body["attributes"].update({name: wrong}))
        else:
            mutate("read-only attribute set", lambda body: body["attributes"].update({name: attribute_value(schema)}))
        if "nested_type" in schema and (schema.get("required") or schema.get("optional")):
            nested_mistakes(name, schema, mutate)
    mutate("unknown attribute", lambda body: body["attributes"].update(no_such_argument="a"))
    mutate("unknown block", lambda body: body["blocks"].append(("no_such_block", minimal({}))))
    for name, schema in nested.items():
        one = (name, minimal(schema["block"]))
        most = 1 if schema["nesting_mode"] in ("single", "group") else schema.get("max_items", 0)
        if most:
            mutate("block beyond max_items", lambda body: body["blocks"].extend([copy.deepcopy(one)] * (most + 1)))
        if schema.get("min_items"):
            mutate("block under min_items", lambda body: body["blocks"].remove(one))
        if schema["nesting_mode"] != "map":
            for kind, wrong in mutations(schema["block"]) if len(found) < 40 else ():
                mutate(f"{kind}, in a block", lambda body: body["blocks"].append((name, wrong)))
    return found.items()


def nested_mistakes(name, schema, mutate):
    """Mistakes inside the objects of a nested type."""
    shape = MODE_SHAPES.get(schema["nested_type"]["nesting_mode"])

    def with_fields(change):
        given = attribute_value(schema)
        change(given[0] if shape is list else given["k"] if shape is dict else given)
        return lambda body: body["attributes"].update({name: given})

    for field, one in schema["nested_type"]["attributes"].items():
        if one.get("required"):
            mutate("required attribute dropped, in an object", with_fields(lambda fields: fields.pop(field)))
        if one.get("required") or one.get("optional"):
            for kind, wrong in wrong_values(one):
                mutate(f"{kind}, in an object", with_fields(lambda fields: fields.update({field: wrong})))


# Writing. HCL and Flux write these bodies alike.

def text(given):
    if isinstance(given, dict):
        return "{" + ", ".join(f'"{name}" = {text(one)}' for name, one in given.items()) + "}"
    if isinstance(given, list):
        return "[" + ", ".join(map(text, given)) + "]"
    return json.dumps(given)


def lines(header, body):
    yield header + " {"
    for name, given in body["attributes"].items():
        yield f"{name} = {text(given)}"
    for name, inner in body["blocks"]:
        yield from lines(name, inner)
    yield "}"


class Written:
    """A file made of one block per case, which knows whose block a line is in."""

    def __init__(self, path, before, after, cases, header):
        rows, self.owner_ = [*before], {}
        for index, (place, type_, _, body) in enumerate(cases):
            for row in lines(header(place, type_, f"c{index}"), body):
                rows.append(row)
                self.owner_[len(rows)] = index
        path.write_text("\n".join([*rows, *after]) + "\n")

    def rejected(self, mistakes):
        """{index of a case: message} of (line, message); a mistake elsewhere ends the test."""
        by_case = {}
        for line, message in mistakes:
            if line not in self.owner_:
                sys.exit(f"a mistake outside of the cases, line {line}: {message}")
            by_case.setdefault(self.owner_[line], message)
        return by_case


# The two judges: the cases that each rejects.

def by_terraform(folder, source, version, cases):
    local = source.split("/")[-1]
    before = ["terraform {", "required_providers {", f'{local} = {{ source = "{source}", version = "{version}" }}',
              "}", "}"]
    written = Written(folder / "main.tf", before, [], cases,
                      lambda place, type_, name: f'{place} "{type_}" "{name}"')
    subprocess.run([terraform, "init", "-backend=false", "-input=false", "-no-color"], cwd=folder, env=settings,
                   check=True, stdout=subprocess.DEVNULL)
    result = subprocess.run([terraform, "validate", "-json"], cwd=folder, env=settings, text=True,
                            stdout=subprocess.PIPE)
    return written.rejected((one.get("range", {}).get("start", {}).get("line"),
                             f"{one['summary']}: {one.get('detail', '')}")
                            for one in json.loads(result.stdout)["diagnostics"] if one["severity"] == "error")


def by_fluxc(folder, schema_file, cases):
    shutil.copy(schema_file, folder / schema_file.name)
    before = [f'import "{schema_file.name}" as provider_schema', "type Top {", "emit terraform {", 'slug = "cases"']
    written = Written(folder / "main.flux", before, ["}", "}", "environment e : Top { }"], cases,
                      lambda place, type_, name: f"{place} {type_} {name}")
    result = subprocess.run([FLUXC, "check", "--diagnostics=json", "main.flux"], cwd=folder, text=True,
                            stdout=subprocess.PIPE)
    return written.rejected((one["span"]["line"], f"{one['code']}: {one['message']}")
                            for one in json.loads(result.stdout)["diagnostics"] if one["severity"] == "error")


terraform = tool("terraform")
schemas = [*sorted(shared("schemas/terraform").glob("*.schema.json.gz")),
           *(PLATFORM / f"schemas/{name}.schema.json" for name in ("helm", "kubernetes", "talos"))]
settings = stub_providers(schemas)


def cases_of(provider):
    """(place, type, kind, body); the kind of a minimal body is "minimal"."""
    for place, key in (("resource", "resource_schemas"), ("data", "data_source_schemas")):
        types = sorted(provider.get(key, {}).items())
        for type_, schema in types[::len(types) // MOST_TYPES + 1]:
            body = minimal(schema["block"])
            if META_ARGUMENTS.isdisjoint(body["attributes"]):
                yield place, type_, "minimal", body
                for kind, mutated in mutations(schema["block"]):
                    yield place, type_, kind, mutated


def report(title, disagreements):
    """Counts by kind, with one example of each."""
    for kind, count in sorted(Counter(kind for kind, _ in disagreements).items()):
        print(f"{title}: {kind}: {count}, as {next(example for one, example in disagreements if one == kind)}")


missed, stricter, refused = [], [], []
for schema_file in schemas:
    text_of = gzip.decompress if schema_file.suffix == ".gz" else bytes
    dump = json.loads(text_of(schema_file.read_bytes()))
    for source, provider in dump["provider_schemas"].items():
        folder = Path("cases", source.split("/")[-1]).resolve()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        cases = list(cases_of(provider))
        theirs = {}
        for first in range(0, len(cases), BATCH):
            batch = by_terraform(folder, source, dump.get("x_version", "99.0.0"), cases[first:first + BATCH])
            theirs.update((first + index, message) for index, message in batch.items())
        ours = by_fluxc(folder, schema_file, cases)
        for index, (place, type_, kind, _) in enumerate(cases):
            example = f"{place} {type_} (c{index}): {theirs.get(index) or ours.get(index)}"
            if kind == "minimal" and index in theirs:
                refused.append((kind, example))
            elif index in theirs and index not in ours:
                missed.append((kind, example))
            elif index in ours and index not in theirs:
                stricter.append((kind, example))
        print(f"{source}: {len(cases)} bodies, {sum(case[2] == 'minimal' for case in cases)} of them minimal; "
              f"terraform rejects {len(theirs)}, fluxc {len(ours)}", flush=True)
report("terraform refuses", refused)
report("only fluxc rejects", stricter)
report("only terraform rejects", missed)
sys.exit(1 if refused or missed else 0)
