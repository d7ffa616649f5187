// Deep copies without objects: what functions take and emitters see.
#include "eval/evaluator.h"

namespace flux {

Value Evaluator::freeze(const Value& value, SourceSpan span) {
  switch (value.kind()) {
    case ValueKind::list: {
      std::vector<Value> items;
      items.reserve(value.as_list().items.size());
      bool plain = true;
      for (const Value& item : value.as_list().items) {
        Value frozen = freeze(item, span);
        if (frozen.is_poison()) return frozen;
        plain &= item.kind() < ValueKind::list;
        items.push_back(frozen);
      }
      if (plain) return value;
      return bounded(Value::list(arena_.make<ListValue>(arena_.copy(items))), span)
          .with_labels(value.labels())
          .with_origin(value.origin());
    }
    case ValueKind::map: {
      std::vector<MapEntry> entries;
      for (const MapEntry& entry : value.as_map().entries) {
        Value frozen = freeze(entry.value, span);
        if (frozen.is_poison()) return frozen;
        entries.push_back({entry.key, frozen, entry.doc});
      }
      return bounded(Value::map(arena_.make<MapValue>(arena_.copy(entries))), span)
          .with_labels(value.labels())
          .with_origin(value.origin());
    }
    case ValueKind::reference: {
      // A reference is known outside by the key of what it points at.
      const EvalObject* target = value.as_object();
      Name key = target->key ? target->key : environment_.layer->name;
      return Value::string(key).with_labels(value.labels()).with_origin(value.origin());
    }
    case ValueKind::object: {
      EvalObject& object = *value.as_object();
      if (!object.frozen.is_absent())
        return object.frozen.with_labels(value.labels()).with_origin(value.origin());
      std::size_t depth = 0;
      for (const EvalObject* o = &object; o != nullptr && depth <= 1000; o = o->parent) ++depth;
      if (budget_reported_ || depth > 1000) {
        if (!budget_reported_)
          diagnostics_.error(Code::evaluation_too_deep, span, "objects are nested without end");
        budget_reported_ = true;
        return poison();
      }
      const bool keyed_list = object.type->is(TypeKind::keyed_list);
      if (object.record() == nullptr && !ensure_table(object, span)) return poison();
      std::vector<MapEntry> entries;
      std::vector<Value> items;
      entries.reserve(object.slots.size());
      for (std::uint32_t i = 0; i < object.slots.size(); ++i) {
        const Field* field = object.record() != nullptr ? &object.record()->fields[i] : nullptr;
        if (field != nullptr && field->type->is(TypeKind::enclosing)) continue;
        Value frozen = freeze(read_slot(object, i, span), span);
        if (frozen.is_poison()) return frozen;
        if (frozen.is_absent()) continue;
        if (keyed_list) {
          items.push_back(frozen);
        } else {
          entries.push_back({slot_name(object, i), frozen,
                             object.table != nullptr ? object.table->docs[i] : std::string_view{}});
        }
      }
      object.frozen = bounded(keyed_list ? Value::list(arena_.make<ListValue>(arena_.copy(items)))
                                         : Value::map(arena_.make<MapValue>(arena_.copy(entries))),
                              span);
      return object.frozen.with_labels(value.labels()).with_origin(value.origin());
    }
    default:
      return value;
  }
}

}  // namespace flux
