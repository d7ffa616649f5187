#include "yaml/yaml_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace flux {
namespace {

using testing::ElementsAre;

class YamlReaderTest : public testing::Test {
protected:
  const YamlNode* read(std::string text) {
    text_ = std::move(text);
    diagnostics_ = {};
    return read_yaml(text_, FileId{0}, arena_, diagnostics_);
  }
  std::string_view source(SourceSpan span) const {
    return std::string_view(text_).substr(span.begin, span.end - span.begin);
  }
  /// The text under each diagnostic, after its code.
  std::vector<std::string> problems() const {
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics_.all()) {
      result.push_back(std::string(code_info(diagnostic.code).code) + " " +
                       std::string(source(diagnostic.span)));
    }
    return result;
  }

  Arena arena_;
  std::string text_;
  Diagnostics diagnostics_;
};

TEST_F(YamlReaderTest, SpansCoverValuesInBytes) {
  const YamlNode* root = read(
      "\xEF\xBB\xBF# \xC3\xA9\r\na: 1\r\n\"\xC3\xA9\": \"x \xF0\x9F\x98\x80\" # c\r\nb: &q\r\n"
      "  - |\r\n    t\xC3\xA9\r\n    u\r\n  - plain over\r\n    lines\r\nc: *q\r\nd:\r\n"
      "e: !!str 5\r\nf: [1, {a: }, &z 'k']\r\n");
  ASSERT_NE(root, nullptr) << diagnostics_.all()[0].message;
  ASSERT_EQ(root->entries.size(), 7U);
  EXPECT_EQ(source(root->span).substr(0, 4), "a: 1");
  EXPECT_TRUE(source(root->span).ends_with("'k']"));
  const auto source_of = [&](std::string_view key) { return source(root->find(key)->span); };
  EXPECT_EQ(source_of("a"), "1");
  EXPECT_EQ(source(root->entries[1].key->span), "\"\xC3\xA9\"");
  EXPECT_EQ(source_of("\xC3\xA9"), "\"x \xF0\x9F\x98\x80\"");
  EXPECT_EQ(source_of("b"), "- |\r\n    t\xC3\xA9\r\n    u\r\n  - plain over\r\n    lines");
  const YamlNode& b = *root->find("b");
  EXPECT_EQ(source(b.items[0]->span), "|\r\n    t\xC3\xA9\r\n    u");
  EXPECT_EQ(b.items[0]->text, "t\xC3\xA9\nu\n");
  EXPECT_FALSE(b.items[0]->plain);
  EXPECT_EQ(source(b.items[1]->span), "plain over\r\n    lines");
  EXPECT_EQ(b.items[1]->text, "plain over lines");
  EXPECT_EQ(source_of("c"), "*q");
  EXPECT_EQ(root->find("c")->items[1], b.items[1]);
  EXPECT_EQ(root->find("d")->kind, YamlKind::null);
  EXPECT_EQ(source_of("d"), "");
  EXPECT_EQ(text_[root->find("d")->span.begin - 1], ':');
  EXPECT_EQ(source_of("e"), "5");
  EXPECT_FALSE(root->find("e")->plain);
  EXPECT_EQ(source_of("f"), "[1, {a: }, &z 'k']");
  EXPECT_EQ(source(root->find("f")->items[1]->span), "{a: }");
  EXPECT_EQ(source(root->find("f")->items[2]->span), "'k'");
}

TEST_F(YamlReaderTest, TellsPlainFromQuoted) {
  const YamlNode* root = read("[null, 'null', ~, yes, \"1\", ! 2, !!int '3', !!str null]");
  ASSERT_NE(root, nullptr);
  std::vector<std::pair<YamlKind, bool>> kinds;
  for (const YamlNode* item : root->items) kinds.emplace_back(item->kind, item->plain);
  using enum YamlKind;
  EXPECT_THAT(kinds, ElementsAre(std::pair{null, true}, std::pair{scalar, false}, std::pair{null, true},
                                 std::pair{scalar, true}, std::pair{scalar, false}, std::pair{scalar, false},
                                 std::pair{scalar, true}, std::pair{scalar, false}));
}

TEST_F(YamlReaderTest, AnEmptyDocumentIsNull) {
  for (const char* text : {"", "# only a comment\n", "---\n", "~"}) {
    const YamlNode* root = read(text);
    ASSERT_NE(root, nullptr) << text;
    EXPECT_EQ(root->kind, YamlKind::null);
    EXPECT_TRUE(diagnostics_.empty());
  }
}

TEST_F(YamlReaderTest, ReadsJson) {
  const YamlNode* root = read("{\"a\":\"\\u00e9\\/\\n\",\"b\":[1,\n\t2],\"c\" : {\"d\":null,\"\":true}}");
  ASSERT_NE(root, nullptr) << diagnostics_.all()[0].message;
  EXPECT_EQ(root->find("a")->text, "\xC3\xA9/\n");
  EXPECT_EQ(root->find("b")->items.size(), 2U);
  EXPECT_EQ(root->find("c")->find("")->text, "true");
}

TEST_F(YamlReaderTest, JoinsTheSurrogatePairsOfJson) {
  const YamlNode* root = read(R"({"x":"\ud83d\ude00 \\ud83d\\ude00","y":"\ud83D\uDE00\uD83D\ude01","z":7})");
  ASSERT_NE(root, nullptr) << diagnostics_.all()[0].message;
  EXPECT_EQ(root->find("x")->text, "\xF0\x9F\x98\x80 \\ud83d\\ude00");
  EXPECT_EQ(source(root->find("x")->span), R"("\ud83d\ude00 \\ud83d\\ude00")");
  EXPECT_EQ(source(root->find("y")->span), R"("\ud83D\uDE00\uD83D\ude01")");
  EXPECT_EQ(root->find("y")->text, "\xF0\x9F\x98\x80\xF0\x9F\x98\x81");
  EXPECT_EQ(source(root->find("z")->span), "7");
  EXPECT_EQ(source(root->span), text_);

  EXPECT_EQ(read(R"({"x":"\ud83d"})"), nullptr);
  EXPECT_THAT(problems(), ElementsAre(testing::StartsWith("E1101")));
}

