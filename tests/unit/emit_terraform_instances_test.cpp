// Blocks under `for`: what becomes each.key, each.value and `dynamic`.
#include "emit_terraform_fixture.h"

namespace flux {
namespace {

using TerraformInstances = TerraformEmitterTest;

TEST_F(TerraformInstances, KeysAlone) {
  const Placement& env = object("", "");
  add_keyed(env, "resource", {"a_b", "x"},
            {{"a", {set("name", text("a")), set("size", Value::integer(1))}},
             {"b", {set("name", text("b")), set("size", Value::integer(1))}}});
  EXPECT_EQ(emitted("main/main.tf"), R"(resource "a_b" "x" {
  for_each = toset(["a", "b"])

  name = each.key
  size = 1
}
)");
}

TEST_F(TerraformInstances, WhatDiffersMovesIntoTheMap) {
  const Placement& env = object("", "");
  const auto machine = [&](const char* name, int cores, Value node, Value addresses) {
    return Items{set("name", text(name)), set("node", node),
                 block("cpu", {set("cores", Value::integer(cores)), set("type", text("host"))}),
                 set("tags", map({{"app", text("x")}, {"name", text(name)}, {"node", node}})),
                 set("addresses", addresses)};
  };
  add_keyed(env, "resource", {"a_b", "x"},
            {{"n-1", machine("n-1", 4, text("pve1"), list({text("10.0.0.1")}))},
             {"n-2", machine("n-2", 8, Value::null(), list({text("10.0.0.2")}))}});
  EXPECT_EQ(emitted("main/main.tf"), R"(resource "a_b" "x" {
  for_each = {
    n-1 = {
      node      = "pve1"
      cpu_cores = 4
      tags_node = "pve1"
      addresses = ["10.0.0.1"]
    }
    n-2 = {
      node      = null
      cpu_cores = 8
      tags_node = null
      addresses = ["10.0.0.2"]
    }
  }

  name = each.key
  node = each.value.node
  tags = {
    app  = "x"
    name = each.key
    node = each.value.tags_node
  }
  addresses = each.value.addresses

  cpu {
    cores = each.value.cpu_cores
    type  = "host"
  }
}
)");
}

TEST_F(TerraformInstances, ExpressionsThatDifferByTheKey) {
  const Placement& env = object("", "");
  const auto other = [&](const char* key) {
    return deferred(attribute_of(index_of(handle(env, "a_b", "x", true), literal(text(key))), "id"));
  };
  add_keyed(env, "resource", {"a_b", "x"}, {{"a", {}}, {"b", {}}});
  add_keyed(env, "resource", {"a_b", "y"},
            {{"a", {set("id", other("a")), set("first", other("a")), set("swapped", other("b"))}},
             {"b", {set("id", other("b")), set("first", other("a")), set("swapped", other("a"))}}});
  EXPECT_NE(emitted("main/main.tf").find(R"(resource "a_b" "y" {
  for_each = {
    a = {
      swapped = a_b.x["b"].id
    }
    b = {
      swapped = a_b.x["a"].id
    }
  }

  id      = a_b.x[each.key].id
  first   = a_b.x["a"].id
  swapped = each.value.swapped
}
)"),
            std::string::npos)
      << file("main/main.tf");
}

TEST_F(TerraformInstances, AnAttributeThatSomeInstancesLack) {
  const Placement& env = object("", "");
  add_keyed(env, "resource", {"a_b", "x"}, {{"a", {}}, {"b", {set("note", text("n"))}}});
  EXPECT_EQ(emitted("main/main.tf"), R"(resource "a_b" "x" {
  for_each = {
    a = {
      note = null
    }
    b = {
      note = "n"
    }
  }

  note = each.value.note
}
)");
}

