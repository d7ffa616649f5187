#include "syntax/builder.h"

#include <algorithm>

#include "FluxParser.h"
#include "syntax/literals.h"

namespace flux::syntax {

using ast::BinaryOp;
using ast::ExprKind;
using ast::MemberKind;
using ast::TypeKind;
using P = FluxParser;

namespace {

struct Precedence {
  BinaryOp op;
  std::uint8_t level;
};

// The precedence table of grammar/README.md; a higher level binds tighter. `is` compares.
constexpr std::uint8_t kOr = 1, kAnd = 2, kComparison = 3, kCoalesce = 4, kSum = 5, kProduct = 6;

Precedence precedence_of(std::uint32_t token) {
  switch (token) {
    case P::OR:
      return {BinaryOp::logical_or, kOr};
    case P::AND:
      return {BinaryOp::logical_and, kAnd};
    case P::EQ:
      return {BinaryOp::equal, kComparison};
    case P::NE:
      return {BinaryOp::not_equal, kComparison};
    case P::LT:
      return {BinaryOp::less, kComparison};
    case P::LE:
      return {BinaryOp::less_equal, kComparison};
    case P::GT:
      return {BinaryOp::greater, kComparison};
    case P::GE:
      return {BinaryOp::greater_equal, kComparison};
    case P::QQ:
      return {BinaryOp::coalesce, kCoalesce};
    case P::PLUS:
      return {BinaryOp::add, kSum};
    case P::MINUS:
      return {BinaryOp::subtract, kSum};
    case P::STAR:
      return {BinaryOp::multiply, kProduct};
    case P::SLASH:
      return {BinaryOp::divide, kProduct};
    default:
      return {BinaryOp::remainder, kProduct};
  }
}

// `a.B`: what may stand before the `{` of a construction.
bool is_type_name(const ast::Expr& expr) {
  const ast::Expr* at = &expr;
  while (at->kind == ExprKind::field && !ast::as<ast::Field>(*at).optional)
    at = ast::as<ast::Field>(*at).base;
  return at->kind == ExprKind::name;
}

}  // namespace

// ---- places, lists and limits ----

std::string_view Builder::doc_of(const RawToken& token) {
  if (token.first_doc == token.last_doc) return {};
  std::string doc;
  for (std::uint32_t i = token.first_doc; i < token.last_doc; ++i) {
    const OffsetRange line = lexer_.docs()[i];
    std::string_view text = source(line.begin, line.end);
    if (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with('\r') || text.ends_with(' ')) text.remove_suffix(1);
    if (i > token.first_doc) doc += '\n';
    doc += text;
  }
  return arena_.copy_text(doc);
}

Start Builder::start() {
  const FluxToken& next = tokens_.next();
  Start start;
  start.begin = next.begin();
  start.depth = next.depth;
  start.doc = doc_of(next.raw());
  start.marks = scratch_.marks();
  start.operators = operators_;
  start.declares = declares_;
  return start;
}

void Builder::restore(const Start& start) {
  scratch_.restore(start.marks);
  operators_ = start.operators;
  declares_ = start.declares;
  refined_ = {};
}

void Builder::error_member(const Start& start) {
  add(arena_.make<ast::Member>(MemberKind::error, since(start.begin), start.doc));
}

ast::Ident Builder::ident(antlr4::Token* token) {
  const FluxToken& word = FluxToken::of(token);
  return {intern(source(word)), span_of(word), false};
}

const ast::Expr* Builder::error_expr(SourceSpan span) {
  return arena_.make<ast::Expr>(ExprKind::error, span);
}

void Builder::abandon(SourceSpan span, std::string message, std::string help) {
  errors_.report(Code::unexpected_token, span.begin, span.end, std::move(message)).with_help(std::move(help));
  errors_.recovering = true;
  throw Abandon{};
}

std::string_view Builder::plain_text(const ast::String* text, const char* what) {
  if (text->is_plain()) return text->plain();
  errors_.report(Code::unexpected_token, text->span.begin, text->span.end,
                 std::string{what} + " takes no interpolation");
  return {};
}

void Builder::refuse_default(MemberKind kind, const Start& start) {
  if (start.is_exported && kind != MemberKind::declare) {
    constexpr std::string_view kWord = "export";
    errors_
        .report(Code::declaration_in_wrong_place, start.begin,
                start.begin + static_cast<std::uint32_t>(kWord.size()),
                "`export` stands only before a field that a type declares, or before a declaration of a file")
        .with_help("write `export name: type`, or leave it out");
  }
  if (kind == MemberKind::set) return;
  const bool takes_final = kind == MemberKind::amend || kind == MemberKind::declare;
  if (!start.is_default && (!start.is_final || takes_final)) return;
  const char* word = start.is_default ? "default" : "final";
  errors_
      .report(Code::declaration_in_wrong_place, start.begin,
              start.begin + static_cast<std::uint32_t>(std::string_view{word}.size()),
              std::string{"`"} + word + "` stands only before a member that sets a value")
      .with_help(std::string{"write `"} + word + " name = …`");
}

// ---- declarations ----

void Builder::import_names(const Start& start, const ast::String* path, std::size_t mark) {
  add_decl<ast::Import>(ast::DeclKind::import, start, plain_text(path, "an import's path"), path->span,
                        take<ast::ImportItem>(mark), ast::Ident{}, false);
}

void Builder::import_module(const Start& start, const ast::String* path) {
  last_import_ = arena_.make<ast::Import>(ast::Decl{ast::DeclKind::import, since(start.begin), start.doc},
                                          plain_text(path, "an import's path"), path->span,
                                          std::span<const ast::ImportItem>{}, ast::Ident{}, true);
  scratch_.of<const ast::Decl*>().push_back(last_import_);
}

void Builder::import_alias(antlr4::Token* alias) {
  last_import_->alias = ident(alias);
  last_import_->span = join(last_import_->span, last_import_->alias.span);
}

void Builder::import_item(antlr4::Token* name) {
  scratch_.of<ast::ImportItem>().push_back({ident(name), ident(name)});
}

void Builder::import_item_alias(antlr4::Token* alias) {
  scratch_.of<ast::ImportItem>().back().alias = ident(alias);
}

void Builder::let_decl(const Start& start, const LetParts& let) {
  add_decl<ast::LetDecl>(ast::DeclKind::let, start, let.name, let.type, let.value);
}

void Builder::secret(const Start& start, antlr4::Token* store, const ast::String* path) {
  add_decl<ast::SecretDecl>(ast::DeclKind::secret, start, start.name, ident(store),
                            plain_text(path, "a secret's file"), path->span);
}

void Builder::type_alias(const Start& start, bool is_abstract, const ast::TypeExpr* type) {
  add_decl<ast::TypeDecl>(ast::DeclKind::type, start, start.name, is_abstract, ast::QualifiedName{}, type,
                          nullptr);
}

void Builder::type_decl(const Start& start, bool is_abstract, const ast::QualifiedName& base,
                        const ast::Body* body) {
  add_decl<ast::TypeDecl>(ast::DeclKind::type, start, start.name, is_abstract, base, nullptr, body);
}

void Builder::layer_decl(const Start& start, bool is_environment, const ast::QualifiedName& type,
                         std::size_t extends, const ast::Body* body) {
  add_decl<ast::LayerDecl>(ast::DeclKind::layer, start, is_environment, start.name, type,
                           take<ast::Extends>(extends), body, std::string_view{}, SourceSpan{});
}

void Builder::layer_file(const Start& start, bool is_environment, const ast::QualifiedName& type,
                         std::size_t extends, const ast::String* file) {
  add_decl<ast::LayerDecl>(ast::DeclKind::layer, start, is_environment, start.name, type,
                           take<ast::Extends>(extends), nullptr, plain_text(file, "a layer's file"),
                           file->span);
}

void Builder::extended(const ast::QualifiedName& layer) {
  scratch_.of<ast::Extends>().push_back({layer, {}});
}

void Builder::mounted(const ast::Path& at) {
  scratch_.of<ast::Extends>().back().at = at;
}

void Builder::function(const Start& start, std::size_t parameters, const ast::TypeExpr* result,
                       const ast::Expr* value) {
  add_decl<ast::FunctionDecl>(ast::DeclKind::function, start, start.name, take<ast::Parameter>(parameters),
                              result, value);
}

void Builder::parameter(antlr4::Token* name) {
  scratch_.of<ast::Parameter>().push_back({ident(name), nullptr, nullptr});
}

void Builder::parameter_type(const ast::TypeExpr* type) {
  scratch_.of<ast::Parameter>().back().type = type;
}

void Builder::parameter_default(const ast::Expr* value) {
  scratch_.of<ast::Parameter>().back().value = value;
}

void Builder::name_part(antlr4::Token* token) {
  scratch_.of<ast::Ident>().push_back(ident(token));
}

ast::QualifiedName Builder::qualified_name(std::size_t mark) {
  const auto parts = take<ast::Ident>(mark);
  return {parts, join(parts.front().span, parts.back().span)};
}

// ---- bodies and members ----

BodyStart Builder::open_body(Fields fields) {
  const BodyStart start{tokens_.consumed_end() - 1, mark<const ast::Member*>(), declares_};
  if (fields != Fields::inherited) declares_ = fields == Fields::declared;
  return start;
}

const ast::Body* Builder::close_body(const BodyStart& start) {
  declares_ = start.declares_outside;
  return arena_.make<ast::Body>(take<const ast::Member*>(start.mark), since(start.begin));
}

void Builder::let(const Start& start, const LetParts& let) {
  add_member<ast::LetMember>(MemberKind::let, start, let.name, let.type, let.value);
}

void Builder::check(const Start& start, const ast::Expr* condition, const ast::Expr* message) {
  add_member<ast::CheckMember>(MemberKind::check, start, condition, message, start.across);
}

void Builder::erase(const Start& start, const ast::Path& path) {
  add_member<ast::EraseMember>(MemberKind::erase, start, path);
}

void Builder::renamed(const Start& start, const ast::Path& to, const ast::Path& from) {
  add_member<ast::RenamedMember>(MemberKind::renamed, start, to, from);
}

void Builder::removed(const Start& start, const ast::Path& path, const ast::String* because) {
  add_member<ast::RemovedMember>(MemberKind::removed, start, path, because);
}

void Builder::emit(const Start& start, const ast::Body* body) {
  add_member<ast::EmitMember>(MemberKind::emit, start, start.name, body);
}

void Builder::spread(const Start& start, const ast::Expr* value) {
  add_member<ast::SpreadMember>(MemberKind::spread, start, value);
}

const ast::GuardedMember* Builder::guarded(const Start& start, const ast::Expr* condition,
                                           const ast::Body* then_body, const ast::Body* else_body,
                                           const ast::GuardedMember* else_guarded) {
  return arena_.make<ast::GuardedMember>(ast::Member{MemberKind::guarded, since(start.begin), start.doc},
                                         condition, then_body, else_body, else_guarded);
}

void Builder::loop(const Start& start, const ast::ForHead& head, const ast::Body* body) {
  add_member<ast::LoopMember>(MemberKind::loop, start, head, body);
}

void Builder::loop_entry(const Start& start, const ast::ForHead& head, const ast::Expr* key,
                         const ast::Expr* value) {
  add_member<ast::LoopEntryMember>(MemberKind::loop_entry, start, head, key, value);
}

void Builder::set(const Start& start, const ast::Expr* value, const ast::String* because) {
  add_member<ast::SetMember>(MemberKind::set, start, start.path, value, start.is_final, start.is_default,
                             because);
}

void Builder::change(const Start& start, const ast::Expr* value) {
  add_member<ast::ChangeMember>(start.removes ? MemberKind::remove : MemberKind::append, start, start.path,
                                value);
}

void Builder::open_declaration(Start& start, antlr4::Token* op) {
  start.optional = FluxToken::of(op).type() == P::QCOLON;
  const ast::PathStep& last = start.path.steps.back();
  start.name = last.name;
  const std::string name = errors_.quoted(start.path.span.begin, start.path.span.end);
  if (!declares_) {
    // `n: int = 3`: the type goes, not only the colon. It is not read yet, and stands on this line.
    const std::uint32_t after = FluxToken::of(op).end();
    const std::string_view rest = lexer_.text().substr(after);
    const std::string_view type = rest.substr(0, rest.find_first_of("={}\"\n"));
    const std::string_view sign = rest.substr(type.size(), 2);
    const bool typed = sign.starts_with('=') && sign != "==" && sign != "=>";
    const std::uint32_t end = typed ? after + static_cast<std::uint32_t>(type.size()) + 1 : after;
    errors_
        .report(Code::declaration_in_wrong_place, FluxToken::of(op).begin(), FluxToken::of(op).end(),
                "a field is declared only in a type: found " +
                    errors_.quoted(FluxToken::of(op).begin(), FluxToken::of(op).end()) + " after " + name)
        .with_help("write `=` to set it")
        .fix("write `=`", errors_.span(start.path.span.end, end), " =");
    errors_.recovering = true;
    throw Abandon{};
  }
  if (start.path.steps.size() != 1 || last.kind != ast::PathStep::Kind::name) {
    abandon(start.path.span, "a declared field has a single name: found " + name,
            "declare the field where its record type is written");
  }
}

void Builder::declare(const Start& start, const ast::TypeExpr* type, const ast::Expr* value,
                      const ast::String* because) {
  add_member<ast::DeclareMember>(MemberKind::declare, start, start.name, start.optional, type, value,
                                 start.is_final, start.is_exported, because);
}

void Builder::amend(const Start& start, const ast::Body* body, const ast::String* because) {
  add_member<ast::AmendMember>(MemberKind::amend, start, start.path, body, start.is_final, because);
}

void Builder::star_is(const Start& start, const ast::QualifiedName& type, const ast::Body* body) {
  if (start.path.steps.back().kind != ast::PathStep::Kind::star) {
    errors_
        .report(Code::unexpected_token, start.path.span.end, type.span.begin,
                "`is` selects entries, so it follows `.*`")
        .with_help("write " + errors_.quoted(start.path.span.begin, start.path.span.end) +
                   " and `.* is …`, or leave the type away");
  }
  add_member<ast::StarIsMember>(MemberKind::star_is, start, start.path, type, body);
}

void Builder::label(antlr4::Token* word) {
  const ast::Ident name = ident(word);
  operand(make_expr<ast::NameExpr>(ExprKind::name, name.span, name.name));
}

void Builder::label(const ast::String* text) {
  operand(text);
}

void Builder::block(const Start& start, std::size_t labels, const ast::ForHead* loop, const ast::Body* body) {
  const ast::PathStep& head = start.path.steps.front();
  if (start.path.steps.size() != 1 || head.kind != ast::PathStep::Kind::name) {
    errors_
        .report(Code::unexpected_token, start.path.span.begin, start.path.span.end,
                "labels follow a single word: found " +
                    errors_.quoted(start.path.span.begin, start.path.span.end))
        .with_help("a block is written `resource type name { … }`");
  }
  add_member<ast::BlockMember>(MemberKind::block, start, head.name, take<const ast::Expr*>(labels),
                               loop != nullptr, loop != nullptr ? *loop : ast::ForHead{}, body);
}

void Builder::name_step(antlr4::Token* word) {
  const ast::Ident name = ident(word);
  scratch_.of<ast::PathStep>().push_back({ast::PathStep::Kind::name, name, nullptr, name.span});
}

void Builder::name_step(const ast::String* quoted) {
  if (!quoted->is_plain()) {
    errors_
        .report(Code::unexpected_token, quoted->span.begin, quoted->span.end,
                "a quoted name takes no interpolation")
        .with_help("a computed key stands in brackets: `[" +
                   errors_.quoted(quoted->span.begin, quoted->span.end).substr(1));
  }
  const ast::Ident name{intern(quoted->plain()), quoted->span, true};
  scratch_.of<ast::PathStep>().push_back({ast::PathStep::Kind::name, name, nullptr, name.span});
}

void Builder::star_step(antlr4::Token* star) {
  scratch_.of<ast::PathStep>().push_back(
      {ast::PathStep::Kind::star, {}, nullptr, span_of(FluxToken::of(star))});
}

void Builder::computed_step(const ast::Expr* index) {
  scratch_.of<ast::PathStep>().push_back({ast::PathStep::Kind::computed, {}, index, index->span});
}

ast::Path Builder::path(std::size_t mark) {
  const auto steps = take<ast::PathStep>(mark);
  return {steps, {steps.front().span.file, steps.front().span.begin, tokens_.consumed_end()}};
}

// ---- types ----

void Builder::alternative(const ast::TypeExpr* type) {
  scratch_.of<const ast::TypeExpr*>().push_back(type);
}

const ast::TypeExpr* Builder::alternatives(std::size_t mark) {
  auto& types = scratch_.of<const ast::TypeExpr*>();
  if (types.size() == mark + 1) {
    const ast::TypeExpr* only = types.back();
    types.pop_back();
    return only;
  }
  const auto taken = take<const ast::TypeExpr*>(mark);
  return arena_.make<ast::Alternatives>(
      ast::TypeExpr{TypeKind::alternatives, join(taken.front()->span, taken.back()->span)}, taken);
}

const ast::TypeExpr* Builder::nullable(const ast::TypeExpr* inner) {
  return arena_.make<ast::Nullable>(ast::TypeExpr{TypeKind::nullable, since(inner->span.begin)}, inner);
}

const ast::TypeExpr* Builder::literal_type(const ast::String* text) {
  plain_text(text, "a type");
  return arena_.make<ast::LiteralType>(ast::TypeExpr{TypeKind::literal, text->span}, text);
}

const ast::TypeExpr* Builder::literal_type(std::uint32_t begin, bool negative, antlr4::Token* number) {
  return arena_.make<ast::LiteralType>(ast::TypeExpr{TypeKind::literal, since(begin)},
                                       signed_number(begin, negative, number));
}

const ast::TypeExpr* Builder::record_type(const ast::Body* body) {
  return arena_.make<ast::RecordType>(ast::TypeExpr{TypeKind::record, body->span}, body);
}

TypeStart Builder::open_type() {
  return {here(), mark<ast::TypeArgument>(), mark<ast::Refinement>(), {}};
}

const ast::TypeExpr* Builder::named_type(const TypeStart& start, const ast::QualifiedName& name) {
  const auto arguments = take<ast::TypeArgument>(start.arguments);
  const auto refinements = take<ast::Refinement>(start.refinements);
  const SourceSpan span = since(start.begin);
  if (name.parts.size() == 1 && arguments.empty() && refinements.empty()) {
    const std::string_view word = name.parts[0].name.text();
    if (word == "true" || word == "false") {
      const auto* literal = make_expr<ast::BoolLiteral>(ExprKind::bool_literal, name.span, word == "true");
      return arena_.make<ast::LiteralType>(ast::TypeExpr{TypeKind::literal, span}, literal);
    }
    if (word == "null") {
      const auto* literal = arena_.make<ast::Expr>(ExprKind::null_literal, name.span);
      return arena_.make<ast::LiteralType>(ast::TypeExpr{TypeKind::literal, span}, literal);
    }
  }
  return arena_.make<ast::NamedType>(ast::TypeExpr{TypeKind::named, span}, name, arguments, refinements,
                                     start.style);
}

void Builder::type_argument(const ast::TypeExpr* type) {
  scratch_.of<ast::TypeArgument>().push_back({type, {}});
}

void Builder::type_argument_key(antlr4::Token* by, antlr4::Token* name) {
  if (source(FluxToken::of(by)) != "by") {
    errors_
        .report(Code::unexpected_token, FluxToken::of(by).begin(), FluxToken::of(by).end(),
                "expected `,` or `>`, found " +
                    errors_.quoted(FluxToken::of(by).begin(), FluxToken::of(by).end()))
        .with_help("a list keyed by a field is written `list<T by name>`");
  }
  scratch_.of<ast::TypeArgument>().back().by = ident(name);
}

void Builder::pattern(antlr4::Token* regex) {
  const FluxToken& token = FluxToken::of(regex);
  std::string_view written = source(token);
  const std::size_t slash = written.find('/');
  const auto begin = static_cast<std::uint32_t>(token.begin() + slash);
  written.remove_prefix(slash + 1);
  if (written.ends_with('/')) written.remove_suffix(1);
  std::string unescaped;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\\' && i + 1 < written.size()) {
      if (written[i + 1] != '/') unescaped += '\\';
      ++i;
    }
    unescaped += written[i];
  }
  ast::Refinement refinement{};
  refinement.pattern = arena_.copy_text(unescaped);
  refinement.is_pattern = true;
  refinement.span = errors_.span(begin, token.end());
  scratch_.of<ast::Refinement>().push_back(refinement);
}

