// Functions: the library's, those that the evaluator runs itself, and the user's own.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "functions/signature.h"
#include "sema/analyzer.h"

namespace flux {

namespace {

struct SpecialFunction {
  std::string_view name;
  hir::Special special;
  std::size_t least;
  std::size_t most;
};
constexpr SpecialFunction kSpecial[] = {
    {"can", hir::Special::can, 1, 1},
    {"contains", hir::Special::contains_key, 2, 2},
    {"keys", hir::Special::keys, 1, 1},
    {"length", hir::Special::length, 1, 1},
    {"lookup", hir::Special::lookup, 2, 3},
    {"nonsensitive", hir::Special::nonsensitive, 1, 1},
    {"sensitive", hir::Special::sensitive, 1, 1},
    {"try", hir::Special::try_, 1, 64},
    {"values", hir::Special::values, 1, 1},
};

/// Binds the letters of a signature to types as arguments go by.
class Bindings {
public:
  explicit Bindings(TypeTable& types) : types_(types) {}

  const Type* instantiate(const SignatureType& t) {
    if (t.is_variable()) {
      const Type* bound = bound_[t.name[0] - 'A'];
      return bound != nullptr ? bound : types_.any();
    }
    if (t.is_union()) {
      std::vector<const Type*> arms;
      for (const SignatureType& arm : t.arguments) arms.push_back(instantiate(arm));
      return types_.alternatives(arms);
    }
    if (t.name == "bool") return types_.boolean();
    if (t.name == "int") return types_.integer();
    if (t.name == "float") return types_.floating();
    if (t.name == "string") return types_.string();
    if (t.name == "null") return types_.null();
    if (t.name == "cpu") return types_.quantity(Dimension::cpu);
    if (t.name == "bytes") return types_.quantity(Dimension::bytes);
    if (t.name == "duration") return types_.quantity(Dimension::duration);
    if (t.name == "percent") return types_.quantity(Dimension::percent);
    if (t.name == "list") return types_.list(instantiate(t.arguments[0]));
    if (t.name == "set") return types_.set(instantiate(t.arguments[0]));
    if (t.name == "map") return types_.map(instantiate(t.arguments[0]), instantiate(t.arguments[1]));
    return types_.any();
  }

