// Type expressions and declarations to types.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"

namespace flux {

namespace {

/// Whether every value of `type` is one of `base` as it is, without widening: a float that proves whole is no
/// int here.
bool narrows(const Type* type, const Type* base) {
  if (type->is(TypeKind::error) || base->is(TypeKind::error)) return true;
  if (fits(type, base) == Fit::no) return false;
  const Type* bare = strip(type);
  const Type* wanted = strip(base);
  auto below = [&](const Type* arm) { return narrows(arm, base); };
  auto above = [&](const Type* arm) { return narrows(type, arm); };
  if (bare->is(TypeKind::alternatives)) return std::ranges::all_of(bare->alternatives, below);
  if (wanted->is(TypeKind::alternatives)) return std::ranges::any_of(wanted->alternatives, above);
  if (wanted->is(TypeKind::literal))
    return bare->is(TypeKind::literal) && equal(bare->literal, wanted->literal);
  return bare->kind == wanted->kind || bare->is(TypeKind::literal) || bare->is(TypeKind::null) ||
         wanted->is(TypeKind::any);
}

/// Where the library declares the type whose objects are clusters to the emitters.
constexpr std::string_view kClusterModule = "std/platform/clusters";

constexpr std::string_view kBuiltIn[] = {"any",       "bool",  "bytes",  "cpu",  "deferred", "duration",
                                         "enclosing", "float", "int",    "list", "map",      "null",
                                         "percent",   "ref",   "secret", "set",  "string"};

/// The field that a made-up name begins with, such as `clusters` for `clusterOverrides`.
std::optional<std::string_view> stem_among(std::string_view word,
                                           const std::vector<std::string_view>& names) {
  std::optional<std::string_view> best;
  for (std::string_view name : names) {
    std::string_view stem = name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
    if (stem.size() >= 4 && word.starts_with(stem) && (!best || name.size() > best->size())) best = name;
  }
  return best;
}

}  // namespace

std::optional<Value> Sema::Impl::bound_value(const ast::Expr& expr, const Type* base) {
  bool negative = false;
  const ast::Expr* number = &expr;
  if (number->kind == ast::ExprKind::unary) {
    negative = true;
    number = ast::as<ast::Unary>(*number).operand;
  }
  if (number->kind != ast::ExprKind::number) return std::nullopt;
  const auto& n = ast::as<ast::Number>(*number);
  if (base->is(TypeKind::quantity)) {
    QuantityResult read =
        parse_quantity(std::string(negative ? "-" : "") + std::string{n.text}, base->dimension);
    if (!read.amount) {
      err(Code::bad_refinement, expr.span, "`{}` is no {}: {}", n.text, dimension_name(base->dimension),
          read.error);
      return std::nullopt;
    }
    return Value::integer(*read.amount);
  }
  if (n.form == ast::Number::Form::quantity) {
    err(Code::bad_refinement, expr.span, "`{}` has a unit, and `{}` has none", n.text, print_type(base));
    return std::nullopt;
  }
  if (n.form == ast::Number::Form::integer) return Value::integer(negative ? -n.integer : n.integer);
  return Value::floating(negative ? -n.floating : n.floating);
}

const Type* Sema::Impl::refine(const Type* base, std::span<const ast::Refinement> refinements, Module&) {
  Refinement made;
  std::vector<Pattern> patterns;
  auto bounds = [&](const ast::Refinement& r, const Type* of, Bounds& into) {
    auto set = [&](const ast::Expr* e, bool& has, double& wide, std::int64_t& exact) {
      if (e == nullptr) return;
      if (auto value = bound_value(*e, of)) {
        has = true;
        wide = value->number();
        exact =
            value->is(ValueKind::integer) ? value->as_int() : static_cast<std::int64_t>(value->as_float());
      }
    };
    set(r.low, into.has_low, into.low, into.low_int);
    set(r.high, into.has_high, into.high, into.high_int);
    if (into.has_low && into.has_high && into.low > into.high)
      err(Code::bad_refinement, r.span, "no value lies between these bounds")
          .with_help("the lower one comes first");
  };
  for (const ast::Refinement& r : refinements) {
    if (r.is_pattern) {
      if (!base->is(TypeKind::string)) {
        err(Code::bad_refinement, r.span, "a pattern refines strings, not `{}`", print_type(base));
        continue;
      }
      std::string why;
      if (const re2::RE2* regex = types.regex(r.pattern, why)) {
        patterns.push_back({types.arena().copy_text(r.pattern), regex});
      } else {
        err(Code::bad_refinement, r.span, "this regular expression cannot be read: {}", why)
            .note("expressions are those of RE2: no look-around, no back-references");
      }
    } else if (r.what.name) {
      bool sized = base->is(TypeKind::string) || base->is(TypeKind::list) || base->is(TypeKind::set) ||
                   base->is(TypeKind::keyed_list) || base->is(TypeKind::map);
      if (r.what.name.text() != "len") {
        err(Code::bad_refinement, r.what.span, "`{}` is no refinement", r.what.name.text())
            .with_help("`len 1..63` bounds the length");
      } else if (!sized) {
        err(Code::bad_refinement, r.span, "`{}` has no length", print_type(base));
      } else {
        bounds(r, types.integer(), made.length);
      }
    } else if (base->is(TypeKind::integer) || base->is(TypeKind::floating) || base->is(TypeKind::quantity)) {
      bounds(r, base, made.range);
    } else {
      err(Code::bad_refinement, r.span, "`{}` has no order to bound", print_type(base))
          .with_help(base->is(TypeKind::string) || base->element != nullptr ? "`len 1..63` bounds the length"
                                                                            : "");
    }
  }
  made.patterns = patterns;
  return types.refined(base, made);
}

const Type* Sema::Impl::resolve_named(const ast::NamedType& type, Module& module) {
  const Type* base = nullptr;
  const std::string_view word = type.name.parts.empty() ? std::string_view{} : type.name.parts[0].name.text();
  const bool single = type.name.parts.size() == 1;
  const bool own = single && module.names.contains(type.name.parts[0].name);
  auto arguments = [&](std::size_t count) {
    if (type.arguments.size() == count) return true;
    err(Code::not_a_type, type.name.span, "`{}` takes {} type {} in `<…>`, found {}", word, count,
        count == 1 ? "argument" : "arguments", type.arguments.size());
    return false;
  };
  auto argument = [&](std::size_t i) { return resolve(*type.arguments[i].type, module); };
  bool takes_arguments = false;
  if (single && !own && std::ranges::find(kBuiltIn, word) != std::end(kBuiltIn)) {
    if (word == "any")
      base = types.any();
    else if (word == "bool")
      base = types.boolean();
    else if (word == "int")
      base = types.integer();
    else if (word == "float")
      base = types.floating();
    else if (word == "string")
      base = types.string();
    else if (word == "null")
      base = types.null();
    else if (word == "cpu")
      base = types.quantity(Dimension::cpu);
    else if (word == "bytes")
      base = types.quantity(Dimension::bytes);
    else if (word == "duration")
      base = types.quantity(Dimension::duration);
    else if (word == "percent")
      base = types.quantity(Dimension::percent);
    else {
      takes_arguments = true;
      if (!arguments(word == "map" ? 2 : 1)) return types.error();
      const Type* first = argument(0);
      if (word == "list") {
        if (type.arguments[0].by.name) {
          const ast::Ident& by = type.arguments[0].by;
          if (!first->is(TypeKind::record)) {
            if (!first->is(TypeKind::error))
              err(Code::not_a_type, by.span, "a list is keyed by a field of its records, and `{}` is none",
                  print_type(first));
            return types.error();
          }
          if (first->record->find(by.name) == nullptr) {
            unknown_field(*first->record, by);
            return types.error();
          }
          base = types.keyed_list(first, by.name);
        } else {
          base = types.list(first);
        }
      } else if (word == "set")
        base = types.set(first);
      else if (word == "map")
        base = types.map(first, argument(1));
      else if (word == "ref" || word == "enclosing") {
        if (!first->is(TypeKind::record) && !first->is(TypeKind::any) && !first->is(TypeKind::error)) {
          err(Code::not_a_type, type.span, "`{}` points at objects, and `{}` is none", word,
              print_type(first));
          return types.error();
        }
        base = word == "ref" ? types.reference(first) : types.enclosing(first);
      } else if (word == "deferred")
        base = types.deferred(first);
      else
        base = types.secret(first);
    }
  } else {
    Symbol* symbol = nullptr;
    if (single && !own) {
      std::vector<std::string_view> names(std::begin(kBuiltIn), std::end(kBuiltIn));
      for (const auto& [other, s] : module.names) {
        if (s->kind == Symbol::Kind::type) names.push_back(other.text());
      }
      std::ranges::sort(names);
      auto& d = err(Code::not_a_type, type.name.span, "no type `{}` is known here", word);
      static constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
          {"str", "string"},  {"boolean", "bool"}, {"number", "int"},
          {"integer", "int"}, {"double", "float"}, {"object", "any"},
          {"array", "list"},  {"dict", "map"},     {"quantity", "bytes"}};
      for (auto [habit, ours] : kHabits) {
        if (word == habit) {
          d.fix(fmt::format("it is called `{}` here", ours), type.name.span, std::string{ours});
          return types.error();
        }
      }
      if (auto near = closest(word, names))
        d.fix(fmt::format("did you mean `{}`?", *near), type.name.span, std::string{*near});
      return types.error();
    }
    symbol = find_qualified(module, type.name, Symbol::Kind::type, Code::not_a_type, "type");
    if (symbol == nullptr) return types.error();
    base = resolve_symbol(*symbol, type.name.span);
  }
  if (!takes_arguments && !type.arguments.empty()) {
    err(Code::not_a_type, type.span, "`{}` takes no type arguments", type.name.parts.back().name.text());
  }
  if (!type.refinements.empty() && !base->is(TypeKind::error)) base = refine(base, type.refinements, module);
  if (type.style.name && !base->is(TypeKind::error)) {
    const Type* bare = strip(base);
    if (!bare->is(TypeKind::quantity) || !is_quantity_style(bare->dimension, type.style.name.text())) {
      err(Code::bad_refinement, type.style.span, "`{}` cannot be written `as {}`", print_type(base),
          type.style.name.text())
          .note(
              "the styles are `kubernetes`, `prometheus`, `go`, `seconds` and `plain`, each for the "
              "quantities it has");
    } else {
      base = types.styled(base, type.style.name);
    }
  }
  return base;
}

