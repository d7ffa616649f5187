#include "project/lock_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/content_hash.h"
#include "project/project_file.h"
#include "schemas/json.h"
#include "yaml/yaml_reader.h"

namespace flux {
namespace {

constexpr std::string_view kHeader =
    "# What `fluxc schema add` and `fluxc vendor` have put into this project, and which "
    "interfaces it was built against. Written by fluxc.\n";

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out.append(out.size() > 1 ? ", " : "").append(quoted(text));
  return out + "]";
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// SHA-1 or SHA-256, as Git names commits.
bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class LockReader {
public:
  explicit LockReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  LockFile read(const YamlNode& root) {
    if (root.kind == YamlKind::null) return {};
    if (root.kind != YamlKind::mapping || root.entries.empty()) wrong(root, "`flux.lock` has no `schemas`");
    for (const YamlEntry& section : root.entries) {
      const std::string_view key = section.key->text;
      if (key != "schemas" && key != "packages" && key != "interfaces") {
        wrong(*section.key, fmt::format("`flux.lock` has no key `{}`", key));
      } else if (section.value->kind != YamlKind::mapping) {
        wrong(*section.value, fmt::format("`{}` must map names to entries", key));
      } else {
        for (const YamlEntry& entry : section.value->entries) {
          key == "schemas"    ? read_schema(*entry.key, *entry.value)
          : key == "packages" ? read_package(*entry.key, *entry.value)
                              : read_interface(*entry.key, *entry.value);
        }
      }
    }
    return std::move(lock_);
  }

private:
  void read_schema(const YamlNode& name, const YamlNode& fields) {
    const std::size_t errors = diagnostics_.error_count();
    LockedSchema schema;
    schema.span = name.span;
    for (const YamlEntry& field : fields.entries) {
      const YamlNode& value = *field.value;
      const std::string_view key = field.key->text;
      const bool is_list = key == "only" || key == "open";
      if (value.kind != (is_list ? YamlKind::sequence : YamlKind::scalar)) {
        wrong(value, fmt::format("`{}` must be {}", key, is_list ? "a list" : "text"));
      } else if (key == "kind") {
        const auto kind = schema_kind_named(value.text);
        if (kind) schema.kind = *kind;
        if (!kind) wrong(value, fmt::format("there is no kind of schema `{}`", value.text));
      } else if (key == "path") {
        schema.path = normalise_path(value.text);
      } else if (key == "version") {
        schema.version = value.text;
      } else if (key == "sha256") {
        schema.hash = value.text;
      } else if (key == "source-sha256") {
        schema.source_hash = value.text;
      } else if (is_list) {
        for (const YamlNode* item : value.items)
          (key == "only" ? schema.only : schema.open).emplace_back(item->text);
      } else {
        wrong(*field.key, fmt::format("`flux.lock` has no key `{}`", key));
      }
    }
    if (diagnostics_.error_count() > errors) return;
    if (!is_below_project(schema.path)) {
      wrong(name, fmt::format("`{}` has no path below the project", name.text));
    } else if (!is_hash(schema.hash)) {
      wrong(name, fmt::format("`{}` has no `sha256`", name.text));
    } else {
      lock_.schemas.emplace(name.text, std::move(schema));
    }
  }

  void read_package(const YamlNode& name, const YamlNode& fields) {
    const std::size_t errors = diagnostics_.error_count();
    LockedPackage package;
    package.span = name.span;
    const std::array<std::pair<std::string_view, std::string*>, 6> texts = {{
        {"git", &package.source.git},
        {"revision", &package.source.revision},
        {"folder", &package.source.folder},
        {"path", &package.source.path},
        {"commit", &package.commit},
        {"sha256", &package.hash},
    }};
    for (const YamlEntry& field : fields.entries) {
      const auto known =
          std::ranges::find(texts, field.key->text, [](const auto& text) { return text.first; });
      if (known == texts.end()) {
        wrong(*field.key, fmt::format("a package of `flux.lock` has no key `{}`", field.key->text));
      } else if (field.value->kind != YamlKind::scalar) {
        wrong(*field.value, fmt::format("`{}` must be text", known->first));
      } else {
        *known->second = field.value->text;
      }
    }
    if (diagnostics_.error_count() > errors) return;
    const PackageSource& source = package.source;
    const bool from_git = source.path.empty();
    if (!package_name_problem(name.text).empty()) {
      wrong(name, fmt::format("`{}` is no name for a package", name.text));
    } else if (from_git && !(git_address_problem(source.git).empty() &&
                             git_revision_problem(source.revision).empty() && is_commit(package.commit))) {
      wrong(name, fmt::format("`{}` has no `git`, `revision` and `commit` that can be used", name.text));
    } else if (!is_hash(package.hash)) {
      wrong(name, fmt::format("`{}` has no `sha256`", name.text));
    } else {
      lock_.packages.emplace(name.text, std::move(package));
    }
  }

  void read_interface(const YamlNode& name, const YamlNode& fields) {
    const YamlNode* hash = fields.find("sha256");
    const YamlNode* exports = fields.find("exports");
    if (fields.entries.size() != 2 || hash == nullptr || !is_hash(hash->text) || exports == nullptr ||
        exports->kind != YamlKind::mapping) {
      wrong(name, fmt::format("`{}` has no `sha256` and `exports`", name.text));
      return;
    }
    LockedInterface& locked = lock_.interfaces[std::string(name.text)];
    locked.hash = hash->text;
    locked.span = name.span;
    for (const YamlEntry& entry : exports->entries)
      locked.exports.emplace(entry.key->text, entry.value->text);
  }

  void wrong(const YamlNode& where, std::string message) {
    diagnostics_.error(Code::lock_unreadable, where.span, std::move(message))
        .with_help(
            "take the file from version control, or remove it and run `fluxc schema add` and `fluxc vendor` "
            "again");
  }

  Diagnostics& diagnostics_;
  LockFile lock_;
};

std::string in_folder(const std::string& folder, std::string_view path) {
  return normalise_path(fmt::format("{}/{}", folder, path));
}

}  // namespace

std::map<std::string, std::string> LockFile::versions_by_hash() const {
  std::map<std::string, std::string> versions;
  for (const auto& [name, schema] : schemas) {
    if (!schema.version.empty()) versions.emplace(schema.hash, schema.version);
  }
  return versions;
}

LockFile read_lock_file(FileProvider& files, SourceManager& sources, const std::string& root,
                        Diagnostics& diagnostics) {
  const std::string path = in_folder(root, kLockFileName);
  auto text = files.read(path);
  if (const auto* error = std::get_if<ReadError>(&text)) {
    if (error->kind != ReadError::Kind::not_found)
      diagnostics.error(Code::lock_unreadable, {}, fmt::format("cannot read `{}`: {}", path, error->reason))
          .with_help("make it a file that can be read, or remove it and run `fluxc schema add` again");
    return {};
  }
  const FileId file = sources.add(path, std::get<std::string>(std::move(text)));
  Arena arena;
  const YamlNode* root_node = read_yaml(sources.text(file), file, arena, diagnostics);
  LockFile lock = root_node != nullptr ? LockReader(diagnostics).read(*root_node) : LockFile{};
  lock.file = file;
  return lock;
}

std::string add_command(const std::string& name, const LockedSchema& schema, std::string_view from) {
  std::string command =
      fmt::format("fluxc schema add {} {} --from {}", schema_kind_name(schema.kind), name, from);
  if (!schema.only.empty()) command += fmt::format(" --only {}", fmt::join(schema.only, ","));
  if (!schema.open.empty()) command += fmt::format(" --open {}", fmt::join(schema.open, ","));
  if (!schema.version.empty()) command += fmt::format(" --version {}", schema.version);
  return command;
}

std::string print_lock_file(const LockFile& lock) {
  std::string text{kHeader};
  if (!lock.packages.empty()) text += "packages:\n";
  for (const auto& [name, package] : lock.packages) {
    text += fmt::format("  {}:\n", name);
    const auto add = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) text += fmt::format("    {}: {}\n", key, quoted(value));
    };
    add("git", package.source.git);
    add("revision", package.source.revision);
    add("folder", package.source.folder);
    add("path", package.source.path);
    add("commit", package.commit);
    add("sha256", package.hash);
  }
  if (!lock.interfaces.empty()) text += "interfaces:\n";
  for (const auto& [name, interface] : lock.interfaces) {
    text += fmt::format("  {}:\n    sha256: {}\n    exports:{}\n", quoted(name), quoted(interface.hash),
                        interface.exports.empty() ? " {}" : "");
    for (const auto& [place, value] : interface.exports)
      text += fmt::format("      {}: {}\n", quoted(place), quoted(value));
  }
  if (lock.schemas.empty() && !(lock.packages.empty() && lock.interfaces.empty())) return text;
  text += lock.schemas.empty() ? "schemas: {}\n" : "schemas:\n";
  for (const auto& [name, schema] : lock.schemas) {
    text += fmt::format("  {}:\n    kind: {}\n    path: {}\n", name, schema_kind_name(schema.kind),
                        quoted(schema.path));
    if (!schema.version.empty()) text += fmt::format("    version: {}\n", quoted(schema.version));
    if (!schema.only.empty()) text += fmt::format("    only: {}\n", quoted(schema.only));
    if (!schema.open.empty()) text += fmt::format("    open: {}\n", quoted(schema.open));
    text += fmt::format("    sha256: {}\n", quoted(schema.hash));
    if (!schema.source_hash.empty())
      text += fmt::format("    source-sha256: {}\n", quoted(schema.source_hash));
  }
  return text;
}

LockState lock_state(const LockedSchema& schema, FileProvider& files, const std::string& root) {
  const auto text = files.read(in_folder(root, schema.path));
  const auto* bytes = std::get_if<std::string>(&text);
  if (bytes == nullptr) return LockState::missing;
  return content_hash(*bytes) == schema.hash ? LockState::holds : LockState::changed;
}

void verify_lock_file(const LockFile& lock, FileProvider& files, const std::string& root,
                      Diagnostics& diagnostics) {
  for (const auto& [name, schema] : lock.schemas) {
    const LockState state = lock_state(schema, files, root);
    if (state == LockState::holds) continue;
    const bool missing = state == LockState::missing;
    diagnostics
        .error(missing ? Code::schema_missing : Code::schema_changed, schema.span,
               missing ? fmt::format("the schema `{}` cannot be read: `{}` is not there", name, schema.path)
                       : fmt::format("`{}` is not the schema `{}` that was vendored", schema.path, name))
        .with_help(fmt::format("restore the file, or vendor it again: `{}`", add_command(name, schema, "…")));
  }
}

}  // namespace flux
