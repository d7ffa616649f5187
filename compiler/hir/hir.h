// The program after sema: names bound, types known, paths taken apart. What the evaluator runs.
//
// Nodes lie in arenas of the compilation and are only read once sema is done, by any number of threads.
//
// Frames. An expression runs in a chain of frames, counted from the innermost as 0, 1, 2 … (`up`). A frame is
// made by
//   - each *body with braces* of an object (construction, amendment, star, type, layer), whether or not it
//   opens a scope,
//   - each iteration of a `for` (member, list or map comprehension),
//   - each call of a function (its parameters), and each `emit` body.
// Nothing else makes one: `if` bodies do not, nor do the one-entry bodies that sema makes of `a.b.c = e`
// (Body::is_path). The outermost frame of a type's, layer's or function's code has no parent; module-level
// names are bound statically.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/name.h"
#include "base/name_index.h"
#include "functions/functions.h"
#include "ir/origin.h"
#include "ir/value.h"
#include "source/source_span.h"
#include "types/type.h"

namespace flux::hir {

struct Expr;
struct Body;
struct Guard;
struct EmitBody;
struct Function;
struct GlobalLet;

enum class ExprKind : std::uint8_t {
  error,      ///< evaluates to poison, silently
  constant,   ///< value
  template_,  ///< items: the parts, joined as text
  local,      ///< up, index: a variable of an iteration or a parameter
  let_,       ///< up, index: a `let` of that frame (evaluated once per frame)
  slot,       ///< up, name: the field of that frame's object (through references: never)
  global,     ///< global: a module's `let`
  self,       ///< up: that frame's object, as a reference
  super,      ///< what the layers below gave the slot being set
  root,       ///< the environment's object
  key,        ///< up: the key of the nearest entry of a map or keyed list, from that frame's object upwards
  field,      ///< a.name; `optional` for `?.`. References are followed
  handles,    ///< a.terraform (a is null: up, the frame's object): only under `handle`
  handle,     ///< a: handles; `handle_decl`: one Terraform block
  variable,   ///< name: a Terraform name taken over as it is (`path.module`, `each.key`,
              ///< `terraform.workspace`)
  index,      ///< a[b]
  call,       ///< function(items…); function null: a provider's, by its full name
  special_call,  ///< special: evaluated by the evaluator itself
  call_user,     ///< user(items…)
  unary,         ///< op, a
  binary,        ///< op, a, b; arithmetic, comparison, equality
  logical_and,
  logical_or,
  coalesce,
  conditional,  ///< a ? b : c
  match,        ///< a, arms
  is_type,      ///< a is tested_type
  is_absent,    ///< a
  in_unit,      ///< a as a number of unit_size base units
  list,         ///< list_items
  construct,    ///< type (record, map, keyed_list or any) and body: a new object
  with,         ///< a with body
};

enum class Op : std::uint8_t {
  none,
  logical_not,
  negate,
  add,
  subtract,
  multiply,
  divide,
  remainder,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal
};

/// Functions that need the evaluator: laziness, labels, or objects as they are.
enum class Special : std::uint8_t {
  none,
  can,
  try_,
  sensitive,
  nonsensitive,
  keys,
  values,
  length,
  lookup,
  contains_key
};

struct ListItem {
  enum class Kind : std::uint8_t { element, spread, loop } kind;
  const Expr* value;
  const Guard* loop = nullptr;  ///< kind loop; its outer is null
};

struct MatchPattern {
  enum class Kind : std::uint8_t { otherwise, is_type, value, range } kind;
  const Type* type = nullptr;
  Value value;  ///< kind value
  bool has_low = false, has_high = false;
  Value low, high;  ///< kind range, inclusive; numbers or quantities
};
struct MatchArm {
  std::span<const MatchPattern> patterns;
  const Expr* value;
};

/// One node for all kinds: wide, but uniform; the fields used are named at the kind.
struct Expr {
  ExprKind kind = ExprKind::error;
  Op op = Op::none;
  Special special = Special::none;
  bool optional = false;
  bool spread_last = false;  ///< call: the last argument is a list to be spread
  std::uint16_t up = 0;
  std::uint16_t index = 0;
  SourceSpan span;
  const Type* type = nullptr;  ///< static type; never null
  Name name;
  SourceSpan name_span;  ///< field: of the name alone
  Value value;
  const Expr* a = nullptr;
  const Expr* b = nullptr;
  const Expr* c = nullptr;
  std::span<const Expr* const> items;
  union {
    const Body* body = nullptr;
    const FunctionInfo* function;
    const Function* user;
    const GlobalLet* global;
    const HandleDecl* handle_decl;
    const Type* tested_type;
    std::int64_t unit_size;
  };
  std::span<const ListItem> list_items;
  std::span<const MatchArm> arms;
};

/// `let` of a body, iteration or function; evaluated lazily, once per frame.
struct Let {
  Name name;
  const Type* type;
  const Expr* value;
};

/// A condition or loop that members stand under, innermost first: `outer` is what this one stands under.
struct Guard {
  enum class Kind : std::uint8_t { condition, loop } kind;
  const Guard* outer = nullptr;
  std::uint32_t index = 0;  ///< its place in the memo of its body; unique within the body
  SourceSpan span;
  // condition: runs in the frame of the body, or of the nearest enclosing loop
  const Expr* condition = nullptr;
  bool negated = false;  ///< an `else` branch. Shares `index` with the `if` it belongs to
  // loop: `for first[, second] in source if filter`. One variable over a map or keyed list: the value; over
  // two: key and value; a list gives index and element. The frame of an iteration has the variables as locals
  // 0 and 1, and `lets`.
  const Expr* source = nullptr;
  const Expr* filter = nullptr;  ///< runs in the iteration's frame
  std::uint8_t variables = 1;
  std::span<const Let> lets;
};

enum class EntryOp : std::uint8_t {
  set,
  default_,  ///< set, unless a layer below has set it
  amend,     ///< body
  append,
  remove,
  erase,
  spread,  ///< no head: the entries of `value`
  star,    ///< no head: `body` for every entry; `star_type` restricts
};

/// One contribution that a body can make to one slot of its object.
struct Entry {
  EntryOp op;
  bool is_final = false;
  bool uses_super = false;  ///< the right side builds on what stands below
  Name head;                ///< none for computed, spread and star
  SourceSpan head_span;
  const Expr* computed = nullptr;  ///< `[e] = v`: the key; runs in the entry's frame
  const Expr* value = nullptr;
  const Body* body = nullptr;  ///< amend and star
  const RecordType* star_type = nullptr;
  const Guard* guard = nullptr;
  SourceSpan span;
  std::string_view because;  ///< of `final`
  std::string_view doc;
  std::uint32_t next_same = UINT32_MAX;  ///< the next entry with this head in the same body
  /// Ready-made for the usual case of a slot that one entry sets: `below` and `copied_from` null. `layer` is
  /// the name of the layer or type that holds it.
  Origin origin;
};

struct Check {
  const Expr* condition;
  const Expr* message;  ///< a string expression
  const Guard* guard = nullptr;
  SourceSpan span;
  /// `condition` is no condition, but what no two objects may share, in whatever environment they are.
  bool across_environments = false;
};

struct Emit {
  Name target;  ///< terraform, helm, argocd, kubernetes, file
  const EmitBody* body;
  const Guard* guard = nullptr;
  SourceSpan span;
};

/// What stands between braces, for an object.
struct Body {
  SourceSpan span;
  const Type* self_type = nullptr;  ///< the static type of the object
  bool is_path = false;             ///< made from `a.b = e` for the part behind `a`: no frame of its own
  bool opens_scope = false;         ///< its fields can be named bare (informative: names are bound already)
  Name layer;                       ///< the layer, environment or type it was written in
  std::span<const Entry> entries;   ///< in source order
  NameIndex heads;                  ///< over the distinct heads …
  std::span<const std::uint32_t> first_of_head;  ///< … the first entry of each
  std::span<const std::uint32_t> dynamic;        ///< entries with a computed head, and spreads
  std::span<const std::uint32_t> stars;
  std::span<const Let> lets;
  std::span<const Check> checks;
  std::span<const Emit> emits;
  std::uint32_t guard_count = 0;  ///< size of the memo