void Builder::refined(antlr4::Token* what) {
  refined_ = ident(what);
}

void Builder::refinement(const RangeParts& range) {
  ast::Refinement refinement{};
  refinement.what = refined_;
  refinement.low = range.low;
  refinement.high = range.high;
  refinement.span = join(refined_.span, range.span);
  scratch_.of<ast::Refinement>().push_back(refinement);
  refined_ = {};
}

const ast::Expr* Builder::signed_number(std::uint32_t begin, bool negative, antlr4::Token* number) {
  const ast::Expr* value = this->number(number);
  return negative ? make_expr<ast::Unary>(ExprKind::unary, since(begin), ast::UnaryOp::negate, value) : value;
}

// ---- expressions ----

void Builder::count_operator(SourceSpan at) {
  if (++operators_ <= ast::kMaxOperators) return;
  errors_
      .report(Code::expression_too_long, at.begin, at.end,
              "this expression has more than " + std::to_string(ast::kMaxOperators) + " operators")
      .with_help("name parts of it with `let`");
  errors_.recovering = true;
  throw Abandon{};
}

Chain Builder::open_chain() {
  return {mark<const ast::Expr*>(), mark<Operator>(), operators_, false};
}

void Builder::compare(Chain& chain, SourceSpan at) {
  if (chain.compared) {
    abandon(at, "comparisons do not chain: found a second one, " + errors_.quoted(at.begin, at.end),
            "join two comparisons with `&&`");
  }
  chain.compared = true;
}

