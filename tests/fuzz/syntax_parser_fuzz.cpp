// Any bytes at all are parsed, as a file, as a path and as an expression. What is printed afterwards visits
// every node, and every diagnostic must lie inside the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/big_stack.h"
#include "syntax/ast_printer.h"
#include "syntax/parser.h"

namespace flux {
namespace {

void parse_bytes(const std::string& text) {
  SourceManager sources;
  const FileId file = sources.add("main.flux", text);
  Arena arena;
  Diagnostics diagnostics;
  const ast::File* tree = parse(file, sources, arena, diagnostics);
  if (tree == nullptr) std::abort();
  ast::print(*tree);
  parse_path(file, sources, arena, diagnostics);
  parse_expression(file, sources, arena, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.span.end > text.size()) std::abort();
  }
}

}  // namespace
}  // namespace flux

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  flux::run_on_big_stack([&] { flux::parse_bytes(text); });
  return 0;
}