void Sema::Impl::check_union(const ast::TypeExpr& at, const Type* type) {
  if (!type->is(TypeKind::alternatives)) return;
  auto family = [](const Type* t) -> int {
    t = strip(t);
    switch (t->kind) {
      case TypeKind::string:
        return 1;
      case TypeKind::integer:
        return 2;
      case TypeKind::floating:
        return 3;
      case TypeKind::quantity:
        return 4;
      case TypeKind::list:
      case TypeKind::set:
      case TypeKind::keyed_list:
        return 5;
      case TypeKind::map:
        return 6;
      case TypeKind::boolean:
        return 7;
      default:
        return 0;
    }
  };
  // `"5m" | duration`: a word that is also the quantity's.
  auto spells = [](const Type* word, const Type* measure) {
    return word->is(TypeKind::literal) && word->literal.is_string() && measure->is(TypeKind::quantity) &&
           parse_quantity(word->literal.as_string(), measure->dimension).amount.has_value();
  };
  for (std::size_t i = 0; i < type->alternatives.size(); ++i) {
    for (std::size_t k = i + 1; k < type->alternatives.size(); ++k) {
      const Type* x = strip(type->alternatives[i]);
      const Type* y = strip(type->alternatives[k]);
      int a = family(x);
      int b = family(y);
      if (a > b) std::swap(a, b);
      bool shared = a != 0 && ((a == b && a != 1) || (a == 2 && b == 3) || (a == 1 && b == 4));
      bool record_and_map = (a == 0 && b == 6) && (x->is(TypeKind::record) || y->is(TypeKind::record));
      if (!shared && !record_and_map && !spells(x, y) && !spells(y, x)) continue;
      err(Code::ambiguous_union, at.span,
          "`{}` and `{}` share a spelling: nothing tells which one a value is",
          print_type(type->alternatives[i]), print_type(type->alternatives[k]))
          .with_help("choose one, or wrap one in a record with a tag field");
      return;
    }
  }
}

