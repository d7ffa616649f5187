"""Small programs of layers, generated from a seed, for the laws of this folder.

    program = Program(seed)
    Program.write("main.flux", program.layers)

`base` creates all entries; `left` and `right` extend it and write different slots; the environment `top` extends both. Every
value written is a number that comes nowhere else, and a slot may add the value of another one to it.
"""

import random
from pathlib import Path

ENTRIES = ["a", "b"]
SIMPLE = ["p", "q", "r", "box.x", "box.y"] + [f"parts.{entry}.{field}" for entry in ENTRIES for field in ("size", "cost")]
LISTS = ["tags", "box.tags"]
SLOTS = SIMPLE + LISTS

TYPES = """\
type Part { size: int = 1, cost: int = 2 }
type Box { x: int = 3, y: int = 4, tags: list<int> = [] }
type Top {
  p: int = 5
  q: int = 6
  r: int = 7
  box: Box = {}
  tags: list<int> = []
  parts: map<string, Part> = {}
  emit file { file "values.json" { content = jsonencode({ p = p, q = q, r = r, box = box, tags = tags, parts = parts }) } }
}
"""
CREATES = "parts = { a = Part {}, b = Part {} }"


class Program:
    def __init__(self, seed, stars=True):
        self.random = random.Random(seed)
        self.order = self.random.sample(SIMPLE, len(SIMPLE))
        siblings = {slot: self.random.choice(["left", "right"]) for slot in SLOTS}
        self.layers = {"base": [CREATES], "left": [], "right": [], "top": []}
        for layer, members in self.layers.items():
            for slot in SLOTS:
                if self.random.random() < 0.5 and (layer in ("base", "top") or siblings[slot] == layer):
                    members.append(self.member(slot))
        # A star is a write of its own to every entry; siblings leave it to the others.
        if stars and self.random.random() < 0.5:
            self.layers["base"].append(f"parts.* {{ cost = {self.number()} }}")

    def number(self):
        return self.random.randrange(10**6, 10**12)

    def member(self, slot):
        if slot in LISTS:
            operator = self.random.choice(["=", "+="])
            return f"{slot} {operator} [{self.number()}]"
        before = self.order[:self.order.index(slot)]  # no slot reads one after it: there are no cycles
        if before and self.random.random() < 0.3:
            return f"{slot} = root.{self.random.choice(before)} + {self.number()}"
        if self.random.random() < 0.2:
            return f"if {self.random.choice(['true', 'false'])} {{ {slot} = {self.number()} }}"
        return f"{slot} = {self.number()}"

    @staticmethod
    def write(file, layers, siblings=("left", "right")):
        """Writes a program with these members of its layers; `siblings` is what the environment extends."""
        parents = {"base": ": Top", "top": f"extends {', '.join(siblings)}"}
        text = TYPES
        for name, members in layers.items():
            kind = "environment" if name == "top" else "layer"
            body = "".join(f"  {member}\n" for member in members)
            text += f"{kind} {name} {parents.get(name, 'extends base')} {{\n{body}}}\n"
        Path(file).write_text(text)
