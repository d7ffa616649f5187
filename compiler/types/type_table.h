// Makes and owns types. One per compilation, used by one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "types/type.h"

namespace flux {

class TypeTable {
public:
  TypeTable();
  ~TypeTable();
  TypeTable(const TypeTable&) = delete;
  TypeTable& operator=(const TypeTable&) = delete;

  // The types without parameters.
  const Type* error() const { return error_; }
  const Type* any() const { return any_; }
  const Type* null() const { return null_; }
  const Type* boolean() const { return boolean_; }
  const Type* integer() const { return integer_; }
  const Type* floating() const { return floating_; }
  const Type* string() const { return string_; }
  const Type* quantity(Dimension dimension) const { return quantities_[static_cast<int>(dimension)]; }

  const Type* list(const Type* element) { return wrap(TypeKind::list, element); }
  const Type* set(const Type* element) { return wrap(TypeKind::set, element); }
  const Type* keyed_list(const Type* element, Name by);
  const Type* map(const Type* key, const Type* element);
  const Type* nullable(const Type* element);
  const Type* reference(const Type* element) { return wrap(TypeKind::reference, element); }
  const Type* enclosing(const Type* element) { return wrap(TypeKind::enclosing, element); }
  const Type* deferred(const Type* element);
  const Type* secret(const Type* element);
  const Type* literal(const Value& value);
  /// Flattened and without repeats; one type left is that type.
  const Type* alternatives(std::span<const Type* const> types);
  /// `base` with `refinement` joined to what it already has.
  const Type* refined(const Type* base, const Refinement& refinement);
  const Type* aliased(const Type* base, Name alias);
  const Type* styled(const Type* base, Name style);
  /// `base` where it may wait for Terraform (`Type::may_wait`). Records stay what they are: their fields
  /// wait.
  const Type* waiting(const Type* base);

  /// A new nominal record; the caller fills it in.
  RecordType* new_record(Name name);
  /// The fields of a record that something outside of the language describes: its bodies open no scope.
  void give_fields(RecordType& record, std::vector<Field> fields);

  /// The least type that both fit, for lists and conditionals: widens literals, joins to `any` when nothing
  /// better.
  const Type* common(const Type* a, const Type* b);

  /// Null, with a phrase in `error`, when RE2 does not take the expression.
  const re2::RE2* regex(std::string_view text, std::string& error);

  Arena& arena() { return arena_; }

private:
  const Type* wrap(TypeKind kind, const Type* element);
  const Type* intern(Type type);

  Arena arena_;
  std::unordered_multimap<std::size_t, const Type*> types_;
  std::unordered_map<std::string, std::unique_ptr<re2::RE2>> regexes_;
  const Type* error_;
  const Type* any_;
  const Type* null_;
  const Type* boolean_;
  const Type* integer_;
  const Type* floating_;
  const Type* string_;
  const Type* quantities_[4];
};

}  // namespace flux
