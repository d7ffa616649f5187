#!/usr/bin/env python3
"""Compares a stream of YAML documents, as PyYAML (YAML 1.1) reads them, with JSON, one document a line.

    read_yaml.py DOCUMENTS.yaml EXPECTED.jsonl

Types count: 1, 1.0, true and "1" all differ. Exit status 77: PyYAML is not installed.
"""

import json
import math
import sys


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b) or (math.isnan(a) and math.isnan(b))
    return a == b


def main():
    try:
        import yaml
    except ImportError:
        print("skipped: PyYAML is not installed")
        return 77
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        text = file.read()
    with open(sys.argv[2], encoding="utf-8") as file:
        expected = [json.loads(line) for line in file]
    # The C loader has a scanner of its own; both must agree.
    loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])
    for loader in loaders:
        found = list(yaml.load_all(text, Loader=loader))
        if len(found) != len(expected):
            print(f"{loader.__name__}: {len(found)} documents for {len(expected)}")
            return 1
        for number, (a, b) in enumerate(zip(found, expected)):
            if not same(a, b):
                print(f"{loader.__name__}: document {number}\n  is       {a!r}\n  not      {b!r}")
                return 1
    print(f"{len(expected)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