  void bind(const SignatureType& t, const Type* actual) {
    if (t.is_variable()) {
      const Type*& bound = bound_[t.name[0] - 'A'];
      bound = bound == nullptr ? actual : types_.common(bound, actual);
      return;
    }
    actual = strip(actual);
    if ((t.name == "list" || t.name == "set") &&
        (actual->is(TypeKind::list) || actual->is(TypeKind::set) || actual->is(TypeKind::keyed_list)))
      bind(t.arguments[0], actual->element);
    if (t.name == "map" && actual->is(TypeKind::map)) bind(t.arguments[1], actual->element);
    if (t.name == "map" && actual->is(TypeKind::record)) bind(t.arguments[1], types_.any());
  }

private:
  TypeTable& types_;
  const Type* bound_[26] = {};
};

/// Whether an argument of this static type may turn out to be what the parameter takes; its value is checked
/// when called.
bool may_take(const SignatureType& wanted, const Type* actual) {
  actual = strip(actual);
  if (actual->is(TypeKind::any) || actual->is(TypeKind::error) || wanted.is_variable() ||
      wanted.name == "any")
    return true;
  if (wanted.is_union())
    return std::ranges::any_of(wanted.arguments,
                               [&](const SignatureType& arm) { return may_take(arm, actual); });
  if (actual->is(TypeKind::alternatives))
    return std::ranges::any_of(actual->alternatives, [&](const Type* arm) { return may_take(wanted, arm); });
  if (actual->is(TypeKind::reference) || actual->is(TypeKind::enclosing))
    return wanted.name == "string" || wanted.name == "map";
  auto kind = actual->kind;
  if (kind == TypeKind::literal) {
    kind = actual->literal.is_string()              ? TypeKind::string
           : actual->literal.is(ValueKind::boolean) ? TypeKind::boolean
           : actual->literal.is(ValueKind::integer) ? TypeKind::integer
                                                    : TypeKind::floating;
  }
  const bool number = kind == TypeKind::integer || kind == TypeKind::floating;
  if (wanted.name == "list" || wanted.name == "set")
    return kind == TypeKind::list || kind == TypeKind::set || kind == TypeKind::keyed_list;
  if (wanted.name == "map") return kind == TypeKind::map || kind == TypeKind::record;
  if (wanted.name == "string") return kind == TypeKind::string;
  if (wanted.name == "bool") return kind == TypeKind::boolean;
  if (wanted.name == "int" || wanted.name == "float") return number;
  if (wanted.name == "null") return kind == TypeKind::null;
  return kind == TypeKind::quantity || number;
}

}  // namespace

const hir::Expr* Sema::Impl::lower_call(const ast::Call& call, Scope& scope, const Type* expected) {
  auto wrong_count = [&](std::string_view name, std::string takes) {
    err(Code::wrong_arguments, call.span, "`{}` takes {}, found {}", name, takes, call.arguments.size());
    return error(call.span);
  };
  if (const hir::Expr* provided = lower_provider_call(call, scope)) return provided;
  Symbol* symbol = nullptr;
  std::string_view name;
  if (call.callee->kind == ast::ExprKind::name) {
    Name word = ast::as<ast::NameExpr>(*call.callee).name;
    name = word.text();
    symbol = find_symbol(*scope.module, word);
  } else if (call.callee->kind == ast::ExprKind::field &&
             ast::as<ast::Field>(*call.callee).base->kind == ast::ExprKind::name) {
    const auto& field = ast::as<ast::Field>(*call.callee);
    Symbol* module = find_symbol(*scope.module, ast::as<ast::NameExpr>(*field.base).name);
    name = field.field.name.text();
    if (module != nullptr && module->kind == Symbol::Kind::module)
      symbol = find_symbol(*module->target, field.field.name);
    if (module != nullptr && module->kind == Symbol::Kind::anything) return error(call.span);
    if (symbol == nullptr) {
      err(Code::unknown_function, field.field.span, "unknown function `{}`", name);
      return error(call.span);
    }
    if (!may_name(*symbol, *scope.module, field.field.span)) return error(call.span);
  } else {
    err(Code::unknown_function, call.callee->span, "only a function's name can be called");
    return error(call.span);
  }
  const bool has_spread = !call.arguments.empty() && call.arguments.back().spread;
  for (std::size_t i = 0; i + 1 < call.arguments.size(); ++i) {
    if (call.arguments[i].spread) {
      err(Code::wrong_arguments, call.arguments[i].value->span, "only the last argument can be spread");
      return error(call.span);
    }
  }

  if (symbol != nullptr && symbol->kind != Symbol::Kind::anything) {
    if (symbol->kind != Symbol::Kind::function) {
      err(Code::unknown_function, call.callee->span, "`{}` is no function", name)
          .label(symbol->span, "declared here")
          .with_help(symbol->kind == Symbol::Kind::type ? fmt::format("`{} {{ … }}` constructs one", name)
                                                        : "");
      return error(call.span);
    }
    hir::Function* function = lower_function(*symbol);
    if (!lower_function_value(*symbol, call.span)) return error(call.span);
    std::size_t least = 0;
    for (const auto& parameter : ast::as<ast::FunctionDecl>(*symbol->decl).parameters)
      least += parameter.value == nullptr;
    if (has_spread) {
      err(Code::wrong_arguments, call.arguments.back().value->span, "`{}` takes its arguments one by one",
          name);
      return error(call.span);
    }
    if (call.arguments.size() < least || call.arguments.size() > function->parameters.size()) {
      auto& d = err(Code::wrong_arguments, call.span, "`{}` takes {} arguments, found {}", name,
                    function->parameters.size(), call.arguments.size());
      d.label(function->span, "declared here");
      return error(call.span);
    }
    std::vector<const hir::Expr*> items;
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      const Type* parameter = function->parameters[i].type;
      items.push_back(lower(*call.arguments[i].value, scope, parameter));
    }
    hir::Expr* made = make(hir::ExprKind::call_user, call.span, function->result);
    made->items = arena.copy(items);
    made->user = function;
    made->name = intern(name);
    return made;
  }

