#include "driver/verify_output.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/content_hash.h"
#include "output/folder_transaction.h"
#include "output/records.h"
#include "project/version.h"

namespace flux {
namespace {

constexpr std::string_view kBuildAgain = "build again, and commit what was written";

std::string in_folder(std::string_view folder, std::string_view path) {
  return normalise_path(fmt::format("{}/{}", folder, path));
}

/// What became of one file that was read then.
std::string_view change_of(const std::string& path, const Provenance::File& then,
                           const Provenance::Files& now, const std::string& root, FileProvider& files) {
  if (const auto found = now.find(path); found != now.end()) {
    return found->second == then ? "" : "has changed";
  }
  const auto text = files.read(in_folder(root, path));
  const auto* bytes = std::get_if<std::string>(&text);
  if (bytes == nullptr) return "is no longer there";
  // Without a compilation nobody knows what to redact.
  return then.redacted || content_hash(*bytes) == then.hash ? "" : "has changed";
}

class SourceComparison {
public:
  SourceComparison(const std::string& folder, const std::string& root, FileProvider& files,
                   Diagnostics& diagnostics)
      : folder_(folder), root_(root), files_(files), diagnostics_(diagnostics) {}

  void compare(const Provenance::Files& then, const Provenance::Files& now, bool is_complete) {
    for (const auto& [path, file] : then) {
      std::string_view change = change_of(path, file, now, root_, files_);
      if (change.empty() && is_complete && !now.contains(path)) change = "is no longer read";
      if (!change.empty()) report(path, change, fmt::format("since `{}` was built", folder_));
    }
    for (const auto& [path, file] : now) {
      if (!then.contains(path)) report(path, "is read now", fmt::format("and was not for `{}`", folder_));
    }
  }

private:
  void report(const std::string& path, std::string_view what, const std::string& when) {
    diagnostics_.error(Code::source_differs, {}, fmt::format("`{}` {} {}", path, what, when))
        .with_help(fmt::format("restore it, or {}", kBuildAgain));
  }