// Joins operands while the operator before binds at least as tightly.
void Builder::reduce(std::size_t first, std::uint8_t precedence) {
  auto& operators = scratch_.of<Operator>();
  auto& operands = scratch_.of<const ast::Expr*>();
  while (operators.size() > first && operators.back().precedence >= precedence) {
    const Operator op = operators.back();
    operators.pop_back();
    const ast::Expr* right = operands.back();
    operands.pop_back();
    const ast::Expr* left = operands.back();
    operands.back() = make_expr<ast::Binary>(ExprKind::binary, join(left->span, right->span), op.op,
                                             errors_.span(op.at.begin, op.at.end), left, right);
  }
}

void Builder::binary_operator(Chain& chain, antlr4::Token* token) {
  const FluxToken& op = FluxToken::of(token);
  const Precedence precedence = precedence_of(op.type());
  count_operator(span_of(op));
  if (precedence.level == kComparison) compare(chain, span_of(op));
  if (precedence.level < kComparison) chain.compared = false;
  reduce(chain.operators, precedence.level);
  scratch_.of<Operator>().push_back({precedence.op, precedence.level, {op.begin(), op.end()}});
}

void Builder::is_operator(Chain& chain, antlr4::Token* is) {
  const SourceSpan at = span_of(FluxToken::of(is));
  count_operator(at);
  compare(chain, at);
  reduce(chain.operators, kComparison);
}