  for (const SpecialFunction& special : kSpecial) {
    if (special.name != name) continue;
    if (call.arguments.size() < special.least || call.arguments.size() > special.most || has_spread) {
      return wrong_count(
          name, special.least == special.most
                    ? fmt::format("{} {}", special.least, special.least == 1 ? "argument" : "arguments")
                    : fmt::format("{} to {} arguments", special.least, special.most));
    }
    std::vector<const hir::Expr*> items;
    for (const ast::Argument& argument : call.arguments)
      items.push_back(lower(
          *argument.value, scope,
          special.special == hir::Special::try_ || special.special == hir::Special::sensitive ? expected
                                                                                              : nullptr));
    const Type* first = items[0]->type;
    const Type* bare = strip(first);
    if (bare->is(TypeKind::reference)) bare = bare->element;
    const bool container = bare->is(TypeKind::map) || bare->is(TypeKind::list) || bare->is(TypeKind::set) ||
                           bare->is(TypeKind::keyed_list) || bare->is(TypeKind::record) ||
                           bare->is(TypeKind::any) || bare->is(TypeKind::error);
    const Type* result = types.any();
    switch (special.special) {
      case hir::Special::can:
        result = types.boolean();
        break;
      case hir::Special::try_:
        result = items[0]->type;
        for (const hir::Expr* item : items) result = types.common(result, item->type);
        break;
      case hir::Special::sensitive:
        result = types.secret(first);
        break;
      case hir::Special::nonsensitive:
        result = first;
        break;
      case hir::Special::keys:
        result = types.list(types.string());
        break;
      case hir::Special::values:
        result = types.list(bare->is(TypeKind::map) || bare->is(TypeKind::keyed_list) ? bare->element
                                                                                      : types.any());
        break;
      case hir::Special::length:
        result = types.integer();
        break;
      case hir::Special::contains_key:
        result = types.boolean();
        break;
      case hir::Special::lookup:
        result = bare->is(TypeKind::map) ? bare->element : types.any();
        if (items.size() == 3) result = types.common(result, items[2]->type);
        break;
      default:
        break;
    }
    bool text = special.special == hir::Special::length &&
                (bare->is(TypeKind::string) || (bare->is(TypeKind::literal) && bare->literal.is_string()));
    bool needs_container = special.special == hir::Special::keys || special.special == hir::Special::values ||
                           special.special == hir::Special::length ||
                           special.special == hir::Special::contains_key ||
                           special.special == hir::Special::lookup;
    if (needs_container && !container && !text && !bare->is(TypeKind::alternatives)) {
      err(Code::wrong_arguments, call.arguments[0].value->span, "`{}` wants a list or map, found `{}`", name,
          print_type(first));
      return error(call.span);
    }
    if (first->is(TypeKind::deferred) && special.special != hir::Special::can)
      result = types.deferred(result);
    hir::Expr* made = make(hir::ExprKind::special_call, call.span, result);
    made->special = special.special;
    made->items = arena.copy(items);
    made->name = intern(name);
    return made;
  }

