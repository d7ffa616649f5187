// Layers that are not Flux: YAML and JSON files, `--set PATH=VALUE`, and Flux files given with `-c`.
//
// A mapping amends, a scalar or list sets, keyed lists merge by key, `$type` constructs, `null` sets null
// where the type admits it. Strings are read by the type that is expected, so that every spelling of a
// quantity means the same.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "diagnostics/suggest.h"
#include "sema/analyzer.h"
#include "sema/value_types.h"
#include "syntax/parser.h"
#include "yaml/unread_text.h"

namespace flux {

namespace {

bool is_object_type(const Type* type) {
  return type->is(TypeKind::record) || type->is(TypeKind::map) || type->is(TypeKind::keyed_list) ||
         type->is(TypeKind::any);
}

/// All scalars of a value that is secret. Its keys are names, and stay.
void conceal(const YamlNode& node, SourceManager& sources) {
  if (node.kind == YamlKind::scalar) sources.conceal(node.span);
  for (const YamlNode* item : node.items) conceal(*item, sources);
  for (const YamlEntry& entry : node.entries) conceal(*entry.value, sources);
}

std::string_view what(const YamlNode& node) {
  switch (node.kind) {
    case YamlKind::null:
      return "null";
    case YamlKind::sequence:
      return "a list";
    case YamlKind::mapping:
      return "a mapping";
    case YamlKind::scalar:
      break;
  }
  if (!node.plain) return "a string";
  switch (classify(node.text)) {
    case YamlScalar::boolean:
      return "a bool";
    case YamlScalar::integer:
      return "an int";
    case YamlScalar::floating:
      return "a float";
    case YamlScalar::null:
      return "null";
    default:
      return "a string";
  }
}

}  // namespace

const YamlNode* Sema::Impl::read_data(const std::string& path, SourceSpan from, Module& module) {
  if (const auto known = data_files.find(path); known != data_files.end()) {
    module.reads.push_back({.path = path, .file = known->second.file});
    return known->second.root;
  }
  std::optional<std::string> read = read_imported(path, from);
  if (!read) return nullptr;
  FileId file = sources.add(path, std::move(*read));
  const std::size_t before = diagnostics.all().size();
  const YamlNode* root = read_yaml(sources.text(file), file, arena, diagnostics);
  // What could not be read, or is no layer at all, may be a secret, wherever it stands.
  if (diagnostics.all().size() > before || (root != nullptr && root->kind != YamlKind::mapping))
    conceal_unread(file, sources);
  data_files.emplace(path, DataFile{root, file});
  module.reads.push_back({.path = path, .file = file});
  return root;
}

const YamlNode* Sema::Impl::read_data_of(Module& module, const ast::LayerDecl& layer) {
  const std::string path = resolve_beside(module.path, layer.from);
  return may_reach(path, layer.from_span, *module.package) ? read_data(path, layer.from_span, module)
                                                           : nullptr;
}

const CustomSource& Sema::Impl::read_assignment(const std::string& text) {
  const auto [known, is_new] = assignments.try_emplace(text);
  CustomSource& source = known->second;
  if (!is_new) return source;
  const std::size_t equals = text.find('=');
  const std::string path = text.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
  const FileId path_file = sources.add("--set", path);
  source.path = parse_path(path_file, sources, arena, diagnostics);
  source.span = {path_file, 0, static_cast<std::uint32_t>(path.size())};
  const FileId value_file = sources.add("--set", value);
  source.text = sources.text(value_file);
  Diagnostics silent;
  if (!value.empty()) source.value = parse_expression(value_file, sources, arena, silent);
  source.is_flux = source.value != nullptr && !silent.has_errors();
  if (!source.is_flux) {
    auto* string = arena.make<ast::String>();
    string->kind = ast::ExprKind::string;
    string->span = {value_file, 0, static_cast<std::uint32_t>(value.size())};
    source.value = string;
  }
  return source;
}

bool Sema::is_secret(const CustomLayer& assignment) const {
  const auto known = impl_->assignments.find(assignment.text);
  if (known == impl_->assignments.end()) return false;
  const FileId file = known->second.value->span.file;
  const std::string_view text = impl_->sources.text(file);
  return !impl_->sources.shown_text({file, 0, static_cast<std::uint32_t>(text.size())}).concealed.empty();
}

const Field* Sema::Impl::home_of(const YamlNode& section, const RecordType& record) {
  const Field* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const Field& field : record.fields) {
    const Type* type = strip(field.type);
    if (!type->is(TypeKind::record)) continue;
    const auto known = std::ranges::count_if(section.entries, [&](const YamlEntry& entry) {
      return type->record->find(intern(entry.key->text)) != nullptr;
    });
    if (known > most) {
      best = &field;
      most = known;
    }
  }
  // It may all stand in one mapping more: `resourceOverrides: { defaultQuota: { requests: … } }`.
  if (best == nullptr && section.entries.size() == 1) return home_of(*section.entries[0].value, record);
  return best;
}