void Builder::is_absent() {
  const ast::Expr*& value = scratch_.of<const ast::Expr*>().back();
  value = make_expr<ast::IsAbsent>(ExprKind::is_absent, since(value->span.begin), value);
}

void Builder::is_type(const ast::TypeExpr* type) {
  const ast::Expr*& value = scratch_.of<const ast::Expr*>().back();
  value = make_expr<ast::IsType>(ExprKind::is_type, since(value->span.begin), value, type);
}

const ast::Expr* Builder::close_chain(const Chain& chain) {
  reduce(chain.operators, 0);
  auto& operands = scratch_.of<const ast::Expr*>();
  const ast::Expr* value = operands.back();
  operands.resize(chain.operands);
  operators_ = chain.operators_outside;
  return value;
}

void Builder::prefix(antlr4::Token* token) {
  const FluxToken& op = FluxToken::of(token);
  count_operator(span_of(op));
  scratch_.of<Prefix>().push_back(
      {op.type() == P::NOT ? ast::UnaryOp::logical_not : ast::UnaryOp::negate, op.begin()});
}

const ast::Expr* Builder::apply_prefixes(std::size_t mark, const ast::Expr* operand) {
  auto& prefixes = scratch_.of<Prefix>();
  for (; prefixes.size() > mark; prefixes.pop_back()) {
    operand =
        make_expr<ast::Unary>(ExprKind::unary, since(prefixes.back().begin), prefixes.back().op, operand);
  }
  return operand;
}

