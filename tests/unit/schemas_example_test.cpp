// The example's provider schemas are read without a note.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "schemas/schema_index.h"
#include "schemas/terraform_schema.h"
#include "source_folder.h"

namespace flux {
namespace {

TEST(SchemasOfTheExampleTest, AreReadWithoutANote) {
  const auto root = source_folder();
  std::vector<std::string> sources;
  for (const auto& file : std::filesystem::directory_iterator(root / "examples/platform/schemas")) {
    std::ifstream in(file.path());
    std::string error;
    auto index = SchemaIndex::read(std::string{std::istreambuf_iterator<char>(in), {}}, {}, error);
    ASSERT_NE(index, nullptr) << file.path() << ": " << error;
    EXPECT_FALSE(index->version().empty()) << file.path();
    sources.push_back(index->source().substr(index->source().find('/') + 1));
    Arena arena;
    std::vector<SchemaNote> notes;
    for (const SchemaIndex::Entry& entry : index->entries()) {
      EXPECT_NE(read_terraform_body(*index->find(entry.name), entry.name, arena, notes), nullptr)
          << entry.name;
    }
    EXPECT_GT(index->entries().size(), 1u) << file.path();
    for (const SchemaNote& note : notes) ADD_FAILURE() << file.path() << note.at << ": " << note.message;
  }
  EXPECT_THAT(sources, testing::UnorderedElementsAre("bpg/proxmox", "hashicorp/helm", "hashicorp/kubernetes",
                                                     "siderolabs/talos"));
}

}  // namespace
}  // namespace flux
