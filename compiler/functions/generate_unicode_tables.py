#!/usr/bin/env python3
"""Writes unicode_tables.inc: simple case mappings and combining marks, as ranges. Run by hand when Unicode moves on."""

import unicodedata
from pathlib import Path

LIMIT = 0x110000


def simple(char, *candidates):
    """The first candidate that is one code point: full mappings such as that of ß have no simple form."""
    return next((ord(c) for c in candidates if len(c) == 1), ord(char))


def upper(code):
    char = chr(code)
    return simple(char, char.upper(), char.title())


def lower(code):
    return 0x69 if code == 0x130 else simple(chr(code), chr(code).lower())


def case_ranges(mapping):
    """[first, last, step, delta]: every step-th code point moves by delta."""
    ranges = []
    for code in range(0x80, LIMIT):
        if 0xD800 <= code < 0xE000 or mapping(code) == code:
            continue
        delta = mapping(code) - code
        if ranges and ranges[-1][3] == delta:
            first, last, step, _ = ranges[-1]
            gap = code - last
            if gap in (1, 2) and (first == last or gap == step):
                ranges[-1] = [first, code, gap, delta]
                continue
        ranges.append([code, code, 1, delta])
    return ranges


def mark_ranges():
    ranges = []
    for code in range(0x300, LIMIT):
        if unicodedata.category(chr(code)) in ("Mn", "Me", "Mc"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return ranges


def table(name, element, rows):
    body = "".join("    {" + ", ".join(f"{v:#x}" if i < 2 else str(v) for i, v in enumerate(row)) + "},\n" for row in rows)
    return f"constexpr {element} {name}[] = {{\n{body}}};\n"


def main():
    text = f"// Made by generate_unicode_tables.py from Unicode {unicodedata.unidata_version}.\n"
    text += table("kToUpper", "CaseRange", case_ranges(upper))
    text += table("kToLower", "CaseRange", case_ranges(lower))
    text += table("kMarks", "Range", mark_ranges())
    (Path(__file__).parent / "unicode_tables.inc").write_text(text)


if __name__ == "__main__":
    main()