const Type* Sema::Impl::resolve(const ast::TypeExpr& type, Module& module) {
  switch (type.kind) {
    case ast::TypeKind::error:
      return types.error();
    case ast::TypeKind::named:
      return resolve_named(ast::as<ast::NamedType>(type), module);
    case ast::TypeKind::literal: {
      const ast::Expr* value = ast::as<ast::LiteralType>(type).value;
      bool negative = false;
      if (value->kind == ast::ExprKind::unary) {
        negative = true;
        value = ast::as<ast::Unary>(*value).operand;
      }
      switch (value->kind) {
        case ast::ExprKind::null_literal:
          return types.null();
        case ast::ExprKind::bool_literal:
          return types.literal(Value::boolean(ast::as<ast::BoolLiteral>(*value).value));
        case ast::ExprKind::string:
          return types.literal(Value::string(ast::as<ast::String>(*value).plain()));
        case ast::ExprKind::number: {
          const auto& n = ast::as<ast::Number>(*value);
          if (n.form == ast::Number::Form::integer)
            return types.literal(Value::integer(negative ? -n.integer : n.integer));
          if (n.form == ast::Number::Form::floating)
            return types.literal(Value::floating(negative ? -n.floating : n.floating));
          err(Code::not_a_type, type.span, "a quantity is no literal type")
              .with_help("bound one: `bytes(1Gi..2Gi)`");
          return types.error();
        }
        default:
          return types.error();
      }
    }
    case ast::TypeKind::record:
      return anonymous_record(*ast::as<ast::RecordType>(type).body, module, type.span)->type;
    case ast::TypeKind::nullable:
      return types.nullable(resolve(*ast::as<ast::Nullable>(type).inner, module));
    case ast::TypeKind::alternatives: {
      std::vector<const Type*> arms;
      for (const ast::TypeExpr* arm : ast::as<ast::Alternatives>(type).types)
        arms.push_back(resolve(*arm, module));
      const Type* made = types.alternatives(arms);
      check_union(type, made);
      return made;
    }
  }
  return types.error();
}

