#include "types/type_table.h"

#include <re2/re2.h>

#include <algorithm>

namespace flux {

namespace {

std::size_t mix(std::size_t seed, std::size_t value) {
  return seed ^ (value + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2));
}

std::size_t hash_value(const Value& value) {
  switch (value.kind()) {
    case ValueKind::string:
      return std::hash<std::string_view>{}(value.as_string());
    case ValueKind::floating:
      return std::hash<double>{}(value.as_float());
    case ValueKind::integer:
    case ValueKind::boolean:
      return std::hash<std::int64_t>{}(value.as_int());
    default:
      return 0;
  }
}

std::size_t hash_type(const Type& t) {
  std::size_t h = static_cast<std::size_t>(t.kind) * 8 + static_cast<std::size_t>(t.dimension);
  for (Name name : {t.alias, t.style, t.by}) h = mix(h, name.hash());
  h = mix(h, static_cast<std::size_t>(t.may_wait));
  h = mix(h, std::hash<const void*>{}(t.element));
  h = mix(h, std::hash<const void*>{}(t.key));
  h = mix(h, std::hash<const void*>{}(t.refinement));
  h = mix(h, std::hash<const void*>{}(t.record));
  for (const Type* alternative : t.alternatives) h = mix(h, std::hash<const void*>{}(alternative));
  return mix(h, hash_value(t.literal));
}

bool same(const Type& a, const Type& b) {
  return a.kind == b.kind && a.dimension == b.dimension && a.alias == b.alias && a.style == b.style &&
         a.by == b.by && a.may_wait == b.may_wait && a.element == b.element && a.key == b.key &&
         a.refinement == b.refinement && a.record == b.record &&
         std::ranges::equal(a.alternatives, b.alternatives) && a.literal.kind() == b.literal.kind() &&
         (a.kind != TypeKind::literal || equal(a.literal, b.literal));
}

Bounds join(const Bounds& a, const Bounds& b) {
  Bounds joined = a;
  if (b.has_low && (!a.has_low || b.low > a.low || (b.low == a.low && b.low_int > a.low_int))) {
    joined.has_low = true;
    joined.low = b.low;
    joined.low_int = b.low_int;
  }
  if (b.has_high && (!a.has_high || b.high < a.high || (b.high == a.high && b.high_int < a.high_int))) {
    joined.has_high = true;
    joined.high = b.high;
    joined.high_int = b.high_int;
  }
  return joined;
}

/// The type that holds a literal's kind.
TypeKind kind_of_literal(const Value& value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return TypeKind::boolean;
    case ValueKind::integer:
      return TypeKind::integer;
    case ValueKind::floating:
      return TypeKind::floating;
    default:
      return TypeKind::string;
  }
}

}  // namespace

TypeTable::TypeTable() {
  auto simple = [&](TypeKind kind) { return intern({.kind = kind}); };
  error_ = simple(TypeKind::error);
  any_ = simple(TypeKind::any);
  null_ = simple(TypeKind::null);
  boolean_ = simple(TypeKind::boolean);
  integer_ = simple(TypeKind::integer);
  floating_ = simple(TypeKind::floating);
  string_ = simple(TypeKind::string);
  for (int i = 0; i < 4; ++i)
    quantities_[i] = intern({.kind = TypeKind::quantity, .dimension = static_cast<Dimension>(i)});
}

TypeTable::~TypeTable() = default;

const Type* TypeTable::intern(Type type) {
  std::size_t hash = hash_type(type);
  auto [first, last] = types_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (same(*it->second, type)) return it->second;
  }
  type.alternatives = arena_.copy(type.alternatives);
  if (type.literal.is_string()) type.literal = Value::string(arena_.copy_text(type.literal.as_string()));
  auto* made = arena_.make<Type>(type);
  types_.emplace(hash, made);
  return made;
}

const Type* TypeTable::wrap(TypeKind kind, const Type* element) {
  if (element->is(TypeKind::error)) return error_;
  return intern({.kind = kind, .element = element});
}

const Type* TypeTable::keyed_list(const Type* element, Name by) {
  if (element->is(TypeKind::error)) return error_;
  return intern({.kind = TypeKind::keyed_list, .by = by, .element = element});
}

const Type* TypeTable::map(const Type* key, const Type* element) {
  if (element->is(TypeKind::error)) return error_;
  return intern({.kind = TypeKind::map, .element = element, .key = key});
}

const Type* TypeTable::nullable(const Type* element) {
  switch (element->kind) {
    case TypeKind::error:
    case TypeKind::any:
    case TypeKind::null:
    case TypeKind::nullable:
      return element;
    default:
      return wrap(TypeKind::nullable, element);
  }
}

// Of a secret that waits there is one type, whichever was said first: `deferred<secret<T>>`.
const Type* TypeTable::deferred(const Type* element) {
  return element->is(TypeKind::deferred) ? element : wrap(TypeKind::deferred, element);
}

const Type* TypeTable::secret(const Type* element) {
  if (element->is(TypeKind::deferred)) return deferred(secret(element->element));
  return element->is(TypeKind::secret) ? element : wrap(TypeKind::secret, element);
}

const Type* TypeTable::literal(const Value& value) {
  return intern({.kind = TypeKind::literal, .literal = value});
}