const hir::Expr* Sema::Impl::data_scalar(const YamlNode& node, const Type* expected) {
  const SourceSpan span = node.span;
  const Type* bare = strip(expected);
  const std::string_view text = node.text;
  const YamlScalar kind = node.plain ? classify(text) : YamlScalar::string;
  if (holds_secret(expected)) sources.conceal(span);
  const bool secret = sources.is_concealed(span);
  const std::string_view shown = secret ? "(secret)" : text.substr(0, 60);
  auto mismatch = [&]() -> const hir::Expr* {
    auto& d = err(Code::type_mismatch, span, "expected `{}`, found {} `{}`", print_type(expected), what(node),
                  shown);
    if (!secret && !node.plain &&
        (bare->is(TypeKind::integer) || bare->is(TypeKind::boolean) || bare->is(TypeKind::floating)) &&
        classify(text) != YamlScalar::string)
      d.fix("quoted, it is a string", span, std::string{text});
    if (bare->is(TypeKind::record) && kind == YamlScalar::boolean)
      d.with_help("this is an object here: set its fields");
    return error(span);
  };
  auto string_constant = [&] {
    Value value = Value::string(arena.copy_text(text));
    return constant(value, span, types.literal(value));
  };
  auto number = [&]() -> Value {
    if (kind == YamlScalar::integer) {
      std::int64_t value = 0;
      std::string_view digits = text;
      int base = 10;
      if (digits.starts_with("0x")) {
        base = 16;
        digits.remove_prefix(2);
      } else if (digits.starts_with("0o")) {
        base = 8;
        digits.remove_prefix(2);
      } else if (digits.starts_with("+")) {
        digits.remove_prefix(1);
      }
      auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
      if (failed == std::errc{} && end == digits.data() + digits.size()) return Value::integer(value);
      return Value::poison();
    }
    if (text.find_first_of("nN") != std::string_view::npos) return Value::poison();  // `.inf`, `.nan`
    const double value = std::strtod(std::string{text}.c_str(), nullptr);
    return std::isfinite(value) ? Value::floating(value) : Value::poison();
  };
  auto unreadable = [&]() -> const hir::Expr* {
    if (kind == YamlScalar::integer) {
      err(Code::type_mismatch, span, "`{}` does not fit 64 bits", shown);
    } else {
      err(Code::type_mismatch, span, "`{}` is not a finite number, and no target could read it", shown)
          .with_help("in quotes it is a string, where one is admitted");
    }
    return error(span);
  };
  const hir::Expr* made = nullptr;
  switch (bare->kind) {
    case TypeKind::error:
      return error(span);
    case TypeKind::quantity: {
      QuantityResult read = parse_quantity(text, bare->dimension);
      if (!read.amount) {
        err(Code::bad_quantity, span, "`{}` is no {}: {}", shown, dimension_name(bare->dimension),
            secret ? "it cannot be read as one" : read.error);
        return error(span);
      }
      made = constant(
          Value::quantity(arena.make<Quantity>(bare->dimension, *read.amount, arena.copy_text(text))), span,
          types.quantity(bare->dimension));
      break;
    }
    case TypeKind::boolean:
      if (kind != YamlScalar::boolean) return mismatch();
      made = constant(Value::boolean(text[0] == 't' || text[0] == 'T'), span, types.boolean());
      break;
    case TypeKind::integer:
    case TypeKind::floating:
      if (kind != YamlScalar::integer && kind != YamlScalar::floating) return mismatch();
      if (Value value = number(); value.is_poison()) {
        return unreadable();
      } else {
        made = constant(value, span, types.literal(value));
      }
      break;
    case TypeKind::string:
    case TypeKind::literal:
      if (kind != YamlScalar::string && !(bare->is(TypeKind::literal) && !bare->literal.is_string())) {
        auto& d = err(Code::type_mismatch, span, "expected `{}`, found {} `{}`", print_type(expected),
                      what(node), shown);
        if (!secret) d.fix("quoted, it is a string", span, fmt::format("\"{}\"", text));
        return error(span);
      }
      if (bare->is(TypeKind::literal) && !bare->literal.is_string()) {
        Value value = kind == YamlScalar::boolean  ? Value::boolean(text[0] == 't' || text[0] == 'T')
                      : kind == YamlScalar::string ? Value::string(arena.copy_text(text))
                                                   : number();
        if (value.is_poison()) return unreadable();
        made = constant(value, span, types.literal(value));
      } else {
        made = string_constant();
      }
      break;
    case TypeKind::alternatives: {
      for (const Type* arm : bare->alternatives) {
        const Type* a = strip(arm);
        bool takes = false;
        switch (a->kind) {
          case TypeKind::string:
            takes = kind == YamlScalar::string;
            break;
          case TypeKind::literal:
            takes = a->literal.is_string() ? kind == YamlScalar::string && a->literal.as_string() == text
                    : a->literal.is(ValueKind::boolean)
                        ? kind == YamlScalar::boolean
                        : (kind == YamlScalar::integer || kind == YamlScalar::floating);
            break;
          case TypeKind::boolean:
            takes = kind == YamlScalar::boolean;
            break;
          case TypeKind::integer:
            takes = kind == YamlScalar::integer;
            break;
          case TypeKind::floating:
            takes = kind == YamlScalar::floating || kind == YamlScalar::integer;
            break;
          case TypeKind::quantity:
            takes = parse_quantity(text, a->dimension).amount.has_value();
            break;
          case TypeKind::any:
            takes = true;
            break;
          default:
            break;
        }
        if (takes) return data_scalar(node, arm);
      }
      auto& d = err(Code::type_mismatch, span, "expected `{}`, found {} `{}`", print_type(expected),
                    what(node), shown);
      std::vector<std::string_view> words;
      for (const Type* arm : bare->alternatives) {
        if (arm->is(TypeKind::literal) && arm->literal.is_string()) words.push_back(arm->literal.as_string());
      }
      if (auto near = closest(text, words); near && !secret)
        d.fix(fmt::format("did you mean `{}`?", *near), span, std::string{*near});
      return error(span);
    }
    case TypeKind::any:
      switch (kind) {
        case YamlScalar::null:
          return constant(Value::null(), span, types.null());
        case YamlScalar::boolean:
          return constant(Value::boolean(text[0] == 't' || text[0] == 'T'), span, types.boolean());
        case YamlScalar::integer:
        case YamlScalar::floating: {
          Value value = number();
          if (value.is_poison()) return kind == YamlScalar::integer ? string_constant() : unreadable();
          return constant(value, span, value.is(ValueKind::integer) ? types.integer() : types.floating());
        }
        default:
          return string_constant();
      }
    default:
      return mismatch();
  }
  if (fits(made->type, expected) == Fit::no) return mismatch();
  return constant_fits(*made, expected) ? made : error(span);
}

