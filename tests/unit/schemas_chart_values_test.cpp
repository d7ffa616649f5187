// Values of a chart with and without its defaults.
#include "schemas/chart_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/json_schema.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kSchema = R"({
  "required": ["mode"],
  "properties": {
    "mode": {"enum": ["one", "many"]},
    "count": {"type": "integer"},
    "hosts": {"type": "array", "items": {"required": ["name"], "properties": {"name": {"type": "string"}}}},
    "store": {"oneOf": [
      {"required": ["bucket"], "properties": {"bucket": {"type": "string"}, "disk": {"type": "null"}}},
      {"required": ["disk"], "properties": {"bucket": {"type": "null"}, "disk": {"type": "string"}}}]},
    "login": {"not": {"required": ["password", "secret"]},
              "properties": {"password": {"type": "string"}, "secret": {"type": "string"}}}
  },
  "if": {"properties": {"mode": {"const": "one"}}},
  "then": {"properties": {"count": {"maximum": 1}}}
})";
constexpr std::string_view kDefaults = R"(
mode: one
count: 1
store: {bucket: a}
login: {password: a}
forgotten: {x: 1}
)";

class ChartValuesTest : public testing::Test {
protected:
  /// The paths of the mistakes in `yaml`, with the defaults known or not.
  std::vector<std::string> mistakes(std::string_view yaml, bool known) {
    std::string error;
    auto index = SchemaIndex::read(kSchema, {}, error);
    std::vector<SchemaNote> notes;
    JsonSchemas schemas(*index, arena_, notes, nullptr);
    const std::vector<Name> handed_on =
        names_handed_on("dependencies: [{name: sub, alias: other}, {name: plain}]");
    const ChartValues chart{schemas.definition(""), known ? read_chart_defaults(kDefaults, arena_) : nullptr,
                            handed_on};
    std::vector<std::string> paths;
    for (const SchemaMistake& mistake :
         validate_chart_values(*read_chart_defaults(yaml, arena_), chart, arena_))
      paths.push_back(mistake.path);
    return paths;
  }

  Arena arena_;
};

TEST_F(ChartValuesTest, DefaultsAreRight) {
  EXPECT_THAT(mistakes("{}", true), IsEmpty());
  EXPECT_THAT(mistakes("{}", false), IsEmpty());
  EXPECT_THAT(mistakes("{forgotten: {x: 2}, global: {y: 1}}", true), IsEmpty());
  EXPECT_THAT(mistakes("{other: {x: 2}, plain: {y: 1}}", true), IsEmpty());
  EXPECT_THAT(mistakes("{sub: {x: 2}}", true), ElementsAre("sub"));
}

TEST_F(ChartValuesTest, NullTakesADefaultAway) {
  EXPECT_THAT(mistakes("{count: null}", true), IsEmpty());
  EXPECT_THAT(mistakes("{count: null}", false), IsEmpty());
  EXPECT_THAT(mistakes("{mode: null}", true), ElementsAre("mode"));
  EXPECT_THAT(mistakes("{mode: null}", false), ElementsAre("mode"));
}

TEST_F(ChartValuesTest, ListsAreNotCompleted) {
  EXPECT_THAT(mistakes("{hosts: [{}]}", true), ElementsAre("hosts[0].name"));
  EXPECT_THAT(mistakes("{hosts: [{}]}", false), ElementsAre("hosts[0].name"));
}

TEST_F(ChartValuesTest, WithoutDefaultsOnlyWhatTheyCannotMendIsAMistake) {
  EXPECT_THAT(mistakes("{count: 2}", true), ElementsAre("count"));
  EXPECT_THAT(mistakes("{count: 2}", false), IsEmpty());  // `mode` may be `many`
  EXPECT_THAT(mistakes("{mode: one, count: 2}", false), ElementsAre("count"));
  EXPECT_THAT(mistakes("{store: {}}", false), IsEmpty());
  EXPECT_THAT(mistakes("{store: {bucket: 1}}", false), ElementsAre("store.bucket"));
  EXPECT_THAT(mistakes("{login: {secret: a}}", true), ElementsAre("login"));
  EXPECT_THAT(mistakes("{login: {secret: a}}", false), IsEmpty());
  EXPECT_THAT(mistakes("{login: {secret: a, password: b}}", false), ElementsAre("login"));
}

}  // namespace
}  // namespace flux
