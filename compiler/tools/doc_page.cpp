#include "tools/doc_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace flux {
namespace {

constexpr std::size_t kLongestCode = 72;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Text for a cell of a table: on one line, and no bar ends it.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

/// Code on one line; what is longer than a line, or written on several, is cut.
std::string clipped(std::string_view code) {
  const std::size_t line = code.find('\n');
  std::string_view shown = code.substr(0, line);
  if (shown.size() > kLongestCode) {
    std::size_t end = kLongestCode;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80) --end;
    shown = shown.substr(0, end);
  }
  while (shown.ends_with(' ')) shown.remove_suffix(1);
  return shown.size() == code.size() ? std::string(code) : fmt::format("{} …", shown);
}

std::string entity(char c) {
  constexpr std::string_view kSpecial = "&<>|*_[]\\`~$";
  return kSpecial.find(c) == std::string_view::npos ? std::string(1, c)
                                                    : fmt::format("&#{};", static_cast<int>(c));
}

class Page {
public:
  Page(const SourceManager& sources, const DocLink& link) : sources_(sources), link_(link) {}

  std::string print(std::string_view module, const ast::File& file) {
    add("# {}\n\n", module);
    add("<!-- Written by `fluxc doc`; the comments of the module are what to edit. -->\n\n");
    module_doc_ = module_doc(file, sources_);
    paragraph(module_doc_);
    contents(file);
    each(file, ast::DeclKind::type, [&](const ast::Decl& decl) { type(ast::as<ast::TypeDecl>(decl)); });
    each(file, ast::DeclKind::layer, [&](const ast::Decl& decl) { layer(ast::as<ast::LayerDecl>(decl)); });
    functions(file);
    values(file);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

private:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    out_ += fmt::format(format, std::forward<Args>(args)...);
  }

  static void each(const ast::File& file, ast::DeclKind kind,
                   const std::function<void(const ast::Decl&)>& with) {
    for (const ast::Decl* decl : file.decls) {
      if (decl->kind == kind) with(*decl);
    }
  }
  static bool has(const ast::File& file, ast::DeclKind kind) {
    return std::ranges::any_of(file.decls, [&](const ast::Decl* decl) { return decl->kind == kind; });
  }

  void paragraph(std::string_view doc) {
    if (!doc.empty()) add("{}\n\n", doc);
  }

  /// The first declaration's comment includes that of the file where no import stands between them.
  std::string_view doc_of(const ast::Decl& decl) const {
    const bool both = !module_doc_.empty() && decl.doc.starts_with(module_doc_ + "\n");
    return both ? decl.doc.substr(module_doc_.size() + 1) : decl.doc;
  }

  std::string_view text(SourceSpan span) const { return sources_.text(span); }

  /// Source text as code in a cell; the names that are documented somewhere are links there.
  std::string code(std::string_view source) const {
    std::string html;
    bool linked = false;
    bool quoted = false;
    for (std::size_t i = 0; i < source.size();) {
      std::size_t end = i;
      while (end < source.size() && is_word(source[end])) ++end;
      if (end == i) {
        quoted ^= source[i] == '"';
        html += entity(source[i++]);
        continue;
      }
      std::string word;
      for (const char c : source.substr(i, end - i)) word += entity(c);
      const bool is_type = !quoted && source[i] >= 'A' && source[i] <= 'Z';
      const std::string target = is_type ? link_(source.substr(i, end - i)) : "";
      html += target.empty() ? word : fmt::format("<a href=\"{}\">{}</a>", target, word);
      linked |= !target.empty();
      i = end;
    }
    if (linked || source.find('`') != std::string_view::npos) return fmt::format("<code>{}</code>", html);
    return fmt::format("`{}`", cell(source));
  }

  /// A type as written, without the patterns that would make a table too wide.
  std::string type_text(const ast::TypeExpr& type) const {
    std::string source(text(type.span));
    if (type.kind == ast::TypeKind::named && source.size() > kLongestCode / 2) {
      const auto refinements = ast::as<ast::NamedType>(type).refinements;
      for (auto it = refinements.rbegin(); it != refinements.rend(); ++it) {
        if (it->is_pattern)
          source.replace(it->span.begin - type.span.begin, it->span.end - it->span.begin, "/…/");
      }
    }
    return clipped(source);
  }