const Type* Sema::Impl::resolve_symbol(Symbol& symbol, SourceSpan use) {
  if (symbol.kind == Symbol::Kind::anything) return types.any();
  if (symbol.kind != Symbol::Kind::type) return types.error();
  if (symbol.decl == nullptr) return symbol.type;  // of a schema
  const auto& decl = ast::as<ast::TypeDecl>(*symbol.decl);
  if (decl.alias == nullptr) {
    RecordType* record = resolve_record(symbol);
    return record != nullptr ? record->type : types.error();
  }
  if (symbol.progress == Progress::done) return symbol.type;
  if (symbol.progress == Progress::running) {
    std::vector<std::string> way;
    for (auto it = std::ranges::find(running_types, &symbol); it != running_types.end(); ++it)
      way.push_back(fmt::format("`{}`", (*it)->name.text()));
    way.push_back(fmt::format("`{}`", symbol.name.text()));
    err(Code::recursive_type, use, "the type `{}` is made of itself", symbol.name.text())
        .label(symbol.span, "declared here")
        .note(fmt::format("the way round: {}", fmt::join(way, " → ")));
    return types.error();
  }
  symbol.progress = Progress::running;
  running_types.push_back(&symbol);
  const Type* resolved = resolve(*decl.alias, *symbol.owner);
  running_types.pop_back();
  if (symbol.progress != Progress::done) {
    symbol.type = types.aliased(resolved, symbol.name);
    symbol.progress = Progress::done;
  }
  return symbol.type;
}

