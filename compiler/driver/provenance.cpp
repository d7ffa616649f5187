// What an environment is made from, as it is recorded beside its output.
#include "output/provenance.h"

#include <algorithm>
#include <filesystem>

#include "base/content_hash.h"
#include "driver/compilation.h"
#include "project/version.h"

namespace flux {
namespace {

/// The one spelling of a path that does not depend on where fluxc was called. `root` is canonical.
std::string below_root(std::string_view path, const std::string& root, FileProvider& files) {
  const std::filesystem::path file = files.canonical(std::string(path));
  return file.lexically_relative(root).generic_string();
}

Provenance::File hash_of(FileId file, const SourceManager& sources) {
  const std::string_view text = sources.text(file);
  const ShownText shown = sources.shown_text({file, 0, static_cast<std::uint32_t>(text.size())});
  return {content_hash(shown.text), !shown.concealed.empty()};
}

Provenance::Layer recorded(const CustomLayer& layer, const Sema& sema, const std::string& root,
                           FileProvider& files) {
  using Kind = Provenance::Layer::Kind;
  if (layer.kind == CustomLayer::Kind::file) return {Kind::file, below_root(layer.text, root, files)};
  if (!sema.is_secret(layer)) return {Kind::set, layer.text};
  return {Kind::secret, layer.text.substr(0, layer.text.find('='))};
}

}  // namespace

Provenance Compilation::provenance(const Environment& environment, const EmitSelection& targets) const {
  const std::string root = files_.canonical(root_);
  const auto relative = [&](std::string_view path) { return below_root(path, root, files_); };
  Provenance provenance{.compiler = std::string(compiler_version()),
                        .edition = project_.edition,
                        .environment = environment.name,
                        .entry = relative(environment.entry)};
  for (const auto& [name, target] : kEmitTargets) {
    if (targets.contains(target)) provenance.targets.emplace_back(name);
  }
  if (provenance.targets.size() == kEmitTargets.size()) provenance.targets.clear();
  if (std::ranges::any_of(environment.hir->layers, &hir::Layer::from_command_line)) {
    for (const CustomLayer& layer : layers_) {
      provenance.layers.push_back(recorded(layer, *sema_, root, files_));
    }
  }
  for (const ReadFile& file : sema_->files_of(*environment.hir)) {
    auto& recorded = file.kind == ReadFile::Kind::schema ? provenance.schemas : provenance.sources;
    recorded.emplace(relative(file.path), file.kind == ReadFile::Kind::source ? hash_of(file.file, sources_)
                                                                              : Provenance::File{file.hash});
  }
  std::vector<FileId> beside{project_.file, lock_.file, environment.adopted.file};
  if (environment.recorded != nullptr) {
    for (const auto& [stack, recorded] : environment.recorded->stacks) beside.push_back(recorded.file.file);
  }
  for (const FileId file : beside) {
    if (file.valid()) provenance.sources.emplace(relative(sources_.path(file)), hash_of(file, sources_));
  }
  return provenance;
}

}  // namespace flux
