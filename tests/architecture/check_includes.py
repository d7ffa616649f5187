#!/usr/bin/env python3
"""Fails on an arrow backwards between the rooms of the compiler.

The order is the list in compiler/CMakeLists.txt. A room may include from, and depend on, rooms before it. The folders
inside `emit` are rooms of their own: each may use what comes before `emit` and the SHARED_NESTED_ROOMS, in that order,
so that the targets do not know each other; `emit` itself may use them all. Only the rooms named in ONLY_IN may include certain libraries, and what a room includes it must also link,
directly or through what it links.
"""

import re
import sys
from pathlib import Path

from source_tree import files, report

ONLY_IN = {"CLI": "fluxc", "antlr4": "syntax"}
SHARED_NESTED_ROOMS = ["emit/text", "emit/lowering"]
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)


def room_order(compiler):
    """The rooms in the order of the arrows."""
    text = (compiler / "CMakeLists.txt").read_text()
    return re.search(r"foreach\(room ([^)]*)\)", text).group(1).split()


def find_rooms(compiler, order):
    """room -> folder, for the rooms that exist, nested ones as `emit/text`."""
    rooms = {}
    for name in order:
        for makefile in sorted((compiler / name).rglob("CMakeLists.txt")):
            rooms[str(makefile.parent.relative_to(compiler))] = makefile.parent
    return rooms


def room_of(path, rooms):
    """The innermost room that the path, relative to compiler/, lies in, or None."""
    return next((str(folder) for folder in Path(path).parents if str(folder) in rooms), None)


def may_use(user, used, order):
    """Whether the arrow from `user` to `used` is one that the order admits."""
    user_parent, used_parent = user.split("/")[0], used.split("/")[0]
    if user_parent != used_parent:
        return order.index(used_parent) < order.index(user_parent)
    if user == used or "/" not in user:
        return True
    if user in SHARED_NESTED_ROOMS:
        return used in SHARED_NESTED_ROOMS[:SHARED_NESTED_ROOMS.index(user)]
    return used in SHARED_NESTED_ROOMS


def dependencies(folder):
    """The rooms that the folder's CMakeLists.txt links, as target names without `flux_`."""
    text = re.sub(r"#.*", "", (folder / "CMakeLists.txt").read_text())
    own = {match.group(1) for match in re.finditer(r"flux_room\((\w+)|add_library\(flux_(\w+)", text)}
    linked = set(re.findall(r"\bflux_(\w+)", text)) - {"room", "options", "embed", "codes", "sanitizers"}
    return linked - own


def closure(name, direct):
    """All that a room links, also through others."""
    reached, pending = set(), [name]
    while pending:
        for used in direct.get(pending.pop(), ()):
            if used not in reached:
                reached.add(used)
                pending.append(used)
    return reached


def main():
    root = Path(sys.argv[1])
    compiler = root / "compiler"
    order = room_order(compiler)
    rooms = find_rooms(compiler, order)
    room_of_target = {name.replace("/", "_"): name for name in rooms}
    direct = {room: {room_of_target[target] for target in dependencies(folder) if target in room_of_target}
              for room, folder in rooms.items()}

    problems = []
    for room, used_rooms in direct.items():
        problems += [f"compiler/{room}/CMakeLists.txt: depends on `{used}`, which comes later"
                     for used in sorted(used_rooms) if not may_use(room, used, order)]

    for path in files(compiler, {".h", ".cpp"}):
        relative = path.relative_to(compiler)
        room = room_of(relative, rooms)
        if room is None:
            continue
        for quote, included in INCLUDE.findall(path.read_text(errors="replace")):
            library = included.split("/")[0].removesuffix(".h").removesuffix("-runtime")
            owner = ONLY_IN.get(library)
            if owner and room.split("/")[0] != owner:
                problems.append(f"compiler/{relative}: includes {included}, which only `{owner}` may")
            used = room_of(included, rooms) if quote == '"' else None
            if used is None or used == room:
                continue
            if not may_use(room, used, order):
                problems.append(f"compiler/{relative}: includes {included}, an arrow backwards from `{room}` to `{used}`")
            elif used not in closure(room, direct):
                problems.append(f"compiler/{relative}: includes {included}, but `{room}` does not link `{used}`")
    return report(problems, "the order of the rooms is the list in compiler/CMakeLists.txt")


if __name__ == "__main__":
    sys.exit(main())
