#!/usr/bin/env python3
"""Calls every function with the same arguments here and in the real Terraform; the results must be the same.

Arguments are JSON, which is HCL too. Where fluxc differs on purpose, DIFFERS says why.
"""

import base64
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
ERROR = "an error"
# Terraform sorts its sets; here they keep the order of insertion.
SETS = {"setunion", "setintersection", "setsubtract", "setproduct", "toset"}

WORDS = ["", "a", "Hello, World", "  pad\t\n", "éàü ß ǆ İ Σ", "👨‍👩‍👧 x 🇩🇪🇫🇷", "snake_case kebab-case it's 1st", "a\nb\n\n", "a\r\n", "\u00a0x\u3000"]
LOGS = "on 2019-02-01 and 2020-12-31"
KEYS = {"b": 1, "a": 2, "C": 3, "Ä": 4}

YAML_VALUES = [
    None, True, 1.5, 0, -3, 1e30, "", "a: b", [], {}, KEYS, ["x", [1, [2, []]], {"q": 1, "r": [1, {"s": {}}]}],
    "a\nb", "a\nb\n", "a\n\nb\n\n", "\n", {"a": "\n"}, {"a": " \n"}, {"a": "x\n "}, {"a": "x \ny"}, {"a": "x\n y\n"},
    {"a": "x\ty\nz"}, {"a": "x\u0001y"}, {"a": "é\n😀"}, {"a": "\u00a0\u2028\u0085\ufeffx\u007f\u00ad\u200b\u001b\u0000"},
    {"a\nb": 1}, {"k" * 129: {"x": 1}}, {"k" * 129: [1]}, {"k" * 128: 1}, [["a\nb"], [[]], [{}]], [{"a": [["x"]]}],
    {"a": {"b": {"c": [{"d": [1]}]}}}, {"": 1}, {"a": ["x\n\n"], "b": 1}, [1, ["x\n\n"]], {"a": "# c\nx"},
    {"a": "x\n---\ny"}, {"a": "w" * 70 + " " + "x" * 70 + " y  z " + "v" * 90 + " end"}, ["w " * 120], {"a": "true"},
    {"a": "12"}, {"a": "${x} %{y}"}, {"a": {"b": "w " * 60}},
]
YAML_TEXTS = [
    "yes", "on: y", "a: 1\na: 2", "[0x1f, 0o17, 017, 1_000, .5, 1., +1, 1e3, 0b11]", "[~, null, Null, NULL, '', \"\"]",
    "- \n- !!str 1", "2001-01-01", "- 2001-1-1", "- 2001-01-01 10:00:00", "- 2001-12-14t21:59:43.10-05:00", "2001-13-01",
    "a: &x {b: 1}\nc:\n  <<: *x\n  b: 2", "", "# c", "a: 1\n---\nb: 2", "1: 2", "[a]: 2", "!foo x", "a: |\n  x\n  y\n",
    "a: >\n  x\n  y\n", "? a\n: b", "'1': x", "null: x", "1.5: x", "0x10: x", "- -0x1f", "- -.5e1", "- .NaN", "- .inf",
    "- 0o9", "- 08", "- N\n- n\n- No\n- off\n- OFF\n- tRUE\n- nULL", "- !!float 1", "- !!bool yes", "- !!str yes",
    "- !!int x", "- !!map {a: 1}", "- !!seq [1]", "a: &x [1]\nb: *x", "a: &x [*x]", "b:\n  <<: 3", "--- a\n...",
    "--- a\n---", "%YAML 1.1\n---\na", "a: b: c", "a: =", "a: 1:30", "{", "[1, 2", "a:\n\t- b", "\"a\\tb\"", "'it''s'",
]
JSON_TEXTS = ["{\"a\":1,\"a\":2}", "", "1 2", "[1,2.5,-3,1e3,true,null,\"x\\u00e9\\n\"]", "{\"b\":{\"a\":[]}}", "[1,]", "nul",
              "'x'", " 7 ", "{\"a\" 1}", "\"\\ud83d\\ude00\""]

