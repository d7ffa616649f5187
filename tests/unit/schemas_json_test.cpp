// JSON Schema keywords, each with a value that it admits and one that it does not.
#include "schemas/json_schema.h"

#include <gtest/gtest.h>

#include "schemas/validate.h"

namespace flux {
namespace {

/// A value of JSON text, by way of `const`.
const Value* value_of(std::string_view json, Arena& arena, std::vector<SchemaNote>& notes) {
  static std::vector<std::unique_ptr<SchemaIndex>> indexes;
  std::string error;
  indexes.push_back(SchemaIndex::read("{\"const\": " + std::string{json} + "}", {}, error));
  JsonSchemas schemas(*indexes.back(), arena, notes, nullptr);
  return &schemas.definition("")->enumeration[0];
}

struct Result {
  std::vector<SchemaMistake> mistakes;
  std::vector<SchemaNote> notes;
};

Result check(std::string_view schema, std::string_view value) {
  Result result;
  Arena arena;
  std::string error;
  auto index = SchemaIndex::read(schema, {}, error);
  EXPECT_NE(index, nullptr) << error;
  JsonSchemas schemas(*index, arena, result.notes, nullptr);
  const Schema* root = schemas.definition("");
  std::vector<SchemaNote> ignored;
  result.mistakes = validate(*value_of(value, arena, ignored), *root);
  for (SchemaMistake& mistake : result.mistakes) mistake.at = Value::null();  // the arena goes
  return result;
}

struct Case {
  std::string_view schema, good, bad;
};

class JsonSchemaKeywords : public testing::TestWithParam<Case> {};

TEST_P(JsonSchemaKeywords, AdmitsAndRejects) {
  const Case& c = GetParam();
  EXPECT_TRUE(check(c.schema, c.good).mistakes.empty()) << c.schema << " should admit " << c.good;
  EXPECT_FALSE(check(c.schema, c.bad).mistakes.empty()) << c.schema << " should reject " << c.bad;
  EXPECT_TRUE(check(c.schema, c.good).notes.empty());
}

const Case kCases[] = {
    Case{R"({"type": "string"})", R"("a")", "1"},
    Case{R"({"type": ["string", "null"]})", "null", "1"},
    Case{R"({"type": "integer"})", "2.0", "2.5"},
    Case{R"({"type": "number"})", "2.5", R"("2")"},
    Case{R"({"properties": {"a": {"type": "string"}}})", R"({"a": "x"})", R"({"a": 1})"},
    Case{R"({"properties": {"a": {}}})", R"({"a": 1})", R"({"b": 1})"},
    Case{R"({"properties": {"a": {}}, "required": ["a"]})", R"({"a": 1})", "{}"},
    Case{R"({"additionalProperties": {"type": "integer"}})", R"({"x": 1})", R"({"x": "1"})"},
    Case{R"({"properties": {"a": {}}, "additionalProperties": false})", R"({"a": 1})", R"({"b": 1})"},
    Case{R"({"patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false})",
         R"({"x-a": 1})", R"({"y": 1})"},
    Case{R"({"propertyNames": {"maxLength": 2}, "additionalProperties": true})", R"({"ab": 1})",
         R"({"abc": 1})"},
    Case{R"({"minProperties": 1, "additionalProperties": true})", R"({"a": 1})", "{}"},
    Case{R"({"maxProperties": 0})", "{}", R"({"a": 1})"},
    Case{R"({"items": {"type": "integer"}})", "[1]", R"(["1"])"},
    Case{R"({"prefixItems": [{"type": "integer"}, {"type": "string"}]})", R"([1, "a"])", R"(["a", 1])"},
    Case{R"({"items": [{"type": "integer"}], "additionalItems": false})", "[1]", "[1, 2]"},
    Case{R"({"contains": {"const": 1}})", "[0, 1]", "[0]"},
    Case{R"({"minItems": 1})", "[1]", "[]"},
    Case{R"({"maxItems": 1})", "[1]", "[1, 2]"},
    Case{R"({"uniqueItems": true})", "[1, 2]", "[1, 1]"},
    Case{R"({"enum": ["a", 1]})", "1", R"("b")"},
    Case{R"({"const": {"a": [1]}})", R"({"a": [1]})", "{}"},
    Case{R"({"minimum": 1})", "1", "0"},
    Case{R"({"maximum": 1})", "1", "2"},
    Case{R"({"exclusiveMinimum": 1})", "2", "1"},
    Case{R"({"maximum": 1, "exclusiveMaximum": true})", "0", "1"},
    Case{R"({"multipleOf": 0.1})", "0.3", "0.35"},
    Case{R"({"minLength": 2})", R"("äö")", R"("a")"},
    Case{R"({"maxLength": 2})", R"("äö")", R"("abc")"},
    Case{R"({"pattern": "^a"})", R"("ab")", R"("b")"},
    Case{R"({"format": "ipv4"})", R"("10.0.0.1")", R"("10.0.0")"},
    Case{R"({"format": "date-time"})", R"("2020-01-01T00:00:00Z")", R"("yesterday")"},
    Case{R"({"anyOf": [{"type": "integer"}, {"type": "boolean"}]})", "true", R"("a")"},
    Case{R"({"oneOf": [{"minimum": 1}, {"minimum": 5}]})", "2", "6"},
    Case{R"({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]})", R"({"a": 1, "b": 1})",
         R"({"c": 1})"},
    Case{R"({"not": {"type": "string"}})", "1", R"("a")"},
    Case{
        R"({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]},
                 "additionalProperties": true})",
        R"({"a": 1, "b": 2})", R"({"a": 1, "c": 2})"},
    Case{R"({"$ref": "#/$defs/x", "$defs": {"x": {"type": "integer"}}})", "1", R"("a")"},
    Case{R"({"properties": {"n": {"$ref": "#"}}})", R"({"n": {"n": {}}})", R"({"n": {"m": {}}})"},
    Case{R"({"x-kubernetes-int-or-string": true})", R"("80")", "true"},
    Case{R"({"type": "string", "nullable": true})", "null", "1"}};

INSTANTIATE_TEST_SUITE_P(All, JsonSchemaKeywords, testing::ValuesIn(kCases));

TEST(JsonSchema, NotesWhatItCannotCheckAndKeepsTheRest) {
  const Case cases[] = {
      {R"x({"type": "string", "pattern": "(?=a)"})x", R"("a")", "1"},
      {R"({"type": "strnig", "minLength": 2})", R"("ab")", R"("a")"},
      {R"({"minimum": 5, "maximum": 1, "type": "integer"})", "3", R"("a")"},
      {R"({"properties": {"a": {"$ref": "other.json#/x"}, "b": {"type": "string"}}})", R"({"a": 1})",
       R"({"b": 1})"},
      {R"({"properties": {"a": {"$ref": "#/properties/a"}}})", R"({"a": 1})", R"({"b": 1})"},
      {R"({"dependentRequired": {"a": ["b"]}, "type": "object"})", "{}", "1"},
      {R"({"enum": [], "type": "string"})", R"("a")", "1"},
      {R"({"additionalProperties": false, "required": ["a"]})", "{}", R"({"a": 1})"},
  };
  for (const Case& c : cases) {
    Result good = check(c.schema, c.good);
    EXPECT_TRUE(good.mistakes.empty()) << c.schema;
    EXPECT_EQ(good.notes.size(), 1U) << c.schema;
    EXPECT_FALSE(check(c.schema, c.bad).mistakes.empty()) << c.schema;
  }
}

TEST(JsonSchema, AUnionFailsWithTheArmThatWasMeant) {
  Result result = check(R"({"oneOf": [
      {"properties": {"kind": {"const": "a"}, "x": {"type": "string"}}, "required": ["kind"]},
      {"properties": {"kind": {"const": "b"}, "y": {"type": "string"}}, "required": ["kind"]}]})",
                        R"({"kind": "b", "y": 1})");
  ASSERT_EQ(result.mistakes.size(), 1U);
  EXPECT_EQ(result.mistakes[0].path, "y");
}

}  // namespace
}  // namespace flux