  void contents(const ast::File& file) {
    if (!has(file, ast::DeclKind::type)) return;
    add("| type | |\n|---|---|\n");
    each(file, ast::DeclKind::type, [&](const ast::Decl& decl) {
      const std::string_view name = ast::as<ast::TypeDecl>(decl).name.name.text();
      add("| [`{}`](#{}) | {} |\n", name, doc_anchor(name), doc_summary(doc_of(decl)));
    });
    add("\n");
  }

  void type(const ast::TypeDecl& type) {
    add("## {}\n\n", type.name.name.text());
    paragraph(doc_of(type));
    if (type.alias != nullptr) {
      const std::string_view source = text(type.alias->span);
      if (source.size() <= kLongestCode && source.find('\n') == std::string_view::npos) {
        add("Is {}.\n\n", code(source));
      } else {
        add("```flux\ntype {} = {}\n```\n\n", type.name.name.text(), source);
      }
      return;
    }
    const std::string base = type.base.parts.empty() ? "" : code(text(type.base.span));
    if (type.is_abstract) add("Abstract: what is constructed is a type below it.\n\n");
    if (!base.empty()) add("A {}, with all its fields.\n\n", base);
    fields(*type.body);
    checks(*type.body);
    emits(*type.body);
  }

  void layer(const ast::LayerDecl& layer) {
    add("## {}\n\n", layer.name.name.text());
    paragraph(doc_of(layer));
    add("{}", layer.is_environment ? "An environment" : "A layer");
    if (!layer.type.parts.empty()) add(" over {}", code(text(layer.type.span)));
    for (std::size_t i = 0; i < layer.extends.size(); ++i) {
      add("{}{}", i == 0 ? " that extends " : ", ", code(text(layer.extends[i].layer.span)));
    }
    add(".\n\n");
  }

  void fields(const ast::Body& body) {
    std::string rows;
    add_rows(body, "", rows);
    if (!rows.empty()) add("| field | type | default | |\n|---|---|---|---|\n{}\n", rows);
  }

  void add_rows(const ast::Body& body, const std::string& prefix, std::string& rows) {
    for (const ast::Member* member : body.members) {
      if (member->kind == ast::MemberKind::declare) {
        add_row(ast::as<ast::DeclareMember>(*member), prefix, rows);
      } else if (member->kind == ast::MemberKind::set) {
        const auto& set = ast::as<ast::SetMember>(*member);
        rows += fmt::format("| `{}{}` | as inherited | {} | {} |\n", prefix, cell(text(set.path.span)),
                            code(clipped(text(set.value->span))), cell(member->doc));
      }
    }
  }

  void add_row(const ast::DeclareMember& field, const std::string& prefix, std::string& rows) {
    const std::string name = prefix + field.name.name.str();
    const bool is_record = field.type->kind == ast::TypeKind::record;
    const bool bound = field.type->kind == ast::TypeKind::named &&
                       text(ast::as<ast::NamedType>(*field.type).name.span) == "enclosing";
    const std::string value = field.value != nullptr ? code(clipped(text(field.value->span)))
                              : field.optional       ? "may be absent"
                              : bound                ? "what stands around"
                                                     : "**required**";
    rows += fmt::format("| `{}` | {} | {} | {} |\n", name,
                        is_record ? "record" : code(type_text(*field.type)), value, cell(field.doc));
    if (is_record) add_rows(*ast::as<ast::RecordType>(*field.type).body, name + ".", rows);
  }

  void checks(const ast::Body& body) {
    std::string list;
    add_checks(body, list);
    if (!list.empty()) add("**Checks**\n\n{}\n", list);
  }

  void add_checks(const ast::Body& body, std::string& list) {
    for (const ast::Member* member : body.members) {
      if (member->kind == ast::MemberKind::check) {
        const auto& check = ast::as<ast::CheckMember>(*member);
        std::string_view message = text(check.message->span);
        const bool plain = message.size() > 1 && message.front() == '"' && message.back() == '"';
        if (plain) message = message.substr(1, message.size() - 2);
        list += fmt::format("- {}{}\n", plain ? cell(message) : code(clipped(message)),
                            check.across_environments ? ", in all environments" : "");
      }
      for (const ast::Body* inner : inner_bodies(*member)) add_checks(*inner, list);
    }
  }

