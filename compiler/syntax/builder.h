// Makes the tree: the generated parser's actions call it as soon as a piece has been read. It also checks
// what the grammar cannot say (see grammar/README.md), and holds the limits of one parse.
//
// Errors: `report` where parsing can go on; a thrown Abandon where the member or declaration is given up.
#pragma once

#include <antlr4-runtime.h>

#include <string>

#include "syntax/ast.h"
#include "syntax/scratch.h"
#include "syntax/syntax_errors.h"
#include "syntax/token_window.h"

namespace flux::syntax {

/// Thrown when the current member or declaration cannot be read; what there is to say has been reported.
struct Abandon : antlr4::RecognitionException {
  Abandon() : RecognitionException(nullptr, nullptr, nullptr, nullptr) {}
};

/// May `name: T` stand in a body? Those of `if` and `for` are as the body around them.
enum class Fields : std::uint8_t { declared, set, inherited };

using OffsetRange = RawLexer::Range;
/// `!` or `-` before an operand.
struct Prefix {
  ast::UnaryOp op;
  std::uint32_t begin;
};
struct Operator {
  ast::BinaryOp op;
  std::uint8_t precedence;
  OffsetRange at;
};

using Scratch = ScratchStacks<const ast::Decl*, const ast::Member*, const ast::Expr*, const ast::TypeExpr*,
                              ast::Ident, ast::PathStep, ast::ListItem, ast::Argument, ast::MatchArm,
                              ast::Pattern, ast::TypeArgument, ast::Refinement, ast::Parameter,
                              ast::ImportItem, ast::Extends, ast::StringPart, Prefix, Operator>;

/// A member or declaration that was begun: where, what was written before its path, and all that recovery
/// restores.
struct Start {
  std::uint32_t begin = 0;
  std::uint32_t depth = 0;  ///< of brackets
  std::string_view doc;
  Scratch::Marks marks{};
  int operators = 0;
  bool declares = false;

  ast::Ident name;
  ast::Path path;
  bool is_exported = false;
  bool is_final = false;
  bool is_default = false;
  bool across = false;
  bool removes = false;
  bool optional = false;
};
struct BodyStart {
  std::uint32_t begin = 0;
  std::size_t mark = 0;
  bool declares_outside = false;
};
struct TypeStart {
  std::uint32_t begin = 0;
  std::size_t arguments = 0;
  std::size_t refinements = 0;
  ast::Ident style;
};
struct StringStart {
  std::uint32_t begin = 0;
  std::size_t mark = 0;
  bool multiline = false;
};
/// An expression whose operators are being read.
struct Chain {
  std::size_t operands = 0;
  std::size_t operators = 0;
  int operators_outside = 0;
  bool compared = false;  ///< a comparison since the last `&&` or `||`
};
struct LetParts {
  ast::Ident name;
  const ast::TypeExpr* type = nullptr;
  const ast::Expr* value = nullptr;
};
struct RangeParts {
  const ast::Expr* low = nullptr;
  const ast::Expr* high = nullptr;
  bool is_range = false;
  SourceSpan span;
};

class Builder {
public:
  Builder(RawLexer& lexer, TokenWindow& tokens, SyntaxErrors& errors, Arena& arena)
      : lexer_(lexer), tokens_(tokens), errors_(errors), arena_(arena) {}

  // ---- places, lists and limits ----
  std::uint32_t here() const { return tokens_.next().begin(); }
  SourceSpan since(std::uint32_t begin) const {
    return errors_.span(begin, std::max(begin, tokens_.consumed_end()));
  }
  template <typename T>
  std::size_t mark() {
    return scratch_.mark<T>();
  }
  int& nesting() { return nesting_; }
  TokenWindow& tokens() { return tokens_; }
  SyntaxErrors& errors() { return errors_; }
  bool in_types() const { return declares_; }

  Start start();
  /// After an error: forgets the pieces of what was begun.
  void restore(const Start& start);
  /// An Error node for what could not be read.
  void error_member(const Start& start);
  ast::Ident ident(antlr4::Token* token);

