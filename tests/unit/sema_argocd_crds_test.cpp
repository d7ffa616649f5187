// The hand-written types of std/argocd against Argo CD's own CRDs, so that the two cannot drift.
//
// tests/data/argocd holds the CRDs without their prose; where the reference material lies beside the
// checkout, the whole ones are used too. An object that a CRD leaves open is not looked into.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "schemas/schema_set.h"
#include "sema/sema.h"
#include "source_folder.h"

namespace flux {
namespace {

using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

std::filesystem::path root() {
  return source_folder();
}

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Comparison {
public:
  std::vector<std::string> differences;

  void compare(const Type* type, const Schema& schema, const std::string& path) {
    type = strip(type);
    if (type->is(TypeKind::any) || schema.kinds == kAnyValue || !seen_.emplace(type, &schema).second) return;
    if (type->is(TypeKind::alternatives)) {
      for (const Type* one : type->alternatives) compare(one, schema, path);
      return;
    }
    if ((kinds(*type) & schema.kinds) == 0)
      return differ(path, fmt::format("`{}` is {} to the CRD", print_type(type), describe_kinds(schema)));
    if (type->is(TypeKind::literal) && !schema.enumeration.empty() &&
        std::ranges::none_of(schema.enumeration, [&](const Value& one) { return equal(one, type->literal); }))
      return differ(path, fmt::format("the CRD does not admit {}", print_type(type)));
    if (type->is(TypeKind::list) && schema.items != nullptr)
      compare(type->element, *schema.items, path + "[]");
    if (type->is(TypeKind::map) && schema.additional != nullptr)
      compare(type->element, *schema.additional, path + ".*");
    if (type->is(TypeKind::record) && !schema.properties.empty()) compare(*type->record, schema, path);
  }

private:
  static std::uint16_t kinds(const Type& type) {
    switch (type.kind) {
      case TypeKind::boolean:
        return kBooleanValue;
      case TypeKind::integer:
        return kIntegerValue | kNumberValue;
      case TypeKind::floating:
        return kNumberValue;
      case TypeKind::string:
      case TypeKind::quantity:
        return kStringValue;
      case TypeKind::literal:
        return type.literal.is_string() ? kStringValue : kIntegerValue | kNumberValue | kBooleanValue;
      case TypeKind::list:
        return kArrayValue;
      case TypeKind::map:
      case TypeKind::record:
        return kObjectValue;
      default:
        return 0;
    }
  }

  void compare(const RecordType& record, const Schema& schema, const std::string& path) {
    for (const Field& field : record.fields) {
      const std::string here = fmt::format("{}.{}", path, field.name.text());
      if (const SchemaProperty* property = schema.find(field.name))
        compare(field.type, *property->schema, here);
      else
        differ(here, "the CRD has no such field");
    }
    for (Name name : schema.required) {
      const Field* field = record.find(name);
      if (field == nullptr || field->optional)
        differ(fmt::format("{}.{}", path, name.text()), "the CRD requires it, and it may be left out");
    }
    for (const SchemaProperty& property : schema.properties) {
      if (record.find(property.name) == nullptr)
        differ(fmt::format("{}.{}", path, property.name.text()), "the type has no such field");
    }
  }

  void differ(const std::string& path, const std::string& how) { differences.push_back(path + ": " + how); }

  std::set<std::pair<const Type*, const Schema*>> seen_;
};

/// Of the types in the text of std/argocd to the CRDs in the folder.
std::vector<std::string> differences(std::string_view argocd, const std::filesystem::path& crds) {
  SourceManager sources;
  Diagnostics diagnostics;
  MemoryFileProvider files;
  files.add("main.flux", R"(import { Application, ApplicationSet, AppProject } from "std/argocd"
type Top { Application?: Application, ApplicationSet?: ApplicationSet, AppProject?: AppProject }
environment e : Top { }
)");
  const std::string types = content(root() / "stdlib/types.flux");
  const std::map<std::string_view, std::string_view> library = {{"std/argocd", argocd}, {"std/types", types}};
  Sema sema(sources, files, diagnostics, {.library = [&](std::string_view path) {
              auto found = library.find(path);
              return found == library.end() ? LibraryEntry{} : LibraryEntry{.text = found->second};
            }});
  const Sema::Module* module = sema.load("main.flux");
  for (const Diagnostic& diagnostic : diagnostics.all()) ADD_FAILURE() << diagnostic.message;

  SchemaSet schemas{""};
  for (const auto& file : std::filesystem::directory_iterator(crds)) {
    std::string error;
    EXPECT_TRUE(schemas.add(file.path().string(), content(file.path()), {}, error)) << file.path() << error;
  }
  Comparison comparison;
  for (const Field& kind : sema.environments(*module)[0]->layer->type->record->fields) {
    const Schema* schema = schemas.kind("argoproj.io/v1alpha1", kind.name.text());
    if (schema != nullptr)
      comparison.compare(kind.type, *schema, std::string{kind.name.text()});
    else
      ADD_FAILURE() << "no CRD of " << kind.name.text();
  }
  return comparison.differences;
}

class ArgoCdTypes : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ArgoCdTypes, AreWhatTheCrdsSay) {
  if (!std::filesystem::exists(GetParam())) GTEST_SKIP() << "the reference material is not there";
  // What the block's own word says, and what becomes sync waves.
  EXPECT_THAT(differences(content(root() / "stdlib/argocd.flux"), GetParam()),
              UnorderedElementsAre("Application.apiVersion: the type has no such field",
                                   "Application.kind: the type has no such field",
                                   "ApplicationSet.apiVersion: the type has no such field",
                                   "ApplicationSet.kind: the type has no such field",
                                   "AppProject.apiVersion: the type has no such field",
                                   "AppProject.kind: the type has no such field",
                                   "Application.dependsOn: the CRD has no such field"));
}

TEST_P(ArgoCdTypes, CannotDrift) {
  if (!std::filesystem::exists(GetParam())) GTEST_SKIP() << "the reference material is not there";
  std::string text = content(root() / "stdlib/argocd.flux");
  const auto replace = [&](std::string_view from, std::string_view to) {
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
  };
  replace("selfHeal?: bool", "selfHeal?: string");
  replace("allowEmpty?: bool", "allowVoid?: bool");
  replace("revisionHistoryLimit?: int(0..)", "revisionHistoryLimit?: list<int>");
  replace("schedule: Cron", "schedule: Cron | int");
  replace("mergeKeys: list<Text>", "mergeKeys?: list<Text>");
  EXPECT_THAT(
      differences(text, GetParam()),
      IsSupersetOf({
          "Application.spec.syncPolicy.automated.selfHeal: `string` is a bool to the CRD",
          "Application.spec.syncPolicy.automated.allowVoid: the CRD has no such field",
          "Application.spec.syncPolicy.automated.allowEmpty: the type has no such field",
          "Application.spec.revisionHistoryLimit: `list<int>` is an integer to the CRD",
          "AppProject.spec.syncWindows[].schedule: `int` is a string to the CRD",
          "ApplicationSet.spec.generators[].merge.mergeKeys: the CRD requires it, and it may be left out",
      }));
}

INSTANTIATE_TEST_SUITE_P(Crds, ArgoCdTypes,
                         testing::Values(root() / "tests/data/argocd", root() / "../shared/schemas/crds"),
                         [](const auto& given) { return given.index == 0 ? "Trimmed" : "Whole"; });

}  // namespace
}  // namespace flux
