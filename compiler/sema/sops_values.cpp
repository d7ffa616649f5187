// `secret NAME from sops "file"`: a record of what the keys of the file are worth.
#include <fmt/format.h>

#include <algorithm>

#include "ir/deferred.h"
#include "sema/analyzer.h"
#include "sops/encrypted_value.h"

namespace flux {

namespace {

/// The part of `path` below the project's folder; of a file elsewhere its name alone.
std::string path_in_project(const std::string& path, const std::string& root) {
  std::string normal = normalise_path(path);
  const std::string folder = normalise_path(root) + "/";
  if (!root.empty() && normal.starts_with(folder)) return normal.substr(folder.size());
  if (!normal.starts_with('/') && !normal.starts_with("../")) return normal;
  return normal.substr(normal.rfind('/') + 1);
}

std::string below(const std::string& keys, std::string_view key) {
  return keys.empty() ? std::string{key} : fmt::format("{}.{}", keys, key);
}

std::string_view text_at(const YamlNode* node, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) node = node != nullptr ? node->find(key) : nullptr;
  return node != nullptr && node->kind == YamlKind::scalar && !sops::looks_encrypted(node->text)
             ? node->text
             : std::string_view{};
}

/// The keys that a Secret with these `data` and `stringData` has.
Value keys_of_secret(const YamlNode& secret, Arena& arena) {
  std::vector<Value> keys;
  for (const std::string_view field : {"data", "stringData"}) {
    const YamlNode* entries = secret.find(field);
    if (entries == nullptr) continue;
    for (const YamlEntry& entry : entries->entries) keys.push_back(Value::string(entry.key->text));
  }
  return Value::list(arena.make<ListValue>(arena.copy(keys)));
}

/// What the file makes in a cluster: Secrets with their keys; absent where their names are encrypted too.
Value delivered_secrets(const YamlNode& data, Arena& arena) {
  std::vector<MapEntry> secrets;
  const std::string_view kind = text_at(&data, {"kind"});
  const auto add = [&](std::string_view name, const YamlNode& secret) {
    if (name.empty()) return false;
    const Name key = intern(name);
    if (std::ranges::find(secrets, key, &MapEntry::key) == secrets.end())
      secrets.push_back({key, keys_of_secret(secret, arena), {}});
    return true;
  };
  if (kind == "Secret") {
    if (!add(text_at(&data, {"metadata", "name"}), data)) return Value::absent();
  } else if (kind == "SopsSecret") {
    const YamlNode* spec = data.find("spec");
    const YamlNode* templates = spec != nullptr ? spec->find("secretTemplates") : nullptr;
    if (templates == nullptr) return Value::absent();
    for (const YamlNode* secret : templates->items) {
      if (!add(text_at(secret, {"name"}), *secret)) return Value::absent();
    }
  } else {
    return Value::absent();
  }
  return Value::map(arena.make<MapValue>(arena.copy(secrets)));
}

}  // namespace

const hir::Expr* Sema::Impl::lower_secret(const ast::SecretDecl& decl, Module& module) {
  if (decl.store.name.text() != "sops") {
    err(Code::unknown_name, decl.store.span, "no source of secrets is called `{}`", decl.store.name.text())
        .with_help("`secret NAME from sops \"secrets/x.sops.yaml\"`");
    return error(decl.span);
  }
  const std::string path = resolve_beside(module.path, std::string{decl.path});
  const std::string root = module.package != nullptr ? module.package->root : options.project_root;
  if (module.package != nullptr && !may_reach(path, decl.path_span, *module.package)) return error(decl.span);
  std::optional<std::string> text = read_imported(path, decl.path_span);
  if (!text) return error(decl.span);
  const std::string_view kept = arena.copy_text(*text);
  note_read(module, ReadFile::Kind::encrypted, path, kept);
  const std::size_t errors = diagnostics.error_count();
  const auto document =
      sops::read_sops_file(path, std::move(*text), root, creation_rules, sources, arena, diagnostics);
  if (const sops::CreationRules* rules = creation_rules.nearest(path, root))
    note_read(module, ReadFile::Kind::encrypted, rules->path, sources.text(rules->file));
  // Of a file with anything wrong nothing is used: what stands in the clear may be a secret.
  if (!document || diagnostics.error_count() != errors) return error(decl.span);
  auto* source = arena.make<SopsSource>();
  source->path = arena.copy_text(path_in_project(path, root));
  source->format = sops::name_of(document->format);
  source->text = kept;
  const TypedValue made = sops_record(*document->data, {}, *source, decl.path_span);
  return constant(made.value, decl.path_span, made.type);
}

