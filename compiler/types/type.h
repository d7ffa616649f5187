// The types of the language, hash-consed: one structure is one `const Type*`, so that equality is a
// comparison of pointers. Records are nominal: each declaration (and each `{ … }` written as a type) is a
// type of its own.
//
// Types are made by sema, through a TypeTable, and only read afterwards, by any number of threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/name.h"
#include "base/name_index.h"
#include "ir/value.h"
#include "source/source_span.h"

namespace re2 {
class RE2;
}

namespace flux {

namespace hir {
struct Body;
}
struct Type;
struct RecordType;

enum class TypeKind : std::uint8_t {
  error,  ///< already reported; compatible with everything
  any,
  null,
  boolean,
  integer,
  floating,
  string,
  quantity,  ///< dimension
  literal,   ///< literal: a string, integer, floating or boolean value
  list,
  set,           ///< element
  keyed_list,    ///< element (a record), by
  map,           ///< key, element
  record,        ///< record
  nullable,      ///< element
  alternatives,  ///< alternatives: at least two, none of them alternatives
  reference,     ///< ref<T>: element is T's record type, or `any`
  enclosing,     ///< enclosing<T>: element; bound by the evaluator, never written
  deferred,      ///< element
  secret,        ///< element
};

/// `lo..hi` over int64 (integers, lengths, base units of quantities) or double; an absent bound is open.
struct Bounds {
  bool has_low = false;
  bool has_high = false;
  double low = 0;
  double high = 0;
  std::int64_t low_int = 0;  ///< exact form, for everything but floats
  std::int64_t high_int = 0;
};

struct Pattern {
  std::string_view text;
  const re2::RE2* regex;  ///< owned by the TypeTable; matches anywhere, as written
};

/// What a value must satisfy besides its kind. A narrowing joins the refinements of base and subtype.
struct Refinement {
  Bounds range;
  Bounds length;
  std::span<const Pattern> patterns;
  bool has_range() const { return range.has_low || range.has_high; }
  bool has_length() const { return length.has_low || length.has_high; }
};

struct Type {
  TypeKind kind = TypeKind::error;
  Dimension dimension = Dimension::cpu;
  Name alias;  ///< `type Port = …`: how the type is shown; aliased types are distinct objects, structurally
               ///< the same
  Name style;  ///< `duration as prometheus`: the spelling for sinks
  Name by;     ///< keyed_list
  bool may_wait = false;  ///< a slot of a chart's values: it takes what is known only after apply, too, and
                          ///< is read as if it were known; the evaluator sees which it is
  const Type* element = nullptr;
  const Type* key = nullptr;
  const Refinement* refinement = nullptr;
  const RecordType* record = nullptr;
  std::span<const Type* const> alternatives;
  Value literal;

  bool is(TypeKind k) const { return kind == k; }
};

struct Field {
  Name name;
  const Type* type = nullptr;
  bool optional = false;     ///< `f?: T`
  bool exported = false;     ///< `export f: T`
  bool has_default = false;  ///< some body of the type sets it unconditionally
  std::string_view doc;
  SourceSpan span;  ///< the declaration
  const RecordType* declared_in = nullptr;
};

/// A block that objects of a record emit to Terraform: what `terraform.T.n` can mean.
struct HandleDecl {
  Name head;               ///< resource, data, ephemeral, module, variable, output, locals entry …
  Name type;               ///< resource type; of a module its `source`, where it is plain text; else none
  Name name;               ///< none when computed
  bool keyed;              ///< under `for`
  bool is_extern = false;  ///< handwritten configuration has it, under this very name
  SourceSpan span;
};

/// The fields of base records come first, in order of declaration; a redeclared field keeps its place, with
/// the narrowed type.
struct RecordType {
  Name name;                ///< empty text for `{ … }`
  std::string_view module;  ///< the path it was declared in
  const RecordType* base = nullptr;
  const Type* type = nullptr;  ///< the Type whose record this is
  bool is_abstract = false;
  bool foreign = false;     ///< from a schema: its bodies open no scope
  bool is_cluster = false;  ///< `Cluster` of std/platform or below: decides stack and output folder
  bool emits = false;       ///< some body of it or of a base has an `emit`
  Name tag;                 ///< a field of literal type that tells it apart in unions; may be none
  std::span<Field> fields;
  NameIndex index;  ///< over the names of `fields`
  /// Defaults, checks, emits; null until lowered, and for foreign records. One per declaration: the base has
  /// its own.
  const hir::Body* body = nullptr;
  std::span<const HandleDecl> handles;  ///< own and inherited
  std::string_view doc;
  SourceSpan span;          ///< of the name in its declaration
  std::uint32_t depth = 0;  ///< length of the chain of bases

  const Field* find(Name field) const {
    std::uint32_t at = index.find(field);
    return at == NameIndex::kNone ? nullptr : &fields[at];
  }
  bool derives_from(const RecordType* other) const {
    for (const RecordType* r = this; r != nullptr; r = r->base) {
      if (r == other) return true;
    }
    return false;
  }
};

/// The type as a user would write it: `list<ref<Cluster>>`, `int(1..100)`, `Port`.
std::string print_type(const Type* type);

/// `T?`, `deferred<T>`, `secret<T>` and so on without these wrappers.
const Type* strip(const Type* type);  ///< nullable, deferred, secret
const Type* strip_nullable(const Type* type);

enum class Fit : std::uint8_t {
  yes,  ///< every value of `from` is one of `to`, or a check of the final value decides (refinements, whole
        ///< floats)
  no,
};
/// Whether a value of static type `from` may be written where `to` is expected. `any` fits both ways; int
/// widens to float; a float may prove whole and fit an int; what refinements say is decided by the value.
/// `deferred<T>` fits only where `to` says deferred (or any), or may wait; `T` fits `deferred<T>`; `T` fits
/// `secret<T>`, `secret<T>` fits where T does (labels are checked at the sinks). A record fits a record it
/// derives from; `reference` wants references or placed records (sema looks at the expression).
Fit fits(const Type* from, const Type* to);

}  // namespace flux
