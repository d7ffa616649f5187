// Checks rendered JSON against docs/diagnostics.schema.json, as far as that schema goes: the keywords it uses
// and no others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "diagnostics/renderers.h"
#include "source_folder.h"

namespace flux {
namespace {

using Json = nlohmann::ordered_json;

Json read_schema() {
  const auto root = source_folder();
  std::ifstream file(root / "docs" / "diagnostics.schema.json");
  return Json::parse(file);
}

class Validator {
public:
  explicit Validator(Json schema) : schema_(std::move(schema)) {}

  /// The places where `value` breaks the schema, one a line.
  std::string check(const Json& value) {
    errors_.clear();
    check(value, schema_, "");
    return errors_;
  }

private:
  void check(const Json& value, const Json& schema, const std::string& at) {
    for (const auto& [keyword, argument] : schema.items()) {
      if (keyword == "$ref") {
        check(value, schema_.at(Json::json_pointer(argument.get<std::string>().substr(1))), at);
      } else if (keyword == "type") {
        expect(has_type(value, argument), at, "type");
      } else if (keyword == "const") {
        expect(value == argument, at, "const");
      } else if (keyword == "enum") {
        expect(std::find(argument.begin(), argument.end(), value) != argument.end(), at, "enum");
      } else if (keyword == "minimum") {
        expect(value >= argument, at, "minimum");
      } else if (keyword == "pattern") {
        expect(testing::Value(value.get<std::string>(), testing::ContainsRegex(argument.get<std::string>())),
               at, "pattern");
      } else if (keyword == "required") {
        expect(keys_of(value) == argument, at, "required, in this order");
      } else if (keyword == "additionalProperties") {
        for (const auto& [key, field] : value.items())
          expect(schema["properties"].contains(key), at + '/' + key, "known");
      } else if (keyword == "properties") {
        for (const auto& [key, field] : argument.items()) {
          if (value.contains(key)) check(value[key], field, at + '/' + key);
        }
      } else if (keyword == "items") {
        for (std::size_t i = 0; i < value.size(); ++i)
          check(value[i], argument, at + '/' + std::to_string(i));
      } else if (keyword == "oneOf") {
        const Json& branch = value.is_null() ? argument[0] : argument[1];
        check(value, branch, at);
      } else {
        expect(keyword == "$schema" || keyword == "$defs" || keyword == "title" || keyword == "description",
               at, keyword);
      }
    }
  }

  static bool has_type(const Json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    return value.type_name() == type;
  }

  static Json keys_of(const Json& object) {
    Json keys = Json::array();
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
  }

  void expect(bool holds, const std::string& at, const std::string& what) {
    if (!holds) errors_ += at + ": " + what + '\n';
  }

  Json schema_;
  std::string errors_;
};

TEST(DiagnosticsSchema, RenderedJsonFollowsIt) {
  SourceManager sources;
  const FileId file = sources.add("a.flux", "x = \xFF\n");
  Diagnostic full{Code::unknown_name, Severity::error, "m", {file, 0, 1}};
  full.at("t").label({file, 4, 5}, "l").note("n").with_help("h").fix("f", {file, 0, 1}, "y\xFF");
  const Diagnostic bare{Code::unused_import, Severity::warning, "m", {}};
  Validator validator(read_schema());
  EXPECT_EQ(validator.check(Json::parse(render_json({full, bare}, sources))), "");
  EXPECT_EQ(validator.check(Json::parse(render_json({}, sources))), "");
}

TEST(DiagnosticsSchema, TheCheckItselfFindsMistakes) {
  Json document = Json::parse(render_json({{Code::unknown_name, Severity::error, "m", {}}}, SourceManager{}));
  document["diagnostics"][0]["severity"] = "fatal";
  document["diagnostics"][0]["span"] = 7;
  document["more"] = true;
  EXPECT_NE(Validator(read_schema()).check(document), "");
}

}  // namespace
}  // namespace flux