  /// What a member does under a condition or repeatedly.
  static std::vector<const ast::Body*> inner_bodies(const ast::Member& member) {
    if (member.kind == ast::MemberKind::loop) return {ast::as<ast::LoopMember>(member).body};
    std::vector<const ast::Body*> bodies;
    if (member.kind != ast::MemberKind::guarded) return bodies;
    for (const auto* guarded = &ast::as<ast::GuardedMember>(member); guarded != nullptr;
         guarded = guarded->else_guarded) {
      bodies.push_back(guarded->then_body);
      if (guarded->else_body != nullptr) bodies.push_back(guarded->else_body);
    }
    return bodies;
  }

  void emits(const ast::Body& body) {
    std::string list;
    for (const ast::Member* member : body.members) {
      if (member->kind != ast::MemberKind::emit) continue;
      const auto& emit = ast::as<ast::EmitMember>(*member);
      std::vector<std::string> blocks;
      add_blocks(*emit.body, blocks);
      list += fmt::format("- {}: {}\n", emit.target.name.text(),
                          blocks.empty() ? "settings" : fmt::format("{}", fmt::join(blocks, ", ")));
    }
    if (!list.empty()) add("**Becomes**\n\n{}\n", list);
  }

  void add_blocks(const ast::Body& body, std::vector<std::string>& blocks) {
    for (const ast::Member* member : body.members) {
      if (member->kind == ast::MemberKind::block) {
        const auto& block = ast::as<ast::BlockMember>(*member);
        std::string shown = block.head.name.str();
        if (!block.labels.empty()) shown += fmt::format(" {}", text(block.labels[0]->span));
        shown = code(clipped(shown));
        if (std::ranges::find(blocks, shown) == blocks.end()) blocks.push_back(shown);
      }
      for (const ast::Body* inner : inner_bodies(*member)) add_blocks(*inner, blocks);
    }
  }

  void functions(const ast::File& file) {
    if (!has(file, ast::DeclKind::function)) return;
    add("## Functions\n\n");
    each(file, ast::DeclKind::function, [&](const ast::Decl& decl) {
      const auto& function = ast::as<ast::FunctionDecl>(decl);
      std::string_view signature = text({decl.span.file, decl.span.begin, function.value->span.begin});
      signature = signature.substr(0, signature.find_last_not_of(" \n=") + 1);
      add("### {}\n\n```flux\n{}\n```\n\n", function.name.name.text(), signature);
      paragraph(doc_of(decl));
    });
  }

  void values(const ast::File& file) {
    if (!has(file, ast::DeclKind::let)) return;
    add("## Values\n\n| name | value | |\n|---|---|---|\n");
    each(file, ast::DeclKind::let, [&](const ast::Decl& decl) {
      const auto& let = ast::as<ast::LetDecl>(decl);
      add("| `{}` | {} | {} |\n", let.name.name.text(), code(clipped(text(let.value->span))),
          cell(doc_of(decl)));
    });
    add("\n");
  }

  const SourceManager& sources_;
  const DocLink& link_;
  std::string module_doc_;
  std::string out_;
};

}  // namespace

std::string module_doc(const ast::File& file, const SourceManager& sources) {
  if (!file.doc.empty()) return std::string(file.doc);
  std::string_view text = sources.text(file.id);
  std::string doc;
  while (text.starts_with("///")) {
    std::string_view line = text.substr(3, text.find('\n') - 3);
    text.remove_prefix(std::min(text.size(), line.size() + 4));
    if (line.starts_with(' ')) line.remove_prefix(1);
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    doc += (doc.empty() ? "" : "\n") + std::string(line);
  }
  const bool apart = text.starts_with('\n') || text.starts_with("\r\n") || text.starts_with("import");
  return apart ? doc : "";
}

std::string doc_summary(std::string_view doc) {
  const std::string line = cell(doc.substr(0, doc.find("\n\n")));
  const std::size_t end = line.find(". ");
  return end == std::string::npos ? line : line.substr(0, end + 1);
}

std::string doc_anchor(std::string_view name) {
  std::string anchor(name);
  for (char& c : anchor) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return anchor;
}

std::string doc_page(std::string_view module, const ast::File& file, const SourceManager& sources,
                     const DocLink& link) {
  return Page(sources, link).print(module, file);
}

}  // namespace flux
