#include "eval/schema_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "diagnostics/suggest.h"
#include "schemas/terraform_arguments.h"
#include "schemas/terraform_schema.h"

namespace flux {

namespace {

SourceSpan place_of(const Value& value, SourceSpan fallback) {
  const Origin* origin = value.origin();
  if (origin == nullptr) return fallback;
  return origin->expression.valid() ? origin->expression : origin->member.valid() ? origin->member : fallback;
}

}  // namespace

const TerraformBody* SchemaChecks::body_of(Name head, std::span<const std::string_view> labels,
                                           SourceSpan span) {
  std::string_view kind = head.text();
  if ((kind != "resource" && kind != "data" && kind != "ephemeral" && kind != "provider") || labels.empty() ||
      schemas_.empty())
    return nullptr;
  const TerraformBody* body = schemas_.terraform(kind, labels[0]);
  if (body != nullptr || kind == "provider" || !schemas_.has_provider_of(labels[0])) return body;
  auto& d = diagnostics_.error(Code::unknown_resource_type, span,
                               fmt::format("the provider's schema has no {} `{}`",
                                           kind == "data"        ? "data source"
                                           : kind == "ephemeral" ? "ephemeral resource"
                                                                 : kind,
                                           labels[0]));
  const std::vector<std::string> types = schemas_.types_like(kind, labels[0]);
  const std::vector<std::string_view> names(types.begin(), types.end());
  if (auto near = closest(labels[0], names)) {
    d.with_help(fmt::format("did you mean `{}`?", *near));
  } else if (kind == "resource" && schemas_.terraform("data", labels[0]) != nullptr) {
    d.with_help(fmt::format("it is a data source: `data {} …`", labels[0]));
  } else {
    d.with_help(
        "a type that was left out when the schema was vendored is added by `fluxc schema add` with `--only`");
  }
  return nullptr;
}

void SchemaChecks::unknown_argument(const BlockItem& item, const TerraformBody& body,
                                    const std::string& what) {
  SourceSpan span = item.span;
  const std::string_view name = item.name.text();
  if (sources_.text(span).starts_with(name)) span.end = span.begin + static_cast<std::uint32_t>(name.size());
  report_unknown_argument(diagnostics_, span, name, body, what);
}

void SchemaChecks::check_lifecycle(const Block& lifecycle, const TerraformBody& body,
                                   const std::string& what) {
  for (const BlockItem& item : lifecycle.items) {
    if (item.name.text() != "ignore_changes" || item.kind != BlockItem::Kind::attribute ||
        !item.value.is(ValueKind::list))
      continue;
    for (const Value& path : item.value.as_list().items) {
      if (!path.is_string()) continue;
      const std::string_view first = path.as_string().substr(0, path.as_string().find_first_of(".["));
      const Name name = intern(first);
      if (body.attribute(name) == nullptr && body.block(name) == nullptr)
        report_unknown_argument(diagnostics_, place_of(path, place_of(item.value, item.span)), first, body,
                                what);
    }
  }
}

Value SchemaChecks::object_of(const Block& block) {
  std::vector<MapEntry> entries;
  for (const BlockItem& item : block.items) {
    Value value = item.kind == BlockItem::Kind::attribute ? item.value : object_of(*item.block);
    if (item.kind != BlockItem::Kind::attribute && value.origin() == nullptr)
      value = value.with_origin(
          arena_.make<Origin>(Origin{.op = OriginOp::set, .member = item.span, .expression = item.span}));
    auto same = std::ranges::find(entries, item.name, &MapEntry::key);
    if (same == entries.end()) {
      entries.push_back({item.name, value, item.doc});
      continue;
    }
    // Written twice, as repeated blocks are: together they are the list.
    std::vector<Value> both;
    if (same->value.is(ValueKind::list))
      both.assign(same->value.as_list().items.begin(), same->value.as_list().items.end());
    else
      both.push_back(same->value);
    both.push_back(value);
    same->value = Value::list(arena_.make<ListValue>(arena_.copy(both)));
  }
  return Value::map(arena_.make<MapValue>(arena_.copy(entries)));
}

BlockItem SchemaChecks::block_item(const BlockItem& from, const MapValue& map, const TerraformBody& body,
                                   const std::string& what) {
  std::vector<BlockItem> items;
  for (const MapEntry& entry : map.entries) {
    const SourceSpan span = entry.value.origin() != nullptr && entry.value.origin()->member.valid()
                                ? entry.value.origin()->member
                                : from.span;
    items.push_back({.kind = BlockItem::Kind::attribute,
                     .name = entry.key,
                     .value = entry.value,
                     .doc = entry.doc,
                     .span = span});
  }
  conform(items, body, from.span, what, false);
  const Block* block = arena_.make<Block>(std::span<const std::string_view>{},
                                          std::span<const BlockItem>(arena_.copy(items)), from.span);
  return {
      .kind = BlockItem::Kind::block, .name = from.name, .block = block, .doc = from.doc, .span = from.span};
}

std::vector<Name> SchemaChecks::names_of_elements(const DeferredExpr& list, const TerraformBody& body) {
  std::vector<Name> names;
  if (list.kind == DeferredKind::for_list && list.arguments[1]->kind == DeferredKind::object) {
    const auto parts = list.arguments[1]->arguments;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      if (parts[i]->kind != DeferredKind::literal || !parts[i]->value.is_string()) return {};
      names.push_back(intern(parts[i]->value.as_string()));
    }
    return names;
  }
  // Of what another block has, the arguments that this one takes too.
  const Shape shape = shape_of(list);
  if (shape.body != nullptr && shape.list) {
    for (const TerraformAttribute& attribute : shape.body->attributes) names.push_back(attribute.name);
  } else if (shape.schema != nullptr && shape.schema->items != nullptr) {
    for (const SchemaProperty& property : shape.schema->items->properties) names.push_back(property.name);
  }
  std::erase_if(names, [&](Name name) {
    const TerraformAttribute* attribute = body.attribute(name);
    return attribute == nullptr || attribute->read_only();
  });
  return names;
}

