#include "project/adoption_file.h"

#include <fmt/format.h>

#include "base/arena.h"
#include "yaml/yaml_reader.h"

namespace flux {
namespace {

class AdoptionReader {
public:
  explicit AdoptionReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::vector<Adoption> read(const YamlNode& root) {
    if (root.kind == YamlKind::null) return {};
    if (!expect(root, YamlKind::mapping, "a mapping of stacks")) return {};
    for (const YamlEntry& stack : root.entries) {
      if (stack.value->kind == YamlKind::null) continue;
      if (!expect(*stack.value, YamlKind::mapping, "a mapping with `moved` and `imported`")) continue;
      for (const YamlEntry& part : stack.value->entries) read_part(*stack.key, *part.key, *part.value);
    }
    return std::move(adoptions_);
  }

private:
  void read_part(const YamlNode& stack, const YamlNode& name, const YamlNode& entries) {
    const bool is_moved = name.text == "moved";
    if (!is_moved && name.text != "imported") {
      report(name, fmt::format("a stack has `moved` and `imported`, and no `{}`", name.text));
      return;
    }
    if (entries.kind == YamlKind::null) return;
    if (!expect(entries, YamlKind::mapping,
                is_moved ? "a mapping from old addresses to new ones" : "a mapping from addresses to ids"))
      return;
    for (const YamlEntry& entry : entries.entries) {
      if (!expect(*entry.value, YamlKind::scalar, is_moved ? "an address" : "an id")) continue;
      const YamlNode& from = is_moved ? *entry.key : *entry.value;
      const YamlNode& to = is_moved ? *entry.value : *entry.key;
      adoptions_.push_back({.kind = is_moved ? Adoption::Kind::moved : Adoption::Kind::imported,
                            .stack = std::string(stack.text),
                            .from = std::string(from.text),
                            .to = std::string(to.text),
                            .from_span = from.span,
                            .to_span = to.span,
                            .stack_span = stack.span});
    }
  }

  bool expect(const YamlNode& node, YamlKind kind, std::string_view what) {
    if (node.kind != kind) report(node, fmt::format("{} was expected here", what));
    return node.kind == kind;
  }

  void report(const YamlNode& node, std::string message) {
    diagnostics_.error(Code::adoption_unreadable, node.span, std::move(message))
        .with_help("`fluxc adopt-state` writes such a file");
  }

  Diagnostics& diagnostics_;
  std::vector<Adoption> adoptions_;
};

}  // namespace

std::string adoption_path(std::string_view source, std::string_view environment) {
  return resolve_beside(source, fmt::format("{}.adopted.yaml", environment));
}

AdoptionFile read_adoptions(FileProvider& files, SourceManager& sources, const std::string& path,
                            Diagnostics& diagnostics) {
  auto text = files.read(path);
  if (const auto* error = std::get_if<ReadError>(&text)) {
    if (error->kind != ReadError::Kind::not_found) {
      diagnostics.error(Code::adoption_unreadable, {},
                        fmt::format("cannot read `{}`: {}", path, error->reason));
    }
    return {};
  }
  AdoptionFile adoptions{.adoptions = {}, .file = sources.add(path, std::get<std::string>(std::move(text)))};
  Arena arena;
  const YamlNode* root = read_yaml(sources.text(adoptions.file), adoptions.file, arena, diagnostics);
  if (root != nullptr) adoptions.adoptions = AdoptionReader(diagnostics).read(*root);
  return adoptions;
}

}  // namespace flux
