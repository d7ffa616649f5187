// Trimming a schema: what goes, what stays, and that the same comes out each time.
#include "schemas/vendor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/schema_index.h"

namespace flux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class VendorTest : public testing::Test {
protected:
  std::optional<VendoredSchema> vendor(std::string_view bytes, VendorRequest request) {
    diagnostics_ = {};
    request.from = "source";
    return vendor_schema(bytes, request, diagnostics_);
  }
  std::vector<std::string> entries(const VendoredSchema& schema) {
    std::string error;
    const auto index = SchemaIndex::read(schema.text, {}, error);
    std::vector<std::string> names;
    if (index == nullptr) return names;
    for (const auto& entry : index->entries()) names.push_back(entry.name);
    return names;
  }
  Diagnostics diagnostics_;
};

constexpr std::string_view kProvider = R"({"x_version": "1.2.3", "provider_schemas": {"example/cloud": {
  "provider": {"block": {}},
  "resource_schemas": {"cloud_a": {"version": 0, "block": {
    "description": "prose", "description_kind": "plain",
    "attributes": {
      "description": {"type": ["object", {"description": "string"}], "optional": true, "description": "prose"},
      "old": {"type": "string", "deprecated": true, "description": "use new"},
      "older": {"type": "string", "deprecated": true, "description": "prose", "deprecation_message": "use old"}},
    "block_types": {"summary": {"nesting_mode": "list", "block": {"description": "prose"}}}}}},
  "data_source_schemas": {"cloud_a": {"block": {}}, "cloud_b": {"block": {}}},
  "ephemeral_resource_schemas": {"cloud_a": {"block": {}}}}}})";

TEST_F(VendorTest, KeepsNamesThatLookLikeProse) {
  const auto made = vendor(kProvider, {.kind = SchemaKind::terraform});
  ASSERT_TRUE(made);
  EXPECT_THAT(made->text, Not(HasSubstr("prose")));
  EXPECT_THAT(made->text, HasSubstr("\"description\": {"));
  EXPECT_THAT(made->text, HasSubstr("\"summary\": {"));
  EXPECT_THAT(made->text, HasSubstr("\"description\": \"string\""));
  EXPECT_THAT(made->text, HasSubstr("\"description\": \"use new\""));
  EXPECT_THAT(made->text, HasSubstr("\"deprecation_message\": \"use old\""));
}

TEST_F(VendorTest, KeepsWhatIsNamed) {
  EXPECT_THAT(entries(*vendor(kProvider, {.kind = SchemaKind::terraform, .only = {"cloud_a"}})),
              ElementsAre("data.cloud_a", "ephemeral.cloud_a", "provider", "resource.cloud_a"));
  EXPECT_THAT(
      entries(*vendor(kProvider, {.kind = SchemaKind::terraform, .only = {"data.cloud_a", "cloud_b"}})),
      ElementsAre("data.cloud_a", "data.cloud_b", "provider"));
  EXPECT_FALSE(vendor(kProvider, {.kind = SchemaKind::terraform, .only = {"cloud_c"}}));
  EXPECT_THAT(
      entries(*vendor(kProvider, {.kind = SchemaKind::terraform, .only = {"cloud_c"}, .lenient = true})),
      ElementsAre("provider"));
}

TEST_F(VendorTest, OfItsOwnResultChangesNothing) {
  const std::string_view chart =
      R"({"$schema": "x", "properties": {"b": {"$ref": "#/$defs/b"}, "a": {"enum": [{"title": 1}]}},
    "$defs": {"b": {"title": "prose", "type": ["string", "null"], "default": {"description": "kept"}}}, "x_version": "9"})";
  const std::string_view crd = R"(
kind: CustomResourceDefinition
spec:
  group: example.org
  names: {kind: Widget}
  versions:
  - {name: v1, schema: {openAPIV3Schema: {type: object, description: prose}}}
  - {name: v2, schema: {openAPIV3Schema: {type: object, properties: {title: {type: string}}}}}
)";
  const std::string_view api = R"({"openapi": "3.0.0", "components": {"schemas": {
    "Loop": {"properties": {"again": {"$ref": "#/components/schemas/Loop"}}, "description": "prose"}}}})";
  const std::pair<SchemaKind, std::string_view> sources[] = {{SchemaKind::terraform, kProvider},
                                                             {SchemaKind::chart, chart},
                                                             {SchemaKind::crd, crd},
                                                             {SchemaKind::openapi, api}};
  for (const auto& [kind, source] : sources) {
    const auto once = vendor(source, {.kind = kind, .version = "1.0"});
    ASSERT_TRUE(once) << schema_kind_name(kind);
    EXPECT_THAT(once->text, Not(HasSubstr("prose")));
    EXPECT_EQ(once->version, "1.0");
    const auto twice = vendor(once->text, {.kind = kind});
    ASSERT_TRUE(twice) << schema_kind_name(kind);
    EXPECT_EQ(twice->text, once->text);
    EXPECT_EQ(twice->version, "1.0");
    EXPECT_EQ(twice->types, once->types);
  }
}

TEST_F(VendorTest, OpensThroughReferencesListsAndCircles) {
  const std::string_view chart = R"({"properties": {
    "list": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    "loop": {"$ref": "#/properties/loop"}},
    "$defs": {"item": {"anyOf": [{"$ref": "#/$defs/item"}, {"properties": {"inner": {"additionalProperties": false}}}]}}})";
  const auto made = vendor(chart, {.kind = SchemaKind::chart, .open = {"list.inner", "."}});
  ASSERT_TRUE(made);
  EXPECT_THAT(made->text, Not(HasSubstr("\"additionalProperties\": false")));
  EXPECT_FALSE(vendor(chart, {.kind = SchemaKind::chart, .open = {"loop.inner"}}));
  EXPECT_FALSE(vendor(chart, {.kind = SchemaKind::chart, .open = {"list.iner"}}));
  EXPECT_EQ(diagnostics_.all()[0].help, "did you mean `inner`?");
}

TEST_F(VendorTest, WhatIsNoSchemaIsSaidToBeNone) {
  for (const std::string_view bytes : {"", "{", "[]", "null", "a: [", "\x1f\x8b\x08",
                                       "{\"provider_schemas\": 3}", "{\"swagger\": \"2.0\"}"}) {
    for (const SchemaKind kind : {SchemaKind::terraform, SchemaKind::crd, SchemaKind::openapi}) {
      EXPECT_FALSE(vendor(bytes, {.kind = kind})) << bytes;
      EXPECT_TRUE(diagnostics_.has_errors()) << bytes;
    }
  }
}

TEST(Gzip, ReadsBack) {
  const std::string text(100'000, 'x');
  EXPECT_EQ(gunzip(gzip(text), 1 << 20), text);
  EXPECT_EQ(gunzip(gzip(""), 1 << 20), "");
}

}  // namespace
}  // namespace flux
