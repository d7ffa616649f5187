#!/usr/bin/env python3
"""Writes the tables of functions.md from the lists in compiler/functions/:  docs/language/update_functions.py [--check]

What stands above the mark `<!-- functions -->` is written by hand. With --check nothing is written, and
the status is 1 when the page is out of date.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/language/functions.md"
MARK = "<!-- functions -->\n"
THEMES = [
    ("Numbers", ["numeric"]), ("Text", ["strings", "format", "regex"]), ("Lists and sets", ["lists", "sets"]),
    ("Maps", ["maps"]), ("Conversion", ["conversion"]), ("Encoding", ["encoding", "json", "yaml_decode", "yaml_encode", "csv"]),
    ("Hashes", ["hash"]), ("Networks", ["cidr"]), ("Time", ["time"]), ("Paths", ["path"]),
]
TEXT = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
ENTRY = re.compile(rf'(\w+)?[({{]\s*{TEXT},\s*{TEXT},\s*(call_[\w<>:]+),\s*(?:{TEXT},\s*)?{TEXT}[)}}]')
ABSENCE = re.compile(rf'\{{{TEXT},\s*(k\w+|{TEXT})\}}')


def text_of(literals):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)).replace('\\"', '"').replace("\\\\", "\\")


def cell(text):
    return text.replace("|", "\\|")


def functions_of(source):
    listed = source[source.index("FunctionInfo kFunctions[]"):]
    listed = listed[:listed.index("\n};")]
    found = [(text_of(m[2]), text_of(m[3]), text_of(m[6]), m[1] == "terraform" or bool(m[5] and text_of(m[5])))
             for m in ENTRY.finditer(listed)]
    assert len(found) == len(re.findall(r"\bcall_\w+", listed)), "an entry of kFunctions was not understood"
    return found


def tables():
    folder, lines, seen = ROOT / "compiler/functions", [], set()
    for title, names in THEMES:
        rows = []
        for name in names:
            path = folder / f"{name}.cpp"
            text = path.read_text()
            if "FunctionInfo kFunctions[]" in text:
                rows += functions_of(text)
            seen.add(path)
        lines += [f"## {title}", "", "| function | what it gives |", "|---|---|"]
        for name, signature, summary, in_hcl in sorted(rows):
            note = "" if in_hcl else "; not in HCL"
            lines.append(f"| `{name}{cell(signature)}` | {cell(summary)}{note} |")
        lines.append("")
    for path in folder.glob("*.cpp"):
        assert path in seen or "FunctionInfo kFunctions[]" not in path.read_text(), f"{path.name} belongs to no theme"

    source = (folder / "functions.cpp").read_text()
    reasons = {m[1]: text_of(m[2]) for m in re.finditer(rf"string_view (k\w+) =\s*{TEXT};", source)}
    lines += ["## Functions of Terraform that Flux does not have", "", "| function | why: it … |", "|---|---|"]
    block = source[source.index("kAbsences[]"):]
    for m in ABSENCE.finditer(block[:block.index("\n};")]):
        reason = reasons.get(m[2]) or text_of(m[2])
        lines.append(f"| `{text_of(m[1])}` | {cell(reason)} |")
    return "\n".join(lines) + "\n"


def main():
    page = PAGE.read_text()
    head = page[:page.index(MARK) + len(MARK)]
    wanted = f"{head}\n{tables()}"
    if "--check" in sys.argv[1:]:
        if wanted != page:
            print("docs/language/functions.md is out of date: run docs/language/update_functions.py")
            return 1
        return 0
    PAGE.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
