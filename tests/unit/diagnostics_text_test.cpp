// What a person sees, byte for byte. The expected texts begin with a line break for the sake of their layout
// here.
#include <gtest/gtest.h>

#include "diagnostics/display_text.h"
#include "diagnostics/renderers.h"

namespace flux {
namespace {

class TextRendererTest : public testing::Test {
protected:
  FileId add(std::string path, std::string text) { return sources_.add(std::move(path), std::move(text)); }

  /// The first occurrence of `needle`.
  SourceSpan at(FileId file, std::string_view needle) {
    const auto begin = static_cast<std::uint32_t>(sources_.text(file).find(needle));
    return {file, begin, begin + static_cast<std::uint32_t>(needle.size())};
  }

  static Diagnostic error(SourceSpan span, std::string message = "message") {
    return {Code::unknown_name, Severity::error, std::move(message), span};
  }

  std::string render(const Diagnostic& diagnostic, bool colour = false) {
    return '\n' + render_text(diagnostic, sources_, colour);
  }

  SourceManager sources_;
};

TEST_F(TextRendererTest, ShowsPlacesInSeveralFiles) {
  const FileId prod = add("envs/prod.flux", std::string(11, '\n') + "    replicsa = 3\n");
  const FileId apps = add("std/apps.flux", std::string(39, '\n') + "type WebService : App {\n}\n");
  const Diagnostic diagnostic = error(at(prod, "replicsa"), "unknown field `replicsa` of `WebService`")
                                    .at("not a field of `WebService`")
                                    .label(at(apps, "WebService"), "declared here")
                                    .note("it has 12 fields,\nthe nearest is `replicas`")
                                    .with_help("did you mean `replicas`?");
  EXPECT_EQ(render(diagnostic), R"(
error[E2006]: unknown field `replicsa` of `WebService`
  --> envs/prod.flux:12:5
   |
12 |     replicsa = 3
   |     ^^^^^^^^ not a field of `WebService`
   |
  ::: std/apps.flux:40:6
   |
40 | type WebService : App {
   |      ---------- declared here
   |
   = note: it has 12 fields,
           the nearest is `replicas`
   = help: did you mean `replicas`?
)");
}

TEST_F(TextRendererTest, LabelsOfOneLineDoNotOverlap) {
  const FileId file = add("a.flux", "let total = first + second\n");
  const Diagnostic diagnostic = error(at(file, "first"))
                                    .at("this")
                                    .label(at(file, "total"), "that")
                                    .label(at(file, "second"), "here")
                                    .label(at(file, "first + second"), "the sum");
  EXPECT_EQ(render(diagnostic), R"(
error[E2006]: message
 --> a.flux:1:13
  |
1 | let total = first + second
  |     -----   ^^^^^--------- here
  |     |       |
  |     |       this
  |     |       the sum
  |     that
)");
}

TEST_F(TextRendererTest, NearLinesShareAWindowAndFarOnesAreElided) {
  const FileId file = add("a.flux", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n");
  const Diagnostic diagnostic = error(at(file, "three"))
                                    .label(at(file, "one"), "near")
                                    .label(at(file, "four"), "next")
                                    .label(at(file, "ten"), "far");
  EXPECT_EQ(render(diagnostic), R"(
error[E2006]: message
  --> a.flux:3:1
   |
 1 | one
   | --- near
 2 | two
 3 | three
   | ^^^^^
 4 | four
   | ---- next
...
10 | ten
   | --- far
)");
}

TEST_F(TextRendererTest, ASpanOfSeveralLinesIsMarkedOnItsFirst) {
  const FileId file = add("a.flux", "app = {  \r\n  x = 1\r\n}\r\n");
  EXPECT_EQ(render(error(at(file, "{  \r\n  x = 1\r\n}")).at("never closed")), R"(
error[E2006]: message
 --> a.flux:1:7
  |
1 | app = {
  |       ^ never closed
)");
}

TEST_F(TextRendererTest, EmptySpansHaveACaret) {
  const FileId file = add("a.flux", "app = ");
  EXPECT_EQ(render(error({file, 6, 6}).at("a value was expected")), R"(
error[E2006]: message
 --> a.flux:1:7
  |
1 | app =
  |       ^ a value was expected
)");
  const FileId ended = add("b.flux", "app\n");
  EXPECT_EQ(render(error({ended, 4, 4})), R"(
error[E2006]: message
 --> b.flux:2:1
  |
2 |
  | ^
)");
}

TEST_F(TextRendererTest, CaretsStandUnderWideAndCombiningCharacters) {
  const FileId file = add("a.flux", "\tx = \"日本\" + e\u0301t + 😀 + last\n");
  const Diagnostic diagnostic = error(at(file, "last"))
                                    .label(at(file, "日本"), "")
                                    .label(at(file, "e\u0301t"), "")
                                    .label(at(file, "😀"), "");
  EXPECT_EQ(render(diagnostic),
            "\nerror[E2006]: message\n"
            " --> a.flux:1:23\n"
            "  |\n"
            "1 |     x = \"日本\" + e\u0301t + 😀 + last\n"
            "  |          ----    --   --   ^^^^\n");
}

TEST_F(TextRendererTest, NothingReachesTheTerminalAsAControl) {
  const FileId file = add("a\x1b[2J.flux", "x = \"\x1b[31m\xff\u202e\r\x07\" y\n");
  const Diagnostic diagnostic =
      error(at(file, "y"), "a\nb\x1b[0m").at("c\x1b").note("d\x9b\x1b").with_help("e\x7f");
  EXPECT_EQ(render(diagnostic), R"(
error[E2006]: a\nb\u{1b}[0m
 --> a\u{1b}[2J.flux:1:17
  |
1 | x = "\u{1b}[31m\xff\u{202e}\r\u{7}" y
  |                                     ^ c\u{1b}
  |
  = note: d\x9b\u{1b}
  = help: e\u{7f}
)");
}

TEST_F(TextRendererTest, LongLinesAreTrimmedAroundTheCaret) {
  std::string line(1'000'000, 'a');
  line.replace(500'000, 4, "HERE");
  const FileId file = add("a.flux", line);
  EXPECT_EQ(
      render(error(at(file, "HERE")).label({file, 0, 3}, "left").label({file, 999'990, 999'999}, "right")),
      "\nerror[E2006]: message\n"
      " --> a.flux:1:500001\n"
      "  |\n"
      "1 | ..." +
          std::string(60, 'a') + "HERE" + std::string(96, 'a') +
          "...\n"
          "  | -" +
          std::string(62, ' ') + "^^^^" + std::string(96, ' ') +
          "- right\n"
          "  | |\n"
          "  | left\n");
}

TEST_F(TextRendererTest, PlacesThatDoNotExistAreShownWithoutSource) {
  const FileId file = add("a.flux", "x\n");
  EXPECT_EQ(render(error({}).note("why")), R"(
error[E2006]: message
  = note: why
)");
  EXPECT_EQ(render(error({file, 500, 600}).at("here").label({FileId{77}, 0, 1}, "there")), R"(
error[E2006]: message
 --> a.flux
  = note: here
  = note: there
)");
  EXPECT_EQ(render(error({file, 0, 600})), R"(
error[E2006]: message
 --> a.flux:1:1
  |
1 | x
  | ^
)");
  EXPECT_EQ(render(error({file, 1, 0})), R"(
error[E2006]: message
 --> a.flux:1:2
  |
1 | x
  |  ^
)");
}

TEST_F(TextRendererTest, CountsThePlacesThatItDoesNotShow) {
  const FileId file = add("a.flux", "x\n");
  Diagnostic diagnostic = error(at(file, "x"));
  for (int i = 0; i < 1000; ++i) diagnostic.label(at(file, "x"), "");
  EXPECT_NE(render(diagnostic).find("= note: and 976 more places\n"), std::string::npos);
}

TEST_F(TextRendererTest, WarningsAndNotesSayWhatTheyAre) {
  EXPECT_EQ(render({Code::unused_import, Severity::warning, "m", {}}), "\nwarning[W2001]: m\n");
  EXPECT_EQ(render({Code::unused_import, Severity::note, "m", {}}), "\nnote[W2001]: m\n");
}

TEST_F(TextRendererTest, FixesShowTheEditedLine) {
  const FileId file = add("a.flux", "import x\nreplicsa = 3\n");
  Diagnostic diagnostic = error(at(file, "replicsa"));
  diagnostic.fix("write `replicas`", at(file, "replicsa"), "replicas");
  diagnostic.fixes.push_back({"make it public", {{at(file, "3"), "30"}, {{file, 9, 9}, "pub "}}});
  diagnostic.fix("drop the import", at(file, "import x\n"), "");
  diagnostic.fix("drop the value", at(file, " = 3"), "");
  diagnostic.fix("add a field", {file, 21, 21}, "\nimage = \"i\"");
  EXPECT_EQ(render(diagnostic), R"(
error[E2006]: message
 --> a.flux:2:1
  |
2 | replicsa = 3
  | ^^^^^^^^
  |
help: write `replicas`
  |
2 | replicas = 3
  | ~~~~~~~~
help: make it public
  |
2 | pub replicsa = 30
  | ++++           ~~
help: drop the import
  |
1 - import x
help: drop the value
  |
2 - replicsa = 3
2 + replicsa
help: add a field
  |
3 + image = "i"
)");
}

TEST_F(TextRendererTest, FixesOfOtherFilesAndPlaces) {
  const FileId file = add("a.flux", "one\ntwo\nthree\n");
  const FileId other = add("b.flux", "four\n");
  Diagnostic diagnostic = error(at(file, "one"));
  diagnostic.fixes.push_back(
      {"rename", {{at(other, "four"), "4"}, {at(file, "three"), "3"}, {at(file, "one"), "1"}}});
  diagnostic.fixes.push_back({"overlapping", {{{file, 0, 3}, "x"}, {{file, 1, 2}, "y"}}});
  diagnostic.fixes.push_back({"outside", {{{file, 0, 300}, "x"}}});
  diagnostic.fixes.push_back({"nothing", {}});
  EXPECT_EQ(render(diagnostic), R"(
error[E2006]: message
 --> a.flux:1:1
  |
1 | one
  | ^^^
  |
help: rename
  |
1 | 1
  | ~
...
3 | 3
  | ~
 --> b.flux:1
  |
1 | 4
  | ~
help: overlapping
help: outside
help: nothing
)");
}

TEST_F(TextRendererTest, ColoursBySeverity) {
  const FileId file = add("a.flux", "x y\n");
  EXPECT_EQ(render(error(at(file, "x")).label(at(file, "y"), "z"), true),
            "\n\x1b[1;31merror[E2006]\x1b[0m\x1b[1m: message\x1b[0m\n"
            " \x1b[1;34m-->\x1b[0m a.flux:1:1\n"
            "  \x1b[1;34m|\x1b[0m\n"
            "\x1b[1;34m1\x1b[0m \x1b[1;34m|\x1b[0m x y\n"
            "  \x1b[1;34m|\x1b[0m \x1b[1;31m^\x1b[0m \x1b[1;34m-\x1b[0m \x1b[1;34mz\x1b[0m\n");
}

TEST(DisplayText, Escapes) {
  EXPECT_EQ(displayable("a\tb"), "a    b");
  EXPECT_EQ(displayable("\xEF\xBB\xBF\u200b\u00ad"), "\\u{feff}\\u{200b}\\u{ad}");
  EXPECT_EQ(displayable("日本 é 👩\u200d🚀"), "日本 é 👩\u200d🚀");
}

TEST(DisplayText, WindowsNeverCutACodePoint) {
  std::string line;
  for (int i = 0; i < 400; ++i) line += "日";
  for (std::size_t focus = 0; focus <= line.size(); ++focus) {
    const DisplayLine shown(line, focus);
    EXPECT_EQ(shown.text().find("\\x"), std::string::npos) << focus;
    EXPECT_LE(shown.column(focus), 160U);
  }
}

}  // namespace
}  // namespace flux