  /// The first entry for `head`, or null; the others follow by next_same.
  const Entry* find(Name head) const {
    std::uint32_t at = heads.find(head);
    return at == NameIndex::kNone ? nullptr : &entries[first_of_head[at]];
  }
};

struct Parameter {
  Name name;
  const Type* type;
  const Expr* value;  ///< the default; may be null
};
/// `fn`. Its frame has the parameters as locals.
struct Function {
  Name name;
  std::span<const Parameter> parameters;
  const Type* result = nullptr;
  const Expr* value = nullptr;
  SourceSpan span;
};
struct GlobalLet {
  Name name;
  const Type* type = nullptr;
  const Expr* value = nullptr;
  SourceSpan span;
  std::uint32_t index = 0;  ///< unique in the compilation: the evaluator's memo
};

// ---- emit blocks
// -------------------------------------------------------------------------------------------------

/// One item of an emit body, in source order. Emit bodies merge nothing: each block written is a block.
struct EmitItem {
  enum class Kind : std::uint8_t {
    attribute,  ///< name = value. At the top of `emit terraform` the names `stack` and `slug` place the
                ///< object
    block,    ///< a block with `labels` (string expressions); its content is `body` (terraform) or `value` (a
              ///< construct expression, for documents); `loop` repeats it by key
    guarded,  ///< guard: if it holds, `body`'s items stand here
    loop,     ///< guard: `body`'s items once per iteration
    spread,   ///< value: a map, each entry an attribute
  } kind;
  Name name;
  SourceSpan name_span;
  const Expr* value = nullptr;
  std::span<const Expr* const> labels;
  const Guard* loop = nullptr;  ///< block under `for` (terraform: for_each)
  const Guard* guard = nullptr;
  const EmitBody* body = nullptr;
  std::string_view doc;
  SourceSpan span;
};

/// Has a frame of its own only at the top of an `emit` (self is the emitting object); inner ones share it.
struct EmitBody {
  std::span<const EmitItem> items;
  std::span<const Let> lets;
  std::uint32_t guard_count = 0;
  SourceSpan span;
};

// ---- layers
// ---------------------------------------------------------------------------------------------------------

/// A layer, ready to be applied to an environment's object.
struct Layer {
  Name name;
  bool is_environment = false;
  const Type* type = nullptr;  ///< of the object it describes
  const Body* body = nullptr;
  std::span<const Layer* const> extends;  ///< as written
  /// For `web at apps.web` in `extends`: a layer made by sema whose body is path bodies around `web`'s own.
  bool mounted = false;
  bool from_yaml = false;
  bool from_command_line = false;  ///< `-c` or `--set`
  SourceSpan span;                 ///< the name
  std::string_view doc;
};

/// What one build evaluates.
struct Environment {
  const Layer* layer = nullptr;
  /// Lowest first: a linear order in which whatever extends stands above what it extends; the environment's
  /// own layer, then custom layers, then `--set`.
  std::span<const Layer* const> layers;
};

}  // namespace flux::hir