  const std::string& folder_;
  const std::string& root_;
  FileProvider& files_;
  Diagnostics& diagnostics_;
};

/// Whether the file is as it was when its build ended, whatever the sources say since.
bool is_untouched(const std::optional<Manifest>& manifest, const std::string& folder,
                  const std::string& path) {
  if (!manifest) return false;
  const auto recorded = manifest->files.find(path);
  const auto bytes = read_output(folder, path);
  return recorded != manifest->files.end() && bytes && content_hash(*bytes) == recorded->second;
}

}  // namespace

std::optional<Provenance> read_provenance(const std::string& folder, Diagnostics& diagnostics) {
  const std::string path = in_folder(folder, kProvenanceName);
  const auto text = recorded_provenance(folder);
  if (!text) {
    diagnostics
        .error(Code::provenance_missing, {},
               fmt::format("nothing records what `{}` was built from: there is no file `{}`", folder, path))
        .with_help("restore it from version control, or build the environment again");
    return std::nullopt;
  }
  const auto parsed = parse_provenance(*text);
  if (const auto* provenance = std::get_if<Provenance>(&parsed)) return *provenance;
  if (std::get<ProvenanceFault>(parsed) == ProvenanceFault::newer) {
    diagnostics
        .error(Code::provenance_newer, {}, fmt::format("a newer fluxc than this one has written `{}`", path))
        .with_help("verify with the version of fluxc that `compiler` in that file names");
  } else {
    diagnostics.error(Code::provenance_garbled, {}, fmt::format("`{}` is not as fluxc writes it", path))
        .with_help("restore it from version control, or build the environment again");
  }
  return std::nullopt;
}

std::vector<CustomLayer> recorded_layers(const Provenance& recorded, const std::string& root,
                                         const std::vector<std::string>& given, Diagnostics& diagnostics) {
  std::vector<CustomLayer> layers;
  for (const Provenance::Layer& layer : recorded.layers) {
    switch (layer.kind) {
      case Provenance::Layer::Kind::file:
        layers.push_back({CustomLayer::Kind::file, in_folder(root, layer.text)});
        break;
      case Provenance::Layer::Kind::set:
        layers.push_back({CustomLayer::Kind::assignment, layer.text});
        break;
      case Provenance::Layer::Kind::secret: {
        const auto value = std::ranges::find_if(
            given, [&](const std::string& text) { return text.starts_with(layer.text + "="); });
        if (value != given.end()) {
          layers.push_back({CustomLayer::Kind::assignment, *value});
          break;
        }
        diagnostics
            .error(
                Code::secret_not_given, {},
                fmt::format("the build was given a secret for `{}`, which is recorded nowhere", layer.text))
            .with_help(fmt::format("give it again: `--set {}=…`", layer.text));
      }
    }
  }
  return layers;
}

void compare_sources(const Provenance& recorded, const std::optional<Provenance>& now,
                     const std::string& folder, const std::string& root, FileProvider& files,
                     Diagnostics& diagnostics) {
  if (recorded.compiler != compiler_version()) {
    diagnostics
        .error(Code::built_otherwise, {},
               fmt::format("`{}` was built by fluxc {}, and this is fluxc {}", folder, recorded.compiler,
                           compiler_version()))
        .with_help(fmt::format("verify with that version, or {}", kBuildAgain));
  }
  if (now && recorded.edition != now->edition) {
    diagnostics
        .error(Code::built_otherwise, {},
               fmt::format("`{}` was built with edition {} of the standard library, and the project has {}",
                           folder, recorded.edition, now->edition))
        .with_help(std::string(kBuildAgain));
  }
  SourceComparison comparison(folder, root, files, diagnostics);
  comparison.compare(recorded.sources, now ? now->sources : Provenance::Files{}, now.has_value());
  comparison.compare(recorded.schemas, now ? now->schemas : Provenance::Files{}, now.has_value());
}

bool compare_output(const OutputTree& tree, const std::string& folder, Diagnostics& diagnostics) {
  Diagnostics found;
  const WriteReport report = compare(tree, folder, found);
  for (Diagnostic& refusal : found.all()) {
    if (refusal.severity == Severity::error) {
      diagnostics.error(refusal.code, refusal.span, std::move(refusal.message)).with_help(refusal.help);
    }
  }
  if (report.outcome == WriteReport::Outcome::failed) return false;

  const auto manifest = recorded_manifest(folder);
  const auto say = [&](Code code, const std::string& path, std::string_view what, std::string_view help) {
    diagnostics.error(code, {}, fmt::format("`{}` {}", in_folder(folder, path), what))
        .with_help(std::string(help));
  };
  for (const std::string& path : report.changed) {
    if (is_untouched(manifest, folder, path)) {
      say(Code::output_differs, path, "is not what the sources build now", kBuildAgain);
    } else {
      say(Code::output_differs, path, "was changed after it was built",
          "restore it, or build again; what it should say belongs into the sources");
    }
  }
  for (const std::string& path : report.created) {
    say(Code::output_missing, path, "is not there, and the sources build it", "restore it, or build again");
  }
  for (const std::string& path : report.removed) {
    say(Code::output_foreign, path, "is no longer built by the sources", kBuildAgain);
  }
  for (const std::string& path : foreign_files(tree, folder, diagnostics)) {
    if (std::ranges::binary_search(report.removed, path)) continue;
    say(Code::output_foreign, path, "is built by no source",
        "remove it, or move it out of the output folder");
  }
  const bool files_differ = !report.changed.empty() || !report.created.empty() || !report.removed.empty();
  if (report.manifest_outdated && !files_differ && report.outcome == WriteReport::Outcome::done) {
    say(Code::output_differs, std::string(kManifestName), "does not record what the sources build",
        kBuildAgain);
  }
  if (report.unfinished) {
    say(Code::output_differs, std::string(kStagingName), "is what an interrupted build left", "build again");
  }
  return true;
}

}  // namespace flux