const ast::Expr* Builder::conditional(std::uint32_t begin, const ast::Expr* condition, const ast::Expr* yes,
                                      const ast::Expr* no) {
  return make_expr<ast::Conditional>(ExprKind::conditional, since(begin), condition, yes, no);
}

const ast::Expr* Builder::name(antlr4::Token* token) {
  const FluxToken& word = FluxToken::of(token);
  const std::string_view text = source(word);
  if (text == "true" || text == "false") {
    return make_expr<ast::BoolLiteral>(ExprKind::bool_literal, span_of(word), text == "true");
  }
  if (text == "null") return arena_.make<ast::Expr>(ExprKind::null_literal, span_of(word));
  return make_expr<ast::NameExpr>(ExprKind::name, span_of(word), intern(text));
}

const ast::Expr* Builder::number(antlr4::Token* token) {
  const SourceSpan span = span_of(FluxToken::of(token));
  const ast::Expr* value = read_number(source(FluxToken::of(token)), span, arena_, errors_);
  return value != nullptr ? value : error_expr(span);
}

const ast::Expr* Builder::object(const ast::Body* body) {
  return make_expr<ast::Object>(ExprKind::object, body->span, body);
}

const ast::Expr* Builder::field(std::uint32_t begin, const ast::Expr* base, antlr4::Token* dot,
                                antlr4::Token* name) {
  count_operator(span_of(FluxToken::of(dot)));
  return make_expr<ast::Field>(ExprKind::field, since(begin), base, ident(name),
                               FluxToken::of(dot).type() == P::QDOT);
}

