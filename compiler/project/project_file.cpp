#include "project/project_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "diagnostics/suggest.h"
#include "project/version.h"
#include "yaml/yaml_reader.h"

namespace flux {
namespace {

constexpr int kMostParents = 256;
constexpr std::string_view kRequiresPrefix = "fluxc ";
constexpr std::string_view kNoRevision = "HEAD";

std::string_view kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlKind::null:
      return "nothing";
    case YamlKind::sequence:
      return "a list";
    case YamlKind::mapping:
      return "a mapping";
    case YamlKind::scalar:
      return "a scalar";
  }
  return "nothing";
}

class ProjectReader {
public:
  ProjectReader(std::string_view compiler, Diagnostics& diagnostics)
      : compiler_(compiler), diagnostics_(diagnostics) {}

  Project read(const YamlNode& root) {
    if (root.kind == YamlKind::null) return {};
    const YamlNode* required = root.find("requires");
    if (required != nullptr && !check_requires(*required)) return {};
    read_fields(root, "flux.yaml", kFields);
    return std::move(project_);
  }

private:
  struct Field {
    std::string_view key;
    void (ProjectReader::*read)(const YamlNode& value);
  };
  static const std::array<Field, 8> kFields;
  static const std::array<Field, 4> kDeliveryFields;
  static const std::array<Field, 3> kEnvironmentFields;
  static const std::array<Field, 4> kDependencyFields;