const hir::Expr* Sema::Impl::data_value(const YamlNode& node, const Type* expected, Module& module,
                                        Name layer, SourceSpan at) {
  const SourceSpan span = node.span.valid() && node.span.end > node.span.begin ? node.span : at;
  const Type* bare = strip(expected);
  const bool misshapen = node.kind == YamlKind::sequence && element_of(expected) == nullptr;
  if (has_secret(expected) || (misshapen && holds_secret(expected))) conceal(node, sources);
  switch (node.kind) {
    case YamlKind::null: {
      const bool admitted = fits(types.null(), expected) == Fit::yes;
      if (admitted) return constant(Value::null(), span, types.null());
      err(Code::type_mismatch, span, "expected `{}`, found null", print_type(expected))
          .with_help("null deletes nothing here; leave the key out");
      return error(span);
    }
    case YamlKind::scalar:
      if (bare->is(TypeKind::reference)) {
        err(Code::type_mismatch, span, "expected `{}`, and a reference is a path, which YAML cannot write",
            print_type(expected))
            .with_help("set it in a Flux layer");
        return error(span);
      }
      return data_scalar(node, expected);
    case YamlKind::sequence: {
      const Type* element = element_of(expected);
      if (element == nullptr && !bare->is(TypeKind::any)) {
        err(Code::type_mismatch, span, "expected `{}`, found a list", print_type(expected));
        return error(span);
      }
      std::vector<hir::ListItem> items;
      bool failed = false;
      for (const YamlNode* item : node.items) {
        const hir::Expr* value =
            data_value(*item, element != nullptr ? element : types.any(), module, layer, span);
        failed |= value->type->is(TypeKind::error);
        items.push_back({hir::ListItem::Kind::element, value});
      }
      if (failed) return error(span);
      const Type* type = bare->is(TypeKind::list) || bare->is(TypeKind::set)
                             ? bare
                             : types.list(element != nullptr ? element : types.any());
      hir::Expr* made = make(hir::ExprKind::list, span, type);
      made->list_items = arena.copy(items);
      return made;
    }
    case YamlKind::mapping: {
      const Type* type = bare;
      if (const YamlNode* named = node.find("$type")) {
        Symbol* symbol = find_symbol(module, intern(named->text));
        if (symbol == nullptr || symbol->kind != Symbol::Kind::type)
          symbol = library_type("std/platform", named->text);
        if (symbol == nullptr) {
          err(Code::not_a_type, named->span, "no type `{}` is known to this environment", named->text);
          return error(span);
        }
        type = strip(resolve_symbol(*symbol, named->span));
        if (fits(type, expected) == Fit::no) {
          err(Code::type_mismatch, named->span, "expected `{}`, found `{}`", print_type(expected),
              print_type(type));
          return error(span);
        }
      }
      if (type->is(TypeKind::alternatives)) {
        const Type* only = nullptr;
        for (const Type* arm : type->alternatives) {
          const Type* a = strip(arm);
          if (a->is(TypeKind::map) || a->is(TypeKind::any)) only = a;
          if (a->is(TypeKind::record) && std::ranges::all_of(node.entries, [&](const YamlEntry& e) {
                return a->record->find(intern(e.key->text)) != nullptr;
              }))
            only = a;
        }
        if (only != nullptr) type = only;
      }
      if (!is_object_type(type) || (type->is(TypeKind::record) && type->record->is_abstract)) {
        auto& d = err(Code::type_mismatch, span, "expected `{}`, found a mapping", print_type(expected));
        if (type->is(TypeKind::record)) d.with_help("say which type it is: `$type: …`");
        return error(span);
      }
      View view = *view_of(type);
      hir::Expr* made = make(hir::ExprKind::construct, span, type);
      made->body = data_body(node, view, module, layer);
      return made;
    }
  }
  return error(span);
}