const Type* TypeTable::alternatives(std::span<const Type* const> types) {
  std::vector<const Type*> flat;
  auto add = [&](const Type* type) {
    if (std::ranges::find(flat, type) == flat.end()) flat.push_back(type);
  };
  for (const Type* type : types) {
    if (type->is(TypeKind::error)) return error_;
    if (type->is(TypeKind::any)) return any_;
    if (type->is(TypeKind::alternatives)) {
      for (const Type* inner : type->alternatives) add(inner);
    } else {
      add(type);
    }
  }
  if (flat.size() == 1) return flat.front();
  return intern({.kind = TypeKind::alternatives, .alternatives = flat});
}

const Type* TypeTable::refined(const Type* base, const Refinement& refinement) {
  if (base->is(TypeKind::error)) return error_;
  Refinement joined = refinement;
  if (base->refinement != nullptr) {
    joined.range = join(base->refinement->range, refinement.range);
    joined.length = join(base->refinement->length, refinement.length);
    std::vector<Pattern> patterns(base->refinement->patterns.begin(), base->refinement->patterns.end());
    for (const Pattern& pattern : refinement.patterns) {
      if (std::ranges::none_of(patterns, [&](const Pattern& p) { return p.regex == pattern.regex; })) {
        patterns.push_back(pattern);
      }
    }
    joined.patterns = arena_.copy(patterns);
  } else {
    joined.patterns = arena_.copy(refinement.patterns);
  }
  Type type = *base;
  type.alias = Name{};
  type.refinement = arena_.make<Refinement>(joined);
  return intern(type);
}

const Type* TypeTable::aliased(const Type* base, Name alias) {
  if (base->is(TypeKind::error) || base->is(TypeKind::record)) return base;
  Type type = *base;
  type.alias = alias;
  return intern(type);
}

const Type* TypeTable::styled(const Type* base, Name style) {
  if (base->is(TypeKind::error)) return base;
  Type type = *base;
  type.style = style;
  return intern(type);
}

const Type* TypeTable::waiting(const Type* base) {
  if (base->is(TypeKind::error) || base->is(TypeKind::any) || base->is(TypeKind::record)) return base;
  Type type = *base;
  type.may_wait = true;
  return intern(type);
}

RecordType* TypeTable::new_record(Name name) {
  auto* record = arena_.make<RecordType>();
  record->name = name;
  record->type = intern({.kind = TypeKind::record, .record = record});
  return record;
}

const Type* TypeTable::common(const Type* a, const Type* b) {
  if (a == b) return a;
  if (a->is(TypeKind::error)) return b;
  if (b->is(TypeKind::error)) return a;
  if (a->is(TypeKind::any) || b->is(TypeKind::any)) return any_;
  if (a->is(TypeKind::null)) return nullable(b);
  if (b->is(TypeKind::null)) return nullable(a);
  for (TypeKind wrapper : {TypeKind::nullable, TypeKind::deferred, TypeKind::secret}) {
    if (!a->is(wrapper) && !b->is(wrapper)) continue;
    const Type* inner = common(a->is(wrapper) ? a->element : a, b->is(wrapper) ? b->element : b);
    if (wrapper == TypeKind::nullable) return nullable(inner);
    return wrapper == TypeKind::deferred ? deferred(inner) : secret(inner);
  }
  if (fits(a, b) == Fit::yes && !b->refinement) return b;
  if (fits(b, a) == Fit::yes && !a->refinement) return a;
  auto plain = [&](const Type* t) {
    TypeKind kind = t->is(TypeKind::literal) ? kind_of_literal(t->literal) : t->kind;
    switch (kind) {
      case TypeKind::boolean:
        return boolean_;
      case TypeKind::integer:
        return integer_;
      case TypeKind::floating:
        return floating_;
      case TypeKind::string:
        return string_;
      case TypeKind::quantity:
        return quantity(t->dimension);
      default:
        return t;
    }
  };
  const Type* pa = plain(a);
  const Type* pb = plain(b);
  if (pa == pb) return pa;
  if ((pa == integer_ && pb == floating_) || (pa == floating_ && pb == integer_)) return floating_;
  if (a->is(TypeKind::record) && b->is(TypeKind::record)) {
    for (const RecordType* base = a->record; base != nullptr; base = base->base) {
      if (b->record->derives_from(base)) return base->type;
    }
    return any_;
  }
  if (a->kind == b->kind && (a->is(TypeKind::list) || a->is(TypeKind::set)))
    return wrap(a->kind, common(a->element, b->element));
  if (a->is(TypeKind::map) && b->is(TypeKind::map))
    return map(common(a->key, b->key), common(a->element, b->element));
  return any_;
}

void TypeTable::give_fields(RecordType& record, std::vector<Field> fields) {
  for (Field& field : fields) field.declared_in = &record;
  record.foreign = true;
  record.fields = arena_.copy(fields);
  record.index = index_by_name(arena_, fields);
}

const re2::RE2* TypeTable::regex(std::string_view text, std::string& error) {
  std::string key{text};
  auto found = regexes_.find(key);
  if (found == regexes_.end()) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(8 << 20);
    found =
        regexes_.emplace(key, std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options))
            .first;
  }
  if (!found->second->ok()) {
    error = found->second->error();
    return nullptr;
  }
  return found->second.get();
}

}  // namespace flux