  const FunctionInfo* function = find_function(name);
  if (function == nullptr) {
    auto& d = err(Code::unknown_function, call.callee->span, "unknown function `{}`", name);
    if (std::string_view why = why_not(name); !why.empty()) {
      d.note(fmt::format("Terraform's `{}` {}", name, why));
    } else {
      std::vector<std::string_view> names;
      for (const FunctionInfo& info : all_functions()) names.push_back(info.name);
      for (const SpecialFunction& special : kSpecial) names.push_back(special.name);
      for (const auto& [other, s] : scope.module->names) {
        if (s->kind == Symbol::Kind::function) names.push_back(other.text());
      }
      std::ranges::sort(names);
      if (auto near = closest(name, names))
        d.fix(fmt::format("did you mean `{}`?", *near), call.callee->span, std::string{*near});
    }
    return error(call.span);
  }
  const Signature& signature = signature_of(*function);
  if (call.arguments.size() < signature.min_arguments() && !has_spread) {
    return wrong_count(name, fmt::format("at least {} {}: `{}{}`", signature.min_arguments(),
                                         signature.min_arguments() == 1 ? "argument" : "arguments", name,
                                         function->signature));
  }
  Bindings bindings(types);
  std::vector<const hir::Expr*> items;
  bool deferred = false;
  bool secret = false;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const SignatureParameter* parameter = signature.parameter_of(i);
    if (parameter == nullptr)
      return wrong_count(name, fmt::format("at most {} {}: `{}{}`", signature.parameters.size(),
                                           signature.parameters.size() == 1 ? "argument" : "arguments", name,
                                           function->signature));
    const ast::Expr& argument = *call.arguments[i].value;
    const Type* hint = call.arguments[i].spread || parameter->type.is_union() || parameter->type.is_variable()
                           ? nullptr
                           : bindings.instantiate(parameter->type);
    if (hint != nullptr && (hint->element != nullptr || hint->is(TypeKind::any)))
      hint = nullptr;  // containers type themselves
    const hir::Expr* item = lower_unchecked(argument, scope, hint);
    const Type* actual = item->type;
    if (call.arguments[i].spread) {
      const Type* bare = strip(actual);
      actual = bare->element != nullptr ? bare->element : types.any();
    }
    deferred |= item->type->is(TypeKind::deferred);
    secret |= item->type->is(TypeKind::secret);
    if (!may_take(parameter->type, actual)) {
      err(Code::wrong_arguments, argument.span, "`{}` wants `{}` here, found `{}`", name,
          to_string(parameter->type), print_type(actual))
          .note(fmt::format("its signature is `{}{}`", name, function->signature));
      return error(call.span);
    }
    bindings.bind(parameter->type, strip(actual));
    items.push_back(item);
  }
  const Type* result = bindings.instantiate(signature.result);
  if (secret) result = types.secret(result);
  if (deferred) result = types.deferred(result);
  hir::Expr* made = make(hir::ExprKind::call, call.span, result);
  made->items = arena.copy(items);
  made->function = function;
  made->spread_last = has_spread;
  made->name = intern(name);
  return made;
}

hir::Function* Sema::Impl::lower_function(Symbol& symbol) {
  if (symbol.function != nullptr) return symbol.function;
  const auto& decl = ast::as<ast::FunctionDecl>(*symbol.decl);
  symbol.function = arena.make<hir::Function>();
  symbol.function->name = symbol.name;
  symbol.function->span = symbol.span;
  std::vector<hir::Parameter> parameters;
  for (const ast::Parameter& parameter : decl.parameters) {
    parameters.push_back({parameter.name.name,
                          parameter.type != nullptr ? resolve(*parameter.type, *symbol.owner) : types.any(),
                          nullptr});
  }
  symbol.function->parameters = arena.copy(parameters);
  symbol.function->result = decl.result != nullptr ? resolve(*decl.result, *symbol.owner) : types.any();
  return symbol.function;
}

