#include "emit/text/yaml_writer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

namespace flux::yaml {
namespace {

Node commented(Node node, std::string comment) {
  node.comment = std::move(comment);
  return node;
}

TEST(YamlWriter, BlockStyle) {
  const Node document = Mapping{{"a", 1},
                                {"list", Sequence{"x", Mapping{{"k", "v"}, {"l", Sequence{1, 2}}},
                                                  Sequence{1, Sequence{}}, Mapping{}, nullptr}},
                                {"map", commented(Mapping{{"t", true}, {"f", false}}, "about\nthe map")},
                                {"none", Mapping{}},
                                {"empty", Sequence{}}};
  EXPECT_EQ(write(document, "Generated."), R"(# Generated.
a: 1
list:
  - x
  - k: v
    l:
      - 1
      - 2
  - - 1
    - []
  - {}
  - null
# about
# the map
map:
  t: true
  f: false
none: {}
empty: []
)");
}

TEST(YamlWriter, CommentsStandAboveTheLineOfAnItem) {
  EXPECT_EQ(write(Sequence{
                commented(Mapping{{"a", commented(1, "entry")}, {"b", commented(2, "second")}}, "item")}),
            R"(# item
# entry
- a: 1
  # second
  b: 2
)");
}

TEST(YamlWriter, SeveralDocuments) {
  const std::vector<Node> documents = {Mapping{{"a", 1}}, Mapping{}, "text\n", nullptr};
  EXPECT_EQ(write_documents(documents), "a: 1\n---\n{}\n---\n\"text\\n\"\n---\nnull\n");
}

TEST(YamlWriter, Numbers) {
  EXPECT_EQ(write(Sequence{1.0, 1e16, 1.5e-7, 0.1, -0.0, std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<std::int64_t>::min()}),
            "- 1.0\n- 1.0e+16\n- 1.5e-07\n- 0.1\n- -0.0\n- .inf\n- -.inf\n- .nan\n- -9223372036854775808\n");
}

TEST(YamlWriter, WhatAParserCouldMistakeIsQuoted) {
  for (const char* text : {"",       "y",     "N",          "yes",    "No",
                           "on",     "OFF",   "true",       "False",  "~",
                           "null",   "NULL",  "0",          "-1",     "+12",
                           "0777",   "0o7",   "0xFf",       "0b01",   "1_000",
                           "1:30",   "1.10",  "1e3",        "1E-3",   ".5",
                           "-.5",    "5.",    ".inf",       "-.INF",  ".NaN",
                           "nan",    "1.2.3", "2001-01-01", ".",      "..",
                           "...",    "---",   "-",          "- a",    "?",
                           "? a",    ":",     ":a",         "a:",     "a: b",
                           "a #b",   "#a",    " a",         "a ",     "=",
                           "<<",     "*a",    "&a",         "!a",     "%a",
                           "@a",     "`a",    "|",          ">",      "'a'",
                           "\"a\"",  "[a",    "]",          "{a",     "}",
                           ",a",     "a\tb",  "\x7f",       "\u0085", "\u2028",
                           "\ufeff", "\xff",  "{{ .x }}",   "12e03",  "2001-1-1T1:1:1Z"}) {
    EXPECT_FALSE(is_plain(text)) << text;
  }
  for (const char* text : {"a",          "a b",           "a:b",  "a#b",     "30d",       "32Gi", "100m",
                           "10.0.0.0/8", "--flag=x",      "-c",   "/bin/sh", "yesterday", "é",    "日本",
                           "v1.2",       "http://x:80/y", "a, b", "0xyz",    "$(A)",      "a'b",  "1d2"}) {
    EXPECT_TRUE(is_plain(text)) << text;
  }
}

TEST(YamlWriter, Quotes) {
  EXPECT_EQ(write(Mapping{{"on", "a \"b\" \\: \t\r é\u0085"}}),
            "\"on\": \"a \\\"b\\\" \\\\: \\t\\r é\\u0085\"\n");
}

TEST(YamlWriter, LiteralBlocks) {
  EXPECT_EQ(write(Mapping{{"clip", "a\n  b\n"},
                          {"strip", "a\n\nb"},
                          {"keep", "a\n\n"},
                          {"indented", "\n  a\nb\n"},
                          {"list", Sequence{"a\nb\n"}}}),
            R"(clip: |
  a
    b
strip: |-
  a

  b
keep: |+
  a

indented: |2

    a
  b
list:
  - |
    a
    b
)");
}

TEST(YamlWriter, TextThatABlockWouldHarmIsQuoted) {
  EXPECT_EQ(write(Sequence{"a \nb\n", "a\r\n", "\n", "a\n\u200b\n", "a\n\t\n"}),
            R"(- "a \nb\n"
- "a\r\n"
- "\n"
- "a\n\u200b\n"
- "a\n\t\n"
)");
}

TEST(YamlWriter, LongKeysAreAnnounced) {
  const std::string key(1001, 'k');
  EXPECT_EQ(write(Mapping{{key, 1}, {"m", Mapping{{key, Mapping{{"a", 1}}}}}}),
            "? " + key + "\n: 1\nm:\n  ? " + key + "\n  :\n    a: 1\n");
}

TEST(YamlWriter, IsFast) {
  const Node document =
      Mapping{{"apiVersion", "v1"},
              {"kind", "ConfigMap"},
              {"metadata", Mapping{{"name", "some-name"}, {"labels", Mapping{{"a", "true"}}}}},
              {"data", Mapping{{"file", "one\ntwo\n"}}}};
  const std::vector<Node> documents(20'000, document);
  const auto start = std::chrono::steady_clock::now();
  const std::string out = write_documents(documents);
  const auto time = std::chrono::steady_clock::now() - start;
  EXPECT_GT(out.size(), 2'000'000U);
  EXPECT_LT(std::chrono::duration<double>(time).count(), 2.0);  // some 30 ms; loose for sanitizers
}

}  // namespace
}  // namespace flux::yaml