const ast::Expr* Builder::index(std::uint32_t begin, const ast::Expr* base, const ast::Expr* index) {
  count_operator(index->span);
  return make_expr<ast::Index>(ExprKind::index, since(begin), base, index);
}

const ast::Expr* Builder::call(std::uint32_t begin, const ast::Expr* callee, std::size_t arguments) {
  count_operator(since(begin));
  return make_expr<ast::Call>(ExprKind::call, since(begin), callee, take<ast::Argument>(arguments));
}

void Builder::check_constructible(const ast::Expr* type) {
  if (is_type_name(*type)) return;
  const FluxToken& brace = tokens_.next();
  abandon(span_of(brace), "a `{` may follow only a type's name here",
          "to change a copy of a value, write `value with { … }`");
}

const ast::Expr* Builder::construct(std::uint32_t begin, const ast::Expr* type, const ast::Body* body) {
  const std::size_t first = mark<ast::Ident>();
  auto& parts = scratch_.of<ast::Ident>();
  const ast::Expr* at = type;
  for (; at->kind == ExprKind::field; at = ast::as<ast::Field>(*at).base)
    parts.push_back(ast::as<ast::Field>(*at).field);
  parts.push_back({ast::as<ast::NameExpr>(*at).name, at->span, false});
  std::reverse(parts.begin() + static_cast<std::ptrdiff_t>(first), parts.end());
  return make_expr<ast::Construct>(ExprKind::construct, since(begin),
                                   ast::QualifiedName{take<ast::Ident>(first), type->span}, body);
}

