#include "emit/kubernetes/encrypted_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"
#include "emit/lowering/manifest.h"
#include "emit/lowering/manifest_folder.h"
#include "emit/text/yaml_writer.h"

namespace flux {
namespace {

/// What decrypts a file in a cluster.
enum class Decryption { nobody, sops_operator, ksops };

Decryption decryption_of(const Value& file) {
  if (text_field(&file, "format") == "dotenv") return Decryption::nobody;
  const std::string_view kind = text_field(&file, "kind"), api = text_field(&file, "apiVersion");
  if (kind == "SopsSecret" && api.starts_with("isindir.github.com/")) return Decryption::sops_operator;
  if (kind == "Secret" && api == "v1") return Decryption::ksops;
  return Decryption::nobody;
}

void refuse(const Document& document, const Value& file, Diagnostics& diagnostics) {
  const std::string_view kind = text_field(&file, "kind"), api = text_field(&file, "apiVersion");
  Diagnostic& error =
      diagnostics
          .error(Code::sops_wrong_kind, document.span,
                 fmt::format("nothing in a cluster would decrypt `{}`", text_field(&file, "path")))
          .note(kind.empty()  ? "it says no `kind` in the clear"
                : api.empty() ? fmt::format("it is a `{}` without an `apiVersion` in the clear", kind)
                              : fmt::format("it is a `{}` of `{}`", kind, api));
  error.with_help(
      "make it a `Secret` of `v1`, for KSOPS, or a `SopsSecret` of `isindir.github.com/v1alpha3`, for its "
      "operator, "
      "encrypted by `encrypted_regex: ^(data|stringData)$`; `file \"path\" { content = ….sops.content }` "
      "writes any "
      "file");
}

/// A folder in which Kustomize runs KSOPS.
struct KsopsFolder {
  const Document* first;
  std::vector<std::string> secrets;  ///< the names of the encrypted files
};

yaml::Sequence in_folder(const std::vector<std::string>& names) {
  yaml::Sequence items;
  for (const std::string& name : names) items.emplace_back("./" + name);
  return items;
}

void write_ksops(const std::string& folder, const KsopsFolder& made, const Program& program,
                 DocumentWriter& writer, const OutputTree& tree) {
  std::vector<std::string> resources;
  const std::string prefix = folder + "/";
  for (auto at = tree.files().lower_bound(prefix); at != tree.files().end() && at->first.starts_with(prefix);
       ++at) {
    std::string name = at->first.substr(prefix.size());
    const bool encrypted = std::find(made.secrets.begin(), made.secrets.end(), name) != made.secrets.end();
    if (name.find('/') == std::string::npos && !encrypted) resources.push_back(std::move(name));
  }
  const auto write = [&](std::string_view name, yaml::Mapping root) {
    writer.add_text(*made.first, prefix + std::string{name},
                    yaml::write(std::move(root), header_line(program)));
  };
  yaml::Mapping kustomization{{"apiVersion", "kustomize.config.k8s.io/v1beta1"}, {"kind", "Kustomization"}};
  if (!resources.empty()) kustomization.push_back({"resources", in_folder(resources)});
  kustomization.push_back({"generators", yaml::Sequence{"./ksops.yaml"}});
  write("kustomization.yaml", std::move(kustomization));
  yaml::Mapping annotations{{"config.kubernetes.io/function", "exec:\n  path: ksops\n"}};
  write("ksops.yaml",
        {{"apiVersion", "viaduct.ai/v1"},
         {"kind", "ksops"},
         {"metadata", yaml::Mapping{{"name", "secrets"}, {"annotations", std::move(annotations)}}},
         {"files", in_folder(made.secrets)}});
}

}  // namespace

void emit_encrypted_files(const Program& program, DocumentWriter& writer, const OutputTree& tree,
                          Diagnostics& diagnostics) {
  std::map<std::string, KsopsFolder> folders;
  for (const Document& document : program.documents) {
    if (document.target != DocumentTarget::encrypted) continue;
    const Value* file = find_field(&document.body, "file");
    const std::string_view name = document.labels[0];
    if (file == nullptr) continue;  // the type asks for it
    if (!is_object_name(name)) {
      diagnostics
          .error(Code::invalid_object_name, document.span,
                 fmt::format("{} cannot be named so", title_of(document)))
          .with_help("use lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit");
      continue;
    }
    const Decryption decryption = decryption_of(*file);
    if (decryption == Decryption::nobody) {
      refuse(document, *file, diagnostics);
      continue;
    }
    const std::string folder = manifest_folder(*document.owner, program.environment);
    const std::string_view kind = decryption == Decryption::ksops ? "secret" : "sopssecret";
    const std::string file_name = fmt::format("{}-{}.{}", kind, name, text_field(file, "format"));
    writer.add_text(document, fmt::format("{}/{}", folder, file_name),
                    std::string{text_field(file, "content")});
    if (decryption != Decryption::ksops) continue;
    const auto made = folders.try_emplace(folder, KsopsFolder{&document, {}}).first;
    made->second.secrets.push_back(file_name);
  }
  for (const auto& [folder, made] : folders) write_ksops(folder, made, program, writer, tree);
}

}  // namespace flux
