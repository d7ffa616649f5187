#include "tools/module_docs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/arena.h"
#include "embedded/embedded_files.h"
#include "syntax/parser.h"
#include "tools/doc_page.h"

namespace flux {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLibrary = "std/";
constexpr std::string_view kExtension = ".flux";
constexpr std::string_view kIndex = "index.md";

struct Module {
  std::string name;  ///< as it is imported; of a file, its path
  std::string page;
  const ast::File* file;
};

class Docs {
public:
  Docs(SourceManager& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

  void add(std::string name, std::string page, std::string text) {
    const auto same = std::ranges::find(modules_, page, &Module::page);
    if (same != modules_.end()) {
      diagnostics_
          .error(Code::pages_of_one_name, {},
                 fmt::format("the pages of `{}` and `{}` would both be `{}`", same->name, name, page))
          .with_help("write them one after the other, with different `-o`");
      return;
    }
    const FileId id = sources_.add(name, std::move(text));
    modules_.push_back({std::move(name), std::move(page), parse(id, sources_, arena_, diagnostics_)});
    declare(modules_.back());
  }

  std::vector<NewContent> print() const {
    std::vector<NewContent> pages;
    for (const Module& module : modules_) {
      const auto names = names_in(module);
      const DocLink link = [&](std::string_view name) {
        const auto found = names.find(name);
        if (found == names.end()) return std::string();
        return (found->second == module.page ? "" : relative(found->second, module.page)) + "#" +
               doc_anchor(name);
      };
      pages.push_back({module.page, doc_page(module.name, *module.file, sources_, link)});
    }
    if (pages.size() > 1) pages.push_back({std::string(kIndex), index()});
    return pages;
  }

private:
  using Names = std::map<std::string_view, std::string, std::less<>>;  // to the page

  /// A file's names can be imported from it, and from the folder of the library that it is part of.
  void declare(const Module& module) {
    for (const ast::Decl* decl : module.file->decls) {
      if (decl->kind != ast::DeclKind::type) continue;
      const std::string_view name = ast::as<ast::TypeDecl>(*decl).name.name.text();
      declared_[module.name][name] = module.page;
      const std::string folder = fs::path(module.name).parent_path().string();
      if (module.name.starts_with(kLibrary) && folder + "/" != kLibrary)
        declared_[folder][name] = module.page;
    }
  }

  Names names_in(const Module& module) const {
    Names names;
    for (const ast::Decl* decl : module.file->decls) {
      if (decl->kind != ast::DeclKind::import) continue;
      const auto& import = ast::as<ast::Import>(*decl);
      const std::string from =
          import.path.starts_with(kLibrary)
              ? std::string(import.path)
              : normalise_path((fs::path(module.name).parent_path() / import.path).string());
      const auto declared = declared_.find(from);
      if (declared == declared_.end()) continue;
      for (const ast::ImportItem& item : import.items) {
        const auto found = declared->second.find(item.name.name.text());
        // Under another name, it is that name's heading that a link would miss.
        if (found != declared->second.end() && item.name.name == item.alias.name) names.insert(*found);
      }
    }
    const auto own = declared_.find(module.name);
    if (own != declared_.end()) {
      for (const auto& [name, page] : own->second) names[name] = page;
    }
    return names;
  }

  static std::string relative(const std::string& page, const std::string& from) {
    return fs::path(page).lexically_relative(fs::path(from).parent_path()).generic_string();
  }

  std::string index() const {
    const bool library = modules_.front().name.starts_with(kLibrary);
    std::string text = library ? "# The standard library\n\n" : "# Modules\n\n";
    text += "<!-- Written by `fluxc doc`; the comments of the modules are what to edit. -->\n\n";
    if (library) {
      text +=
          "What `import { … } from \"std/…\"` can name. A folder is a module too, of all that its files "
          "declare.\n\n";
    }
    text += "| module | |\n|---|---|\n";
    for (const Module& module : modules_) {
      text += fmt::format("| [`{}`]({}) | {} |\n", module.name, module.page,
                          doc_summary(module_doc(*module.file, sources_)));
    }
    return text;
  }

  SourceManager& sources_;
  Diagnostics& diagnostics_;
  Arena arena_;
  std::vector<Module> modules_;
  std::map<std::string, Names> declared_;
};

}  // namespace

std::vector<NewContent> module_docs(const std::vector<std::string>& paths, FileProvider& files,
                                    SourceManager& sources, Diagnostics& diagnostics) {
  Docs docs(sources, diagnostics);
  if (paths.empty()) {
    for (const EmbeddedFile& file : embedded_stdlib()) {
      const std::string stem(file.path.substr(0, file.path.size() - kExtension.size()));
      docs.add(fmt::format("{}{}", kLibrary, stem), stem + ".md", std::string(file.text));
    }
  }
  for (const std::string& path : paths) {
    auto text = files.read(path);
    if (const auto* error = std::get_if<ReadError>(&text)) {
      diagnostics.error(Code::input_unreadable, {}, fmt::format("cannot read `{}`: {}", path, error->reason));
      continue;
    }
    docs.add(normalise_path(path), fs::path(path).stem().string() + ".md",
             std::move(std::get<std::string>(text)));
  }
  return docs.print();
}

}  // namespace flux
