#include "output/inventory.h"

#include <gtest/gtest.h>

#include "output/records.h"

namespace flux {
namespace {

TEST(Inventory, IdsReadBack) {
  for (const char* id : {"terraform/main/vm.main_node[\"a\\\"b\"]", "terraform/main/module.net",
                         "terraform/a.b/vm.x[\"\"]", "argocd/Application/web",
                         "kubernetes/main/Namespace/web", "kubernetes/main/PersistentVolumeClaim/web/data"}) {
    const auto identity = parse_identity(id);
    ASSERT_TRUE(identity) << id;
    EXPECT_EQ(identity->id(), id);
  }
  EXPECT_EQ(parse_identity("kubernetes/main/PersistentVolumeClaim/web/data")->title(),
            "PersistentVolumeClaim web/data");
}

TEST(Inventory, OtherTextIsNoId) {
  for (const char* text :
       {"", "terraform", "terraform/main", "terraform/main/vm", "terraform/main/vm.x[1]",
        "terraform/main/vm.x[\"a", "helm/x/y", "argocd/Application/", "kubernetes/main/Namespace"}) {
    EXPECT_FALSE(parse_identity(text)) << text;
  }
}

TEST(Inventory, IsRecordedInTheManifest) {
  Manifest manifest;
  manifest.files["a.yaml"] = "00";
  Identity identity = *parse_identity("terraform/main/vm.main_node[\"w\\u0001\"]");
  identity.path = "clusters.main[\"a b\"]";
  identity.local = "node";
  manifest.inventory.identities = {identity, *parse_identity("argocd/Application/web")};
  manifest.inventory.sort();
  manifest.inventory.moves["main"]["vm.old[\"w\"]"] = "vm.main_node[\"w\"]";
  const auto read = parse_manifest(print_manifest(manifest));
  ASSERT_TRUE(read);
  EXPECT_TRUE(*read == manifest);
  EXPECT_EQ(print_manifest(*read), print_manifest(manifest));
}

TEST(Inventory, ManifestsWithoutOneAreRead) {
  const auto read = parse_manifest(R"({"version": 1, "files": {}})");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->inventory.identities.empty());
}

TEST(Inventory, WhatIsNoInventoryIsRefused) {
  for (const char* part :
       {R"("identities": [])", R"("identities": {"a": 1})", R"("identities": {"a": {"x": ""}})",
        R"("identities": {"a": {"argocd/Application/web": 1}})", R"("moves": 1)",
        R"("moves": {"main": {"vm.a": "b"}})"}) {
    EXPECT_FALSE(parse_manifest(std::string(R"({"version": 1, "files": {}, )") + part + "}")) << part;
  }
}

TEST(TerraformReference, IsAnyAddressOfAState) {
  for (const char* text : {"a.b", "a.b[0]", "a.b[\"k\"]", "module.m", "module.m[1]", "module.m.a.b",
                           "module.m[\"a.b[0]\"].module.n.a-x.b_1[\"\\\"\"]"}) {
    EXPECT_TRUE(parse_terraform_reference(text)) << text;
  }
  for (const char* text : {"",        "a",         "a.",      ".b",       "a.b.c",
                           "a.b[",    "a.b[]",     "a.b[-1]", "a.b[1.5]", "a.b[x]",
                           "a.b[0]x", "a.b[0][1]", "a[0].b",  "data.a.b", "module.m.data.a.b",
                           "a.b.c.d", "1a.b",      "a b.c",   "a.b[\"k]", "a.b[\"k\" ]",
                           "a.${x}"}) {
    EXPECT_FALSE(parse_terraform_reference(text)) << text;
  }
  const auto steps = *parse_terraform_reference("module.m[\"${x}\"].a.b[7]");
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(std::get<std::string>(steps[1].index), "${x}");
  EXPECT_EQ(std::get<std::uint64_t>(steps[3].index), 7U);
}

}  // namespace
}  // namespace flux
