// What is said about mistakes, and how much of the rest is still read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax_test_support.h"

namespace flux::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct Mistake {
  const char* text;
  const char* error;
  const char* help;
};

TEST(Messages, NameWhatWasExpectedAndTheWayOut) {
  const Mistake mistakes[] = {
      {"layer x : P { a = f (1) }", "1:21 expected a new line or `,` after the member, found `(`", "touches"},
      {"layer x : P { a = f\n(1) }", "2:1 expected a member such as `name = value`, found `(`", "touches"},
      {"layer x : P { a = b [1] }", "1:21 expected a new line or `,` after the member, found `[`", "touches"},
      {"layer x : P\n{\n}", "1:12 expected `{`, `extends` or `from`, found the end of the line",
       "on the line"},
      {"type C { c: list<int>= [] }", "1:21 expected `,` or `>`, found `>=`", "a space"},
      {"layer x : P { a == 1 }",
       "1:17 expected `=`, `{`, or another way to go on with the member, found `==`", "`=` sets"},
      {"layer x : P { if a = 1 { } }", "1:20 expected `{`, found `=`", "`==` compares"},
      {"layer x = P { }", "1:9 expected `{`, `extends` or `from`, found `=`", "`:` stands before the type"},
      {"layer x : P { a = y ? 1 : 2 }", "1:21 expected a new line or `,` after the member, found `?`",
       "if condition then"},
      {"layer x : P { a: 1 }", "1:16 a field is declared only in a type: found `:` after `a`", "`=`"},
      {"layer x : P { if Foo { a = 1 } { } }", "1:32 expected a new line or `,` after the member, found `{`",
       "parentheses"},
      {"layer x : P { a = 1 < 2 < 3 }", "1:25 comparisons do not chain: found a second one, `<`", "`&&`"},
      {"layer x : P { a = 5 { b = 1 } }", "1:21 a `{` may follow only a type's name here", "with"},
      {"layer x : P { a = if b { c } }", "1:24 expected `then`, found `{`", "then"},
      {"layer x : P { a = 'b' }", "1:19 a string stands between double quotes", "\""},
      {"layer x : P { a = 1; b = 2 }", "1:20 `;` separates nothing here", "comma"},
      {"layer x : P {\n # a\n}", "2:2 `#` starts no comment here", "`//`"},
      {"layer x : P { a = match b { c => 1 } }", "1:29 expected a pattern, found `c`", "quotes"},
      {"layer x : P { \"a${b}\" = 1 }", "1:15 a quoted name takes no interpolation", "brackets"},
      {"layer x : P { default a { } }", "1:15 `default` stands only before a member that sets a value",
       "default name"},
      {"layer x : P { m.a is T { } }", "1:18 `is` selects entries, so it follows `.*`", "`.*"},
      {"type A { a: = 3 }", "1:13 expected a type, found `=`", ""},
      {"layer x : P { a = }", "1:19 expected a value, found `}`", ""},
      {"foo = 1",
       "1:1 expected a declaration: `import`, `type`, `layer`, `environment`, `fn`, `let` or `secret`, found "
       "`foo`",
       ""},
      {"layer x : P { a = 1 @ }", "1:21 `@` starts no token", ""},
      {"layer x : P { }\n}", "2:1 `}` closes nothing", ""},
      {"layer x : P { a = [1 2] }", "1:22 expected `,` or `]`, found `2`", ""},
  };
  for (const Mistake& mistake : mistakes) {
    const Parsed parsed(mistake.text);
    EXPECT_THAT(parsed.errors(), ElementsAre(mistake.error)) << mistake.text;
    if (!parsed.diagnostics.empty()) {
      EXPECT_THAT(parsed.diagnostics.all()[0].help, HasSubstr(mistake.help)) << mistake.text;
    }
  }
}

TEST(Recovery, OneMistakeOneErrorAndTheRestIsRead) {
  const Parsed parsed(in_layer("a = = 1\nb = 2\nc { d = ]\n e = 3 }, f = 4\n") +
                      "type T { g: = 1, h: int }\nlet z = 1\n");
  EXPECT_THAT(parsed.codes(), ElementsAre(Code::unexpected_token, Code::unexpected_token,
                                          Code::unexpected_token, Code::unexpected_token));
  EXPECT_THAT(parsed.printed(), HasSubstr("(set b 2)"));
  EXPECT_THAT(parsed.printed(), HasSubstr("(set f 4)"));
  EXPECT_THAT(parsed.printed(), HasSubstr("(declare h: int)"));
  EXPECT_THAT(parsed.printed(), HasSubstr("(let z 1)"));
}