RecordType* Sema::Impl::resolve_record(Symbol& symbol) {
  if (symbol.record != nullptr) {
    // While its own fields are resolved a record may be named (`ref<T>`, `list<T>`), but not be its own base.
    return symbol.record;
  }
  const auto& decl = ast::as<ast::TypeDecl>(*symbol.decl);
  Module& module = *symbol.owner;
  RecordType* base = nullptr;
  running_types.push_back(&symbol);
  symbol.progress = Progress::running;
  if (!decl.base.parts.empty()) {
    Symbol* base_symbol = find_qualified(module, decl.base, Symbol::Kind::type, Code::not_a_type, "type");
    if (base_symbol != nullptr && base_symbol->kind == Symbol::Kind::type) {
      if (base_symbol->progress == Progress::running && base_symbol->record == nullptr) {
        std::vector<std::string> way;
        for (auto it = std::ranges::find(running_types, base_symbol); it != running_types.end(); ++it)
          way.push_back(fmt::format("`{}`", (*it)->name.text()));
        way.push_back(fmt::format("`{}`", base_symbol->name.text()));
        err(Code::recursive_type, decl.base.span, "`{}` extends itself", symbol.name.text())
            .note(fmt::format("the way round: {}", fmt::join(way, " → ")));
      } else {
        const Type* resolved = resolve_symbol(*base_symbol, decl.base.span);
        if (resolved->is(TypeKind::record)) {
          base = const_cast<RecordType*>(resolved->record);
        } else if (!resolved->is(TypeKind::error)) {
          err(Code::not_a_type, decl.base.span, "`{}` is no record, and only records are extended",
              base_symbol->name.text());
        }
      }
    }
  }
  if (symbol.record != nullptr) {  // the base led here, and it is made
    running_types.pop_back();
    return symbol.record;
  }
  RecordType* record = types.new_record(symbol.name);
  symbol.record = record;
  symbol.type = record->type;
  record->module = arena.copy_text(module.path);
  record->base = base;
  record->is_abstract = decl.is_abstract;
  record->doc = decl.doc;
  record->span = symbol.span;
  record->depth = base != nullptr ? base->depth + 1 : 0;
  record->is_cluster = (base != nullptr && base->is_cluster) ||
                       (module.path == kClusterModule && symbol.name.text() == "Cluster");
  record_symbols.emplace(record, &symbol);
  if (decl.body != nullptr) record_bodies.emplace(record, std::pair{decl.body, &module});
  const auto declared_base = record_symbols.find(base);
  if (declared_base != record_symbols.end() && declared_base->second->progress == Progress::running) {
    waiting_for_base[base].push_back(&symbol);
  } else {
    complete_record(symbol);
  }
  running_types.pop_back();
  return record;
}

void Sema::Impl::complete_record(Symbol& symbol) {
  RecordType& record = *symbol.record;
  if (auto body = record_bodies.find(&record); body != record_bodies.end()) {
    collect_handles(record, *body->second.first);
    add_fields(record, *body->second.first, *symbol.owner);
  }
  symbol.progress = Progress::done;
  auto waiting = waiting_for_base.extract(&record);
  if (!waiting.empty())
    std::ranges::for_each(waiting.mapped(), [&](Symbol* subtype) { complete_record(*subtype); });
}

RecordType* Sema::Impl::anonymous_record(const ast::Body& body, Module& module, SourceSpan span) {
  RecordType* record = types.new_record(intern(""));
  record->module = arena.copy_text(module.path);
  record->span = span;
  record_bodies.emplace(record, std::pair{&body, &module});
  add_fields(*record, body, module);
  return record;
}

void Sema::Impl::add_fields(RecordType& record, const ast::Body& body, Module& module) {
  std::vector<Field> fields;
  if (record.base != nullptr) fields.assign(record.base->fields.begin(), record.base->fields.end());
  const std::size_t inherited = fields.size();
  auto add = [&](const ast::DeclareMember& member) {
    if (!member.name.name) return;
    const Type* type = resolve(*member.type, module);
    auto same = std::ranges::find_if(fields, [&](const Field& f) { return f.name == member.name.name; });
    if (same == fields.end()) {
      fields.push_back({.name = member.name.name,
                        .type = type,
                        .optional = member.optional,
                        .exported = member.exported,
                        .has_default = member.value != nullptr,
                        .doc = arena.copy_text(member.doc),
                        .span = member.name.span,
                        .declared_in = &record});
      return;
    }
    if (static_cast<std::size_t>(same - fields.begin()) >= inherited || same->declared_in == &record) {
      err(Code::duplicate_declaration, member.name.span, "the field `{}` is declared twice",
          member.name.name.text())
          .label(same->span, "first declared here");
      return;
    }
    // A redeclaration narrows: what it admits must be admitted by the base, and the base's bounds stay.
    const Type* narrowed = type;
    if (!type->is(TypeKind::error) && !same->type->is(TypeKind::error)) {
      if (!narrows(type, same->type) || (member.optional && !same->optional)) {
        err(Code::not_narrower, member.type->span, "`{}` admits what `{}` of `{}` does not", print_type(type),
            print_type(same->type), same->declared_in->name.text())
            .label(same->span, "the base declares it here")
            .with_help("a subtype may only narrow a field");
        narrowed = types.error();
      } else if (same->type->refinement != nullptr && type->kind == same->type->kind) {
        narrowed = types.refined(type, *same->type->refinement);
      }
    }
    same->type = narrowed;
    same->optional = member.optional;
    same->exported |= member.exported;
    same->has_default |= member.value != nullptr;
    same->span = member.name.span;
    same->declared_in = &record;
    if (!member.doc.empty()) same->doc = arena.copy_text(member.doc);
  };
  for (const ast::Member* member : body.members) {
    if (member->kind == ast::MemberKind::declare) add(ast::as<ast::DeclareMember>(*member));
    if (member->kind == ast::MemberKind::emit) record.emits = true;
  }
  if (record.base != nullptr && record.base->emits) record.emits = true;
  record.fields = types.arena().copy(fields);
  record.index = index_by_name(types.arena(), fields);
  for (const Field& field : record.fields) {
    if (!record.tag && field.type->is(TypeKind::literal)) record.tag = field.name;
  }
}