const hir::Body* Sema::Impl::data_body(const YamlNode& node, View& view, Module& module, Name layer) {
  BodyBuilder builder;
  const BodyContext context{.layer = layer};
  const Type* self = view.type;
  if (node.kind == YamlKind::mapping) {
    for (const YamlEntry& member : node.entries) {
      const SourceSpan key_span = member.key->span;
      Name head = intern(member.key->text);
      if (head.text() == "$type") continue;
      ++builder.order;
      const Type* type = slot_type(view, head);
      if (type == nullptr) {
        // It may be the name of a secret that is misspelt.
        if (self->is(TypeKind::record) && std::ranges::any_of(self->record->fields, [](const Field& field) {
              return has_secret(field.type);
            }))
          conceal(*member.value, sources);
        if (self->is(TypeKind::record))
          unknown_field(*self->record, head, key_span, !member.key->plain,
                        home_of(*member.value, *self->record));
        continue;
      }
      if (type->is(TypeKind::error)) continue;
      const YamlNode& value = *member.value;
      if (has_secret(type)) conceal(value, sources);
      const SourceSpan span =
          join(key_span, value.span.valid() && value.span.file == key_span.file ? value.span : key_span);
      hir::Entry entry{.op = hir::EntryOp::set, .head = head, .head_span = key_span, .span = span};
      entry.origin.via = kViaYaml;
      const Type* bare = strip(type);
      if (value.kind == YamlKind::mapping && value.find("$type") == nullptr && is_object_type(bare) &&
          !bare->is(TypeKind::any)) {
        if ((self->is(TypeKind::map) || self->is(TypeKind::keyed_list)) &&
            !may_have_entry(view, head, nullptr)) {
          auto& d = err(Code::unknown_entry, key_span, "no layer below creates the entry `{}`", head.text());
          std::vector<std::string_view> names;
          for (const hir::Body* body : view.bodies) {
            for (const hir::Entry& other : body->entries) {
              if (other.head && (other.op == hir::EntryOp::set || other.op == hir::EntryOp::default_))
                names.push_back(other.head.text());
            }
          }
          if (auto near = closest(head.text(), names))
            d.fix(fmt::format("did you mean `{}`?", *near), key_span, std::string{*near});
          else
            d.with_help("a mapping amends; `$type: …` in it constructs");
          continue;
        }
        View* below = child(view, head, nullptr);
        entry.op = hir::EntryOp::amend;
        entry.body = data_body(value, *below, module, layer);
        add_entry(builder, entry, context);
        continue;
      }
      if (value.kind == YamlKind::sequence && bare->is(TypeKind::keyed_list)) {
        // By key: what is there is amended, the rest is new.
        View* below = child(view, head, nullptr);
        BodyBuilder inner;
        std::vector<hir::ListItem> added;
        for (const YamlNode* item : value.items) {
          const YamlNode* key = item->kind == YamlKind::mapping ? item->find(bare->by.text()) : nullptr;
          if (key == nullptr) {
            err(Code::missing_key, item->span, "the list is keyed by `{}`, and this element has none",
                bare->by.text());
            continue;
          }
          Name name = intern(key->text);
          ++inner.order;
          bool known = false;
          for (const hir::Body* body : below->bodies) known |= body->find(name) != nullptr;
          if (!known) known = keyed_literal_has(view, head, bare->by, name);
          if (known) {
            View* element = child(*below, name, nullptr);
            hir::Entry one{
                .op = hir::EntryOp::amend, .head = name, .head_span = key->span, .span = item->span};
            one.body = data_body(*item, *element, module, layer);
            add_entry(inner, one, context);
          } else {
            added.push_back(
                {hir::ListItem::Kind::element, data_value(*item, bare->element, module, layer, item->span)});
          }
        }
        if (!inner.entries.empty()) {
          hir::Body* body = finish(inner, value.span, bare, layer);
          body->is_path = true;
          entry.op = hir::EntryOp::amend;
          entry.body = body;
          add_entry(builder, entry, context);
        }
        if (!added.empty()) {
          hir::Expr* list = make(hir::ExprKind::list, value.span, types.list(bare->element));
          list->list_items = arena.copy(added);
          entry.op = hir::EntryOp::append;
          entry.body = nullptr;
          entry.value = list;
          add_entry(builder, entry, context);
        }
        continue;
      }
      const std::size_t before = diagnostics.all().size();
      entry.value = data_value(value, type, module, layer, key_span);
      show_declaration(before, entry.value->span, self, head);
      add_entry(builder, entry, context);
    }
  } else if (node.kind != YamlKind::null) {
    err(Code::type_mismatch, node.span, "expected a mapping with the fields of `{}`, found {}",
        print_type(self), what(node));
  }
  hir::Body* body = finish(builder, node.span, self, layer);
  return body;
}