BlockItem SchemaChecks::dynamic_item(const BlockItem& from, std::span<const Name> names,
                                     const TerraformBody& body, const std::string& what) {
  auto* element = arena_.make<DeferredExpr>(DeferredExpr{.kind = DeferredKind::variable, .span = from.span});
  element->name = intern(fmt::format("{}.value", from.name.text()));
  std::vector<BlockItem> content;
  for (Name name : names) {
    auto* member = arena_.make<DeferredExpr>(
        DeferredExpr{.kind = DeferredKind::attribute, .name = name, .base = element, .span = from.span});
    member->weight = weight_of_parts(*member);
    content.push_back({.kind = BlockItem::Kind::attribute,
                       .name = name,
                       .value = Value::deferred(member),
                       .span = place_of(from.value, from.span)});
  }
  conform(content, body, from.span, what, false);
  BlockItem made = from;
  made.kind = BlockItem::Kind::dynamic;
  made.block = arena_.make<Block>(std::span<const std::string_view>{},
                                  std::span<const BlockItem>(arena_.copy(content)), from.span);
  return made;
}

bool SchemaChecks::write_as_blocks(const BlockItem& item, const TerraformAttribute& attribute,
                                   const std::string& what, std::vector<BlockItem>& into) {
  const Schema& element = *attribute.schema->items;
  const std::string inner = fmt::format("`{}` of {}", item.name.text(), what);
  const auto check = [&](const Value& value, SourceSpan span) {
    report(validate(value, element, {.require = false, .null_is_absent = true, .quantities = false}), span,
           inner);
    check_deferred(value, &element, inner);
  };
  if (item.kind == BlockItem::Kind::block) {
    check(object_of(*item.block), item.span);
    into.push_back(item);
    return true;
  }
  if (!item.value.is(ValueKind::list)) return false;
  const auto lacks = [&](const Value& value) {
    return value.is(ValueKind::map) && std::ranges::any_of(element.required, [&](Name name) {
             return value.as_map().find(name) == nullptr;
           });
  };
  auto elements = item.value.as_list().items;
  if (std::ranges::none_of(elements, lacks) ||
      !std::ranges::all_of(elements, [](const Value& value) { return value.is(ValueKind::map); }))
    return false;
  for (const Value& value : elements) {
    check(value, item.span);
    std::vector<BlockItem> members;
    for (const MapEntry& entry : value.as_map().entries)
      members.push_back({.kind = BlockItem::Kind::attribute,
                         .name = entry.key,
                         .value = entry.value,
                         .doc = entry.doc,
                         .span = place_of(entry.value, item.span)});
    const Block* block = arena_.make<Block>(std::span<const std::string_view>{},
                                            std::span<const BlockItem>(arena_.copy(members)), item.span);
    into.push_back({.kind = BlockItem::Kind::block,
                    .name = item.name,
                    .block = block,
                    .doc = item.doc,
                    .span = item.span});
  }
  return true;
}