TEST_F(YamlReaderTest, MergesKeys) {
  const YamlNode* root =
      read("a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  z: own\n  <<: [*a, *b]\nd:\n  '<<': text\n");
  ASSERT_NE(root, nullptr);
  const YamlNode& c = *root->find("c");
  EXPECT_EQ(c.entries.size(), 3U);
  EXPECT_EQ(c.find("x")->text, "1");
  EXPECT_EQ(c.find("y")->text, "2");
  EXPECT_EQ(c.find("z")->text, "own");
  EXPECT_EQ(root->find("d")->find("<<")->text, "text");

  EXPECT_EQ(read("a:\n  <<: 5\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1105 5"));
}

TEST_F(YamlReaderTest, ReportsDuplicateKeysAtTheirPlaces) {
  const YamlNode* root = read("a: 1\nb: 2\n\"a\": 3\nc: {d: 1, d: 2}\n");
  ASSERT_NE(root, nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1102 d", "E1102 \"a\""));
  EXPECT_EQ(source(diagnostics_.all()[1].labels[0].span), "a");
  EXPECT_EQ(root->find("a")->text, "1");
}

TEST_F(YamlReaderTest, ReportsWhatIsNoYamlAtItsPlace) {
  EXPECT_EQ(read("a: 1\n b: 2\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1101 :"));
  EXPECT_EQ(read("\xC3\xA9: [1,\nb"), nullptr);
  EXPECT_EQ(problems().size(), 1U);
  EXPECT_EQ(read("a: b\x04\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1101 \x04"));
  EXPECT_EQ(read("a: \xFFx\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1001 \xFF"));
  EXPECT_EQ(read(std::string("a: \0x\n", 7)), nullptr);
  EXPECT_THAT(problems(), ElementsAre(std::string("E1002 \0", 7)));
  EXPECT_EQ(read("a: 1\n---\nb: 2\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1107 ---"));
  EXPECT_EQ(read("a: *b\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1104 *b"));
  EXPECT_EQ(read("a: &a [*a]\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1104 *a"));
  EXPECT_EQ(read("a: !Ref b\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1106 !Ref b"));
  EXPECT_NE(read("[a, b]: 1\n"), nullptr);
  EXPECT_THAT(problems(), ElementsAre("E1103 [a, b]"));
}

TEST_F(YamlReaderTest, BoundsNesting) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_NE(read(nested(kDeepestYamlTree)), nullptr);
  for (const std::string& text : {nested(kDeepestYamlTree + 1), nested(100'000), std::string(100'000, '{'),
                                  std::string(100'000, '['), "{a: " + std::string(100'000, '['), [] {
                                    std::string block;
                                    for (int i = 0; i < 100'000; ++i) block += "- ";
                                    return block;
                                  }()}) {
    EXPECT_EQ(read(text), nullptr);
    EXPECT_EQ(diagnostics_.all().at(0).code, Code::nesting_too_deep);
  }
  // Each alias deepens by what it stands for.
  std::string text = "a0: &a0 x\n";
  for (int i = 1; i < 300; ++i) text += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  EXPECT_EQ(read(text), nullptr);
  EXPECT_EQ(diagnostics_.all().at(0).code, Code::nesting_too_deep);
}

TEST_F(YamlReaderTest, BoundsExpansion) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    bomb += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  }
  std::string merged = "m0: &m0 {";
  for (int i = 0; i < 5000; ++i) merged += fmt::format("k{}: 1, ", i);
  merged += "}\n";
  for (int i = 1; i < 5000; ++i) merged += fmt::format("m{}: {{<<: *m0}}\n", i);
  for (const std::string& text : {bomb, merged}) {
    EXPECT_EQ(read(text), nullptr);
    EXPECT_EQ(diagnostics_.all().at(0).code, Code::yaml_too_large);
  }
}

TEST_F(YamlReaderTest, ReadsFiveMegabytesInUnderASecond) {
  std::string text;
  for (int i = 0; text.size() < 5'000'000; ++i) {
    text += fmt::format("app-{}:\n  image: \"\xC3\xA9/app:1.2\"\n  ports: [80, 443]\n  env:\n    A: b\n", i);
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_NE(read(text), nullptr);
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 10);  // an order of magnitude, for slow machines and sanitizers
}

TEST(YamlClassify, FollowsTheCoreSchema) {
  const auto all = [](YamlScalar kind, std::initializer_list<const char*> texts) {
    for (const char* text : texts) EXPECT_EQ(classify(text), kind) << text;
  };
  all(YamlScalar::null, {"", "~", "null", "Null", "NULL"});
  all(YamlScalar::boolean, {"true", "True", "FALSE"});
  all(YamlScalar::integer, {"0", "-12", "+3", "017", "0o17", "0xFf"});
  all(YamlScalar::floating, {"1.5", ".5", "1.", "1e3", "-1.5E-3", ".inf", "-.INF", ".nan"});
  all(YamlScalar::string,
      {"yes", "on", "nUll", "-", ".", "1_000", "0x", "1e", "30d", "2001-01-01", "-.nan", "-0x1", "1.2.3"});
}

}  // namespace
}  // namespace flux