  void read_fields(const YamlNode& mapping, std::string_view where, std::span<const Field> fields) {
    if (!expect(mapping, YamlKind::mapping, fmt::format("`{}` must be a mapping", where))) return;
    for (const YamlEntry& entry : mapping.entries) {
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const Field& f) { return f.key == entry.key->text; });
      if (field != fields.end()) {
        (this->*field->read)(*entry.value);
        continue;
      }
      std::vector<std::string_view> keys;
      std::transform(fields.begin(), fields.end(), std::back_inserter(keys),
                     [](const Field& f) { return f.key; });
      report_unknown(*entry.key, fmt::format("`{}` has no key `{}`", where, entry.key->text), keys);
    }
  }

  void report_unknown(const YamlNode& key, std::string message, const std::vector<std::string_view>& known) {
    Diagnostic& diagnostic = diagnostics_.error(Code::project_unknown_key, key.span, std::move(message));
    if (const auto near = closest(key.text, known)) {
      diagnostic.with_help(fmt::format("did you mean `{}`?", *near))
          .fix("use it", key.span, std::string(*near));
    } else if (known.size() <= 8) {
      diagnostic.with_help(fmt::format("the keys are `{}`", fmt::join(known, "`, `")));
    }
  }

  Diagnostic& report_value(const YamlNode& value, std::string message) {
    return diagnostics_.error(Code::project_wrong_value, value.span, std::move(message));
  }

  bool expect(const YamlNode& value, YamlKind kind, std::string message) {
    if (value.kind == kind) return true;
    report_value(value, std::move(message)).at(fmt::format("this is {}", kind_name(value)));
    return false;
  }

  /// Nothing, with a report, where the value is no text.
  std::optional<std::string> text(const YamlNode& value, std::string_view key) {
    if (!expect(value, YamlKind::scalar, fmt::format("`{}` must be text", key))) return std::nullopt;
    if (value.text.empty()) {
      report_value(value, fmt::format("`{}` must not be empty", key));
      return std::nullopt;
    }
    return std::string(value.text);
  }
  std::optional<ProjectText> placed_text(const YamlNode& value, std::string_view key) {
    auto written = text(value, key);
    return written ? std::optional(ProjectText{*std::move(written), value.span}) : std::nullopt;
  }
  std::optional<std::string> path(const YamlNode& value, std::string_view key) {
    auto written = text(value, key);
    if (written && !is_below_project(*written)) {
      report_value(value, fmt::format("`{}` must be a path below the folder of `flux.yaml`", key))
          .with_help("write a relative path that does not begin with `..`");
      return std::nullopt;
    }
    return written ? std::optional(normalise_path(*written)) : std::nullopt;
  }

  bool check_requires(const YamlNode& value) {
    const auto written = text(value, "requires");
    if (!written) return true;
    const std::string_view constraint = *written;
    if (!constraint.starts_with(kRequiresPrefix) ||
        !is_version_pattern(constraint.substr(kRequiresPrefix.size()))) {
      report_value(value, fmt::format("`{}` is no version of fluxc", constraint))
          .with_help(fmt::format("write `fluxc {}`, or `*` for a number that does not matter", compiler_));
      return true;
    }
    if (admits_version(constraint.substr(kRequiresPrefix.size()), compiler_)) return true;
    diagnostics_
        .error(Code::compiler_version, value.span,
               fmt::format("the project requires {}, and this is fluxc {}", constraint, compiler_))
        .with_help("install that version, or change `requires` and look at what the build changes");
    return false;
  }
  void skip(const YamlNode& /*value*/) {}  // `requires`, which was read first

  void read_edition(const YamlNode& value) {
    if (!expect(value, YamlKind::scalar, "`edition` must be a year")) return;
    int edition = 0;
    const char* end = value.text.data() + value.text.size();
    const auto result = std::from_chars(value.text.data(), end, edition);
    if (result.ec != std::errc{} || result.ptr != end || !value.plain) {
      report_value(value, "`edition` must be a year");
    } else if (edition != kLatestEdition) {
      diagnostics_
          .error(Code::unknown_edition, value.span,
                 fmt::format("fluxc {} knows no edition {}", compiler_, edition))
          .with_help(fmt::format("the latest edition is {}", kLatestEdition));
    } else {
      project_.edition = edition;
    }
  }

  void read_output(const YamlNode& value) {
    if (auto output = path(value, "output")) project_.output = *std::move(output);
  }

  void read_lint(const YamlNode& value) {
    if (!expect(value, YamlKind::mapping, "`lint` must map warnings to `allow`, `warn` or `deny`")) return;
    for (const YamlEntry& entry : value.entries) {
      const auto level = lint_level(*entry.value);
      const auto code = warning_code(*entry.key);
      if (level && code) project_.lint[*code] = *level;
    }
  }

  std::optional<LintLevel> lint_level(const YamlNode& value) {
    if (value.kind == YamlKind::scalar) {
      if (value.text == "allow") return LintLevel::allow;
      if (value.text == "warn") return LintLevel::warn;
      if (value.text == "deny") return LintLevel::deny;
    }
    report_value(value, "a warning can be set to `allow`, `warn` or `deny`");
    return std::nullopt;
  }

  std::optional<Code> warning_code(const YamlNode& key) {
    std::vector<std::string_view> warnings;
    for (const CodeInfo& info : kCodeTable) {
      const auto code = static_cast<Code>(&info - std::begin(kCodeTable));
      const bool named = key.text == info.code || key.text == info.name;
      if (info.code.starts_with('W')) {
        if (named) return code;
        warnings.push_back(info.code);
        warnings.push_back(info.name);
      } else if (named) {
        diagnostics_
            .error(Code::project_unknown_key, key.span,
                   fmt::format("`{}` is an error, not a warning", key.text))
            .note("only warnings have a level");
        return std::nullopt;
      }
    }
    report_unknown(key, fmt::format("there is no warning `{}`", key.text), warnings);
    return std::nullopt;
  }

  void read_delivery(const YamlNode& value) {
    delivery_ = &project_.delivery;
    read_fields(value, "delivery", kDeliveryFields);
  }
  void read_environments(const YamlNode& value) {
    if (!expect(value, YamlKind::mapping, "`environments` must map an environment's name to its delivery"))
      return;
    for (const YamlEntry& entry : value.entries) {
      delivery_ = &project_.environments[std::string(entry.key->text)];
      read_fields(*entry.value, entry.key->text, kEnvironmentFields);
    }
    delivery_ = &project_.delivery;  // keys may follow
  }
  void read_repository(const YamlNode& value) { delivery_->repository = placed_text(value, "repository"); }
  void read_revision(const YamlNode& value) { delivery_->revision = placed_text(value, "revision"); }
  void read_path(const YamlNode& value) {
    const auto written = text(value, "path");
    if (!written) return;
    if (!is_below_project(*written)) {
      report_value(value, "`path` must be a path inside the repository")
          .with_help("write it relative to the repository's root, without `..`");
      return;
    }
    delivery_->path = {normalise_path(*written), value.span};
  }

  void read_schemas(const YamlNode& value) {
    if (!expect(value, YamlKind::mapping, "`schemas` must map names to paths")) return;
    for (const YamlEntry& entry : value.entries) {
      if (auto schema = path(*entry.value, entry.key->text)) {
        project_.schemas.emplace(entry.key->text, *std::move(schema));
      }
    }
  }

  void read_dependencies(const YamlNode& value) {
    if (!expect(value, YamlKind::mapping, "`dependencies` must map names to where packages come from"))
      return;
    for (const YamlEntry& entry : value.entries) {
      const std::string problem = package_name_problem(entry.key->text);
      if (!problem.empty()) {
        report_value(*entry.key, fmt::format("`{}` is no name for a package", entry.key->text)).note(problem);
        continue;
      }
      const std::size_t errors = diagnostics_.error_count();
      PackageSource source;
      source_ = &source;
      read_fields(*entry.value, entry.key->text, kDependencyFields);
      if (diagnostics_.error_count() == errors && check_source(*entry.key, source)) {
        project_.dependencies.emplace(entry.key->text, Dependency{std::move(source), entry.key->span});
      }
    }
  }
  /// Whether it says one place, and all of it.
  bool check_source(const YamlNode& name, const PackageSource& source) {
    constexpr std::string_view kForms =
        "write `{ git: ADDRESS, revision: TAG }`, or `{ path: ../FOLDER }` for a folder of this machine";
    if (source.git.empty() == source.path.empty()) {
      report_value(name, fmt::format("`{}` comes from {}", name.text,
                                     source.git.empty() ? "nowhere" : "a repository and from a folder"))
          .with_help(std::string(kForms));
    } else if (!source.git.empty() && source.revision.empty()) {
      report_value(name, fmt::format("`{}` has no `revision`", name.text))
          .note("what a repository holds changes; a build must not")
          .with_help("add `revision`: a tag, a branch or a whole commit");
    } else if (source.git.empty() && !(source.revision.empty() && source.folder.empty())) {
      report_value(name, fmt::format("`{}` has a `{}`, and comes from a folder", name.text,
                                     source.revision.empty() ? "folder" : "revision"))
          .with_help(std::string(kForms));
    } else {
      return true;
    }
    return false;
  }
  /// The text, unless `problem` finds one.
  std::string checked(const YamlNode& value, std::string_view key, std::string (*problem)(std::string_view)) {
    const auto written = text(value, key);
    if (!written) return {};
    const std::string found = problem(*written);
    if (found.empty()) return *written;
    Diagnostic& diagnostic = report_value(value, fmt::format("`{}` cannot be used", key)).note(found);
    if (has_password(*written)) diagnostic.span = {value.span.file, 0, 0};  // its line is not to be shown
    return {};
  }
  void read_git(const YamlNode& value) { source_->git = checked(value, "git", git_address_problem); }
  void read_git_revision(const YamlNode& value) {
    source_->revision = checked(value, "revision", git_revision_problem);
  }
  void read_git_folder(const YamlNode& value) {
    const auto written = text(value, "folder");
    if (!written) return;
    if (is_below_project(*written) && written->find_first_of(":\n") == std::string::npos) {
      source_->folder = normalise_path(*written);
    } else {
      report_value(value, "`folder` must be a path inside the repository");
    }
  }
  void read_source_path(const YamlNode& value) {
    const auto written = text(value, "path");
    if (written) source_->path = normalise_path(*written);
  }
  void read_recorded(const YamlNode& value) { project_.recorded = path(value, "recorded"); }

  std::string_view compiler_;
  Diagnostics& diagnostics_;
  Project project_;
  Project::Delivery* delivery_ = nullptr;  // being read
  PackageSource* source_ = nullptr;        // being read
};

