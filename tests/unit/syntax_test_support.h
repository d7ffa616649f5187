// Parsing a text for a test.
#pragma once

#include <string>
#include <vector>

#include "syntax/ast_printer.h"
#include "syntax/parser.h"

namespace flux::test {

struct Parsed {
  SourceManager sources;
  Arena arena;
  Diagnostics diagnostics;
  FileId file;
  const ast::File* tree = nullptr;

  explicit Parsed(std::string text) {
    file = sources.add("test.flux", std::move(text));
    tree = parse(file, sources, arena, diagnostics);
  }
  std::string printed() const { return ast::print(*tree); }
  /// `line:column message`, one an error.
  std::vector<std::string> errors() const {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      const LineColumn place = sources.line_column(file, diagnostic.span.begin);
      out.push_back(std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
                    diagnostic.message);
    }
    return out;
  }
  std::vector<Code> codes() const {
    std::vector<Code> out;
    for (const Diagnostic& diagnostic : diagnostics.all()) out.push_back(diagnostic.code);
    return out;
  }
};

/// The text as the members of a layer.
inline std::string in_layer(const std::string& members) {
  return "layer x : P {\n" + members + "\n}\n";
}

/// The value of `a = <text>` as the printer shows it, or the first error.
inline std::string value_of(const std::string& text) {
  const Parsed parsed(in_layer("a = " + text));
  if (!parsed.diagnostics.empty()) return "error: " + parsed.diagnostics.all()[0].message;
  const auto& layer = ast::as<ast::LayerDecl>(*parsed.tree->decls[0]);
  return ast::print(*ast::as<ast::SetMember>(*layer.body->members[0]).value);
}

/// The type of `type A = <text>`, likewise.
inline std::string type_of(const std::string& text) {
  const Parsed parsed("type A = " + text + "\n");
  if (!parsed.diagnostics.empty()) return "error: " + parsed.diagnostics.all()[0].message;
  return ast::print(*ast::as<ast::TypeDecl>(*parsed.tree->decls[0]).alias);
}

}  // namespace flux::test