bool Sema::Impl::keyed_literal_has(View& view, Name head, Name by, Name key) {
  // A list literal below, whose elements say their key in so many words.
  for (const hir::Body* body : view.bodies) {
    for (const hir::Entry* entry = body->find(head); entry != nullptr;
         entry = entry->next_same == UINT32_MAX ? nullptr : &body->entries[entry->next_same]) {
      if (entry->value == nullptr) continue;
      for (const hir::ListItem& item : entry->value->list_items) {
        if (item.value->kind != hir::ExprKind::construct || item.value->body == nullptr) continue;
        const hir::Entry* named = item.value->body->find(by);
        if (named != nullptr && named->value != nullptr && named->value->kind == hir::ExprKind::constant &&
            named->value->value.is_string() && named->value->value.as_string() == key.text())
          return true;
      }
    }
  }
  return false;
}

const hir::Layer* Sema::Impl::custom_layer(const CustomLayer& custom, const hir::Environment& environment,
                                           std::span<const hir::Layer* const> below, Module& module) {
  auto* layer = arena.make<hir::Layer>();
  layer->type = environment.layer->type;
  layer->from_command_line = true;
  if (!layer->type->is(TypeKind::record)) return nullptr;
  View* view = layer_view(below, layer->type);

  if (custom.kind == CustomLayer::Kind::assignment) {
    const CustomSource& source = read_assignment(custom.text);
    if (source.path == nullptr) return nullptr;
    layer->name = intern(fmt::format("--set {}", sources.text(source.span)));
    layer->span = source.span;
    Scope scope{
        .kind = Scope::Kind::body, .module = &module, .fields = layer->type->record, .in_layer = true};
    BodyBuilder builder;
    Leaf leaf{.op = hir::EntryOp::set, .value = source.value, .span = layer->span};
    const BodyContext context{.layer = layer->name, .in_layer = true};
    const Name saved = std::exchange(current_layer, layer->name);
    assignment = &source;
    add_path(source.path->steps, leaf, builder, scope, nullptr, *view, context);
    assignment = nullptr;
    current_layer = saved;
    layer->body = finish(builder, layer->span, layer->type, layer->name);
    return layer;
  }

  std::string_view path = custom.text;
  layer->name = intern(path);
  if (path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".json")) {
    layer->from_yaml = true;
    const YamlNode* node = read_data(custom.text, {}, command_line);
    if (node == nullptr) return nullptr;
    layer->span = node->span;
    layer->body = data_body(*node, *view, module, layer->name);
    return layer;
  }
  if (!path.ends_with(".flux")) {
    // It is not even looked at: what it says would be quoted.
    err(Code::import_unreadable, SourceSpan{}, "`{}` is no layer", path)
        .with_help("the name of a layer's file ends with `.flux`, `.yaml`, `.yml` or `.json`");
    return nullptr;
  }
  // A Flux file: its layers, checked in the context of this environment.
  Module* file = load(custom.text, {}, packages.front());
  if (file == nullptr) return nullptr;
  command_line.imports.push_back(file);
  const ast::LayerDecl* found = nullptr;
  for (Symbol* symbol : file->declared) {
    if (symbol->kind != Symbol::Kind::layer) continue;
    const auto& decl = ast::as<ast::LayerDecl>(*symbol->decl);
    if (decl.is_environment) {
      err(Code::mount_invalid, symbol->span, "`{}` is an environment, and `-c` takes layers",
          symbol->name.text());
      return nullptr;
    }
    if (found != nullptr) {
      err(Code::mount_invalid, symbol->span, "a custom file holds one layer, and this is the second")
          .label(found->name.span, "the first");
      return nullptr;
    }
    found = &decl;
    layer->name = symbol->name;
    layer->span = symbol->span;
  }
  if (found == nullptr) {
    err(Code::mount_invalid, {file->file, 0, 0}, "`{}` declares no layer", custom.text)
        .with_help("`layer custom : Platform { … }`");
    return nullptr;
  }
  if (found->body != nullptr)
    layer->body = lower_body(*found->body, *view, nullptr, *file,
                             {.layer = layer->name, .in_layer = true, .changes = &changes[layer]});
  if (found->body == nullptr && !found->from.empty()) {
    if (const YamlNode* node = read_data_of(*file, *found))
      layer->body = data_body(*node, *view, *file, layer->name);
  }
  for (auto& [symbol, span] : file->imported) file->import_used[symbol] = true;
  return layer;
}

}  // namespace flux