void SchemaChecks::conform(std::vector<BlockItem>& items, const TerraformBody& body, SourceSpan span,
                           const std::string& what, bool top) {
  std::vector<BlockItem> shaped;
  shaped.reserve(items.size());
  std::unordered_map<Name, std::int64_t> blocks;
  bool unknown_number = false;  // of blocks: a deferred list decides it
  for (const BlockItem& item : items) {
    const std::string_view name = item.name.text();
    const bool is_block = item.kind != BlockItem::Kind::attribute;
    if (!is_block && item.value.is_poison()) continue;
    if (top && (is_block ? is_meta_block(name) : is_meta_argument(name)) &&
        body.attribute(item.name) == nullptr) {
      if (name == "lifecycle" && item.kind == BlockItem::Kind::block)
        check_lifecycle(*item.block, body, what);
      shaped.push_back(item);
      continue;
    }
    if (const TerraformNested* nested = body.block(item.name)) {
      const std::string inner = fmt::format("`{}` of {}", name, what);
      if (item.kind == BlockItem::Kind::block) {
        ++blocks[item.name];
        std::vector<BlockItem> content(item.block->items.begin(), item.block->items.end());
        conform(content, *nested->body, item.span, inner, false);
        BlockItem made = item;
        made.block = arena_.make<Block>(item.block->labels, std::span<const BlockItem>(arena_.copy(content)),
                                        item.block->span);
        shaped.push_back(made);
      } else if (item.kind == BlockItem::Kind::attribute && item.value.is(ValueKind::map)) {
        ++blocks[item.name];
        shaped.push_back(block_item(item, item.value.as_map(), *nested->body, inner));
      } else if (item.kind == BlockItem::Kind::attribute && item.value.is(ValueKind::list)) {
        for (const Value& element : item.value.as_list().items) {
          ++blocks[item.name];
          if (element.is(ValueKind::map)) {
            BlockItem one = item;
            one.span = place_of(element, item.span);
            shaped.push_back(block_item(one, element.as_map(), *nested->body, inner));
          } else {
            diagnostics_.error(Code::argument_kind, place_of(element, item.span),
                               fmt::format("{} is a block, and wants an object", inner));
          }
        }
      } else if (item.value.is_null()) {
        continue;  // as if it were left out
      } else if (item.value.is_deferred()) {
        unknown_number = true;
        if (auto names = names_of_elements(*item.value.as_deferred(), *nested->body); !names.empty()) {
          shaped.push_back(dynamic_item(item, names, *nested->body, inner));
          continue;
        }
        diagnostics_
            .error(Code::deferred_not_admitted, place_of(item.value, item.span),
                   fmt::format("{} is a block, and what its arguments are must be known", inner))
            .with_help(fmt::format("write the block, with values that wait inside of it, or name them: `{} = "
                                   "[for x in … : {{ … }}]`",
                                   name));
      } else {
        diagnostics_
            .error(Code::argument_kind, place_of(item.value, item.span),
                   fmt::format("{} is a block, and wants an object", inner))
            .with_help(nested->once() ? fmt::format("`{} {{ … }}`", name)
                                      : fmt::format("`{} = [{{ … }}]`", name));
      }
      continue;
    }
    const TerraformAttribute* attribute = body.attribute(item.name);
    if (attribute == nullptr) {
      unknown_argument(item, body, what);
      continue;
    }
    BlockItem made = item;
    if (attribute->schema->as_blocks && !attribute->read_only() &&
        write_as_blocks(item, *attribute, what, shaped))
      continue;
    if (item.kind == BlockItem::Kind::block) {
      // `x { … }` where the schema has an object; where it has a list of objects, a list of one.
      made.kind = BlockItem::Kind::attribute;
      made.value = object_of(*item.block);
      if (attribute->schema->kinds == kArrayValue) {
        Value one[] = {made.value};
        made.value = Value::list(arena_.make<ListValue>(arena_.copy(one)));
      }
      made.value = made.value.with_origin(
          arena_.make<Origin>(Origin{.op = OriginOp::set, .member = item.span, .expression = item.span}));
      made.block = nullptr;
      auto same =
          std::ranges::find_if(shaped, [&](const BlockItem& other) { return other.name == made.name; });
      if (same != shaped.end() && same->value.is(ValueKind::list) && made.value.is(ValueKind::list)) {
        std::vector<Value> joined(same->value.as_list().items.begin(), same->value.as_list().items.end());
        joined.push_back(made.value.as_list().items[0]);
        same->value =
            Value::list(arena_.make<ListValue>(arena_.copy(joined))).with_origin(same->value.origin());
        continue;
      }
    }
    const std::string inner = fmt::format("`{}` of {}", name, what);
    if (attribute->read_only()) {
      diagnostics_
          .error(Code::argument_read_only, item.span,
                 fmt::format("{} is never set: the provider tells it", inner))
          .with_help("other blocks read it; leave the line out");
      continue;
    }
    if (attribute->deprecated) {
      auto& d =
          diagnostics_.warning(Code::deprecated_argument, item.span, fmt::format("{} is deprecated", inner));
      if (!attribute->doc.empty()) d.note(std::string{attribute->doc.substr(0, attribute->doc.find('\n'))});
    }
    if (!(made.value.is_null() && !attribute->required)) {
      report(validate(made.value, *attribute->schema, {.null_is_absent = true, .quantities = false}),
             item.span, inner);
      check_deferred(made.value, attribute->schema, inner);
    }
    shaped.push_back(made);
  }
  for (const TerraformAttribute& attribute : body.attributes) {
    if (!attribute.required) continue;
    bool set = std::ranges::any_of(items, [&](const BlockItem& item) {
      return item.name == attribute.name &&
             !(item.kind == BlockItem::Kind::attribute && item.value.is_null());
    });
    if (set) continue;
    diagnostics_
        .error(Code::argument_missing, span,
               fmt::format("{} lacks `{}`, which is required", what, attribute.name.text()))
        .with_help(
            fmt::format("it wants {}: `{} = …`", describe_kinds(*attribute.schema), attribute.name.text()));
  }
  for (const TerraformNested& nested : body.blocks) {
    const std::int64_t count = blocks[nested.name];
    const bool once = nested.nesting == Nesting::single || nested.nesting == Nesting::group;
    const std::int64_t most = once ? 1 : nested.max_items;
    if (count < nested.min_items && !unknown_number) {
      diagnostics_.error(Code::block_count, span,
                         fmt::format("{} wants at least {} block{} `{}`, found {}", what, nested.min_items,
                                     nested.min_items == 1 ? "" : "s", nested.name.text(), count));
    } else if (most > 0 && count > most) {
      SourceSpan at = span;
      std::int64_t seen = 0;
      for (const BlockItem& item : shaped) {
        if (item.name == nested.name && ++seen == most + 1) at = item.span;
      }
      diagnostics_.error(Code::block_count, at,
                         fmt::format("{} admits at most {} block{} `{}`, found {}", what, most,
                                     most == 1 ? "" : "s", nested.name.text(), count));
    }
  }
  items = std::move(shaped);
}

