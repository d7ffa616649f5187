// The syntax tree: what was written, with nothing decided yet.
//
// Every node lies in the arena of its module and is never changed after parsing. A place where the text could
// not be understood is an Error node; a tree is complete even so, and later phases pass over such nodes in
// silence. Strings are already unescaped, numbers already read; names are interned.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/name.h"
#include "source/source_span.h"

namespace flux::ast {

struct Expr;
struct TypeExpr;
struct Body;
struct Member;

/// A word and where it stands. `quoted` names are never keywords and never variables.
struct Ident {
  Name name;
  SourceSpan span;
  bool quoted = false;
};

/// `a.b.c`, at least one part.
struct QualifiedName {
  std::span<const Ident> parts;
  SourceSpan span;
};

// ---- expressions
// -------------------------------------------------------------------------------------------

enum class ExprKind : std::uint8_t {
  error,
  null_literal,
  bool_literal,
  number,
  string,
  name,       ///< any bare word, `self`, `super`, `root` and `key` included
  list,       ///< [a, ...b, for x in xs: e]
  object,     ///< { members }, map comprehensions included (a for_entry member)
  construct,  ///< Type { members }
  with,       ///< base with { members }
  field,      ///< base.name, base?.name
  index,      ///< base[index]
  call,       ///< callee(arguments)
  unary,
  binary,
  is_type,      ///< value is T
  is_absent,    ///< value is absent
  in_unit,      ///< value in MiB
  conditional,  ///< if c then a else b
  match,
};

enum class UnaryOp : std::uint8_t { logical_not, negate };
enum class BinaryOp : std::uint8_t {
  coalesce,
  logical_or,
  logical_and,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  remainder,
};

struct Expr {
  ExprKind kind;
  SourceSpan span;
};

struct BoolLiteral : Expr {
  bool value;
};

/// A number as written. A quantity (`16Gi`, `1h30m`, `80%`) is read when the type that is expected is known.
struct Number : Expr {
  enum class Form : std::uint8_t { integer, floating, quantity } form;
  std::int64_t integer;   ///< form integer (hexadecimal included)
  double floating;        ///< form floating
  std::string_view text;  ///< as written, underscores removed
};

/// Text and interpolations in turn; a plain string has at most one part, and no parts when it is "".
struct StringPart {
  std::string_view text;  ///< unescaped; used when `expr` is null
  const Expr* expr = nullptr;
  SourceSpan span;
};
struct String : Expr {
  std::span<const StringPart> parts;
  bool raw;        ///< r"…"
  bool multiline;  ///< """…""", indentation already stripped
  /// The text when there is no interpolation.
  bool is_plain() const { return parts.empty() || (parts.size() == 1 && parts[0].expr == nullptr); }
  std::string_view plain() const { return parts.empty() ? std::string_view{} : parts[0].text; }
};

struct NameExpr : Expr {
  Name name;
};

/// `for a, b in source if condition`
struct ForHead {
  Ident first;
  Ident second;  ///< no name when there is one variable
  const Expr* source = nullptr;
  const Expr* condition = nullptr;
  SourceSpan span;
};

struct ListItem {
  enum class Kind : std::uint8_t { element, spread, loop } kind;
  const Expr* value;
  ForHead head;  ///< kind loop
};
struct List : Expr {
  std::span<const ListItem> items;
};
struct Object : Expr {
  const Body* body;
};
struct Construct : Expr {
  QualifiedName type;
  const Body* body;
};
struct With : Expr {
  const Expr* base;
  const Body* body;
};
struct Field : Expr {
  const Expr* base;
  Ident field;
  bool optional;
};
struct Index : Expr {
  const Expr* base;
  const Expr* index;
};
struct Argument {
  const Expr* value;
  bool spread;
};
struct Call : Expr {
  const Expr* callee;
  std::span<const Argument> arguments;
};
struct Unary : Expr {
  UnaryOp op;
  const Expr* operand;
};
/// Left-associative chains are left-deep, at most kMaxOperators long.
struct Binary : Expr {
  BinaryOp op;
  SourceSpan op_span;
  const Expr* left;
  const Expr* right;
};
struct IsType : Expr {
  const Expr* value;
  const TypeExpr* type;
};
struct IsAbsent : Expr {
  const Expr* value;
};
struct InUnit : Expr {
  const Expr* value;
  Ident unit;
};
struct Conditional : Expr {
  const Expr* condition;
  const Expr* then_value;
  const Expr* else_value;
};

struct Pattern {
  enum class Kind : std::uint8_t { otherwise, is_type, value, range } kind;
  const TypeExpr* type = nullptr;  ///< is_type
  const Expr* value = nullptr;     ///< value: a string, number, true, false or null
  const Expr* low = nullptr;       ///< range, inclusive; null: open
  const Expr* high = nullptr;
  SourceSpan span;
};
struct MatchArm {
  std::span<const Pattern> patterns;  ///< alternatives
  const Expr* value;
  SourceSpan span;
};
struct Match : Expr {
  const Expr* subject;
  std::span<const MatchArm> arms;
};

// ---- types
// ---------------------------------------------------------------------------------------------------

enum class TypeKind : std::uint8_t { error, named, literal, record, alternatives, nullable };

struct TypeExpr {
  TypeKind kind;
  SourceSpan span;
};

/// One of `len 1..63`, `1..`, `..5`, `/regex/`, `3`.
struct Refinement {
  Ident what;                  ///< `len`, or none
  const Expr* low = nullptr;   ///< a Number, or a negated one (Unary)
  const Expr* high = nullptr;  ///< equal to `low` for a single value
  std::string_view pattern;    ///< the regular expression between the slashes, `\/` already `/`
  bool is_pattern = false;
  SourceSpan span;
};

struct TypeArgument {
  const TypeExpr* type;
  Ident by;  ///< `list<T by name>`
};

/// `a.B<args>(refinements) as style`
struct NamedType : TypeExpr {
  QualifiedName name;
  std::span<const TypeArgument> arguments;
  std::span<const Refinement> refinements;
  Ident style;  ///< `duration as prometheus`; no name when absent
};
/// "dev", 80, -1, true, false or null as a type.
struct LiteralType : TypeExpr {
  const Expr* value;
};
struct RecordType : TypeExpr {
  const Body* body;
};
struct Alternatives : TypeExpr {
  std::span<const TypeExpr* const> types;
};  ///< A | B, at least two
struct Nullable : TypeExpr {
  const TypeExpr* inner;
};

// ---- bodies and members
// ----------------------------------------------------------------------------------------

struct PathStep {
  enum class Kind : std::uint8_t { name, star, computed } kind;
  Ident name;                   ///< kind name
  const Expr* index = nullptr;  ///< kind computed: [e]
  SourceSpan span;
};
struct Path {
  std::span<const PathStep> steps;  ///< at least one
  SourceSpan span;
};

enum class MemberKind : std::uint8_t {
  error,
  declare,  ///< name: T, name?: T, name: T = value
  set,      ///< path = value
  amend,    ///< path { … }
  star_is,  ///< path is T { … }; the path ends with a star
  append,   ///< path += value
  remove,   ///< path -= value
  erase,    ///< delete path
  let,
  check,
  guarded,     ///< if c { … } else …
  loop,        ///< for k, v in e { … }
  loop_entry,  ///< for k, v in e : key => value
  spread,
  emit,
  block,    ///< head label… { … }, in emit bodies
  renamed,  ///< renamed a.b from a.c
  removed,  ///< removed a.b because "…"
};

struct Member {
  MemberKind kind;
  SourceSpan span;
  std::string_view doc;  ///< the `///` lines above, joined by newlines, without their slashes
};

struct Body {
  std::span<const Member* const> members;
  SourceSpan span;  ///< from `{` to `}`
};

struct DeclareMember : Member {
  Ident name;
  bool optional;
  const TypeExpr* type;
  const Expr* value;  ///< the default; may be null
  bool is_final;
  bool exported;          ///< `fluxc interface` writes it
  const String* because;  ///< may be null
};
struct SetMember : Member {
  Path path;
  const Expr* value;
  bool is_final;
  bool is_default;        ///< `default f = e`
  const String* because;  ///< may be null
};
struct AmendMember : Member {
  Path path;
  const Body* body;
  bool is_final;
  const String* because;  ///< may be null
};
struct StarIsMember : Member {
  Path path;
  QualifiedName type;
  const Body* body;
};
struct ChangeMember : Member {
  Path path;
  const Expr* value;
};  ///< append and remove
struct EraseMember : Member {
  Path path;
};
struct LetMember : Member {
  Ident name;
  const TypeExpr* type;
  const Expr* value;
};
struct CheckMember : Member {
  const Expr* condition;
  const Expr* message;
  bool across_environments;
};
struct GuardedMember : Member {
  const Expr* condition;
  const Body* then_body;
  const Body* else_body;              ///< `else { … }`; may be null
  const GuardedMember* else_guarded;  ///< `else if …`; may be null
};
struct LoopMember : Member {
  ForHead head;
  const Body* body;
};
struct LoopEntryMember : Member {
  ForHead head;
  const Expr* key;
  const Expr* value;
};
struct SpreadMember : Member {
  const Expr* value;
};
struct EmitMember : Member {
  Ident target;
  const Body* body;
};
/// `resource T n for k, v in m { … }`, `release "x" { … }`: a word, one or more labels, a body.
struct BlockMember : Member {
  Ident head;
  std::span<const Expr* const> labels;  ///< each a NameExpr (a bare word, taken as text) or a String
  bool has_loop;
  ForHead loop;
  const Body* body;
};
struct RenamedMember : Member {
  Path to;
  Path from;
};
struct RemovedMember : Member {
  Path path;
  const String* because;
};

// ---- declarations
// -------------------------------------------------------------------------------------------------

enum class DeclKind : std::uint8_t { import, type, layer, function, let, secret };

struct Decl {
  DeclKind kind;
  SourceSpan span;
  std::string_view doc;
  bool exported = false;  ///< other packages may read it
};

struct ImportItem {
  Ident name;
  Ident alias;
};  ///< alias equals name when none is written
/// `import { a, b as c } from "path"` or `import "path" as alias`
struct Import : Decl {
  std::string_view path;
  SourceSpan path_span;
  std::span<const ImportItem> items;
  Ident alias;        ///< none for the first form; without `as`, none too: sema takes it from the file's name
  bool whole_module;  ///< the second form
};

struct TypeDecl : Decl {
  Ident name;
  bool is_abstract;
  QualifiedName base;     ///< no parts when absent
  const TypeExpr* alias;  ///< `type A = …`; then `body` is null
  const Body* body;
};

/// `defaults`, or `web at apps.web`
struct Extends {
  QualifiedName layer;
  Path at;  ///< no steps when not mounted
};
struct LayerDecl : Decl {
  bool is_environment;
  Ident name;
  QualifiedName type;  ///< `: T`; no parts when absent
  std::span<const Extends> extends;
  const Body* body;       ///< null for `from "file"`
  std::string_view from;  ///< the YAML or JSON file; used when `body` is null
  SourceSpan from_span;
};

struct Parameter {
  Ident name;
  const TypeExpr* type;
  const Expr* value;
};
struct FunctionDecl : Decl {
  Ident name;
  std::span<const Parameter> parameters;
  const TypeExpr* result;
  const Expr* value;
};
struct LetDecl : Decl {
  Ident name;
  const TypeExpr* type;
  const Expr* value;
};

/// `secret NAME from sops "file"`
struct SecretDecl : Decl {
  Ident name;
  Ident store;  ///< `sops`
  std::string_view path;
  SourceSpan path_span;
};

struct File {
  FileId id;
  std::span<const Decl* const> decls;
  /// The comment at the very top of the file, for `doc`; may be empty.
  std::string_view doc;
};

/// The node as what its kind says it is. The caller has looked at the kind.
template <typename T, typename Node>
const T& as(const Node& node) {
  return static_cast<const T&>(node);
}

// The limits of the parser; each has its own error.
inline constexpr int kMaxNesting = 400;      ///< open brackets and `else if`s
inline constexpr int kMaxOperators = 5'000;  ///< operators in one chain
inline constexpr int kMaxSyntaxErrors = 50;  ///< in one file

}  // namespace flux::ast