const std::array<ProjectReader::Field, 8> ProjectReader::kFields = {{
    {"requires", &ProjectReader::skip},
    {"edition", &ProjectReader::read_edition},
    {"output", &ProjectReader::read_output},
    {"lint", &ProjectReader::read_lint},
    {"delivery", &ProjectReader::read_delivery},
    {"schemas", &ProjectReader::read_schemas},
    {"dependencies", &ProjectReader::read_dependencies},
    {"recorded", &ProjectReader::read_recorded},
}};
const std::array<ProjectReader::Field, 4> ProjectReader::kDeliveryFields = {{
    {"repository", &ProjectReader::read_repository},
    {"revision", &ProjectReader::read_revision},
    {"path", &ProjectReader::read_path},
    {"environments", &ProjectReader::read_environments},
}};
const std::array<ProjectReader::Field, 3> ProjectReader::kEnvironmentFields = {{
    {"repository", &ProjectReader::read_repository},
    {"revision", &ProjectReader::read_revision},
    {"path", &ProjectReader::read_path},
}};
const std::array<ProjectReader::Field, 4> ProjectReader::kDependencyFields = {{
    {"git", &ProjectReader::read_git},
    {"revision", &ProjectReader::read_git_revision},
    {"folder", &ProjectReader::read_git_folder},
    {"path", &ProjectReader::read_source_path},
}};

