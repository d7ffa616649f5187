// A value of the language: 24 bytes, copied freely; what it points to lies in an arena.
//
// During evaluation a value may be an `object` (a lazily resolved record, map or keyed list of the evaluator)
// or a `reference` to one. What emitters see has neither: the evaluator freezes objects to `map` and `list`
// first (eval/freeze.cpp). Every value knows where it came from (`origin`), and carries the
// labels `deferred` and `secret`.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/name.h"
#include "ir/quantity.h"
#include "source/source_span.h"

namespace flux {

class EvalObject;     // eval/object.h; opaque here
struct DeferredExpr;  // ir/deferred.h
struct Origin;        // ir/origin.h
struct ListValue;
struct MapValue;

enum class ValueKind : std::uint8_t {
  absent,  ///< an optional field that nothing set
  poison,  ///< an error has been reported for it; consumers stay silent
  null,
  boolean,
  integer,
  floating,
  string,
  quantity,
  list,       ///< ListValue; sets too, in order of first insertion
  map,        ///< MapValue: a computed or frozen map or record
  object,     ///< evaluation only
  reference,  ///< evaluation only: the identity of a placed object
  deferred,   ///< known only when Terraform applies
};

/// Labels spread: a result carries the union of its operands' and of the conditions that selected it.
enum ValueLabel : std::uint8_t { kNoLabel = 0, kDeferred = 1, kSecret = 2 };

struct Quantity {
  Dimension dimension;
  std::int64_t amount;
  std::string_view spelling;  ///< as the author wrote it; empty for a computed one
  bool styled = false;        ///< a type's `as` asked for the spelling: no sink changes it
};

class Value {
public:
  constexpr Value() : integer_(0) {}  ///< absent

  static Value absent() { return {}; }
  static Value poison() { return of(ValueKind::poison); }
  static Value null() { return of(ValueKind::null); }
  static Value boolean(bool b) {
    Value v = of(ValueKind::boolean);
    v.integer_ = b;
    return v;
  }
  static Value integer(std::int64_t i) {
    Value v = of(ValueKind::integer);
    v.integer_ = i;
    return v;
  }
  static Value floating(double d) {
    Value v = of(ValueKind::floating);
    v.floating_ = d;
    return v;
  }
  /// `text` must outlive the value: arena or interned text.
  static Value string(std::string_view text) {
    Value v = of(ValueKind::string);
    v.text_ = text.data();
    v.size_ = static_cast<std::uint32_t>(text.size());
    return v;
  }
  static Value string(Name name) { return string(name.text()); }
  static Value quantity(const Quantity* q) {
    Value v = of(ValueKind::quantity);
    v.quantity_ = q;
    return v;
  }
  static Value list(const ListValue* l) {
    Value v = of(ValueKind::list);
    v.list_ = l;
    return v;
  }
  static Value map(const MapValue* m) {
    Value v = of(ValueKind::map);
    v.map_ = m;
    return v;
  }
  static Value object(EvalObject* o) {
    Value v = of(ValueKind::object);
    v.object_ = o;
    return v;
  }
  static Value reference(EvalObject* o) {
    Value v = of(ValueKind::reference);
    v.object_ = o;
    return v;
  }
  static Value deferred(const DeferredExpr* e) {
    Value v = of(ValueKind::deferred);
    v.deferred_ = e;
    v.labels_ = kDeferred;
    return v;
  }

  ValueKind kind() const { return kind_; }
  bool is(ValueKind kind) const { return kind_ == kind; }
  bool is_absent() const { return kind_ == ValueKind::absent; }
  bool is_poison() const { return kind_ == ValueKind::poison; }
  bool is_null() const { return kind_ == ValueKind::null; }
  bool is_string() const { return kind_ == ValueKind::string; }
  bool is_object() const { return kind_ == ValueKind::object; }

  bool as_bool() const { return integer_ != 0; }
  std::int64_t as_int() const { return integer_; }
  double as_float() const { return floating_; }
  /// An integer or floating value as a double.
  double number() const { return kind_ == ValueKind::integer ? static_cast<double>(integer_) : floating_; }
  std::string_view as_string() const { return {text_, size_}; }
  const Quantity& as_quantity() const { return *quantity_; }
  const ListValue& as_list() const { return *list_; }
  const MapValue& as_map() const { return *map_; }
  EvalObject* as_object() const { return object_; }  ///< object and reference
  const DeferredExpr* as_deferred() const { return deferred_; }

  std::uint8_t labels() const { return labels_; }
  bool is_secret() const { return (labels_ & kSecret) != 0; }
  bool is_deferred() const { return (labels_ & kDeferred) != 0; }
  Value with_labels(std::uint8_t labels) const {
    Value v = *this;
    v.labels_ |= labels;
    return v;
  }

  const Origin* origin() const { return origin_; }
  Value with_origin(const Origin* origin) const {
    Value v = *this;
    v.origin_ = origin;
    return v;
  }

private:
  static Value of(ValueKind kind) {
    Value v;
    v.kind_ = kind;
    return v;
  }

  ValueKind kind_ = ValueKind::absent;
  std::uint8_t labels_ = kNoLabel;
  std::uint32_t size_ = 0;
  union {
    std::int64_t integer_;
    double floating_;
    const char* text_;
    const Quantity* quantity_;
    const ListValue* list_;
    const MapValue* map_;
    EvalObject* object_;
    const DeferredExpr* deferred_;
  };
  const Origin* origin_ = nullptr;
};
static_assert(sizeof(Value) == 24);

/// How many values one holds, itself included; long text weighs as what fits its memory. A part that is
/// shared counts as often as it is reached: `[a, a]` forty times is a small graph, and 2^40 values to whoever
/// walks or writes it. Saturates.
std::size_t weight(const Value& value);

struct ListValue {
  constexpr ListValue() = default;
  explicit ListValue(std::span<const Value> values);

  std::span<const Value> items;
  std::size_t weight = 1;
};

struct MapEntry {
  Name key;
  Value value;
  std::string_view doc;  ///< the author's `///` comment on the field, carried to the output
};

/// In order of first insertion; keys are unique.
struct MapValue {
  constexpr MapValue() = default;
  explicit MapValue(std::span<const MapEntry> values);

  std::span<const MapEntry> entries;
  std::size_t weight = 1;
  /// Linear: frozen maps are walked, not searched. Null when there is none.
  const Value* find(Name key) const {
    for (const MapEntry& entry : entries) {
      if (entry.key == key) return &entry.value;
    }
    return nullptr;
  }
};

/// Deep equality of frozen values, as `==` and "siblings set equal values" mean it: an int equals a float of
/// the same number, quantities by amount and dimension, maps regardless of order, deferred ones by structure.
/// Labels, origins and spellings do not count. Objects and references compare by identity.
bool equal(const Value& a, const Value& b);

/// A number as HCL and JSON would print it: shortest that reads back the same, `1e+21` and the like included.
std::string format_float(double value);
/// The value on one line as Flux would write it, cut after `limit` bytes; secrets are `(secret)`. For
/// diagnostics.
std::string describe(const Value& value, std::size_t limit = 80);
/// "a string", "an int", "a list" … for diagnostics.
std::string_view kind_phrase(const Value& value);

}  // namespace flux