const ast::Expr* Builder::with(std::uint32_t begin, const ast::Expr* base, const ast::Body* body) {
  count_operator(body->span);
  return make_expr<ast::With>(ExprKind::with, since(begin), base, body);
}

const ast::Expr* Builder::in_unit(std::uint32_t begin, const ast::Expr* value, antlr4::Token* unit) {
  return make_expr<ast::InUnit>(ExprKind::in_unit, since(begin), value, ident(unit));
}

void Builder::argument(const ast::Expr* value, bool spread) {
  scratch_.of<ast::Argument>().push_back({value, spread});
}

void Builder::item(const ast::Expr* value) {
  scratch_.of<ast::ListItem>().push_back({ast::ListItem::Kind::element, value, {}});
}

void Builder::spread_item(const ast::Expr* value) {
  scratch_.of<ast::ListItem>().push_back({ast::ListItem::Kind::spread, value, {}});
}

void Builder::loop_item(const ast::ForHead& head, const ast::Expr* value) {
  scratch_.of<ast::ListItem>().push_back({ast::ListItem::Kind::loop, value, head});
}

const ast::Expr* Builder::list(std::uint32_t begin, std::size_t mark) {
  return make_expr<ast::List>(ExprKind::list, since(begin), take<ast::ListItem>(mark));
}

const ast::Expr* Builder::match(std::uint32_t begin, const ast::Expr* subject, std::size_t arms) {
  return make_expr<ast::Match>(ExprKind::match, since(begin), subject, take<ast::MatchArm>(arms));
}

void Builder::otherwise_pattern(antlr4::Token* token) {
  scratch_.of<ast::Pattern>().push_back(
      {ast::Pattern::Kind::otherwise, nullptr, nullptr, nullptr, nullptr, span_of(FluxToken::of(token))});
}

void Builder::type_pattern(std::uint32_t begin, const ast::TypeExpr* type) {
  scratch_.of<ast::Pattern>().push_back(
      {ast::Pattern::Kind::is_type, type, nullptr, nullptr, nullptr, since(begin)});
}

void Builder::value_pattern(const ast::String* text) {
  plain_text(text, "a pattern");
  scratch_.of<ast::Pattern>().push_back(
      {ast::Pattern::Kind::value, nullptr, text, nullptr, nullptr, text->span});
}

void Builder::value_pattern(antlr4::Token* word) {
  const ast::Expr* value = name(word);
  if (value->kind == ExprKind::name) {
    const std::string text = errors_.quoted(value->span.begin, value->span.end);
    abandon(value->span, "expected a pattern, found " + text,
            "write the text in quotes, `is " + text.substr(1, text.size() - 2) + "` for a type, or `else`");
  }
  scratch_.of<ast::Pattern>().push_back(
      {ast::Pattern::Kind::value, nullptr, value, nullptr, nullptr, value->span});
}

void Builder::range_pattern(const RangeParts& range) {
  if (range.is_range) {
    scratch_.of<ast::Pattern>().push_back(
        {ast::Pattern::Kind::range, nullptr, nullptr, range.low, range.high, range.span});
  } else {
    scratch_.of<ast::Pattern>().push_back(
        {ast::Pattern::Kind::value, nullptr, range.low, nullptr, nullptr, range.span});
  }
}