void SchemaChecks::report(const std::vector<SchemaMistake>& mistakes, SourceSpan fallback,
                          const std::string& what) {
  for (const SchemaMistake& mistake : mistakes) {
    Code code = Code::schema_constraint;
    switch (mistake.kind) {
      case SchemaMistake::Kind::unknown_name:
        code = Code::unknown_argument;
        break;
      case SchemaMistake::Kind::wrong_kind:
        code = Code::argument_kind;
        break;
      case SchemaMistake::Kind::missing:
        code = Code::argument_missing;
        break;
      case SchemaMistake::Kind::read_only:
        code = Code::argument_read_only;
        break;
      case SchemaMistake::Kind::constraint:
        break;
    }
    const std::string subject = mistake.path.empty() ? what : fmt::format("`{}` in {}", mistake.path, what);
    SourceSpan span = place_of(mistake.at, fallback);
    if (mistake.kind == SchemaMistake::Kind::unknown_name && mistake.at.origin() != nullptr &&
        mistake.at.origin()->member.valid())
      span = mistake.at.origin()->member;
    auto& d = diagnostics_.error(code, span, fmt::format("{}: {}", subject, mistake.message));
    if (!mistake.help.empty()) d.with_help(mistake.help);
    if (!mistake.suggestion.empty()) d.with_help(fmt::format("did you mean `{}`?", mistake.suggestion));
  }
}