TEST(Recovery, UnclosedBracketsAreNamedWhereTheyOpen) {
  const Parsed list(in_layer("a = [1, 2\nb = 3\nc = f(1,\nd { e = 1 }"));
  EXPECT_THAT(list.codes(), ElementsAre(Code::unclosed_bracket, Code::unclosed_bracket));
  EXPECT_THAT(list.errors()[0], HasSubstr("`[` is never closed: found `b`"));
  EXPECT_EQ(list.diagnostics.all()[0].labels[0].text, "opened here");
  EXPECT_THAT(list.printed(), HasSubstr("(set b 3)"));

  const Parsed body("layer x : P {\n  a {\n    b = 1\n  c = 2\n}\nlayer y : P { d = 1 }\n");
  EXPECT_THAT(body.errors(), ElementsAre("6:1 `{` is never closed: found `layer`"));
  EXPECT_EQ(body.sources.line_column(body.file, body.diagnostics.all()[0].labels[0].span.begin).line, 2U);
  EXPECT_THAT(body.printed(), HasSubstr("(layer y : P\n  (set d 1))"));

  EXPECT_THAT(Parsed("layer x : P {\n  a {\n").errors(),
              ElementsAre("3:1 `{` is never closed: found the end of the file"));
}

TEST(Recovery, AnEmittedBlockMayHaveAnyHeadAtTheMargin) {
  EXPECT_TRUE(Parsed("layer x : P {\nemit terraform {\ntype x { a = 1 }\n}\n}\n").diagnostics.empty());
}

TEST(Recovery, UnterminatedTexts) {
  const Parsed line(in_layer("a = \"abc\nb = 2"));
  EXPECT_THAT(line.errors(), ElementsAre("2:5 this string does not end on its line"));
  EXPECT_THAT(line.printed(), HasSubstr("(set b 2)"));
  for (const char* text :
       {"layer x : P {\n a = \"\"\"abc\n}\n", "layer x : P {\n a = r\"\"\"abc\n}\n", "/* abc\nlet a = 1\n",
        "let a = \"abc", "let a = \"abc${", "let a = \"abc${\"", "let a = \"\\"}) {
    EXPECT_THAT(Parsed(text).codes(), ElementsAre(Code::unterminated_string)) << text;
  }
  EXPECT_EQ(Parsed("type A = string(/a\n").codes()[0], Code::unterminated_string);
}

TEST(Recovery, TextThatIsNoneIsRefused) {
  EXPECT_THAT(Parsed("let a = \"\xff\"").codes(), ElementsAre(Code::invalid_utf8));
  EXPECT_THAT(Parsed("let a = \"\xc3").codes(), ElementsAre(Code::invalid_utf8));
  EXPECT_THAT(Parsed(std::string("let a = \0 1", 11)).codes(), ElementsAre(Code::nul_byte));
  EXPECT_TRUE(Parsed("\xEF\xBB\xBFlet a = \"é\"").diagnostics.empty());
}

TEST(Recovery, SpansAreBytes) {
  const Parsed parsed("let a = \"éé\" b");
  ASSERT_EQ(parsed.diagnostics.all().size(), 1U);
  EXPECT_EQ(parsed.sources.text(parsed.diagnostics.all()[0].span), "b");
}

TEST(Recovery, NoPrefixOfAProgramBreaksTheParser) {
  const std::string program =
      "import { a as b } from \"c\"\n/// d\nabstract type T : U { a?: list<map<string, int(1..3)>>? = [for "
      "x, y in z if c : y] }\n"
      "environment e extends f, g at h[\"i\"] {\n  a.b = match x { \"y\" | 1..2 => \"${ {k = `} }\", is T => "
      "-1h30m, else => c }\n"
      "  if a { b { } } else if c { } else { }\n  final f = \"\"\"\n    x ${y}\n    \"\"\" because \"z\"\n  "
      "emit terraform { r \"x\" y for k in l { } }\n}\n";
  for (std::size_t size = 0; size <= program.size(); ++size) {
    const Parsed cut(program.substr(0, size));
    const Parsed rest(program.substr(size));
    for (const std::string& error : cut.errors())
      EXPECT_THAT(error, Not(HasSubstr("something else"))) << program.substr(0, size);
    EXPECT_FALSE(cut.printed().empty() && size > 80);
  }
}

}  // namespace
}  // namespace flux::test
