// What becomes of diagnostics on the way to whoever reads them: merged, filtered, compared with expectations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "driver/lint.h"
#include "driver/merge_diagnostics.h"
#include "driver/verify.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> messages(const Diagnostics& diagnostics) {
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : diagnostics.all()) messages.push_back(diagnostic.message);
  return messages;
}

// ---- merge_diagnostics
// --------------------------------------------------------------------------------------

EnvironmentDiagnostics with_mistake(std::string environment, std::string note,
                                    std::string message = "shared") {
  EnvironmentDiagnostics found{std::move(environment), {}};
  found.diagnostics.error(Code::missing_field, {FileId{0}, 1, 2}, std::move(message)).note(std::move(note));
  return found;
}

TEST(MergeDiagnostics, TellsAMistakeOfSeveralEnvironmentsOnce) {
  const Diagnostics merged = merge_diagnostics({with_mistake("dev", "first"), with_mistake("prod", "second"),
                                                with_mistake("test", "third", "another")});
  EXPECT_THAT(messages(merged), ElementsAre("shared", "another"));
  EXPECT_THAT(merged.all()[0].notes, ElementsAre("first", "also in `prod`"));
  EXPECT_THAT(merged.all()[1].notes, ElementsAre("third"));
  EXPECT_EQ(merged.error_count(), 2U);
}

TEST(MergeDiagnostics, NamesAFewEnvironments) {
  const Diagnostics merged =
      merge_diagnostics({with_mistake("a", ""), with_mistake("b", ""), with_mistake("c", ""),
                         with_mistake("d", ""), with_mistake("e", ""), with_mistake("f", "")});
  ASSERT_EQ(merged.all().size(), 1U);
  EXPECT_EQ(merged.all()[0].notes.back(), "also in `b`, `c`, `d` and 2 more environments");
}

TEST(MergeDiagnostics, KeepsWhatOneEnvironmentSaysTwice) {
  EnvironmentDiagnostics found = with_mistake("dev", "first");
  found.diagnostics.error(Code::missing_field, {FileId{0}, 1, 2}, "shared").note("second");
  EXPECT_EQ(merge_diagnostics({found}).all().size(), 2U);
}

// ---- apply_lint
// ---------------------------------------------------------------------------------------------

Diagnostics an_error_and_a_warning() {
  Diagnostics diagnostics;
  diagnostics.error(Code::unknown_name, {}, "error");
  diagnostics.warning(Code::unused_import, {}, "warning");
  return diagnostics;
}

TEST(Lint, LeavesWarningsByDefault) {
  const Diagnostics result = apply_lint(an_error_and_a_warning(), {}, false);
  EXPECT_THAT(messages(result), ElementsAre("error", "warning"));
  EXPECT_EQ(result.error_count(), 1U);
}

TEST(Lint, AllowsWhatTheProjectAllowsEvenWhenWarningsAreDenied) {
  Project project;
  project.lint[Code::unused_import] = LintLevel::allow;
  EXPECT_THAT(messages(apply_lint(an_error_and_a_warning(), project, true)), ElementsAre("error"));
}

TEST(Lint, MakesErrorsOfWhatIsDenied) {
  Project project;
  project.lint[Code::unused_import] = LintLevel::deny;
  for (const bool by_option : {false, true}) {
    const Diagnostics result =
        apply_lint(an_error_and_a_warning(), by_option ? Project{} : project, by_option);
    ASSERT_EQ(result.error_count(), 2U);
    EXPECT_EQ(result.all()[1].severity, Severity::error);
    EXPECT_THAT(result.all()[1].notes.back(), HasSubstr(by_option ? "--deny-warnings" : "flux.yaml"));
  }
}

// ---- verify
// -------------------------------------------------------------------------------------------------

class Verify : public testing::Test {
protected:
  /// Reports an error at the beginning of a line of the source.
  void report(std::uint32_t line, std::string message, Code code = Code::unknown_name) {
    actual_.error(code, {file_, sources_.line_begin(file_, line), sources_.line_begin(file_, line) + 1},
                  std::move(message));
  }
  void source(std::string text) { file_ = sources_.add("a.flux", std::move(text)); }
  std::vector<std::string> problems() { return messages(verify(actual_, sources_)); }

  SourceManager sources_;
  FileId file_;
  Diagnostics actual_;
};

TEST_F(Verify, FindsExpectationsByLine) {
  source(
      "one // expected-error {{same}}\n"
      "// expected-error@+1 [E2006] {{below}}\n"
      "three\n"
      "# expected-error@-1 {{above}}\n"
      "// expected-error@* {{anywhere}}\n");
  report(1, "the same line");
  report(3, "the line below");
  report(3, "the line above");
  report(2, "anywhere at all");
  EXPECT_THAT(problems(), ElementsAre());
}

TEST_F(Verify, ReportsWhatWasNotSaid) {
  source("one // expected-error {{x}} expected-warning {{y}}\n// expected-error@* {{z}}\n");
  EXPECT_THAT(problems(), ElementsAre("no error with `x` at line 1", "no warning with `y` at line 1",
                                      "no error with `z` in this file"));
}

TEST_F(Verify, ReportsWhatWasNotExpected) {
  source("one // expected-error [E4001] {{said}}\n");
  report(1, "said");
  EXPECT_THAT(problems(), testing::UnorderedElementsAre("said", "no error with `said` at line 1"));
}

TEST_F(Verify, MeetsEachExpectationOnce) {
  source("one // expected-error {{said}}\n");
  report(1, "said once");
  report(1, "said twice");
  EXPECT_THAT(problems(), ElementsAre("said twice"));
}

TEST_F(Verify, PrefersTheExpectationThatSaysWhere) {
  source("// expected-error@* {{said}}\none // expected-error {{said}}\n");
  report(2, "said here");
  report(1, "said elsewhere");
  EXPECT_THAT(problems(), ElementsAre());
}

TEST_F(Verify, ReadsCommentsOnly) {
  source("text = \"expected-error {{x}}\"\n");
  EXPECT_THAT(problems(), ElementsAre());
}

TEST_F(Verify, ReportsWhatItCannotRead) {
  source("// expected-error@x {{a}}\n// expected-error [E1\n// expected-error no braces\n");
  EXPECT_THAT(problems(),
              ElementsAre("an expectation that cannot be read", "an expectation that cannot be read",
                          "an expectation that cannot be read"));
}

}  // namespace
}  // namespace flux
