// Texts that would exhaust a parser without limits. Each is long enough that quadratic work would be felt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax_test_support.h"

namespace flux::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

constexpr int kMany = 100'000;

std::string times(int count, const std::string& text) {
  std::string out;
  out.reserve(text.size() * static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Limits, NestingIsRefusedOnce) {
  const std::string texts[] = {
      in_layer("a = " + times(kMany, "(") + "1" + times(kMany, ")")),
      in_layer("a = " + times(kMany, "[")),
      in_layer("a = " + times(kMany, "{ a = ")),
      in_layer(times(kMany, "a {")),
      in_layer("if a { } " + times(kMany, "else if b { } ")),
      in_layer("a = " + times(kMany, "if b then c else ") + "d"),
      in_layer("a = " + times(kMany, "if ")),
      in_layer("a = " + times(kMany, "\"${")),
      in_layer("a = " + times(kMany, "match x { 1 => ")),
      in_layer("a = " + times(kMany, "f(")),
      in_layer("a = " + times(kMany, "b[")),
      "type A = " + times(kMany, "list<"),
      "type A = " + times(kMany, "("),
      "type A = " + times(kMany, "{ a: "),
  };
  for (const std::string& text : texts) {
    EXPECT_THAT(Parsed(text).codes(), ElementsAre(Code::nesting_too_deep)) << text.substr(0, 40);
  }
}

TEST(Limits, NestingUpToTheLimitIsFine) {
  const int depth = ast::kMaxNesting - 1;  // the layer's own body is one level
  EXPECT_TRUE(Parsed(in_layer("a = " + times(depth, "(") + "1" + times(depth, ")"))).diagnostics.empty());
  EXPECT_FALSE(
      Parsed(in_layer("a = " + times(depth + 1, "(") + "1" + times(depth + 1, ")"))).diagnostics.empty());
}

TEST(Limits, OperatorsOfEveryKind) {
  const std::string texts[] = {"1" + times(kMany, " + 1"),      times(kMany, "!") + "a",
                               times(kMany, "- ") + "a",        "a" + times(kMany, ".a"),
                               "f" + times(kMany, "(1)"),       "a" + times(kMany, "[1]"),
                               "a" + times(kMany, " with { }"), times(kMany, "a is T && ") + "b"};
  for (const std::string& text : texts) {
    const Parsed parsed(in_layer("a = " + text + "\nb = 2"));
    EXPECT_THAT(parsed.codes(), ElementsAre(Code::expression_too_long)) << text.substr(0, 40);
    EXPECT_THAT(parsed.printed(), ::testing::HasSubstr("(set b 2)"));
  }
  EXPECT_TRUE(Parsed(in_layer("a = 1" + times(ast::kMaxOperators, " + 1"))).diagnostics.empty());
}

TEST(Limits, OperatorsAroundAPlaceAddUp) {
  const std::string half = times(ast::kMaxOperators / 2 + 1, "!");
  EXPECT_THAT(Parsed(in_layer("a = " + half + "(" + half + "b)")).codes(),
              ElementsAre(Code::expression_too_long));
}

TEST(Limits, ErrorsAreCut) {
  for (const std::string& text : {in_layer(times(kMany, "a = = 1\n")), times(kMany, "}"), times(kMany, "@ "),
                                  times(kMany, ";"), in_layer("a = " + times(kMany, ")"))}) {
    const Parsed parsed(text);
    EXPECT_EQ(parsed.diagnostics.all().size(), static_cast<std::size_t>(ast::kMaxSyntaxErrors) + 1)
        << text.substr(0, 40);
    EXPECT_EQ(parsed.codes().back(), Code::too_many_syntax_errors);
  }
}

TEST(Limits, LongTextsTakeLinearTime) {
  for (const std::string& text :
       {times(kMany, "/*"), "let a = " + times(kMany, "r\"\"\""),
        "type A = string" + times(kMany, "(/[") + "\n", "type A = string" + times(kMany, "(/x") + "\n",
        in_layer("a = " + times(kMany, "\"${\"a")), in_layer("a = " + times(kMany, "b "))}) {
    EXPECT_TRUE(Parsed(text).diagnostics.has_errors());
  }
  EXPECT_TRUE(Parsed(in_layer("a = [" + times(kMany, "{ b = 1 }, ") + "]")).diagnostics.empty());
  EXPECT_TRUE(Parsed(times(kMany, "/// doc\n") + "let a = 1\n").diagnostics.empty());
}

}  // namespace
}  // namespace flux::test
