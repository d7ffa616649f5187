#include "emit/argocd/delivery.h"

#include <fmt/format.h>

#include "emit/argocd/argocd_emitter.h"
#include "emit/argocd/encrypted_sources.h"
#include "emit/lowering/fields.h"
#include "source/file_provider.h"

namespace flux {
namespace argocd {
namespace {

/// Argo CD fills in variables and reads globs and URLs by itself: such a path is no file's name.
bool is_plain_path(std::string_view path) {
  return path.find_first_of("$*?[{") == std::string_view::npos && path.find("://") == std::string_view::npos;
}

class DeliveryCheck {
public:
  DeliveryCheck(const Program& program, const OutputTree& tree, Diagnostics& diagnostics)
      : delivery_(program.delivery), tree_(tree), diagnostics_(diagnostics) {}

  void check(const ApplicationSpec& spec) {
    for (const Source& source : spec.sources) {
      if (!source.path.empty() && is_plain_path(source.path)) {
        check_path(spec, *find_field(source.value, "path"), source.repo_url, source.path);
      }
      if (is_true(find_field(source.helm, "ignoreMissingValueFiles"))) continue;
      for (const Value& file : items_of(find_field(source.helm, "valueFiles")))
        check_value_file(spec, source, file);
    }
  }

private:
  void check_value_file(const ApplicationSpec& spec, const Source& source, const Value& file) {
    std::string_view path = text_of(&file);
    if (path.starts_with('$')) {
      const std::size_t slash = path.find('/');
      if (slash == std::string_view::npos) return;
      const std::string_view ref = path.substr(1, slash - 1);
      path.remove_prefix(slash + 1);
      for (const Source& other : spec.sources) {
        if (other.ref == ref && is_plain_path(path)) check_path(spec, file, other.repo_url, path);
      }
    } else if (path.starts_with('/') && is_plain_path(path)) {
      check_path(spec, file, source.repo_url, path.substr(1));
    } else if (!path.empty() && !source.path.empty() && is_plain_path(path) && is_plain_path(source.path)) {
      check_path(spec, file, source.repo_url, fmt::format("{}/{}", source.path, path));
    }
  }

  void check_path(const ApplicationSpec& spec, const Value& at, std::string_view repository,
                  std::string_view path) {
    const auto inside = path_in_output(delivery_, repository, path);
    if (!inside || inside->empty() || tree_.contains(*inside) || tree_.contains_folder(*inside)) return;
    diagnostics_
        .error(Code::argocd_path_missing, spec.place(&at),
               fmt::format("{} reads `{}`, which this environment does not write", spec.title(), path))
        .note(fmt::format("the output will live at `{}` of `{}`, by flux.yaml", delivery_.path,
                          delivery_.repository))
        .with_help("emit what it should read, or mend the path");
  }

  const Delivery& delivery_;
  const OutputTree& tree_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<std::string> path_in_output(const Delivery& delivery, std::string_view repository,
                                          std::string_view path) {
  if (delivery.repository.empty() || delivery.path.empty()) return std::nullopt;
  if (normalise_repository(repository) != normalise_repository(delivery.repository)) return std::nullopt;
  const std::string folder = normalise_path(delivery.path), inside = normalise_path(path);
  if (inside == folder) return std::string{};
  if (!inside.starts_with(folder + "/")) return std::nullopt;
  return inside.substr(folder.size() + 1);
}

}  // namespace argocd

void check_delivered_paths(const Program& program, const OutputTree& tree, Diagnostics& diagnostics) {
  argocd::DeliveryCheck check(program, tree, diagnostics);
  const argocd::Catalog catalog = argocd::read_catalog(program, nullptr);
  const argocd::EncryptedSources encrypted(program.delivery, tree, diagnostics);
  for (const argocd::ApplicationSpec& spec : catalog.specs) {
    check.check(spec);
    for (const argocd::Source& source : spec.sources) encrypted.check(spec, source);
  }
}

}  // namespace flux
