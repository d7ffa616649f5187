"""Values against the schemas of charts: what a JSON Schema validator rejects, `fluxc check` rejects.

For each chart, those of the reference material among them when it is there, its own default values are accepted. Then,
for properties all over the schema, values with one mistake each: of another kind, off an enum, beyond a bound, a
required name dropped or taken away by null, a name misspelt. A validator judges each as Helm does, laid over the
defaults; `helm template` judges some of them too, which shows that the validator is no stricter or laxer than Helm.

Fails when fluxc accepts what the validator rejects, when it rejects what the validator accepts, and when it lets a
misspelt name through: where an object lists its names, fluxc admits no others, although a schema without
`additionalProperties` does. The same once more without the chart's values.yaml beside the schema: then what the
defaults decide is not asked for, and nothing that the validator accepts may be rejected all the same.
"""

import gzip
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import yaml

from example import FLUXC, PLATFORM, SOURCE
from tools import find, npm_packages, tool

MOST_PROPERTIES = 150  # of one chart, evenly spread; takes under a minute
HELM_CASES = 6  # of one chart: each is a process
VALIDATOR = Path(__file__).with_name("values_validator.mjs")
OF_KIND = {"string": "wrong", "number": 1.5, "boolean": True, "array": ["wrong"], "object": {}}
DECIDED_BY_DEFAULTS = {"by hand", "right", "taken away"}
DEEPEST = 12  # schemas may contain themselves


