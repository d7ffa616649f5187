#include "driver/interfaces.h"

#include <fmt/format.h>

#include "packages/interface.h"

namespace flux {
namespace {

constexpr std::size_t kMostBreaks = 10;
constexpr std::string_view kAccept = "`fluxc interface --accept`";

/// By the name that flux.lock has for it, each with the first import of it.
std::map<std::string, ImportedFile> imported(const Compilation& compilation, const SourceManager& sources) {
  std::map<std::string, ImportedFile> interfaces;
  for (const ImportedFile& import : compilation.imports()) {
    if (interface_state(sources.text(import.file)) == InterfaceState::none) continue;
    std::string name{import.written};
    if (!name.starts_with('@')) {
      name = sources.path(import.file);
      const std::string root = compilation.root() + "/";
      if (name.starts_with(root)) name.erase(0, root.size());
    }
    interfaces.emplace(std::move(name), import);
  }
  return interfaces;
}

/// False, with a report, when somebody has edited it.
bool is_whole(const std::string& name, const ImportedFile& import, Compilation& compilation) {
  if (interface_state(compilation.sources().text(import.file)) == InterfaceState::whole) return true;
  compilation.diagnostics()
      .error(Code::interface_edited, import.span,
             fmt::format("the interface `{}` is not what `fluxc interface` wrote", name))
      .with_help("take the file from where it was written: a promise is changed by those who gave it");
  return false;
}

}  // namespace

void verify_interfaces(Compilation& compilation) {
  Diagnostics& diagnostics = compilation.diagnostics();
  const LockFile& lock = compilation.lock();
  for (const auto& [name, import] : imported(compilation, compilation.sources())) {
    if (!is_whole(name, import, compilation)) continue;
    const std::string_view text = compilation.sources().text(import.file);
    const auto locked = lock.interfaces.find(name);
    if (locked == lock.interfaces.end()) {
      diagnostics
          .error(
              Code::interface_not_accepted, import.span,
              fmt::format("`flux.lock` does not say which interface `{}` the project is built against", name))
          .with_help(fmt::format("{} records this one; commit `flux.lock`", kAccept));
      continue;
    }
    if (locked->second.hash == interface_hash(text)) continue;
    std::vector<std::string> breaks = interface_breaks(locked->second.exports, interface_surface(text));
    if (breaks.empty()) continue;  // more is exported than was
    Diagnostic& changed = diagnostics.error(
        Code::interface_changed, import.span,
        fmt::format("the interface `{}` is not the one that the project was built against", name));
    const std::size_t more = breaks.size() - std::min(breaks.size(), kMostBreaks);
    breaks.resize(breaks.size() - more);
    for (std::string& line : breaks) changed.note(std::move(line));
    if (more > 0) changed.note(fmt::format("and {} more", more));
    changed.with_help(
        fmt::format("see that this project can live with it, then {} takes it; `fluxc build --dry-run` shows "
                    "what it changes",
                    kAccept));
  }
}

std::map<std::string, LockedInterface> imported_interfaces(Compilation& compilation) {
  std::map<std::string, LockedInterface> interfaces;
  for (const auto& [name, import] : imported(compilation, compilation.sources())) {
    if (!is_whole(name, import, compilation)) continue;
    const std::string_view text = compilation.sources().text(import.file);
    interfaces[name] = {.hash = interface_hash(text), .exports = interface_surface(text), .span = {}};
  }
  return interfaces;
}

}  // namespace flux