CASES = {
    "abs": [[1], [-1.5], [0]],
    "ceil": [[1.2], [-1.5], [3]],
    "floor": [[1.2], [-1.5], [3]],
    "max": [[1], [1, 2.5, -3]],
    "min": [[1], [1, 2.5, -3]],
    "pow": [[2, 10], [2, -1], [0, 0], [2, 0.5]],
    "log": [[8, 2], [50, 10], [0, 2]],
    "signum": [[-2], [0], [9], [-2.5]],
    "parseint": [[text, base] for text, base in [("FF", 16), ("-0x10", 16), ("1_0", 10), ("z", 62), ("Z", 62), ("Z", 36),
                 ("+5", 10), ("", 10), ("1", 63), ("1", 1), ("-101", 2), ("9", 8), ("-", 10)]],
    "sum": [[[1, 2.5]], [[1, 2, 3]], [[]]],
    **{name: [[word] for word in WORDS] for name in
       ["chomp", "upper", "lower", "title", "trimspace", "strrev", "length", "md5", "sha1", "sha256", "sha512",
        "base64sha256", "base64sha512", "base64encode", "urlencode", "jsonencode", "yamlencode"]},
    **{name: [["hello", "he"], ["hello", "lo"], ["hello", ""], ["", "x"], ["aaa", "a"]] for name in
       ["startswith", "endswith", "strcontains", "trim", "trimprefix", "trimsuffix"]},
    "indent": [[2, "a\nb\n"], [0, "a\nb"], [3, ""]],
    "join": [[",", ["a"], ["b"]], [",", [1, True, 1.5]], [",", []], [",", [None]], [","]],
    "split": [["", "aéc"], [",", ""], [",", "a,,b,"], ["ab", "xabyab"]],
    "substr": [["hello", *rest] for rest in [(-2, -1), (-9, 3), (1, -5), (9, 1), (1, 3), (0, 0), (2, 99)]] +
              [["👨‍👩‍👧éa", 1, 1]],
    "format": [
        ["%d", 1.5], ["%v", 1.5], ["%5.1f|%-5d|%05d|%+d|% d", 3.14159, 42, 42, 42, 42], ["%x %X %o %b %#x", 255, 255, 8, 5, 255],
        ["%e %E %g %G", 12345.678, 12345.678, 12345.678, 1e30], ["%s %q %v %#v", "a", "b\"c", "d", "e"],
        ["%v %#v", [1, "a"], {"a": None}], ["%s", [1]], ["%t %v", True, False], ["%[2]s %[1]s", "a", "b"],
        ["%[2]s %s", "a", "b"], ["%s %s", "a"], ["%s", "a", "b"], ["%z", "a"], ["100%%"], ["%"],
        ["%5s|%-5s|%.2s|%05s", "ab", "ab", "abc", "ab"], ["%d", "12"], ["%s", 12], ["%d", "x"], ["%t", "true"], ["%f", 1],
        ["%g", 1e21], ["%g", 100000], ["%g", 1000000], ["%g", 0.00001], ["%g", 0.0001], ["%x", "hello"], ["%q", 12],
        ["%+v", 3], ["%5v|%-5v|%05v", 3, 3, 3], ["%5t", True], ["%*d", 5, 3], ["%[5]s", "a"], ["%[0]s", "a"],
        ["%[1]s%[1]s", "a"], ["%.3d", 5], ["%+.2e", 12345.678], ["%-+5d|", 3], ["%#o", 8], ["%s", True], ["%s", 1.1],
        ["%c", 65], ["%5q", "a"], ["%5%"], ["%.3g", 1234.5], ["%8.3f|", -3.14159], ["%08.3f|", -3.14159], ["%d", -7],
        ["%x", -255], ["%5s|", "é👨‍👩‍👧"], ["%v", "x"], ["%5v|", "x"], ["%v", KEYS], ["%#v", "x"], ["é %s ü", "ö"],
    ],
    "formatlist": [["%s-%s", ["a", "b"], "c"], ["%s-%s", ["a", "b"], ["c"]], ["%s", []], ["%s", "a"], ["hi"],
                   ["%s %s", ["a"], ["b", "c"]], ["%s=%d", ["a", "b"], [1, 2]]],
    "regex": [["[a-z]+", "53453aaabbb23"], ["(\\d\\d\\d\\d)-(\\d\\d)-(\\d\\d)(x)?", LOGS],
              ["^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?", "https://terraform.io/docs/"],
              ["(?P<a>x)(y)", "xy"], ["z", "a"], ["(", "a"], ["", ""], ["(a)?", ""], ["é+", "aéé"]],
    "regexall": [["[a-z]+", "1234abcd5678efgh9"], ["", "ab"], ["a*", "baac"], ["(a)(b)?", "abaa"], ["x", ""], ["", "é"],
                 ["(?P<y>\\d+)-(?P<m>\\d+)", LOGS]],
    "replace": [["1 + 2 + 3", "+", "-"], ["hello world", "/w.*d/", "everybody"], ["ab12", "/([a-z]+)(\\d+)/", "$2-$1"],
                ["ab12", "/([a-z]+)(\\d+)/", "$2x$1"], ["ab12", "/([a-z]+)(\\d+)/", "${2}x$$1$"],
                ["ab12", "/(?P<l>[a-z]+)(\\d+)/", "$l!$zz."], ["aaa", "", "-"], ["abc", "//", "-"], ["abc", "/x*/", "-"],
                ["a/b", "/", "-"], ["ab", "/", "-"], ["baac", "/a*/", "x"], ["é", "", "-"], ["a.b.c", "/\\./", "$"]],
    "alltrue": [[[]], [[True, False]], [[True]]],
    "anytrue": [[[]], [[True, False]], [[False]]],
    "chunklist": [[[1, 2, 3], 2], [[], 2], [[1], 0], [[1], -1], [[1, 2], 5]],
    "coalesce": [["", None, "a"], [""], [None, 0], [None]],
    "coalescelist": [[[], [1]], [[]]],
    "compact": [[["a", "", None, "b"]], [[]]],
    "concat": [[[1], [2]], [[], []], [[1]]],
    "contains": [[["a"], "a"], [["a"], "b"], [[], 1], [[[1]], [1]]],
    "distinct": [[[1, 2, 1]], [["a", "b", "a"]], [[]]],
    "element": [[[1, 2, 3], 4], [[1, 2, 3], 0], [[], 0], [[1, 2, 3], -1]],
    "flatten": [[[[1, [2, []]], 3]], [[]], [[["a"], [], [["b"]]]]],
    "index": [[["a", "b"], "b"], [["a"], "z"], [[], 1]],
    "keys": [[KEYS], [{}]],
    "values": [[KEYS], [{}]],
    "lookup": [[{"a": 1}, "b", 2], [{"a": 1}, "b"], [{"a": 1}, "a"], [{"a": 1}, "a", 2]],
    "matchkeys": [[["a", "b", "c"], ["x", "y", "x"], ["x"]], [["a"], ["x", "y"], ["x"]], [["a"], ["x"], []]],
    "merge": [[], [{"a": 1, "b": {"c": 1}}, None, {"b": {"d": 2}}], [{}]],
    "one": [[[]], [[1]], [[1, 2]]],
    "range": [[0], [3], [5, 1], [1, 5, -1], [0, 1, 0.25], [1, 10, 3], [5, 5], [1, 2, 0], [10, 0, -4], [-3]],
    "reverse": [[[1, 2]], [[]]],
    "setintersection": [[["b", "a"], ["c", "a"]], [["a"], ["b"]], [[1, 2, 3], [2, 3], [3]]],
    "setproduct": [[["b", "a"], ["c", "a"]], [[1, 2], []], [["a"]], [[1, 2], [3], [4, 5]]],
    "setsubtract": [[["b", "a"], ["c", "a"]], [[], ["a"]]],
    "setunion": [[["b", "a"], ["c", "a"]], [["a", "a"]]],
    "slice": [[[1, 2, 3], *rest] for rest in [(1, 3), (2, 1), (0, 4), (-1, 2), (0, 0), (3, 3)]],
    "sort": [[["b", "a", "B", "é", "10", "9"]], [[]]],
    "transpose": [[{"a": ["1", "2"], "b": ["2", "3"]}], [{}], [{"a": ["x", "x"]}]],
    "zipmap": [[["a", "b"], [1, 2]], [["a", "b"], [1]], [["a", "a"], [1, 2]], [[], []]],
    "tobool": [["true"], ["True"], ["1"], ["0"], [False], [None], ["x"]],
    "tonumber": [[text] for text in ["0x10", "1e3", " 1", "", "+1", "-1.5", ".5", "1.", "x", "1_0", "--1", "+-1", "inf", "1e"]] +
                [[2], [None]],
    "tostring": [[1], [1.5], [1e30], [True], ["x"], [None], [0.1], [-0.000001], [123456789.25], [[1]]],
    "tolist": [[[1, 2]]],
    "tomap": [[{"a": 1}]],
    "toset": [[["b", "a", "b"]]],
    "jsondecode": [[text] for text in JSON_TEXTS],
    "yamldecode": [[text] for text in YAML_TEXTS],
    "csvdecode": [[text] for text in ["a,b\n1,2\n3,4", "a,a\n1,2", "a,b\n1", "a,b\n\"x\"\"y\",\"l1\nl2\"\n\n5,6\n", "", "a,b",
                  "a,b\n x\"y,2", "a\r\n1\r\n", "a\n\"x", "a\n\"x\"y", "a,b\n,\n", "a\n\"\"\n", "a,b\n1,2,3", "é\nü",
                  "a\n\"x\r\ny\"\r\n", "\n\na\n1"]],
    "base64decode": [["/w=="], ["aGk"], ["aGk="], ["aG\nk="], [""], ["aGk=="], ["aGkx"], ["a==="], ["aGk=aGk="], ["w6k="]],
    "uuidv5": [["dns", "example.com"], ["url", "x"], ["oid", "1.2"], ["x500", "x"],
               ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "example.com"], ["nope", "x"], ["", "x"]],
    "cidrhost": [["10.0.0.0/8", -1], ["10.0.0.0/30", 4], ["10.0.0.0/30", -4], ["10.0.0.0/30", -5], ["fd00::/64", 15],
                 ["10.1.2.3/8", 5], ["010.1.2.3/8", 5], ["10.0.0.0", 1], ["fd00::/64", -1], ["fe80::1:0:0:1/112", 9],
                 ["0.0.0.0/0", 7], ["::/0", 7], ["10.0.0.0/33", 1], ["10.0.0/8", 1], ["10.0.0.256/8", 1], ["1::2::3/8", 1],
                 ["10.0.0.1/32", 0], ["2001:db8:0:0:1::/80", 1]],
    "cidrnetmask": [["10.0.0.0/12"], ["fd00::/64"], ["0.0.0.0/0"], ["1.2.3.4/32"], ["x"]],
    "cidrsubnet": [["10.0.0.0/8", 8, 3], ["10.0.0.0/8", 8, 256], ["10.0.0.0/8", 25, 0], ["fd00:1::/32", 32, 5],
                   ["10.0.0.0/8", 0, 0], ["10.0.0.0/8", 24, 1], ["fd00::/16", 64, 1], ["10.0.0.0/8", 8, -1]],
    "cidrsubnets": [["10.1.0.0/16", 4, 4, 8, 4], ["10.1.0.0/16"], ["10.1.0.0/16", 1, 1, 1], ["fd00::/48", 16, 16],
                    ["10.1.0.0/16", 0], ["10.1.0.0/16", 17], ["0.0.0.0/0", 1, 1], ["10.0.0.0/24", 2, 1, 2]],
    "formatdate": [["DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z"], ["EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01-08:00"],
                   ["EEE MMMM M D H HH h m s AA aa Z ZZZZ ZZZZZ 'o''clock' 'at'", "2018-01-02T03:02:01+05:30"],
                   ["YYYYY", "2018-01-02T23:12:01Z"], ["Q", "2018-01-02T23:12:01Z"], ["'x", "2018-01-02T23:12:01Z"],
                   ["YYYY", "2018-02-30T23:12:01Z"], ["YYYY", "2018-01-02 23:12:01Z"], ["hh:mm:ss", "2018-01-02T23:12:01.5Z"],
                   ["H HH aa", "2018-01-02T00:00:00Z"], ["H HH AA", "2018-01-02T12:00:00Z"], ["", "2018-01-02T12:00:00Z"],
                   ["Z ZZZ ZZZZ ZZZZZ", "2018-01-02T12:00:00Z"], ["Z", "2018-01-02T12:00:00-00:30"], ["YYYY-MM-DD", "2020-02-29T12:00:00Z"]],
    "timeadd": [["2017-11-22T00:00:00Z", "10m"], ["2017-11-22T00:00:00.5Z", "1.5h30s"], ["2017-11-22T00:00:00+02:00", "-24h"],
                ["2017-11-22T00:00:00Z", "x"], ["2017-11-22T00:00:00Z", "-1ms"], ["2016-12-31T23:59:59Z", "1s"], ["x", "1s"]],
    "timecmp": [["2017-11-22T00:00:00Z", "2017-11-22T01:00:00+01:00"], ["2017-11-22T00:00:00Z", "2017-11-22T00:00:01Z"],
                ["2017-11-22T00:00:00.2Z", "2017-11-22T00:00:00.1Z"], ["x", "2017-11-22T00:00:01Z"]],
    "basename": [[path] for path in ["a/b/", "", "/", "a", "/a/b.c", "a//"]],
    "dirname": [[path] for path in ["a/b/", "a", "/a", "a//b/../c", "", "/", "../../x", "/../x", "./a/b", "a/../../b"]],
}
CASES["jsonencode"] += [[value] for value in YAML_VALUES] + [["\u007f\u0000\b\f<>&'\"\\/é\u2029"], [0.1], [-1e-10], [1e21]]
CASES["yamlencode"] += [[value] for value in YAML_VALUES]
CASES["length"] += [[[1, 2]], [{}], [KEYS], ["e\u0301\r\n"], ["한국"], ["\u1112\u1161\u11ab"]]