void Sema::Impl::collect_handles(RecordType& record, const ast::Body& body) {
  std::vector<HandleDecl> handles;
  if (record.base != nullptr) handles.assign(record.base->handles.begin(), record.base->handles.end());
  auto label_text = [](const ast::Expr* label) -> Name {
    if (label->kind == ast::ExprKind::name) return ast::as<ast::NameExpr>(*label).name;
    if (label->kind == ast::ExprKind::string && ast::as<ast::String>(*label).is_plain())
      return intern(ast::as<ast::String>(*label).plain());
    return Name{};
  };
  auto walk = [&](auto& self, const ast::Body& members) -> void {
    for (const ast::Member* member : members.members) {
      switch (member->kind) {
        case ast::MemberKind::block: {
          const auto& block = ast::as<ast::BlockMember>(*member);
          HandleDecl handle{.head = block.head.name, .keyed = block.has_loop, .span = block.head.span};
          if (block.labels.size() >= 2) handle.type = label_text(block.labels[0]);
          if (block.head.name.text() == "extern" && block.labels.size() == 3) {
            handle.is_extern = true;
            handle.head = handle.type;
            handle.type = label_text(block.labels[1]);
          }
          if (block.head.name.text() == "module" && block.body != nullptr)
            handle.type = module_source(*block.body);
          if (!block.labels.empty()) handle.name = label_text(block.labels.back());
          handles.push_back(handle);
          break;
        }
        case ast::MemberKind::amend: {
          // `locals { a = … }`: each entry is a handle of its own.
          const auto& amend = ast::as<ast::AmendMember>(*member);
          if (amend.path.steps.size() != 1 || amend.path.steps[0].name.name.text() != "locals" ||
              amend.body == nullptr)
            break;
          for (const ast::Member* local : amend.body->members) {
            if (local->kind != ast::MemberKind::set) continue;
            const auto& set = ast::as<ast::SetMember>(*local);
            handles.push_back(
                {.head = intern("locals"), .name = set.path.steps[0].name.name, .span = set.path.span});
          }
          break;
        }
        case ast::MemberKind::guarded:
          for (const auto* g = &ast::as<ast::GuardedMember>(*member); g != nullptr; g = g->else_guarded) {
            if (g->then_body != nullptr) self(self, *g->then_body);
            if (g->else_body != nullptr) self(self, *g->else_body);
          }
          break;
        case ast::MemberKind::loop:
          self(self, *ast::as<ast::LoopMember>(*member).body);
          break;
        default:
          break;
      }
    }
  };
  auto find_emits = [&](auto& self, const ast::Body& members) -> void {
    for (const ast::Member* member : members.members) {
      if (member->kind == ast::MemberKind::emit) {
        const auto& emit = ast::as<ast::EmitMember>(*member);
        if (emit.target.name.text() == "terraform") walk(walk, *emit.body);
      } else if (member->kind == ast::MemberKind::guarded) {
        for (const auto* g = &ast::as<ast::GuardedMember>(*member); g != nullptr; g = g->else_guarded) {
          if (g->then_body != nullptr) self(self, *g->then_body);
          if (g->else_body != nullptr) self(self, *g->else_body);
        }
      }
    }
  };
  find_emits(find_emits, body);
  record.handles = types.arena().copy(handles);
}

