// Functions that providers bring. Terraform runs them, so a call is known during apply, whatever its
// arguments.
#include <fmt/format.h>

#include "diagnostics/suggest.h"
#include "schemas/schema_set.h"
#include "schemas/terraform_schema.h"
#include "schemas/validate.h"
#include "sema/analyzer.h"

namespace flux {

namespace {

constexpr std::string_view kGroup = "function";

}  // namespace

std::string Sema::Impl::provider_signature(std::string_view name, const TerraformFunction& function) {
  std::vector<std::string> parameters;
  const auto add = [&](const TerraformFunction::Parameter& parameter, std::string_view dots) {
    parameters.push_back(fmt::format("{}{}: {}", parameter.name.empty() ? "_" : parameter.name, dots,
                                     print_type(schema_types.told(*parameter.schema, parameter.name))));
  };
  for (const auto& parameter : function.parameters) add(parameter, "");
  if (function.variadic != nullptr) add(*function.variadic, "…");
  return fmt::format("{}({})", name, fmt::join(parameters, ", "));
}

const hir::Expr* Sema::Impl::lower_provider_call(const ast::Call& call, Scope& scope) {
  if (options.schemas == nullptr || call.callee->kind != ast::ExprKind::field) return nullptr;
  const auto& callee = ast::as<ast::Field>(*call.callee);
  if (callee.base->kind != ast::ExprKind::field) return nullptr;
  const auto& group = ast::as<ast::Field>(*callee.base);
  if (group.field.name.text() != kGroup || group.base->kind != ast::ExprKind::name) return nullptr;
  const Symbol* schema = find_symbol(*scope.module, ast::as<ast::NameExpr>(*group.base).name);
  if (schema == nullptr || schema->kind != Symbol::Kind::module || !schema->target->foreign) return nullptr;
  if (schema->target->unreadable) return error(call.span);

  const std::string_view name = callee.field.name.text();
  const auto found = options.schemas->function(schema->target->path, name);
  if (!found) {
    auto& d = err(Code::unknown_function, callee.field.span, "`{}` has no function `{}`",
                  schema->target->path, name);
    const std::vector<std::string> names = options.schemas->exports(schema->target->path, kGroup);
    if (const auto near = closest(name, names))
      d.fix(fmt::format("did you mean `{}`?", *near), callee.field.span, std::string{*near});
    return error(call.span);
  }
  const TerraformFunction& function = *found->function;
  const std::size_t least = function.parameters.size();
  const std::size_t given = call.arguments.size();
  if (given < least || (given > least && function.variadic == nullptr)) {
    err(Code::wrong_arguments, call.span, "`{}` takes {}{} {}, found {}", name,
        function.variadic != nullptr ? "at least " : "", least, least == 1 ? "argument" : "arguments", given)
        .note(fmt::format("the provider's schema has it as `{}`", provider_signature(name, function)));
    return error(call.span);
  }
  if (function.deprecation) {
    auto& d = diagnostics.warning(Code::deprecated_function, callee.field.span,
                                  fmt::format("`{}` is deprecated", found->full_name));
    if (!function.deprecation->empty()) d.note(std::string{*function.deprecation});
  }
  std::vector<const hir::Expr*> items;
  bool secret = false;
  for (std::size_t i = 0; i < given; ++i) {
    const ast::Argument& argument = call.arguments[i];
    if (argument.spread) {
      err(Code::wrong_arguments, argument.value->span, "`{}` takes its arguments one by one", name);
      return error(call.span);
    }
    const TerraformFunction::Parameter& parameter = *function.parameter_of(i);
    const std::string what = parameter.called(i, found->full_name);
    const hir::Expr* item = lower(*argument.value, scope, nullptr);
    secret |= item->type->is(TypeKind::secret);
    if (!item->type->is(TypeKind::error))
      item = held_to(item, *parameter.schema, {.quantities = false}, what);
    items.push_back(item);
  }
  const Type* result = schema_types.told(*function.result, name);
  if (secret) result = types.secret(result);
  hir::Expr* made = make(hir::ExprKind::call, call.span, types.deferred(result));
  made->items = arena.copy(items);
  made->function = nullptr;
  made->name = intern(found->full_name);
  return made;
}

}  // namespace flux
