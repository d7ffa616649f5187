// One parse: text -> RawLexer -> TokenFilter -> TokenWindow -> FluxParser (generated) -> Builder -> tree, all
// of them reporting to one SyntaxErrors. Every stage pulls from the one before; nothing is kept but the tree.
#include "syntax/parser.h"

#include <memory>

#include "FluxParser.h"
#include "source/utf8.h"
#include "syntax/error_strategy.h"
#include "syntax/literals.h"

namespace flux {

namespace {

using namespace syntax;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Text that is not text has no tokens to report about: it is refused as a whole.
bool is_text(std::string_view text, SyntaxErrors& errors) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto offset = static_cast<std::uint32_t>(i);
    if (byte == 0) {
      errors.report(Code::nul_byte, offset, offset + 1,
                    "the file contains a NUL byte, so it is no source text");
      return false;
    }
    if (byte < 0x80) {
      ++i;
      continue;
    }
    const CodePoint code_point = decode_utf8(text, i);
    if (!code_point.valid) {
      errors.report(Code::invalid_utf8, offset, offset + 1, "the file is not valid UTF-8")
          .with_help("save it as UTF-8; the first byte that is not stands here");
      return false;
    }
    i += code_point.size;
  }
  return true;
}

/// Everything that one parse needs, wired up.
class Parse {
public:
  Parse(std::string_view text, SyntaxErrors& errors, Input input, Arena& arena)
      : lexer_(text, errors),
        filter_(lexer_, errors, input),
        tokens_(filter_, errors),
        builder_(lexer_, tokens_, errors, arena),
        parser_(&tokens_) {
    parser_.setBuildParseTree(false);
    parser_.removeErrorListeners();
    parser_.setErrorHandler(std::make_shared<ErrorStrategy>(builder_));
    parser_.build = &builder_;
  }

  Builder& builder() { return builder_; }
  FluxParser& parser() { return parser_; }

private:
  RawLexer lexer_;
  TokenFilter filter_;
  TokenWindow tokens_;
  Builder builder_;
  FluxParser parser_;
};

}  // namespace

const ast::File* parse(FileId file, const SourceManager& sources, Arena& arena, Diagnostics& diagnostics) {
  const std::string_view text = sources.text(file);
  SyntaxErrors errors(file, text, diagnostics);
  auto* tree = arena.make<ast::File>();
  tree->id = file;
  if (!is_text(text, errors)) return tree;
  Parse parse(text, errors, Input::file, arena);
  parse.parser().file();
  tree->decls = parse.builder().take_decls();
  tree->doc = arena.copy_text(
      top_comment(text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text));
  return tree;
}

const ast::Path* parse_path(FileId file, const SourceManager& sources, Arena& arena,
                            Diagnostics& diagnostics) {
  SyntaxErrors errors(file, sources.text(file), diagnostics);
  if (!is_text(sources.text(file), errors)) return nullptr;
  const std::size_t before = diagnostics.error_count();
  try {
    Parse parse(sources.text(file), errors, Input::path, arena);
    const ast::Path path = parse.parser().onlyPath()->value;
    return diagnostics.error_count() == before ? arena.make<ast::Path>(path) : nullptr;
  } catch (const antlr4::RecognitionException&) {
    return nullptr;
  }
}

const ast::Expr* parse_expression(FileId file, const SourceManager& sources, Arena& arena,
                                  Diagnostics& diagnostics) {
  SyntaxErrors errors(file, sources.text(file), diagnostics);
  if (!is_text(sources.text(file), errors)) return nullptr;
  const std::size_t before = diagnostics.error_count();
  try {
    Parse parse(sources.text(file), errors, Input::expression, arena);
    const ast::Expr* value = parse.parser().onlyExpr()->value;
    return diagnostics.error_count() == before ? value : nullptr;
  } catch (const antlr4::RecognitionException&) {
    return nullptr;
  }
}

}  // namespace flux