void Sema::Impl::ensure_body(const RecordType& record) {
  if (record.base != nullptr) ensure_body(*record.base);
  if (record.body != nullptr || running_bodies.contains(&record)) return;
  auto found = record_bodies.find(&record);
  if (found == record_bodies.end()) return;
  auto [body, module] = found->second;
  running_bodies.insert(&record);
  View view{.type = record.type};
  for (const RecordType* base = record.base; base != nullptr; base = base->base) {
    if (base->body != nullptr) view.bodies.insert(view.bodies.begin(), base->body);
  }
  Name layer = record.name.text().empty() ? intern("{ … }") : record.name;
  const auto symbol = record_symbols.find(&record);
  if (symbol != record_symbols.end()) running_functions.push_back(symbol->second);
  const hir::Body* lowered = lower_body(*body, view, nullptr, *module, {.layer = layer, .in_type = true});
  if (symbol != record_symbols.end()) running_functions.pop_back();
  const_cast<RecordType&>(record).body = lowered;
  running_bodies.erase(&record);
  for (const Field& field : record.fields) {
    const_cast<Field&>(field).has_default |= lowered->find(field.name) != nullptr;
  }
}

void Sema::Impl::check_required(const RecordType& record, std::vector<const Field*>& way,
                                std::unordered_map<const RecordType*, Progress>& progress) {
  progress[&record] = Progress::running;
  for (const Field& field : record.fields) {
    // What stands in a field of an abstract type, a layer says.
    const bool required = !field.optional && !field.has_default && field.type->is(TypeKind::record) &&
                          !field.type->record->is_abstract;
    if (!required) continue;
    const RecordType* inner = field.type->record;
    way.push_back(&field);
    if (progress[inner] == Progress::untouched) {
      check_required(*inner, way, progress);
    } else if (progress[inner] == Progress::running) {
      // The circle is the end of the way, from the field that was entered from `inner`.
      std::size_t first = way.size() - 1;
      while (first > 0 && way[first - 1]->type->record != inner) --first;
      std::vector<std::string> names{fmt::format("`{}`", inner->name.text())};
      for (std::size_t i = first; i < way.size(); ++i) {
        names.push_back(fmt::format("`{}`", way[i]->type->record->name.text()));
      }
      auto& d = err(Code::recursive_type, way[first]->span,
                    "every `{}` would contain another one, without end", inner->name.text());
      if (names.size() > 2) d.note(fmt::format("the way round: {}", fmt::join(names, " → ")));
      d.with_help("make the field optional, a list, or a `ref`");
    }
    way.pop_back();
  }
  progress[&record] = Progress::done;
}

void Sema::Impl::unknown_field(const RecordType& record, const ast::Ident& name) {
  unknown_field(record, name.name, name.span, name.quoted);
}

void Sema::Impl::unknown_field(const RecordType& record, Name name, SourceSpan span, bool quoted,
                               const Field* home) {
  std::string shown = record.name.text().empty() ? "this record" : fmt::format("`{}`", record.name.text());
  auto& d = err(Code::unknown_field, span, "unknown field `{}` of {}", name.text(), shown);
  std::vector<std::string_view> names;
  for (const Field& field : record.fields) names.push_back(field.name.text());
  if (auto near = closest(name.text(), names)) {
    d.at(fmt::format("did you mean `{}`?", *near));
    d.fix(fmt::format("did you mean `{}`?", *near), span,
          quoted ? fmt::format("\"{}\"", *near) : std::string{*near});
  } else if (auto stem =
                 home != nullptr ? std::optional(home->name.text()) : stem_among(name.text(), names)) {
    d.note(fmt::format("nothing reads `{}`", name.text()));
    d.with_help(fmt::format("what changes `{0}` stands under `{0}` itself", *stem));
  } else if (!names.empty() && names.size() <= 16) {
    std::vector<std::string> listed;
    for (std::string_view n : names) listed.push_back(fmt::format("`{}`", n));
    d.note(fmt::format("its fields are {}", fmt::join(listed, ", ")));
  }
  d.label(record.span, fmt::format("{} is declared here", shown));
}

}  // namespace flux
