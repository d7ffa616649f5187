#include "emit/terraform/sops_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "ir/address.h"

namespace flux::terraform {
namespace {

constexpr std::string_view kProvider = "sops";
constexpr std::string_view kSource = "carlpett/sops";
// The first version with ephemeral resources, and the first one that is stable.
constexpr std::string_view kEphemeralVersion = ">= 1.3.0";
constexpr std::string_view kDataVersion = ">= 1.0.0";

/// `secrets/cloudflare.sops.yaml` is `secrets_cloudflare`.
std::string name_of(const SopsSource& source) {
  const std::size_t slash = source.path.rfind('/');
  const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
  // A leading dot belongs to the name: `.env`.
  return identifier(source.path.substr(0, source.path.find('.', begin + 1)));
}

}  // namespace

SopsFiles::File& SopsFiles::file_of(const SopsSource& source) {
  const auto known =
      std::ranges::find_if(files_, [&](const File& file) { return file.source->path == source.path; });
  if (known != files_.end()) return *known;
  std::string name = name_of(source);
  for (int i = 2; !names_.insert(name).second; ++i) name = fmt::format("{}_{}", name_of(source), i);
  return files_.emplace_back(File{&source, std::move(name)});
}

hcl::Expression SopsFiles::read(const DeferredExpr& value, const Keeping& keeping) {
  File& file = file_of(*value.sops);
  const bool ephemeral = keeping.forgotten && knows_ephemeral_;
  (ephemeral ? file.read_by_ephemeral : file.read_by_data) = true;
  if (!ephemeral) warn_of_state(value, keeping);
  hcl::Traversal read{hcl::raw(fmt::format("{}.sops_file.{}", ephemeral ? "ephemeral" : "data", file.name)),
                      {}};
  read.steps.emplace_back(hcl::AttributeStep{"data"});
  read.steps.emplace_back(hcl::IndexStep{hcl::string(value.name.text())});
  // The provider makes text of everything.
  const std::string_view type = value.type.text();
  if (type == "int" || type == "float") return hcl::Call{"tonumber", {std::move(read)}};
  if (type == "bool") return hcl::Call{"tobool", {std::move(read)}};
  return read;
}

void SopsFiles::warn_of_state(const DeferredExpr& value, const Keeping& keeping) {
  const SourceSpan span = keeping.span.valid() ? keeping.span : value.span;
  if (!warned_.emplace(span, value.name).second) return;
  diagnostics_
      .warning(Code::sops_in_state, span,
               fmt::format("Terraform would keep `{}` of `{}` in its state, in the clear", value.name.text(),
                           value.sops->path))
      .with_help(
          keeping.forgotten
              ? "with `required_version = \">= 1.10\"` (of OpenTofu 1.11) in the `terraform` block it is "
                "kept nowhere"
              : "give it to a write-only argument (`…_wo`) or to a provider, or let nobody read the state "
                "who "
                "may not read the secret");
}

std::map<std::string_view, const SopsSource*> SopsFiles::files() const {
  std::map<std::string_view, const SopsSource*> files;
  for (const File& file : files_) files.emplace(file.source->path, file.source);
  return files;
}

std::vector<hcl::Block> SopsFiles::blocks() const {
  std::vector<hcl::Block> blocks;
  const auto add = [&](std::string_view head, const File& file) {
    hcl::Block block{std::string(head), {"sops_file", file.name}, {}};
    hcl::Template path;
    path.parts.push_back(hcl::raw("path.module"));
    path.parts.push_back(hcl::string(fmt::format("/{}", file.source->path)));
    block.body.items.push_back(hcl::Attribute{"source_file", std::move(path)});
    if (file.source->format == "dotenv")
      block.body.items.push_back(hcl::Attribute{"input_type", hcl::string(file.source->format)});
    blocks.push_back(std::move(block));
  };
  for (const File& file : files_) {
    if (file.read_by_data) add("data", file);
    if (file.read_by_ephemeral) add("ephemeral", file);
  }
  return blocks;
}

void SopsFiles::require_provider(StackSettings& settings) const {
  if (files_.empty()) return;
  RequiredProvider& provider = settings.providers[kProvider];
  if (provider.source.empty()) provider.source = kSource;
  if (!provider.versions.sources.empty()) return;
  const bool ephemeral = std::ranges::any_of(files_, &File::read_by_ephemeral);
  const auto constraints = parse_version_constraints(ephemeral ? kEphemeralVersion : kDataVersion);
  for (const VersionConstraint& constraint : *constraints)
    provider.versions.sources.push_back({constraint, {}});
}

}  // namespace flux::terraform