void Builder::arm(std::uint32_t begin, std::size_t patterns, const ast::Expr* value) {
  scratch_.of<ast::MatchArm>().push_back({take<ast::Pattern>(patterns), value, since(begin)});
}

// ---- strings ----

const ast::String* Builder::whole_string(antlr4::Token* token) {
  const FluxToken& written = FluxToken::of(token);
  const bool raw = written.type() != P::PLAIN;
  const bool multiline = written.type() == P::RAW3;
  const std::size_t quotes = multiline ? 3 : 1;
  std::string_view text = source(written).substr(quotes + (raw ? 1 : 0));
  if (text.size() >= quotes) text.remove_suffix(quotes);
  std::span<const ast::StringPart> parts;
  if (multiline) {
    const TextRun run{text, written.begin()};
    const std::string_view indentation = common_indentation({&run, 1});
    const std::size_t content = text.find_first_not_of(" \t\r");
    const bool drops_line = content != std::string_view::npos && text[content] == '\n';
    text = arena_.copy_text(
        strip_indentation(drops_line ? text.substr(content + 1) : text, indentation, drops_line));
  } else {
    text = arena_.copy_text(text);
  }
  if (!text.empty()) {
    auto storage = arena_.make_array<ast::StringPart>(1);
    storage[0] = {text, nullptr, span_of(written)};
    parts = storage;
  }
  return make_expr<ast::String>(ExprKind::string, span_of(written), parts, raw, multiline);
}

StringStart Builder::open_string(antlr4::Token* quote) {
  return {FluxToken::of(quote).begin(), mark<ast::StringPart>(), FluxToken::of(quote).type() == P::STR3};
}

// Pieces are kept as written until the string is complete: an escape may reach over two, and only the whole
// has an indentation.
void Builder::text(const StringStart& start, antlr4::Token* token) {
  const FluxToken& piece = FluxToken::of(token);
  auto& parts = scratch_.of<ast::StringPart>();
  if (parts.size() > start.mark && parts.back().expr == nullptr) {
    ast::StringPart& last = parts.back();
    last.span.end = piece.end();
    last.text = source(last.span.begin, last.span.end);
  } else {
    parts.push_back({source(piece), nullptr, span_of(piece)});
  }
}

void Builder::open_interpolation(const StringStart&, antlr4::Token* open) {
  scratch_.of<ast::StringPart>().push_back(
      {{}, error_expr(span_of(FluxToken::of(open))), span_of(FluxToken::of(open))});
}

void Builder::interpolation(const StringStart&, const ast::Expr* value, antlr4::Token* close) {
  ast::StringPart& part = scratch_.of<ast::StringPart>().back();
  part.expr = value;
  part.span.end = FluxToken::of(close).end();
}

const ast::String* Builder::close_string(const StringStart& start, antlr4::Token* quote) {
  auto& parts = scratch_.of<ast::StringPart>();
  const std::span<ast::StringPart> own = std::span(parts).subspan(start.mark);
  std::string_view indentation;
  if (start.multiline) {
    std::vector<TextRun> runs;
    for (const ast::StringPart& part : own) {
      if (part.expr == nullptr) runs.push_back({part.text, part.span.begin});
    }
    indentation = common_indentation(runs);
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    ast::StringPart& part = own[i];
    if (part.expr != nullptr) continue;
    // Removing indentation moves text, so an escape's place is exact only where nothing was removed before
    // it.
    std::string stripped;
    std::string_view written = part.text;
    std::uint32_t offset = part.span.begin;
    if (start.multiline) {
      bool at_line_start = false;
      const std::size_t content = written.find_first_not_of(" \t\r");
      if (i == 0 && content != std::string_view::npos && written[content] == '\n') {
        written.remove_prefix(content + 1);
        offset += static_cast<std::uint32_t>(content + 1);
        at_line_start = true;
      }
      stripped = strip_indentation(written, indentation, at_line_start);
      written = stripped;
    }
    part.text = unescape(written, offset, arena_, errors_);
  }
  const auto is_empty = [](const ast::StringPart& part) { return part.expr == nullptr && part.text.empty(); };
  parts.erase(std::remove_if(parts.begin() + static_cast<std::ptrdiff_t>(start.mark), parts.end(), is_empty),
              parts.end());
  const SourceSpan span = errors_.span(start.begin, FluxToken::of(quote).end());
  return make_expr<ast::String>(ExprKind::string, span, take<ast::StringPart>(start.mark), false,
                                start.multiline);
}

}  // namespace flux::syntax