DIFFERS = {
    ("cidrsubnet", "10.0.0.0/8", 8, -1): "Terraform leaves the network: 0.1.0.0/16",
    ("cidrsubnets", "0.0.0.0/0", 1, 1): "Terraform finds no room for what fits",
}


def hcl(value):
    """As HCL, which is JSON but for `\\b`, `\\f` and surrogates, and has templates."""
    text = json.dumps(value, ensure_ascii=False)
    text = re.sub(r"\\(.)", lambda escape: {"b": r"\u0008", "f": r"\u000c"}.get(escape[1], escape[0]), text)
    return text.replace("${", "$${").replace("%{", "%%{")


def terraform_results(cases):
    """Every call as a local of its own; base64 keeps the console from decorating the text."""
    with tempfile.TemporaryDirectory() as folder:
        calls = (f"{name}({', '.join(map(hcl, arguments))})" for name, arguments in cases)
        lines = [f'  r{i} = try(base64encode(jsonencode({call})), "ERROR")\n' for i, call in enumerate(calls)]
        (Path(folder) / "main.tf").write_text("locals {\n" + "".join(lines) + "}\n")
        expression = "[" + ", ".join(f"local.r{i}" for i in range(len(cases))) + "]\n"
        run = subprocess.run(["terraform", "console"], cwd=folder, input=expression, capture_output=True, text=True,
                             env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}, timeout=300)
    rows = run.stdout.strip().split("\n")[1:-1]
    if len(rows) != len(cases):
        sys.exit(f"terraform console failed:\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}")
    texts = [row.strip().rstrip(",").strip('"') for row in rows]
    return [ERROR if text == "ERROR" else json.loads(base64.b64decode(text)) for text in texts]


