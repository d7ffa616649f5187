#include "eval/exports.h"

#include <algorithm>

#include "eval/evaluator.h"

namespace flux {
namespace {

using Kind = ExportedValue::Kind;

/// Whether a frozen value has such a part, however deep.
bool has_label(const Value& value, std::uint8_t label) {
  if ((value.labels() & label) != 0) return true;
  if (value.is(ValueKind::list))
    return std::ranges::any_of(value.as_list().items,
                               [&](const Value& item) { return has_label(item, label); });
  return value.is(ValueKind::map) && std::ranges::any_of(value.as_map().entries, [&](const MapEntry& entry) {
           return has_label(entry.value, label);
         });
}

class Exporter {
public:
  explicit Exporter(Evaluator& evaluator) : evaluator_(evaluator) {}

  ExportedValue record(EvalObject& object, const Type* type, bool all) {
    const RecordType& record = *object.record();
    ExportedValue result{.kind = Kind::record, .type = type, .record = &record, .value = {}};
    for (std::uint32_t i = 0; i < record.fields.size(); ++i) {
      const Field& field = record.fields[i];
      if (field.type->is(TypeKind::enclosing) || !(all || field.exported)) continue;
      add(result, field.name, &field, evaluator_.read_slot(object, i, field.span), field.type);
    }
    return result;
  }

private:
  void add(ExportedValue& to, Name name, const Field* field, const Value& value, const Type* type) {
    if (value.is_absent() || value.is_poison()) return;
    if (value.is_object() && value.as_object()->disabled) return;
    to.entries.push_back({name, field, exported(value, type)});
  }

  ExportedValue exported(const Value& value, const Type* type) {
    ExportedValue result{.type = type, .value = {}};
    if (value.is_secret()) {
      result.kind = Kind::secret;
    } else if (value.is_deferred()) {
      result.kind = Kind::deferred;
    } else if (value.is_object() && !value.as_object()->type->is(TypeKind::any)) {
      return object(*value.as_object(), type);
    } else if (value.is(ValueKind::list)) {
      result.kind = Kind::list;
      const Type* declared = strip(type);
      for (const Value& item : value.as_list().items)
        result.items.push_back(exported(item, declared->element != nullptr ? declared->element : declared));
      // One that is secret would tell where it was left out.
      for (const ExportedValue& item : result.items) {
        if (item.is_left_out()) return {.kind = item.kind, .type = type, .value = {}};
      }
    } else {
      result.value = evaluator_.freeze(value, {});
      if (has_label(result.value, kSecret)) result.kind = Kind::secret;
      if (result.kind == Kind::plain && has_label(result.value, kDeferred)) result.kind = Kind::deferred;
    }
    return result;
  }

  ExportedValue object(EvalObject& object, const Type* type) {
    if (object.record() != nullptr) return record(object, type, !exports_in_part(*object.record()));
    ExportedValue result{
        .kind = object.type->is(TypeKind::keyed_list) ? Kind::list : Kind::map, .type = type, .value = {}};
    for (std::uint32_t i = 0; i < object.slots.size(); ++i) {
      add(result, evaluator_.slot_name(object, i), nullptr, evaluator_.read_slot(object, i, {}),
          object.type->element);
    }
    if (result.kind == Kind::list) {
      for (ExportedValue::Entry& entry : result.entries) result.items.push_back(std::move(entry.value));
      result.entries.clear();
    }
    return result;
  }

  Evaluator& evaluator_;
};

}  // namespace

bool exports_in_part(const RecordType& record) {
  return std::ranges::any_of(record.fields, &Field::exported);
}

ExportedValue exported(Evaluation& evaluation) {
  Evaluator& evaluator = evaluation.evaluator();
  EvalObject* root = evaluator.root_;
  if (root == nullptr || root->record() == nullptr) return {};
  return Exporter(evaluator).record(*root, root->type, false);
}

}  // namespace flux