Sema::Impl::TypedValue Sema::Impl::sops_value(const YamlNode& node, const std::string& keys,
                                              const SopsSource& source, SourceSpan at) {
  switch (node.kind) {
    case YamlKind::null:
      return {types.null(), Value::null()};
    case YamlKind::mapping:
      return sops_record(node, keys, source, at);
    case YamlKind::sequence: {
      std::vector<Value> items;
      const Type* element = nullptr;
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        const TypedValue item = sops_value(*node.items[i], below(keys, fmt::format("{}", i)), source, at);
        items.push_back(item.value);
        element = element == nullptr ? item.type : types.common(element, item.type);
      }
      return {types.list(element != nullptr ? element : types.any()),
              Value::list(arena.make<ListValue>(arena.copy(items)))};
    }
    case YamlKind::scalar:
      break;
  }
  if (!sops::looks_encrypted(node.text)) {
    const hir::Expr* plain = data_scalar(node, types.any());
    return {plain->type, plain->value};
  }
  const std::string_view kind = sops::read_encrypted(node.text).type;
  auto* leaf = arena.make<DeferredExpr>();
  leaf->kind = DeferredKind::sops;
  leaf->name = intern(keys);
  leaf->type = intern(kind);
  leaf->sops = &source;
  leaf->span = at;
  const Type* type = kind == "int"     ? types.integer()
                     : kind == "float" ? types.floating()
                     : kind == "bool"  ? types.boolean()
                                       : types.string();
  return {types.secret(type), Value::deferred(leaf).with_labels(kDeferred | kSecret)};
}

Sema::Impl::TypedValue Sema::Impl::sops_record(const YamlNode& node, const std::string& keys,
                                               const SopsSource& source, SourceSpan at) {
  RecordType* record =
      types.new_record(intern(keys.empty() ? source.path : fmt::format("{} of {}", keys, source.path)));
  std::vector<Field> fields;
  std::vector<MapEntry> entries;
  const auto add = [&](Name name, const TypedValue& made, SourceSpan span) {
    fields.push_back({.name = name, .type = made.type, .span = span});
    entries.push_back({name, made.value, {}});
  };
  for (const YamlEntry& entry : node.entries) {
    add(intern(entry.key->text), sops_value(*entry.value, below(keys, entry.key->text), source, at),
        entry.key->span);
  }
  // SOPS keeps this key for itself.
  if (keys.empty()) add(intern("sops"), sops_file(node, source), at);
  types.give_fields(*record, std::move(fields));
  return {record->type, Value::map(arena.make<MapValue>(arena.copy(entries)))};
}

Sema::Impl::TypedValue Sema::Impl::sops_file(const YamlNode& data, const SopsSource& source) {
  std::vector<MapEntry> entries{{intern("path"), Value::string(source.path), {}},
                                {intern("format"), Value::string(source.format), {}},
                                {intern("content"), Value::string(source.text), {}}};
  const auto add = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) entries.push_back({intern(name), Value::string(text), {}});
  };
  add("apiVersion", text_at(&data, {"apiVersion"}));
  add("kind", text_at(&data, {"kind"}));
  add("name", text_at(&data, {"metadata", "name"}));
  add("namespace", text_at(&data, {"metadata", "namespace"}));
  if (const Value secrets = delivered_secrets(data, arena); !secrets.is_absent())
    entries.push_back({intern("secrets"), secrets, {}});
  Symbol* type = library_type("std/secrets", "SopsFile");
  return {type != nullptr ? resolve_symbol(*type, type->span) : types.any(),
          Value::map(arena.make<MapValue>(arena.copy(entries)))};
}

}  // namespace flux