TEST_F(TerraformInstances, DifferingNumbersOfBlocks) {
  const Placement& env = object("", "");
  const auto disk = [&](const char* interface, int size) {
    return block("disk", {set("interface", text(interface)), set("size", Value::integer(size)),
                          set("ssd", Value::boolean(true))});
  };
  add_keyed(env, "resource", {"a_b", "x"},
            {{"a", {disk("scsi0", 10)}}, {"b", {disk("scsi0", 10), disk("scsi1", 20)}}});
  EXPECT_EQ(emitted("main/main.tf"), R"(resource "a_b" "x" {
  for_each = {
    a = {
      disk = [
        {
          interface = "scsi0"
          size      = 10
        },
      ]
    }
    b = {
      disk = [
        {
          interface = "scsi0"
          size      = 10
        },
        {
          interface = "scsi1"
          size      = 20
        },
      ]
    }
  }

  dynamic "disk" {
    for_each = each.value.disk

    content {
      interface = disk.value.interface
      size      = disk.value.size
      ssd       = true
    }
  }
}
)");
}

TEST_F(TerraformInstances, DeferredCollectionsOfBlocks) {
  const Placement& env = object("", "");
  const auto rule = [&](Value collection, std::string_view field) {
    return dynamic(
        "rule", collection,
        {set("port", deferred(attribute_of(expression(DeferredKind::variable, "rule.value"), field)))});
  };
  const Value rules = deferred(attribute_of(handle(env, "a_b", "z"), "rules"));
  add(env, "resource", {"a_b", "z"}, {});
  add_keyed(env, "resource", {"a_b", "x"}, {{"a", {rule(rules, "p")}}, {"b", {rule(rules, "p")}}});
  add_keyed(env, "resource", {"a_b", "y"}, {{"a", {rule(rules, "p")}}, {"b", {rule(rules, "q")}}});
  EXPECT_EQ(emitted("main/main.tf"), R"(resource "a_b" "z" {}

resource "a_b" "x" {
  for_each = toset(["a", "b"])

  dynamic "rule" {
    for_each = a_b.z.rules

    content {
      port = rule.value.p
    }
  }
}

resource "a_b" "y" {
  for_each = toset(["a", "b"])

  dynamic "rule" {
    for_each = each.key == "a" ? a_b.z.rules : []

    content {
      port = rule.value.p
    }
  }

  dynamic "rule" {
    for_each = each.key == "b" ? a_b.z.rules : []

    content {
      port = rule.value.q
    }
  }
}
)");
}

TEST_F(TerraformInstances, WhatMustNotDiffer) {
  const Placement& env = object("", "");
  const auto protect = [&](bool on) {
    return block("lifecycle", {set("prevent_destroy", Value::boolean(on))});
  };
  add_keyed(env, "resource", {"a_b", "x"},
            {{"a", {protect(true), set("provider", text("p.w"))}},
             {"b", {protect(false), set("provider", text("p.e"))}}});
  add_keyed(env, "resource", {"a_b", "y"}, {{"a", {protect(true)}}, {"b", {}}});
  add_keyed(env, "module", {"m"}, {{"a", {set("source", text("./a"))}}, {"b", {set("source", text("./b"))}}});
  EXPECT_EQ(errors(),
            "E5011: `prevent_destroy` must be equal in all instances of `resource a_b x`\n"
            "E5011: `provider` must be equal in all instances of `resource a_b x`\n"
            "E5011: the number of `lifecycle` blocks must be equal in all instances of `resource a_b y`\n"
            "E5011: `source` must be equal in all instances of `module m`\n");
}

TEST_F(TerraformInstances, Imports) {
  const Placement& env = object("", "");
  const auto vm = [&](const char* key) {
    return deferred(index_of(handle(env, "a_b", "x", true), literal(text(key))));
  };
  add_keyed(env, "resource", {"a_b", "x"}, {{"a", {}}, {"b", {}}});
  add_keyed(
      env, "import", {},
      {{"a", {set("to", vm("a")), set("id", text("1"))}}, {"b", {set("to", vm("b")), set("id", text("2"))}}});
  EXPECT_NE(emitted("main/main.tf").find("  to = a_b.x[each.key]\n  id = each.value.id\n"),
            std::string::npos);
}

}  // namespace
}  // namespace flux
