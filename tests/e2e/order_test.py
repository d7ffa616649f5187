"""Each order.json follows docs/order.schema.json, and says what the modules do: the stacks are there, each behind those that
it needs, and it reads what its configuration reads of their states."""

import json
import re
import subprocess
from pathlib import Path

from example import EXAMPLES, SOURCE, build
from terraform_runs import stacks_in_order
from tools import npm_packages, tool

npm_packages()
schema = json.loads((SOURCE / "docs/order.schema.json").read_text())


def verdicts(cases):
    result = subprocess.run([tool("node"), Path(__file__).with_name("values_validator.mjs")], check=True, capture_output=True,
                            text=True, input=json.dumps({"schema": schema, "defaults": {}, "cases": cases}))
    return json.loads(result.stdout)


def read_by(folder):
    """The outputs that a module reads, by stack: its remote states are called after the stacks."""
    reads = {}
    text = "".join(path.read_text() for path in folder.glob("*.tf"))
    for state, output in re.findall(r"data\.terraform_remote_state\.(\w+)\.outputs\.(\w+)", text):
        reads.setdefault(state, set()).add(output)
    return reads


orders = []
built = [build(environment, project) for project, environments in EXAMPLES.items() for environment in environments]
for out in [*built, SOURCE / "tests/golden/terraform-stacks/expected/prod"]:
    stacks_in_order(out)
    order = json.loads((out / "terraform/order.json").read_text())
    orders.append(order)
    for stack in order["stacks"]:
        reads = {read["stack"].replace("-", "_"): set(read["outputs"]) for read in stack["reads"]}
        assert reads == read_by(out / stack["folder"]), (out, stack)
        assert {read["stack"] for read in stack["reads"]} <= set(stack["needs"]), stack
assert any(stack["reads"] for order in orders for stack in order["stacks"])
assert verdicts(orders) == [None] * len(orders), verdicts(orders)


def broken(change):
    order = json.loads(json.dumps(orders[-1]))
    change(order)
    return order


refused = verdicts([
    broken(lambda order: order.update(version=2)),
    broken(lambda order: order.update(stacks=[])),
    broken(lambda order: order["stacks"][0].pop("reads")),
    broken(lambda order: order["stacks"][0].update(step=0)),
    broken(lambda order: order["stacks"][0].update(folder="out/terraform/a")),
    broken(lambda order: order["stacks"][-1]["reads"].append({"stack": "a", "outputs": []})),
])
assert None not in refused, refused