bool Sema::Impl::lower_function_value(Symbol& symbol, SourceSpan use) {
  hir::Function* function = lower_function(symbol);
  if (symbol.body_progress == Progress::done) return true;
  if (symbol.body_progress == Progress::running) {
    std::vector<std::string> way;
    const Symbol* type = nullptr;
    for (auto it = std::ranges::find(running_functions, &symbol); it != running_functions.end(); ++it) {
      const bool is_type = (*it)->kind == Symbol::Kind::type;
      if (is_type) type = *it;
      way.push_back(fmt::format("{}`{}`", is_type ? "the defaults of " : "", (*it)->name.text()));
    }
    way.push_back(fmt::format("`{}`", symbol.name.text()));
    auto& d = err(Code::recursive_function, use, "{}",
                  type == nullptr ? fmt::format("`{}` calls itself", symbol.name.text())
                                  : fmt::format("`{}` constructs `{}`, whose defaults call it again",
                                                symbol.name.text(), type->name.text()));
    d.label(symbol.span, "declared here").note(fmt::format("the way round: {}", fmt::join(way, " → ")));
    d.with_help(type == nullptr ? "loop over a list instead: every program ends"
                                : "let the field be optional, and set it where it is wanted");
    return false;
  }
  symbol.body_progress = Progress::running;
  running_functions.push_back(&symbol);
  running_lets.push_back(nullptr);
  const auto& decl = ast::as<ast::FunctionDecl>(*symbol.decl);
  Scope scope{.kind = Scope::Kind::call, .module = symbol.owner};
  const Type* saved = std::exchange(super_type, nullptr);
  std::vector<hir::Parameter> parameters(function->parameters.begin(), function->parameters.end());
  for (std::size_t i = 0; i < decl.parameters.size(); ++i) {
    if (decl.parameters[i].value != nullptr)
      parameters[i].value = lower(*decl.parameters[i].value, scope, parameters[i].type);
    scope.variables.emplace_back(parameters[i].name, parameters[i].type);
  }
  function->parameters = arena.copy(parameters);
  if (decl.value != nullptr) function->value = lower(*decl.value, scope, function->result);
  super_type = saved;
  running_lets.pop_back();
  running_functions.pop_back();
  symbol.body_progress = Progress::done;
  return true;
}

hir::GlobalLet* Sema::Impl::lower_global(Symbol& symbol, SourceSpan use) {
  if (symbol.let != nullptr) {
    const auto body = std::ranges::find(running_lets.rbegin(), running_lets.rend(), nullptr).base();
    const auto first = std::find(body, running_lets.end(), &symbol);
    if (first == running_lets.end()) return symbol.let;
    std::vector<std::string> way;
    for (auto it = first; it != running_lets.end(); ++it)
      way.push_back(fmt::format("`{}`", (*it)->name.text()));
    way.push_back(fmt::format("`{}`", symbol.name.text()));
    err(Code::recursive_function, use, "`{}` is made of itself", symbol.name.text())
        .label(symbol.span, "declared here")
        .note(fmt::format("the way round: {}", fmt::join(way, " → ")));
    return nullptr;
  }
  symbol.let = arena.make<hir::GlobalLet>();
  symbol.let->name = symbol.name;
  symbol.let->span = symbol.span;
  symbol.let->index = globals++;
  if (symbol.decl->kind == ast::DeclKind::secret) {
    symbol.let->value = lower_secret(ast::as<ast::SecretDecl>(*symbol.decl), *symbol.owner);
    symbol.let->type = symbol.let->value->type;
    return symbol.let;
  }
  const auto& decl = ast::as<ast::LetDecl>(*symbol.decl);
  symbol.let->type = decl.type != nullptr ? resolve(*decl.type, *symbol.owner) : types.any();
  Scope scope{.kind = Scope::Kind::call, .module = symbol.owner};
  const Type* saved = std::exchange(super_type, nullptr);
  running_lets.push_back(&symbol);
  if (decl.value != nullptr) {
    symbol.let->value = lower(*decl.value, scope, decl.type != nullptr ? symbol.let->type : nullptr);
    if (decl.type == nullptr) symbol.let->type = symbol.let->value->type;
  }
  running_lets.pop_back();
  super_type = saved;
  return symbol.let;
}

}  // namespace flux