std::string file_in(std::string_view folder) {
  return normalise_path(fmt::format("{}/{}", folder, kProjectFileName));
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

bool is_below_project(std::string_view path) {
  const std::string normal = normalise_path(path);
  return !path.empty() && !normal.starts_with('/') && normal != ".." && !normal.starts_with("../");
}

DeliverySettings Project::delivery_of(std::string_view environment) const {
  static const Delivery kNothing;
  const auto found = environments.find(environment);
  const Delivery& own = found == environments.end() ? kNothing : found->second;
  const auto unwritten = [&](std::string text) { return ProjectText{std::move(text), {file, 0, 0}}; };
  ProjectText below = delivery.path.value_or(unwritten(output));
  below.text = normalise_path(fmt::format("{}/{}", below.text, environment));
  return {own.repository ? *own.repository : delivery.repository.value_or(unwritten("")),
          own.revision ? *own.revision : delivery.revision.value_or(unwritten(std::string(kNoRevision))),
          own.path ? *own.path : std::move(below)};
}

std::string find_project_root(FileProvider& files, const std::string& path) {
  const std::string start = files.is_directory(path) ? normalise_path(path) : folder_of(normalise_path(path));
  std::string folder = start;
  for (int i = 0; i < kMostParents; ++i) {
    if (files.is_file(file_in(folder))) return folder;
    std::string above = normalise_path(folder + "/..");
    if (above == folder || files.canonical(folder) == "/") break;
    folder = std::move(above);
  }
  return start;
}

Project read_project(FileProvider& files, SourceManager& sources, const std::string& root,
                     Diagnostics& diagnostics) {
  Project project;
  const std::string path = file_in(root);
  auto text = files.read(path);
  if (const auto* error = std::get_if<ReadError>(&text)) {
    if (error->kind != ReadError::Kind::not_found) {
      diagnostics.error(Code::project_unreadable, {},
                        fmt::format("cannot read `{}`: {}", path, error->reason));
    }
  } else {
    const FileId file = sources.add(path, std::get<std::string>(std::move(text)));
    project = parse_project(sources.text(file), file, compiler_version(), diagnostics);
  }
  project.root = root;
  return project;
}

Project parse_project(std::string_view text, FileId file, std::string_view compiler,
                      Diagnostics& diagnostics) {
  Project project;
  Arena arena;
  if (const YamlNode* root = read_yaml(text, file, arena, diagnostics)) {
    project = ProjectReader(compiler, diagnostics).read(*root);
  }
  project.file = file;
  return project;
}

}  // namespace flux
