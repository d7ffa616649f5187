// What providers' schemas say of emit blocks, as far as it can be said before anything is evaluated: also of
// blocks that no environment reaches. The values themselves are checked when they are emitted.
#include <fmt/format.h>

#include "diagnostics/suggest.h"
#include "schemas/terraform_arguments.h"
#include "schemas/validate.h"
#include "sema/analyzer.h"
#include "sema/value_types.h"

namespace flux {

namespace {

constexpr ValidateOptions kAsArgument{.null_is_absent = true, .quantities = false};

/// The kinds that a value of `type` may be given to; all of them where the type does not tell.
std::uint16_t kinds_of(const Type* type) {
  switch (strip(type)->kind) {
    case TypeKind::boolean:
      return kBooleanValue | kStringValue;
    case TypeKind::integer:
    case TypeKind::floating:
      return kNumberValue | kIntegerValue | kStringValue;
    case TypeKind::string:
      return kConvertedKinds;
    case TypeKind::quantity:
      return kStringValue;
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::keyed_list:
      return kArrayValue;
    case TypeKind::map:
    case TypeKind::record:
      return kObjectValue;
    default:
      return kAnyValue;
  }
}

std::string block_name(Name name, std::string_view of) {
  return of.empty() ? std::string{} : fmt::format("`{}` of {}", name.text(), of);
}

}  // namespace

Name module_source(const ast::Body& body) {
  for (const ast::Member* member : body.members) {
    if (member->kind != ast::MemberKind::set) continue;
    const auto& set = ast::as<ast::SetMember>(*member);
    if (set.path.steps.size() != 1 || set.path.steps[0].kind != ast::PathStep::Kind::name ||
        set.path.steps[0].name.name.text() != "source" || set.value->kind != ast::ExprKind::string)
      continue;
    const auto& text = ast::as<ast::String>(*set.value);
    return text.is_plain() ? intern(text.plain()) : Name{};
  }
  return Name{};
}

EmitPlace Sema::Impl::terraform_place(const EmitPlace& outside, const hir::EmitItem& block,
                                      const ast::Body& body) {
  EmitPlace inside{.target = outside.target, .top = false};
  if (options.schemas == nullptr || block.labels.empty()) return inside;
  if (block.name.text() == "module") {
    const Name source = module_source(body);
    const ModuleSchema* module = source ? options.schemas->module(source.text()) : nullptr;
    if (module == nullptr) return inside;
    inside.schema = module->inputs;
    inside.what = fmt::format("the module `{}`", source.text());
    inside.meta = true;
    return inside;
  }
  const hir::Expr& type = *block.labels[0];
  if (type.kind != hir::ExprKind::constant || !type.value.is_string()) return inside;
  inside.schema = options.schemas->terraform(block.name.text(), type.value.as_string());
  if (inside.schema != nullptr) inside.what = fmt::format("`{}`", type.value.as_string());
  inside.meta = true;
  return inside;
}

EmitPlace Sema::Impl::block_place(const EmitPlace& outside, const ast::Ident& head) {
  EmitPlace inside{.target = outside.target, .top = false};
  if (outside.schema == nullptr) return inside;
  const TerraformNested* nested = outside.schema->block(head.name);
  if (nested == nullptr) return inside;
  inside.schema = nested->body;
  inside.what = block_name(head.name, outside.what);
  return inside;
}

bool Sema::Impl::admits(const EmitPlace& place, hir::EmitItem& item) {
  if (place.schema == nullptr) return true;
  const bool is_block = item.kind == hir::EmitItem::Kind::block;
  const std::string_view name = item.name.text();
  const TerraformAttribute* attribute = place.schema->attribute(item.name);
  if (attribute == nullptr) {
    if (place.schema->block(item.name) != nullptr) return true;
    if (place.meta && (is_block ? is_meta_block(name) : is_meta_argument(name))) return true;
    report_unknown_argument(diagnostics, item.name_span, name, *place.schema, place.what);
    return false;
  }
  if (is_block || attribute->read_only() || item.value->type->is(TypeKind::error)) return true;
  item.value = held_to(item.value, *attribute->schema, kAsArgument, block_name(item.name, place.what));
  return true;
}

const hir::Expr* Sema::Impl::held_to(const hir::Expr* value, const Schema& schema,
                                     const ValidateOptions& rules, const std::string& what) {
  const SourceSpan at = value->span;
  if (value->kind == hir::ExprKind::constant) {
    const auto mistakes = validate(value->value, schema, rules);
    for (const SchemaMistake& mistake : mistakes) {
      auto& d = err(Code::argument_kind, at, "{}: {}", what, mistake.message);
      if (!mistake.help.empty()) d.with_help(mistake.help);
    }
    return mistakes.empty() ? value : error(at);
  }
  if ((kinds_of(value->type) & schema.kinds) != 0) return value;
  const Type* bare = strip(value->type);
  auto& d = err(Code::argument_kind, at, "{}: expected {}, found {}{}", what, describe_kinds(schema),
                phrase(bare), value->type->is(TypeKind::deferred) ? " known during apply" : "");
  if (bare->is(TypeKind::quantity)) d.with_help("say in which unit: `… in MiB`");
  return error(at);
}

void Sema::Impl::check_extern(const ast::BlockMember& block) {
  const auto word = [](const ast::Expr* label) -> std::string_view {
    return label->kind == ast::ExprKind::name ? ast::as<ast::NameExpr>(*label).name.text()
                                              : std::string_view{};
  };
  const std::string_view mode = block.labels.size() == 3 ? word(block.labels[0]) : std::string_view{};
  if ((mode != "resource" && mode != "data") || word(block.labels[1]).empty() ||
      word(block.labels[2]).empty()) {
    err(Code::unknown_block, block.head.span, "`extern` names a resource or data source")
        .with_help("`extern resource T name { }`");
    return;
  }
  if (block.has_loop || (block.body != nullptr && !block.body->members.empty())) {
    err(Code::unknown_block, block.head.span,
        "`extern` has an empty body: handwritten configuration has the rest");
    return;
  }
  const std::string_view type = word(block.labels[1]);
  if (options.schemas == nullptr || !options.schemas->has_provider_of(type) ||
      options.schemas->terraform(mode, type) != nullptr)
    return;
  auto& d = err(Code::unknown_resource_type, block.labels[1]->span, "the provider's schema has no {} `{}`",
                mode == "data" ? "data source" : mode, type);
  const std::vector<std::string> types_there = options.schemas->types_like(mode, type);
  if (auto near = closest(type, types_there)) d.with_help(fmt::format("did you mean `{}`?", *near));
}

const Type* Sema::Impl::handle_type(const HandleDecl& handle) {
  if (options.schemas == nullptr || !handle.type) return types.any();
  if (handle.head.text() == "module") {
    const ModuleSchema* module = options.schemas->module(handle.type.text());
    if (module == nullptr) return types.any();
    const Type* type = schema_types.of(*module->outputs, fmt::format("module.{}", handle.name.text()));
    return handle.keyed ? types.map(types.string(), type) : type;
  }
  const TerraformBody* body = options.schemas->terraform(handle.head.text(), handle.type.text());
  if (body == nullptr) return types.any();
  const Type* type = schema_types.of(*body, handle.type.text());
  return handle.keyed ? types.map(types.string(), type) : type;
}

}  // namespace flux