  // ---- declarations ----
  std::span<const ast::Decl* const> take_decls() { return scratch_.take<const ast::Decl*>(0, arena_); }
  void import_names(const Start& start, const ast::String* path, std::size_t mark);
  void import_module(const Start& start, const ast::String* path);
  void import_alias(antlr4::Token* alias);
  void import_item(antlr4::Token* name);
  void import_item_alias(antlr4::Token* alias);
  void let_decl(const Start& start, const LetParts& let);
  void secret(const Start& start, antlr4::Token* store, const ast::String* path);
  void type_alias(const Start& start, bool is_abstract, const ast::TypeExpr* type);
  void type_decl(const Start& start, bool is_abstract, const ast::QualifiedName& base, const ast::Body* body);
  void layer_decl(const Start& start, bool is_environment, const ast::QualifiedName& type,
                  std::size_t extends, const ast::Body* body);
  void layer_file(const Start& start, bool is_environment, const ast::QualifiedName& type,
                  std::size_t extends, const ast::String* file);
  void extended(const ast::QualifiedName& layer);
  void mounted(const ast::Path& at);
  void function(const Start& start, std::size_t parameters, const ast::TypeExpr* result,
                const ast::Expr* value);
  void parameter(antlr4::Token* name);
  void parameter_type(const ast::TypeExpr* type);
  void parameter_default(const ast::Expr* value);
  void name_part(antlr4::Token* token);
  ast::QualifiedName qualified_name(std::size_t mark);

  // ---- bodies and members ----
  BodyStart open_body(Fields fields);
  const ast::Body* close_body(const BodyStart& start);
  void add(const ast::Member* member) { scratch_.of<const ast::Member*>().push_back(member); }
  void let(const Start& start, const LetParts& let);
  void check(const Start& start, const ast::Expr* condition, const ast::Expr* message);
  void erase(const Start& start, const ast::Path& path);
  void renamed(const Start& start, const ast::Path& to, const ast::Path& from);
  void removed(const Start& start, const ast::Path& path, const ast::String* because);
  void emit(const Start& start, const ast::Body* body);
  void spread(const Start& start, const ast::Expr* value);
  const ast::GuardedMember* guarded(const Start& start, const ast::Expr* condition,
                                    const ast::Body* then_body, const ast::Body* else_body,
                                    const ast::GuardedMember* else_guarded);
  void loop(const Start& start, const ast::ForHead& head, const ast::Body* body);
  void loop_entry(const Start& start, const ast::ForHead& head, const ast::Expr* key, const ast::Expr* value);
  void set(const Start& start, const ast::Expr* value, const ast::String* because);
  void change(const Start& start, const ast::Expr* value);
  /// Abandons a `name: …` outside of types.
  void open_declaration(Start& start, antlr4::Token* op);
  void declare(const Start& start, const ast::TypeExpr* type, const ast::Expr* value,
               const ast::String* because);
  void amend(const Start& start, const ast::Body* body, const ast::String* because);
  void star_is(const Start& start, const ast::QualifiedName& type, const ast::Body* body);
  void label(antlr4::Token* word);
  void label(const ast::String* text);
  void block(const Start& start, std::size_t labels, const ast::ForHead* loop, const ast::Body* body);

  void name_step(antlr4::Token* word);
  void name_step(const ast::String* quoted);
  void star_step(antlr4::Token* star);
  void computed_step(const ast::Expr* index);
  ast::Path path(std::size_t mark);

  // ---- types ----
  void alternative(const ast::TypeExpr* type);
  const ast::TypeExpr* alternatives(std::size_t mark);
  const ast::TypeExpr* nullable(const ast::TypeExpr* inner);
  const ast::TypeExpr* literal_type(const ast::String* text);
  const ast::TypeExpr* literal_type(std::uint32_t begin, bool negative, antlr4::Token* number);
  const ast::TypeExpr* record_type(const ast::Body* body);
  TypeStart open_type();
  const ast::TypeExpr* named_type(const TypeStart& start, const ast::QualifiedName& name);
  void type_argument(const ast::TypeExpr* type);
  void type_argument_key(antlr4::Token* by, antlr4::Token* name);
  void pattern(antlr4::Token* regex);
  void refined(antlr4::Token* what);
  void refinement(const RangeParts& range);
  const ast::Expr* signed_number(std::uint32_t begin, bool negative, antlr4::Token* number);

