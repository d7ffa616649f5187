#include "emit/terraform/settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "emit/terraform/blocks.h"
#include "emit/text/hcl_writer.h"

namespace flux::terraform {
namespace {

class Merger {
public:
  explicit Merger(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(const TerraformBlock& block) {
    settings_.block = &block;
    for (const BlockItem& item : block.body->items) {
      const std::string_view name = item.name.text();
      if (name == "required_providers") {
        required_providers(item);
      } else if (name == "required_version") {
        constraints(item.value, item.span, "Terraform", settings_.required_version);
      } else if (name == "version") {
        constraints(item.value, item.span, "Terraform", settings_.tool_version);
      } else if (name == "tool") {
        tool(item);
      } else {
        other(item);
      }
    }
  }

  StackSettings finish() {
    check_satisfiable("Terraform", settings_.required_version);
    for (const auto& [name, provider] : settings_.providers)
      check_satisfiable(fmt::format("provider `{}`", name), provider.versions);
    return std::move(settings_);
  }

private:
  void required_providers(const BlockItem& item) {
    if (item.kind == BlockItem::Kind::attribute) {
      if (!item.value.is(ValueKind::map)) return bad_shape(item.span, "`required_providers`", item.value);
      for (const MapEntry& entry : item.value.as_map().entries)
        provider(entry.key.text(), entry.value, item.span);
      return;
    }
    for (const BlockItem& entry : item.block->items) {
      if (entry.kind == BlockItem::Kind::attribute) {
        provider(entry.name.text(), entry.value, entry.span);
      } else {
        for (const BlockItem& field : entry.block->items)
          provider_field(entry.name.text(), field.name.text(), field.value, field.span);
      }
    }
  }

  void provider(std::string_view name, const Value& value, SourceSpan span) {
    if (!value.is(ValueKind::map))
      return bad_shape(span, fmt::format("`{}` in `required_providers`", name), value);
    for (const MapEntry& field : value.as_map().entries)
      provider_field(name, field.key.text(), field.value, place_of(field.value, span));
  }

  void provider_field(std::string_view name, std::string_view field, const Value& value, SourceSpan span) {
    if (!hcl::is_identifier(name)) {
      diagnostics_
          .error(Code::terraform_block_shape, span, fmt::format("`{}` is no name for a provider", name))
          .with_help("use letters, digits, `_` and `-`, beginning with a letter");
      return;
    }
    RequiredProvider& provider = settings_.providers[name];
    if (value.is_null() || value.is_absent()) return;
    if (field == "version") {
      constraints(value, span, fmt::format("provider `{}`", name), provider.versions);
    } else if (field != "source") {
      diagnostics_
          .error(Code::terraform_block_shape, span, fmt::format("a required provider has no `{}`", field))
          .with_help("it has `source` and `version`");
    } else if (!value.is_string()) {
      bad_shape(span, "`source`", value);
    } else if (provider.source.empty()) {
      provider.source = value.as_string();
      provider.source_span = span;
    } else if (provider.source != value.as_string()) {
      conflict(fmt::format("the source of provider `{}`", name), span, provider.source_span);
    }
  }

  void constraints(const Value& value, SourceSpan span, std::string_view what, ConstraintSet& set) {
    if (value.is_null()) return;
    const auto parsed = value.is_string() ? parse_version_constraints(value.as_string()) : std::nullopt;
    if (!parsed) {
      diagnostics_
          .error(Code::terraform_bad_constraint, place_of(value, span),
                 fmt::format("{} is no version constraint for {}", describe(value), what))
          .with_help("write one such as `\"~> 1.2\"` or `\">= 1.0, < 2.0\"`");
      return;
    }
    for (const VersionConstraint& constraint : *parsed) {
      const bool known = std::any_of(set.sources.begin(), set.sources.end(), [&](const auto& source) {
        return source.constraint.text == constraint.text;
      });
      if (!known) set.sources.push_back({constraint, place_of(value, span)});
    }
  }

  void check_satisfiable(std::string_view what, const ConstraintSet& set) {
    if (set.sources.empty() || least_version(set.constraints())) return;
    const auto& last = set.sources.back();
    Diagnostic& error = diagnostics_
                            .error(Code::terraform_no_version, last.span,
                                   fmt::format("no version of {} meets `{}`", what, set.text()))
                            .at(fmt::format("`{}` is required here", last.constraint.text))
                            .with_help("loosen one of the constraints");
    for (const auto& source : set.sources) {
      if (&source != &last)
        error.label(source.span, fmt::format("`{}` is required here", source.constraint.text));
    }
  }

  void tool(const BlockItem& item) {
    const std::string_view tool = item.value.is_string() ? item.value.as_string() : std::string_view{};
    if (tool != "terraform" && tool != "tofu") {
      diagnostics_
          .error(Code::terraform_block_shape, place_of(item.value, item.span),
                 fmt::format("{} is no tool that reads Terraform's language", describe(item.value)))
          .with_help("write `\"terraform\"` or `\"tofu\"`");
    } else if (settings_.tool.empty()) {
      settings_.tool = tool;
      settings_.tool_span = item.span;
    } else if (settings_.tool != tool) {
      conflict("the tool", item.span, settings_.tool_span);
    }
  }

  void other(const BlockItem& item) {
    const bool is_backend = item.name.text() == "backend" || item.name.text() == "cloud";
    for (const BlockItem* known : settings_.items) {
      const bool same_place = known->name == item.name || (is_backend && known == settings_.backend());
      if (!same_place) continue;
      const bool both_blocks = known->kind == BlockItem::Kind::block && item.kind == BlockItem::Kind::block;
      if (both_blocks && !is_backend && !same_labels(*known->block, *item.block)) continue;
      const bool same =
          known->kind == item.kind && known->name == item.name &&
          (both_blocks ? same_labels(*known->block, *item.block) && same_body(*known->block, *item.block)
                       : equal(known->value, item.value));
      if (!same)
        conflict(is_backend ? "the backend" : fmt::format("`{}`", item.name.text()), item.span, known->span);
      return;
    }
    settings_.items.push_back(&item);
  }

  void bad_shape(SourceSpan span, std::string_view what, const Value& value) {
    diagnostics_
        .error(Code::terraform_block_shape, place_of(value, span),
               fmt::format("{} cannot be {}", what, kind_phrase(value)))
        .with_help("write `{ source = \"…\", version = \"…\" }` for each provider");
  }

  void conflict(std::string_view what, SourceSpan here, SourceSpan there) {
    diagnostics_
        .error(Code::terraform_setting_conflict, here,
               fmt::format("{} is set twice in one stack, differently", what))
        .label(there, "first set here")
        .with_help("set it once, or to the same; or put the objects into stacks of their own");
  }

  StackSettings settings_;
  Diagnostics& diagnostics_;
};

/// Whether a provider required as `source`, which may leave out the registry and, as Terraform admits it, be
/// empty, is the one that a schema's full address names.
bool is_source_of(std::string_view name, std::string_view source, std::string_view address) {
  const std::string wanted = source.empty() ? fmt::format("hashicorp/{}", name) : std::string(source);
  if (std::count(wanted.begin(), wanted.end(), '/') == 1) address.remove_prefix(address.find('/') + 1);
  return address == wanted;
}

}  // namespace

std::vector<VersionConstraint> ConstraintSet::constraints() const {
  std::vector<VersionConstraint> result;
  for (const Source& source : sources) result.push_back(source.constraint);
  return result;
}

std::string ConstraintSet::text() const {
  std::string text;
  for (const Source& source : sources) text.append(text.empty() ? "" : ", ").append(source.constraint.text);
  return text;
}

const BlockItem* StackSettings::backend() const {
  const auto found = std::find_if(items.begin(), items.end(), [](const BlockItem* item) {
    return item->kind == BlockItem::Kind::block &&
           (item->name.text() == "backend" || item->name.text() == "cloud");
  });
  return found == items.end() ? nullptr : *found;
}

StackSettings merge_settings(std::span<const TerraformBlock* const> blocks, Diagnostics& diagnostics) {
  Merger merger(diagnostics);
  for (const TerraformBlock* block : blocks) merger.add(*block);
  return merger.finish();
}

void check_schema_versions(const StackSettings& settings, std::span<const ProviderSchema> schemas,
                           Diagnostics& diagnostics) {
  for (const auto& [name, provider] : settings.providers) {
    for (const ProviderSchema& schema : schemas) {
      const auto version = parse_version(schema.version.substr(schema.version.starts_with('v') ? 1 : 0));
      if (!version || !is_source_of(name, provider.source, schema.source)) continue;
      for (const auto& source : provider.versions.sources) {
        if (admits({&source.constraint, 1}, *version)) continue;
        diagnostics
            .error(Code::provider_version, source.span,
                   fmt::format("`{}` is the schema of version {} of provider `{}`, which `{}` does not admit",
                               schema.file, schema.version, name, source.constraint.text))
            .with_help(
                fmt::format("vendor the schema of such a version with `fluxc schema add terraform {}`, "
                            "or change the constraint",
                            name));
      }
    }
  }
}

}  // namespace flux::terraform