def our_results(driver, cases):
    lines = "".join(f"{name}\t{json.dumps(arguments)}\n" for name, arguments in cases)
    run = subprocess.run([driver], input=lines, capture_output=True, text=True, check=True, timeout=300)
    results = run.stdout.split("\n")[:-1]
    assert len(results) == len(cases)
    return [(ERROR if line.startswith("ERR") else json.loads(line), line) for line in results]


def same(ours, theirs):
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return math.isclose(ours, theirs, rel_tol=1e-14)  # Terraform counts with 512 bits
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    return ours == theirs


def main():
    driver = Path(os.environ["FLUX_BUILD_DIR"]) / "tests" / "functions_driver"
    if not shutil.which("terraform"):
        print("skipped: terraform is not installed")
        return SKIPPED
    functions = set(subprocess.run([driver, "--list"], capture_output=True, text=True, check=True).stdout.split())
    if functions != CASES.keys():
        sys.exit(f"no case for, or no function: {sorted(functions ^ CASES.keys())}")
    cases = [(name, arguments) for name, group in CASES.items() for arguments in group]
    differences = 0
    for (name, arguments), theirs, (ours, line) in zip(cases, terraform_results(cases), our_results(driver, cases)):
        if repr((name, *arguments)) in map(repr, DIFFERS):
            continue
        if name in SETS and isinstance(ours, list) and isinstance(theirs, list):
            ours, theirs = sorted(ours, key=json.dumps), sorted(theirs, key=json.dumps)
        if not same(ours, theirs):
            differences += 1
            print(f"{name}({', '.join(map(json.dumps, arguments))})\n  terraform: {theirs!r}\n  here:      {line}")
    print(f"{len(cases)} calls of {len(CASES)} functions, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