class Chart:
    """`needed` is what its defaults leave for others to say."""

    def __init__(self, folder, needed=None):
        self.name = folder.name
        self.schema_file = next(iter(sorted(folder.glob("values.schema.json*"))), None)
        self.defaults = {**yaml.safe_load((folder / "values.yaml").read_text()), **(needed or {})}
        by_hand = folder / "cases.yaml"
        self.by_hand = yaml.safe_load(by_hand.read_text()) if by_hand.exists() else []
        text_of = gzip.decompress if self.schema_file and self.schema_file.suffix == ".gz" else bytes
        self.schema = json.loads(text_of(self.schema_file.read_bytes())) if self.schema_file else None

    def resolved(self, schema):
        """The schema that a local `$ref` leads to."""
        while isinstance(schema, dict) and "$ref" in schema:
            at = self.schema
            for part in schema["$ref"].removeprefix("#").split("/")[1:]:
                at = at[part.replace("~1", "/").replace("~0", "~")]
            schema = at
        return schema if isinstance(schema, dict) else {}

    def properties(self, schema=None, path=()):
        """(path, schema of the object, its name) of each property; 0 in a path is the element of a list."""
        schema = self.resolved(self.schema if schema is None else schema)
        if len(path) > DEEPEST:
            return
        for name, inner in schema.get("properties", {}).items():
            yield path, schema, name
            yield from self.properties(inner, (*path, name))
        if isinstance(schema.get("items"), dict):
            yield from self.properties(schema["items"], (*path, 0))

    def right(self, schema):
        """A value that the schema most likely admits."""
        schema = self.resolved(schema)
        for known in ("const", "default"):
            if schema.get(known) is not None:
                return schema[known]
        if "enum" in schema:
            return schema["enum"][0]
        for arm in (arm for word in ("anyOf", "oneOf", "allOf") for arm in schema.get(word, [])):
            return self.right(arm)
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else next((one for one in kinds if one != "null"), "null")
        if kind == "object":
            return {name: self.right(schema.get("properties", {}).get(name, {})) for name in schema.get("required", [])}
        return {"integer": int(schema.get("minimum", 1)), "number": schema.get("minimum", 1), "null": None,
                "array": [], "boolean": False}.get(kind, "a")

    def at(self, path, value, schema=None, in_list=False):
        """Values that hold nothing but `value` at the path, and what elements of lists require."""
        if not path:
            return value
        schema = self.resolved(self.schema if schema is None else schema)
        first, *rest = path
        if first == 0:
            return [self.at(rest, value, schema["items"], True)]
        values = self.right({"type": "object", **{word: schema[word] for word in ("required", "properties")
                                                  if word in schema}}) if in_list else {}
        values[first] = self.at(rest, value, schema.get("properties", {}).get(first, {}), in_list)
        return values

    def cases(self):
        """(kind, values)"""
        yield "defaults", self.defaults
        yield from (("by hand", values) for values in self.by_hand)
        properties = list(self.properties())
        for path, parent, name in properties[::len(properties) // MOST_PROPERTIES + 1]:
            schema = self.resolved(parent["properties"][name])
            right = self.right(schema)
            yield "right", self.at((*path, name), right)
            yield "taken away", self.at((*path, name), None)
            for kind, value in wrong(schema):
                yield kind, self.at((*path, name), value)
            misspelt = name + "Xy"
            yield ("misspelt" if closed(parent) else "misspelt, but open"), self.at((*path, misspelt), right)
            if 0 in path and name in parent.get("required", []):
                values = self.at((*path, misspelt), right)
                element = values
                for step in path:
                    element = element[step]
                del element[misspelt], element[name]
                yield "required dropped", values


def closed(schema):
    """Whether fluxc takes the names of the object for all there are."""
    others = schema.get("additionalProperties", schema.get("patternProperties"))
    return others is None or others is False


def wrong(schema):
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    for kind, value in OF_KIND.items():
        if kind not in kinds:
            yield f"{kind} for {' or '.join(sorted(kinds)) or 'any'}", value
    if "enum" in schema:
        yield "off the enum", "no-such-word"
    for word, beyond in (("minimum", -1), ("maximum", 1), ("exclusiveMinimum", 0), ("exclusiveMaximum", 0)):
        if word in schema:
            yield f"beyond {word}", schema[word] + beyond
    if "pattern" in schema:
        yield "off the pattern", "\u2028!"
    if schema.get("minLength"):
        yield "too short", ""
    if "maxLength" in schema:
        yield "too long", "a" * (schema["maxLength"] + 1)


# The judges: {index of a case: message} of those that each rejects.

def by_validator(chart, cases):
    given = json.dumps({"schema": chart.schema, "defaults": chart.defaults, "cases": [values for _, values in cases]})
    result = subprocess.run([tool("node"), VALIDATOR], input=given, text=True, check=True, stdout=subprocess.PIPE)
    return {index: message for index, message in enumerate(json.loads(result.stdout)) if message is not None}


def text(value):
    """As Flux writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(name)} = {text(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(character if character.isprintable() and character not in '"\\'
                             else f"\\u{{{ord(character):x}}}" for character in value).replace("${", "$${") + '"'
    return json.dumps(value)


def by_fluxc(folder, chart, cases, defaults_known):
    at = folder / "charts" / chart.name
    at.mkdir(parents=True)
    shutil.copy(chart.schema_file, at)
    if defaults_known:
        (at / "values.yaml").write_text(json.dumps(chart.defaults))
    rows = [f'import "charts/{chart.name}/{chart.schema_file.name}" as chart', "type Top {", "emit helm {"]
    first = len(rows) + 1
    rows += [f'release c{index} {{ chart = "{chart.name}", version = "1.0.0", namespace = "a", values = {text(values)} }}'
             for index, (_, values) in enumerate(cases)]
    (folder / "main.flux").write_text("\n".join([*rows, "}", "}", "environment e : Top { }"]) + "\n")
    result = subprocess.run([FLUXC, "check", "--diagnostics=json", "main.flux"], cwd=folder, text=True,
                            stdout=subprocess.PIPE)
    rejected = {}
    for one in json.loads(result.stdout)["diagnostics"]:
        index = one["span"]["line"] - first
        if one["severity"] == "error":
            assert 0 <= index < len(cases), one
            rejected.setdefault(index, f"{one['code']}: {one['message']}")
    return rejected


def by_helm(folder, chart, cases, chosen):
    at = folder / "helm" / chart.name
    at.mkdir(parents=True)
    (at / "Chart.yaml").write_text(f"{{apiVersion: v2, name: {chart.name}, version: 1.0.0}}")
    (at / "values.yaml").write_text(json.dumps(chart.defaults))
    (at / "values.schema.json").write_text(json.dumps(chart.schema))
    rejected = {}
    for index in chosen:
        (folder / "case.json").write_text(json.dumps(cases[index][1]))
        result = subprocess.run([helm, "template", "a", at, "-f", folder / "case.json"], text=True,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if result.returncode != 0:
            rejected[index] = result.stderr.strip().splitlines()[-1]
    return rejected


def compare(chart, cases, theirs, ours, defaults_known):
    """(kind, example) of each disagreement."""
    for index, (kind, values) in enumerate(cases):
        if index in ours and index not in theirs and not kind.startswith("misspelt"):
            if kind != "defaults" or defaults_known:
                yield f"only fluxc rejects: {kind}", f"{chart.name} {index} {json.dumps(values)[:200]}: {ours[index]}"
        elif index not in ours and (index in theirs or kind == "misspelt"):
            if defaults_known or kind not in DECIDED_BY_DEFAULTS:
                yield f"fluxc accepts: {kind}", f"{chart.name} {index} {json.dumps(values)[:200]}: {theirs.get(index)}"


npm_packages()
helm = find("helm")
if helm is None:
    print("helm is not on this machine, so it judges nothing")
charts = [Chart(PLATFORM / "charts/web-service", {"image": {"repository": "a", "tag": "1"}}),
          Chart(Path(__file__).with_name("charts") / "combinations"),
          *map(Chart, sorted(SOURCE.parent.glob("shared/schemas/charts/*")))]
disagreements = []
for chart in charts:
    if chart.schema is None:
        print(f"{chart.name} has no schema")
        continue
    folder = Path("cases", chart.name).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    cases = list(chart.cases())
    theirs = by_validator(chart, cases)
    ours = by_fluxc(folder / "known", chart, cases, True)
    disagreements += compare(chart, cases, theirs, ours, True)
    disagreements += compare(chart, cases, theirs, by_fluxc(folder / "unknown", chart, cases, False), False)
    chosen = range(0, len(cases), len(cases) // HELM_CASES + 1) if helm else ()
    helms = by_helm(folder, chart, cases, chosen)
    disagreements += (("helm and the validator disagree", f"{chart.name} {cases[index]}: {helms.get(index)}")
                      for index in chosen if (index in helms) != (index in theirs))
    print(f"{chart.name}: {len(cases)} values; the validator rejects {len(theirs)}, fluxc {len(ours)}, helm "
          f"{len(helms)} of {len(chosen)}", flush=True)
for kind, count in sorted(Counter(kind for kind, _ in disagreements).items()):
    print(f"{kind}: {count}, as {next(example for one, example in disagreements if one == kind)}")
sys.exit(1 if disagreements else 0)