  // ---- expressions ----
  Chain open_chain();
  void operand(const ast::Expr* value) { scratch_.of<const ast::Expr*>().push_back(value); }
  void binary_operator(Chain& chain, antlr4::Token* op);
  void is_operator(Chain& chain, antlr4::Token* is);
  void is_absent();
  void is_type(const ast::TypeExpr* type);
  const ast::Expr* close_chain(const Chain& chain);
  void prefix(antlr4::Token* op);
  const ast::Expr* apply_prefixes(std::size_t mark, const ast::Expr* operand);
  const ast::Expr* conditional(std::uint32_t begin, const ast::Expr* condition, const ast::Expr* yes,
                               const ast::Expr* no);
  const ast::Expr* name(antlr4::Token* word);
  const ast::Expr* number(antlr4::Token* token);
  const ast::Expr* object(const ast::Body* body);
  const ast::Expr* field(std::uint32_t begin, const ast::Expr* base, antlr4::Token* dot, antlr4::Token* name);
  const ast::Expr* index(std::uint32_t begin, const ast::Expr* base, const ast::Expr* index);
  const ast::Expr* call(std::uint32_t begin, const ast::Expr* callee, std::size_t arguments);
  void check_constructible(const ast::Expr* type);
  const ast::Expr* construct(std::uint32_t begin, const ast::Expr* type, const ast::Body* body);
  const ast::Expr* with(std::uint32_t begin, const ast::Expr* base, const ast::Body* body);
  const ast::Expr* in_unit(std::uint32_t begin, const ast::Expr* value, antlr4::Token* unit);
  void argument(const ast::Expr* value, bool spread);
  void item(const ast::Expr* value);
  void spread_item(const ast::Expr* value);
  void loop_item(const ast::ForHead& head, const ast::Expr* value);
  const ast::Expr* list(std::uint32_t begin, std::size_t mark);
  const ast::Expr* match(std::uint32_t begin, const ast::Expr* subject, std::size_t arms);
  void otherwise_pattern(antlr4::Token* token);
  void type_pattern(std::uint32_t begin, const ast::TypeExpr* type);
  void value_pattern(const ast::String* text);
  void value_pattern(antlr4::Token* word);
  void range_pattern(const RangeParts& range);
  void arm(std::uint32_t begin, std::size_t patterns, const ast::Expr* value);

  // ---- strings ----
  const ast::String* whole_string(antlr4::Token* token);
  StringStart open_string(antlr4::Token* quote);
  void text(const StringStart& start, antlr4::Token* piece);
  void open_interpolation(const StringStart& start, antlr4::Token* open);
  void interpolation(const StringStart& start, const ast::Expr* value, antlr4::Token* close);
  const ast::String* close_string(const StringStart& start, antlr4::Token* quote);

private:
  template <typename T>
  std::span<const T> take(std::size_t mark) {
    return scratch_.take<T>(mark, arena_);
  }
  template <typename T, typename... Args>
  T* make_expr(ast::ExprKind kind, SourceSpan span, Args&&... args) {
    return arena_.make<T>(ast::Expr{kind, span}, std::forward<Args>(args)...);
  }
  template <typename T, typename... Args>
  void add_member(ast::MemberKind kind, const Start& start, Args&&... args) {
    refuse_default(kind, start);
    add(arena_.make<T>(ast::Member{kind, since(start.begin), start.doc}, std::forward<Args>(args)...));
  }
  template <typename T, typename... Args>
  void add_decl(ast::DeclKind kind, const Start& start, Args&&... args) {
    scratch_.of<const ast::Decl*>().push_back(arena_.make<T>(
        ast::Decl{kind, since(start.begin), start.doc, start.is_exported}, std::forward<Args>(args)...));
  }
  SourceSpan span_of(const FluxToken& token) const { return errors_.span(token.begin(), token.end()); }
  std::string_view source(std::uint32_t begin, std::uint32_t end) const {
    return lexer_.text().substr(begin, end - begin);
  }
  std::string_view source(const FluxToken& token) const { return source(token.begin(), token.end()); }
  std::string_view doc_of(const RawToken& token);
  const ast::Expr* error_expr(SourceSpan span);
  std::string_view plain_text(const ast::String* text, const char* what);
  void refuse_default(ast::MemberKind kind, const Start& start);
  void count_operator(SourceSpan at);
  void compare(Chain& chain, SourceSpan at);
  void reduce(std::size_t operators, std::uint8_t precedence);
  /// Reports, and gives up the member.
  [[noreturn]] void abandon(SourceSpan span, std::string message, std::string help);

  RawLexer& lexer_;
  TokenWindow& tokens_;
  SyntaxErrors& errors_;
  Arena& arena_;
  Scratch scratch_;
  ast::Import* last_import_ = nullptr;
  ast::Ident refined_;
  int nesting_ = 0;
  int operators_ = 0;
  bool declares_ = false;
};

}  // namespace flux::syntax
