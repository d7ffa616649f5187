// What goes from one stack to another.
#include "emit_terraform_fixture.h"

namespace flux {
namespace {

using TerraformStacks = TerraformEmitterTest;

TEST_F(TerraformStacks, AReferenceBecomesAnOutputAndARemoteState) {
  const Placement& network = object("network", "network", "shared");
  const Placement& nodes = object("nodes", "nodes", "main");
  add(nodes, "resource", {"a_vm", "vm"},
      {set("network", deferred(attribute_of(handle(network, "a_net", "net"), "id"))),
       set("token", deferred(attribute_of(handle(network, "a_net", "net"), "token")).with_labels(kSecret)),
       set("depends_on", list({deferred(handle(network, "a_net", "net"))}))});
  add(network, "resource", {"a_net", "net"}, {});
  EXPECT_EQ(emitted("main/nodes.tf"), R"(resource "a_vm" "nodes_vm" {
  network = data.terraform_remote_state.shared.outputs.a_net_network_net_id
  token   = data.terraform_remote_state.shared.outputs.a_net_network_net_token
}
)");
  EXPECT_EQ(file("main/remote_state.tf"), R"(data "terraform_remote_state" "shared" {
  backend = "local"
  config = {
    path = "../shared/terraform.tfstate"
  }
}
)");
  EXPECT_EQ(file("shared/outputs.tf"), R"(output "a_net_network_net_id" {
  value = a_net.network_net.id
}

output "a_net_network_net_token" {
  value     = a_net.network_net.token
  sensitive = true
}
)");
  EXPECT_EQ(file("order.json"), R"({
  "generatedBy": "fluxc",
  "version": 1,
  "environment": "prod",
  "stacks": [
    {
      "stack": "shared",
      "folder": "terraform/shared",
      "backend": "local",
      "step": 1,
      "needs": [],
      "reads": []
    },
    {
      "stack": "main",
      "folder": "terraform/main",
      "backend": "local",
      "step": 2,
      "needs": [
        "shared"
      ],
      "reads": [
        {
          "stack": "shared",
          "outputs": [
            "a_net_network_net_id",
            "a_net_network_net_token"
          ]
        }
      ]
    }
  ]
}
)");
}

TEST_F(TerraformStacks, InstancesAndDeclaredOutputs) {
  const Placement& a = object("a", "a", "one");
  const Placement& b = object("b", "b", "two");
  add_keyed(a, "resource", {"a_vm", "vm"}, {{"x", {}}, {"y", {}}});
  add(a, "output", {"all"}, {set("value", text("v"))});
  add(a, "terraform", {},
      {block("backend", {set("organization", text("o")), block("workspaces", {set("name", text("one"))})},
             {"remote"})});
  const auto ip = [&](const char* key) {
    return deferred(attribute_of(index_of(handle(a, "a_vm", "vm", true), literal(text(key))), "ip"));
  };
  add_keyed(b, "resource", {"a_dns", "r"}, {{"x", {set("ip", ip("x"))}}, {"y", {set("ip", ip("y"))}}});
  add(b, "locals", {},
      {set("all", deferred(handle(a, "", "all", false, HandleMode::output))), set("x", ip("x"))});
  EXPECT_EQ(emitted("two/b.tf"), R"(resource "a_dns" "b_r" {
  for_each = toset(["x", "y"])

  ip = data.terraform_remote_state.one.outputs.a_vm_a_vm_ip[each.key]
}

locals {
  b_all = data.terraform_remote_state.one.outputs.a_all
  b_x   = data.terraform_remote_state.one.outputs.a_vm_a_vm_ip["x"]
}
)");
  EXPECT_EQ(file("one/outputs.tf"), R"(output "a_all" {
  value = "v"
}

output "a_vm_a_vm_ip" {
  value = { for key, instance in a_vm.a_vm : key => instance.ip }
}
)");
  EXPECT_EQ(file("two/remote_state.tf"), R"(data "terraform_remote_state" "one" {
  backend = "remote"
  config = {
    organization = "o"
    workspaces = {
      name = "one"
    }
  }
}
)");
}

TEST_F(TerraformStacks, Cycle) {
  const Placement& a = object("a", "a", "one");
  const Placement& b = object("b", "b", "two");
  add(a, "resource", {"t_r", "x"}, {set("y", deferred(attribute_of(handle(b, "t_r", "x"), "id")))});
  add(b, "resource", {"t_r", "x"}, {set("y", deferred(attribute_of(handle(a, "t_r", "x"), "name")))});
  EXPECT_EQ(errors(), "E5007: stacks need each other: `one` → `two` → `one`\n");
  EXPECT_EQ(diagnostics_.all()[0].span_text, "`one` reads from `two` here");
  EXPECT_EQ(diagnostics_.all()[0].labels.at(0).text, "`two` reads from `one` here");
}

TEST_F(TerraformStacks, EphemeralValuesStayInTheirStack) {
  const Placement& a = object("a", "a", "one");
  const Placement& b = object("b", "b", "two");
  add(a, "ephemeral", {"t_r", "x"}, {});
  add(b, "locals", {}, {set("y", deferred(handle(a, "t_r", "x", false, HandleMode::ephemeral)))});
  EXPECT_EQ(errors(),
            "E5008: `ephemeral.t_r.a_x` of stack `one` cannot be read in stack `two`: an ephemeral value is "
            "in no state\n");
}

}  // namespace
}  // namespace flux
