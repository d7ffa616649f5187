// Taking a schema apart, and the cache of it.
#include "schemas/schema_index.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace flux {
namespace {

constexpr std::string_view kProvider = R"({"x_version": "1.2.3", "provider_schemas": {"registry/a/cloud": {
  "provider": {"block": {}},
  "resource_schemas": {"cloud_b": {"block": {"b": 1}}, "cloud_a": {"block": {"a": 1}}},
  "data_source_schemas": {"cloud_a": {"block": {"d": 1}}}}}})";

class SchemaIndexTest : public testing::Test {
protected:
  void SetUp() override {
    folder_ =
        testing::TempDir() + "schema_index_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<SchemaIndex> read(std::string_view bytes) {
    error_.clear();
    return SchemaIndex::read(bytes, {folder_}, error_);
  }
  /// The one file in the cache.
  std::filesystem::path cached() const {
    std::filesystem::path found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ + "/schemas")) {
      EXPECT_TRUE(found.empty());
      found = entry.path();
    }
    return found;
  }

  std::string folder_;
  std::string error_;
};

void expect_provider(const SchemaIndex* index) {
  ASSERT_NE(index, nullptr);
  EXPECT_EQ(index->format(), SchemaFormat::terraform);
  EXPECT_EQ(index->source(), "registry/a/cloud");
  EXPECT_EQ(index->version(), "1.2.3");
  EXPECT_EQ(index->find("resource.cloud_a"), R"({"block": {"a": 1}})");
  EXPECT_EQ(index->find("data.cloud_a"), R"({"block": {"d": 1}})");
  EXPECT_EQ(index->find("provider"), R"({"block": {}})");
  EXPECT_FALSE(index->find("resource.cloud_c"));
}

TEST_F(SchemaIndexTest, FindsDefinitionsWithAndWithoutTheCache) {
  expect_provider(read(kProvider).get());
  ASSERT_TRUE(std::filesystem::exists(cached()));
  expect_provider(read(kProvider).get());
}

TEST_F(SchemaIndexTest, ACorruptCacheIsAsIfThereWereNone) {
  read(kProvider);
  const std::filesystem::path file = cached();
  std::ifstream in(file, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 0x55);
    std::ofstream(file, std::ios::binary) << broken;
    auto index = read(kProvider);
    ASSERT_NE(index, nullptr);
    // A definition is what it was, or known to be broken.
    auto found = index->find("resource.cloud_a");
    EXPECT_TRUE(!found || *found == R"({"block": {"a": 1}})") << at;
  }
  for (std::size_t size : {std::size_t{0}, std::size_t{5}, whole.size() / 2}) {
    std::ofstream(file, std::ios::binary) << whole.substr(0, size);
    expect_provider(read(kProvider).get());
  }
}

TEST_F(SchemaIndexTest, AnUnwritableCacheIsHarmless) {
  std::ofstream(folder_) << "a file where the folder would be";
  expect_provider(read(kProvider).get());
}

TEST_F(SchemaIndexTest, ReadsCustomResourceDefinitionsOfSeveralDocuments) {
  auto index = read(R"(kind: Other
---
kind: CustomResourceDefinition
spec:
  group: example.org
  names: {kind: Widget}
  versions:
  - name: v1
    schema: {openAPIV3Schema: {type: object}}
  - name: v2
    schema: {openAPIV3Schema: {type: object, properties: {a: {type: "string"}}}}
)");
  ASSERT_NE(index, nullptr) << error_;
  EXPECT_EQ(index->format(), SchemaFormat::crds);
  EXPECT_EQ(index->find("Widget/example.org/v1"), R"({"type":"object"})");
  EXPECT_EQ(index->find("Widget/example.org/v2"),
            R"({"type":"object","properties":{"a":{"type":"string"}}})");
}

TEST_F(SchemaIndexTest, SaysWhyAFileCannotBeRead) {
  for (std::string_view bytes : {"", "  \n", "{", "{\"provider_schemas\": 5}", "\x1f\x8b\x08 no gzip",
                                 R"({"provider_schemas": {"a": {}, "b": {}}})", "a: [", "a: b: c"}) {
    EXPECT_EQ(read(bytes), nullptr) << bytes;
    EXPECT_FALSE(error_.empty()) << bytes;
  }
}

}  // namespace
}  // namespace flux
