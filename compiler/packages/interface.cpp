#include "packages/interface.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/arena.h"
#include "base/content_hash.h"
#include "source/source_manager.h"
#include "syntax/parser.h"

namespace flux {
namespace {

constexpr std::string_view kHead = "// What the environment `";
constexpr std::string_view kMark = "\n// interface 1, sha256 ";
constexpr std::size_t kHashSize = 64;

struct Head {
  std::string_view hash;
  std::string_view below;
};

std::optional<Head> head_of(std::string_view text) {
  if (!text.starts_with(kHead)) return std::nullopt;
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos || !text.substr(line).starts_with(kMark)) return std::nullopt;
  text.remove_prefix(line + kMark.size());
  if (text.size() <= kHashSize || text[kHashSize] != '\n') return std::nullopt;
  return Head{text.substr(0, kHashSize), text.substr(kHashSize + 1)};
}

class SurfaceReader {
public:
  SurfaceReader(const SourceManager& sources, InterfaceSurface& surface)
      : sources_(sources), surface_(surface) {}

  void read(const ast::File& file) {
    for (const ast::Decl* decl : file.decls) {
      if (decl->kind == ast::DeclKind::type) {
        read(ast::as<ast::TypeDecl>(*decl));
      } else if (decl->kind == ast::DeclKind::let) {
        const auto& let = ast::as<ast::LetDecl>(*decl);
        read(*let.value, let.name.name.str());
      }
    }
  }

private:
  void read(const ast::TypeDecl& type) {
    if (type.body == nullptr) return;
    for (const ast::Member* member : type.body->members) {
      if (member->kind != ast::MemberKind::declare) continue;
      const auto& field = ast::as<ast::DeclareMember>(*member);
      surface_[fmt::format("type {}, {}", type.name.name.text(), field.name.name.text())] =
          fmt::format("{}{}", sources_.text(field.type->span), field.optional ? ", optional" : "");
    }
  }

  void read(const ast::Expr& value, const std::string& place) {
    if (value.kind == ast::ExprKind::object || value.kind == ast::ExprKind::construct) {
      const ast::Body& body = value.kind == ast::ExprKind::object ? *ast::as<ast::Object>(value).body
                                                                  : *ast::as<ast::Construct>(value).body;
      if (body.members.empty()) surface_[place] = "{ }";
      for (const ast::Member* member : body.members) {
        if (member->kind != ast::MemberKind::set) continue;
        const auto& set = ast::as<ast::SetMember>(*member);
        read(*set.value, fmt::format("{}.{}", place, sources_.text(set.path.span)));
      }
      return;
    }
    if (value.kind == ast::ExprKind::list && has_objects(ast::as<ast::List>(value))) {
      std::size_t index = 0;
      for (const ast::ListItem& item : ast::as<ast::List>(value).items)
        read(*item.value, fmt::format("{}[{}]", place, index++));
      return;
    }
    surface_[place] = sources_.text(value.span);
  }

  static bool has_objects(const ast::List& list) {
    return std::ranges::any_of(list.items, [](const ast::ListItem& item) {
      return item.value->kind == ast::ExprKind::object || item.value->kind == ast::ExprKind::construct ||
             item.value->kind == ast::ExprKind::list;
    });
  }

  const SourceManager& sources_;
  InterfaceSurface& surface_;
};

/// Whether the surface has this place, or anything in it.
bool has_place(const InterfaceSurface& surface, const std::string& place) {
  if (surface.contains(place)) return true;
  for (const char next : {'.', '['}) {
    const auto below = surface.lower_bound(place + next);
    if (below != surface.end() && below->first.starts_with(place + next)) return true;
  }
  return false;
}

/// The shortest beginning of `place`, by whole steps, that the surface does not have.
std::string gone_from(const std::string& place, const InterfaceSurface& surface) {
  bool quoted = false;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (place[i] == '"' && (i == 0 || place[i - 1] != '\\')) quoted = !quoted;
    if (quoted || (place[i] != '.' && place[i] != '[')) continue;
    if (std::string beginning = place.substr(0, i); !has_place(surface, beginning)) return beginning;
  }
  return place;
}

}  // namespace

std::string interface_file(const std::string& environment, const std::string& declarations) {
  return fmt::format(
      "{}{}` exports to other repositories. Written by `fluxc interface`; do not edit.{}{}\n{}", kHead,
      environment, kMark, content_hash(declarations), declarations);
}

InterfaceState interface_state(std::string_view text) {
  const auto head = head_of(text);
  if (!head) return InterfaceState::none;
  return content_hash(head->below) == head->hash ? InterfaceState::whole : InterfaceState::edited;
}

std::string interface_hash(std::string_view text) {
  const auto head = head_of(text);
  return head ? std::string(head->hash) : std::string();
}

InterfaceSurface interface_surface(std::string_view text) {
  InterfaceSurface surface;
  SourceManager sources;
  Arena arena;
  Diagnostics ignored;  // whoever imports it is told
  const FileId file = sources.add("", std::string(text));
  SurfaceReader(sources, surface).read(*parse(file, sources, arena, ignored));
  return surface;
}

std::vector<std::string> interface_breaks(const InterfaceSurface& before, const InterfaceSurface& now) {
  std::vector<std::string> lines;
  std::set<std::string> gone;
  for (const auto& [place, text] : before) {
    const auto found = now.find(place);
    if (found == now.end()) {
      if (std::string what = gone_from(place, now); gone.insert(what).second)
        lines.push_back(fmt::format("`{}` is not exported any more", what));
    } else if (found->second != text) {
      lines.push_back(fmt::format("`{}` was `{}`, and is `{}`", place, text, found->second));
    }
  }
  return lines;
}

}  // namespace flux
