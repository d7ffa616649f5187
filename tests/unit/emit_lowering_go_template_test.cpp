// What Argo CD reads as a Go template says what was written.
#include "emit/lowering/go_template.h"

#include <gtest/gtest.h>

#include <vector>

namespace flux {
namespace {

TEST(GoTemplate, TextWithoutActionsStays) {
  EXPECT_EQ(escape_go_template("a: b\n"), "a: b\n");
  EXPECT_EQ(escape_go_template("{ a: {b: c}}"), "{ a: {b: c}}");
  EXPECT_EQ(escape_go_template(""), "");
}

TEST(GoTemplate, ABraceOpensNoAction) {
  EXPECT_EQ(escape_go_template("{{ .Values.x }}"), "{{ `{{` }} .Values.x }}");
  EXPECT_EQ(escape_go_template("{{{"), "{{ `{{` }}{");
  EXPECT_EQ(escape_go_template("{{{{"), "{{ `{{` }}{{ `{{` }}");
}

TEST(GoTemplate, AllTextsOfAValueAreEscaped) {
  Arena arena;
  const std::vector<Value> items{Value::string("{{"), Value::integer(1)};
  const std::vector<MapEntry> entries{
      {intern("list"), Value::list(arena.make<ListValue>(arena.copy(items))), {}},
      {intern("text"), Value::string("plain"), {}}};
  const Value map = Value::map(arena.make<MapValue>(arena.copy(entries)));
  EXPECT_EQ(describe(escape_go_template(map, arena)), "{ list = [\"{{ `{{` }}\", 1], text = \"plain\" }");
}

}  // namespace
}  // namespace flux