// ---- values that Terraform will know

SchemaChecks::Shape SchemaChecks::shape_of(const DeferredExpr& expr) {
  switch (expr.kind) {
    case DeferredKind::handle: {
      const bool resource = expr.mode == HandleMode::resource;
      if (!resource && expr.mode != HandleMode::data && expr.mode != HandleMode::ephemeral) return {};
      std::string_view head = resource ? "resource" : expr.mode == HandleMode::data ? "data" : "ephemeral";
      return {.body = schemas_.terraform(head, expr.type.text()), .list = expr.keyed};
    }
    case DeferredKind::attribute: {
      Shape base = shape_of(*expr.base);
      auto unknown = [&](std::string_view of, std::vector<std::string_view> names) {
        auto& d = diagnostics_.error(Code::unknown_argument, expr.span,
                                     fmt::format("{} has no attribute `{}`", of, expr.name.text()));
        if (auto near = closest(expr.name.text(), names))
          d.with_help(fmt::format("did you mean `{}`?", *near));
        return Shape{};
      };
      if (base.list) return {};  // by key, or a splat: `T.n.key`
      if (base.body != nullptr) {
        if (const TerraformAttribute* found = base.body->attribute(expr.name))
          return {.schema = found->schema};
        if (const TerraformNested* found = base.body->block(expr.name))
          return {.body = found->body,
                  .list = found->nesting != Nesting::single && found->nesting != Nesting::group};
        std::vector<std::string_view> names;
        for (const TerraformAttribute& attribute : base.body->attributes)
          names.push_back(attribute.name.text());
        for (const TerraformNested& nested : base.body->blocks) names.push_back(nested.name.text());
        const bool handle = expr.base->kind == DeferredKind::handle;
        return unknown(handle ? fmt::format("`{}`", expr.base->type.text()) : "the block", std::move(names));
      }
      if (base.schema == nullptr || (base.schema->kinds & kObjectValue) == 0 ||
          base.schema->kinds == kAnyValue) {
        if (base.schema != nullptr && base.schema->kinds != kAnyValue)
          return unknown(describe_kinds(*base.schema), {});
        return {};
      }
      if (const SchemaProperty* property = base.schema->find(expr.name)) return {.schema = property->schema};
      if (base.schema->extra != SchemaExtra::closed) return {.schema = base.schema->additional};
      std::vector<std::string_view> names;
      for (const SchemaProperty& property : base.schema->properties) names.push_back(property.name.text());
      return unknown("the object", std::move(names));
    }
    case DeferredKind::index: {
      Shape base = shape_of(*expr.base);
      if (base.list) return {.body = base.body};
      if (base.schema == nullptr || base.schema->kinds == kAnyValue) return {};
      if ((base.schema->kinds & kArrayValue) != 0) return {.schema = base.schema->items};
      if ((base.schema->kinds & kObjectValue) != 0) return {.schema = base.schema->additional};
      diagnostics_.error(Code::argument_kind, expr.span,
                         fmt::format("{} cannot be indexed", describe_kinds(*base.schema)));
      return {};
    }
    default:
      if (expr.base != nullptr) shape_of(*expr.base);
      for (const DeferredExpr* argument : expr.arguments) shape_of(*argument);
      if (expr.kind == DeferredKind::call) {
        if (const TerraformFunction* function = schemas_.function(expr.name.text()))
          return {.schema = function->result};
      }
      return {};
  }
}

