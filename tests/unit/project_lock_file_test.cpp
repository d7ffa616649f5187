#include "project/lock_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/content_hash.h"

namespace flux {
namespace {

using testing::SizeIs;

class LockFileTest : public testing::Test {
protected:
  LockFile read(std::string text) {
    files_ = {};
    diagnostics_ = {};
    files_.add("flux.lock", std::move(text));
    return read_lock_file(files_, sources_, ".", diagnostics_);
  }
  MemoryFileProvider files_;
  SourceManager sources_;
  Diagnostics diagnostics_;
};

TEST_F(LockFileTest, ReadsWhatItPrints) {
  LockFile lock;
  lock.schemas["cilium"] = {.kind = SchemaKind::chart,
                            .path = "charts/a \"b\"\\/values.schema.json",
                            .version = "1.0",
                            .only = {},
                            .open = {"hubble.relay", "."},
                            .hash = content_hash("a"),
                            .source_hash = content_hash("b"),
                            .span = {}};
  lock.schemas["null"] = {.kind = SchemaKind::crd,
                          .path = "schemas/null.schema.json",
                          .version = {},
                          .only = {"Application", "yes"},
                          .open = {},
                          .hash = std::string(64, '1'),
                          .source_hash = {},
                          .span = {}};
  lock.packages["infra"] = {.source = {"../infra.git", "v1", "contract", ""},
                            .commit = std::string(40, 'a'),
                            .hash = content_hash("c"),
                            .span = {}};
  lock.packages["common"] = {
      .source = {"", "", "", "../common"}, .commit = {}, .hash = content_hash("d"), .span = {}};
  lock.interfaces["@infra/prod.flux"] = {
      .hash = content_hash("e"),
      .exports = {{"a.\"b: c\"", "\"x\\n\""}, {"type T, f", "list<int>, optional"}},
      .span = {}};
  const std::string text = print_lock_file(lock);
  const LockFile again = read(text);
  EXPECT_TRUE(diagnostics_.empty());
  ASSERT_THAT(again.schemas, SizeIs(2));
  EXPECT_EQ(print_lock_file(again), text);
  EXPECT_EQ(again.packages.at("infra").source, lock.packages.at("infra").source);
  EXPECT_EQ(again.interfaces.at("@infra/prod.flux").exports, lock.interfaces.at("@infra/prod.flux").exports);
  EXPECT_EQ(again.schemas.at("null").only, lock.schemas.at("null").only);
  EXPECT_EQ(again.versions_by_hash(), (std::map<std::string, std::string>{{content_hash("a"), "1.0"}}));
  EXPECT_THAT(read(print_lock_file({})).schemas, SizeIs(0));
  EXPECT_TRUE(diagnostics_.empty());
}

TEST_F(LockFileTest, WhatItDoesNotKnowIsReported) {
  for (const char* text :
       {"a", "[]", "schemas: 3", "schemas: {a: 3}", "schemas: {a: {kind: chart}}", "schemas: {a: {mode: 1}}",
        "schemas: {a: {path: /etc/passwd, sha256: 1}}", "schemas: {a: {path: [x]}}",
        "schemas: {a: {only: x}}", "modules: {}", "packages: {a: {git: x}}",
        "packages: {a: {path: x, sha256: 1}}", "packages: {a: {hash: x}}", "interfaces: {a: {}}"}) {
    EXPECT_THAT(read(text).schemas, SizeIs(0)) << text;
    EXPECT_TRUE(diagnostics_.has_errors()) << text;
  }
  EXPECT_THAT(read("").schemas, SizeIs(0));
  EXPECT_FALSE(diagnostics_.has_errors());
}

TEST_F(LockFileTest, TellsWhatBecameOfAFile) {
  const LockedSchema schema{.path = "schemas/a.json", .hash = content_hash("a")};
  files_.add("p/schemas/a.json", "a");
  EXPECT_EQ(lock_state(schema, files_, "p"), LockState::holds);
  files_.add("p/schemas/a.json", "b");
  EXPECT_EQ(lock_state(schema, files_, "p"), LockState::changed);
  EXPECT_EQ(lock_state(schema, files_, "."), LockState::missing);
}

}  // namespace
}  // namespace flux