void SchemaChecks::check_deferred(const Value& value, const Schema* wanted, const std::string& what) {
  switch (value.kind()) {
    case ValueKind::deferred: {
      Shape shape = shape_of(*value.as_deferred());
      if (wanted == nullptr || wanted->kinds == kAnyValue || shape.schema == nullptr ||
          shape.schema->kinds == kAnyValue)
        return;
      // Lists and objects are never turned into anything else.
      auto family = [](std::uint16_t kinds) {
        return kinds & kConvertedKinds ? 1 : kinds & kArrayValue ? 2 : 3;
      };
      if (family(shape.schema->kinds) != family(wanted->kinds))
        diagnostics_.error(Code::argument_kind, place_of(value, value.as_deferred()->span),
                           fmt::format("{}: expected {}, found {} known during apply", what,
                                       describe_kinds(*wanted), describe_kinds(*shape.schema)));
      return;
    }
    case ValueKind::list: {
      std::size_t i = 0;
      for (const Value& item : value.as_list().items) {
        const Schema* of = wanted == nullptr                 ? nullptr
                           : i < wanted->prefix_items.size() ? wanted->prefix_items[i]
                                                             : wanted->items;
        check_deferred(item, of, what);
        ++i;
      }
      return;
    }
    case ValueKind::map:
      for (const MapEntry& entry : value.as_map().entries) {
        const SchemaProperty* property = wanted != nullptr ? wanted->find(entry.key) : nullptr;
        check_deferred(entry.value,
                       property != nullptr ? property->schema
                       : wanted != nullptr ? wanted->additional
                                           : nullptr,
                       what);
      }
      return;
    default:
      return;
  }
}

void SchemaChecks::check_argument(std::string_view function, std::size_t index, const Value& argument,
                                  SourceSpan span) {
  const TerraformFunction* called = schemas_.function(function);
  const TerraformFunction::Parameter* parameter = called != nullptr ? called->parameter_of(index) : nullptr;
  if (parameter == nullptr) return;
  const std::string what = parameter->called(index, function);
  report(validate(argument, *parameter->schema, {.quantities = false}), span, what);
  check_deferred(argument, parameter->schema, what);
}

// ---- documents

void SchemaChecks::check_document(const Document& document) {
  if (schemas_.empty() || !document.body.is(ValueKind::map)) return;
  const MapValue& body = document.body.as_map();
  if (document.target == DocumentTarget::helm) {
    const Value* chart = body.find(intern("chart"));
    const Value* values = body.find(intern("values"));
    if (chart == nullptr || !chart->is_string()) return;
    check_chart_version(chart->as_string(), body.find(intern("version")), document.span);
    if (values == nullptr) return;
    const ChartValues known = schemas_.chart_values(chart->as_string());
    if (known.schema == nullptr) return;
    report(validate_chart_values(*values, known, arena_), document.span,
           fmt::format("the values of `{}`", chart->as_string()));
    return;
  }
  if (document.target != DocumentTarget::kubernetes || document.labels.empty()) return;
  const Value* api_version = body.find(intern("apiVersion"));
  if (api_version != nullptr && !api_version->is_string()) return;
  const Schema* schema = api_version != nullptr ? schemas_.kind(api_version->as_string(), document.labels[0])
                                                : schemas_.kind(document.labels[0]);
  if (schema != nullptr)
    report(validate(document.body, *schema), document.span, fmt::format("`{}`", document.labels[0]));
}

void SchemaChecks::check_chart_version(std::string_view chart, const Value* version, SourceSpan release) {
  const auto schema = schemas_.chart_version(chart);
  if (!schema || version == nullptr || !version->is_string()) return;
  // Helm takes `v1.2.3` and `1.2.3` for one version.
  const auto bare = [](std::string_view text) { return text.substr(text.starts_with('v') ? 1 : 0); };
  if (bare(version->as_string()) == bare(schema->version)) return;
  diagnostics_
      .error(Code::chart_version, place_of(*version, release),
             fmt::format("`{}` is the schema of version {} of chart `{}`, and this is {}", schema->path,
                         schema->version, chart, version->as_string()))
      .with_help("name that version, or vendor the schema of this one with `fluxc schema add chart`");
}

}  // namespace flux
