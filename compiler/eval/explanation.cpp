#include "eval/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "diagnostics/suggest.h"
#include "eval/evaluator.h"
#include "eval/labels.h"
#include "ir/path.h"

namespace flux {

namespace {

std::string_view op_phrase(OriginOp op) {
  switch (op) {
    case OriginOp::type_default:
      return "default";
    case OriginOp::set:
      return "set";
    case OriginOp::amend:
      return "amended";
    case OriginOp::append:
      return "appended";
    case OriginOp::remove:
      return "removed";
    case OriginOp::erase:
      return "deleted";
    case OriginOp::default_:
      return "set by default";
  }
  return "set";
}

std::vector<std::string_view> via_phrases(std::uint8_t via) {
  std::vector<std::string_view> phrases;
  if ((via & kViaStar) != 0) phrases.push_back("star");
  if ((via & kViaSpread) != 0) phrases.push_back("spread");
  if ((via & kViaGuard) != 0) phrases.push_back("guard");
  if ((via & kViaLoop) != 0) phrases.push_back("loop");
  if ((via & kViaCommandLine) != 0) phrases.push_back("command line");
  if ((via & kViaMount) != 0) phrases.push_back("mount");
  if ((via & kViaYaml) != 0) phrases.push_back("yaml");
  return phrases;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// `known` is `value` with what was recorded of Terraform's outputs.
void print_value(const Value& value, const Value& known, int indent, std::string& out) {
  std::string pad(static_cast<std::size_t>(indent), ' ');
  if (value.is_secret()) {
    out += "(secret)";
  } else if (value.is(ValueKind::map)) {
    if (value.as_map().entries.empty()) {
      out += "{ }";
      return;
    }
    out += "{\n";
    std::size_t at = 0;
    for (const MapEntry& entry : value.as_map().entries) {
      std::string_view key = entry.key.text();
      bool plain = !key.empty() && key.find_first_not_of(
                                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
                                       std::string_view::npos;
      out += fmt::format("{}  {} = ", pad, plain ? std::string{key} : quoted(key));
      print_value(entry.value, known.as_map().entries[at++].value, indent + 2, out);
      out += '\n';
    }
    out += pad + "}";
  } else if (value.is(ValueKind::list)) {
    auto items = value.as_list().items;
    bool short_list = std::ranges::all_of(items, [](const Value& v) { return v.kind() < ValueKind::list; });
    out += short_list ? "[" : "[\n";
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!short_list) out += pad + "  ";
      print_value(items[i], known.as_list().items[i], indent + 2, out);
      if (i + 1 < items.size()) out += short_list ? ", " : ",";
      if (!short_list) out += '\n';
    }
    out += short_list ? "]" : pad + "]";
  } else if (value.is_string()) {
    out += quoted(value.as_string());
  } else if (value.is(ValueKind::deferred) && !known.is(ValueKind::deferred)) {
    print_value(known, known, indent, out);
    out += " (recorded)";
  } else if (value.is(ValueKind::deferred)) {
    out += "(known during apply)";
  } else {
    out += describe(value, 400);
  }
}

}  // namespace

std::vector<Contribution> Evaluator::contributions_of(EvalObject& object, std::uint32_t index) {
  if (object.record() == nullptr) {
    auto span = object.table->contributions[index];
    return {span.begin(), span.end()};
  }
  std::vector<Contribution> gathered;
  gather(object, slot_name(object, index), gathered);
  sort(gathered);
  return gathered;
}

namespace {

constexpr std::size_t kMostRecords = 100;

/// The outputs that the deferred parts of the value are made of.
void gather_records(Evaluator& evaluator, const Value& value, const std::string& part,
                    std::vector<ExplainedRecord>& records) {
  if (records.size() >= kMostRecords || value.is_secret()) return;
  if (value.is(ValueKind::map)) {
    for (const MapEntry& entry : value.as_map().entries) {
      std::string step = part;
      append_path_step(step, entry.key.text());
      gather_records(evaluator, entry.value, step, records);
    }
  } else if (value.is(ValueKind::list)) {
    std::size_t index = 0;
    for (const Value& item : value.as_list().items)
      gather_records(evaluator, item, fmt::format("{}[{}]", part, index++), records);
  } else if (value.is(ValueKind::deferred)) {
    const RecordPlace& place = evaluator.options_.recorded->place;
    for (const auto& [output, at] : evaluator.outputs_in(*value.as_deferred())) {
      records.push_back({part, std::string{output->address}, std::string{output->stack}, at,
                         place.file_of(output->stack),
                         output->sensitive ? "" : place.command_of(output->stack)});
    }
  }
}

/// What documents have in place of what Terraform will know. Only all that goes to Terraform together tells
/// which outputs there are; where something is wrong with it, nothing is known of them.
void add_records(Evaluator& evaluator, Explanation& result) {
  result.known = result.frozen;
  if (evaluator.options_.recorded == nullptr || (labels_within(result.frozen) & kDeferred) == 0) return;
  Diagnostics own = std::exchange(evaluator.diagnostics_, {});
  if (evaluator.resolve()) {
    result.known = evaluator.recorded(result.frozen);
    if (result.known.is_poison()) result.known = result.frozen;
    gather_records(evaluator, result.frozen, {}, result.records);
  }
  evaluator.diagnostics_ = std::move(own);
}

/// What stands at the end of a path.
struct Found {
  EvalObject* owner = nullptr;  ///< of the slot; null: the environment itself
  std::uint32_t index = 0;
  Value value;
};

/// Reports the step that is not there.
std::optional<Found> walk(Evaluator& evaluator, const std::vector<std::string>& steps, SourceSpan asked) {
  EvalObject* object = evaluator.root_;
  Found found{.value = Value::object(object)};
  auto& [owner, index, value] = found;
  for (const std::string& step : steps) {
    if (value.is_poison()) return std::nullopt;
    if (value.is(ValueKind::list) && !step.empty() &&
        step.find_first_not_of("0123456789") == std::string::npos && step.size() < 10) {
      value = evaluator.get_index(value, Value::integer(std::stoll(step)), asked);
      continue;
    }
    if (value.is(ValueKind::map)) {
      value = evaluator.get_field(value, intern(step), asked, false);
      continue;
    }
    if (!value.is_object() && !value.is(ValueKind::reference)) {
      evaluator.diagnostics_.error(Code::no_such_field_value, asked,
                                   fmt::format("{} has no `{}`", kind_phrase(value), step));
      return std::nullopt;
    }
    object = value.as_object();
    index = evaluator.find_entry(*object, intern(step), asked);
    if (index == NameIndex::kNone) {
      if (object->record() == nullptr && object->table == nullptr) return std::nullopt;
      auto& d = evaluator.diagnostics_.error(
          object->record() != nullptr ? Code::no_such_field_value : Code::unknown_entry_value, asked,
          object->record() != nullptr
              ? fmt::format("`{}` has no field `{}`", print_type(object->type), step)
              : fmt::format("`{}` has no entry `{}`", evaluator.path_of(*object), step));
      std::vector<std::string_view> names;
      for (std::uint32_t i = 0; i < object->slots.size(); ++i)
        names.push_back(evaluator.slot_name(*object, i).text());
      if (auto near = closest(step, names)) d.with_help(fmt::format("did you mean `{}`?", *near));
      return std::nullopt;
    }
    owner = object;
    value = evaluator.read_slot(*object, index, asked);
  }
  return found;
}

}  // namespace

bool exists(Evaluation& evaluation, const std::vector<std::string>& steps, SourceSpan asked,
            Diagnostics& why) {
  Evaluator& evaluator = evaluation.evaluator();
  Diagnostics own = std::exchange(evaluator.diagnostics_, {});
  const auto found = evaluator.ensure_root() ? walk(evaluator, steps, asked) : std::nullopt;
  why.append(std::exchange(evaluator.diagnostics_, std::move(own)));
  return found && !found->value.is_absent();
}

std::optional<Explanation> explain(Evaluation& evaluation, const std::vector<std::string>& steps,
                                   SourceSpan asked) {
  Evaluator& evaluator = evaluation.evaluator();
  if (!evaluator.ensure_root()) return std::nullopt;
  const auto found = walk(evaluator, steps, asked);
  if (!found) return std::nullopt;
  const auto& [owner, index, value] = *found;

  Explanation result;
  if (value.is_object()) result.actual_type = print_type(value.as_object()->type);
  if (value.is(ValueKind::reference))
    result.actual_type = fmt::format("ref to `{}`", evaluator.path_of(*value.as_object()));
  if (value.is_absent()) {
    result.value = "absent";
  } else if (!value.is_poison()) {
    result.frozen = evaluator.freeze(value, asked);
    add_records(evaluator, result);
    print_value(result.frozen, result.known, 0, result.value);
  } else {
    result.value = "(in error)";
  }
  if (owner == nullptr) {
    result.path = "";
    return result;
  }
  Name name = evaluator.slot_name(*owner, index);
  result.path = evaluator.path_of(*owner, name);
  result.declared_type = print_type(evaluator.declared_type(*owner, index));
  if (owner->record() != nullptr) {
    const Field& field = owner->record()->fields[index];
    result.doc = field.doc;
    result.declaration = field.span;
    result.declared_in =
        field.declared_in != nullptr ? field.declared_in->name.str() : owner->record()->name.str();
  }

  std::vector<Contribution> contributions = evaluator.contributions_of(*owner, index);
  std::size_t start = 0;
  for (std::size_t i = contributions.size(); i-- > 0;) {
    hir::EntryOp op = contributions[i].op();
    if (op == hir::EntryOp::set || op == hir::EntryOp::spread || op == hir::EntryOp::erase) {
      start = i;
      break;
    }
  }
  bool layer_set_below = false;
  for (std::size_t i = 0; i < contributions.size(); ++i) {
    const Contribution& c = contributions[i];
    ExplainedWrite write;
    const Origin* origin = evaluator.origin_of(c, nullptr);
    write.layer = c.from->layer > 0                    ? evaluator.layer_phrase(c.from->layer)
                  : (c.from->via & kViaYaml) != 0      ? "the project file"
                  : origin != nullptr && origin->layer ? fmt::format("type `{}`", origin->layer.text())
                                                       : "the type's defaults";
    if (origin != nullptr) {
      write.op = op_phrase(origin->op);
      write.via = via_phrases(origin->via);
      write.member = origin->member;
      write.expression = origin->expression;
    }
    // The bodies of `m.*` are pushed above an entry's `=`; in a slot below them, stars are as good as any
    // other.
    write.effective = i >= start || c.op() == hir::EntryOp::star;
    if (c.op() == hir::EntryOp::default_) write.effective = !layer_set_below && i >= start;
    layer_set_below |= c.from->layer > 0 && !c.star;
    if (c.entry != nullptr) {
      write.is_final = c.entry->is_final;
      write.because = std::string{c.entry->because};
    }
    if (i == start && value.origin() != nullptr && value.origin()->copied_from != nullptr)
      write.copied_from = value.origin()->copied_from->member;
    result.writes.push_back(std::move(write));
  }
  std::ranges::reverse(result.writes);

  for (const StackEntry& from : owner->stack) {
    if (from.body == nullptr) continue;
    for (const hir::Check& check : from.body->checks) {
      std::string_view text = evaluator.sources_.text(check.condition->span);
      if (text.find(name.text()) != std::string_view::npos)
        result.checks.push_back(
            fmt::format("{}{}", check.across_environments ? "across environments " : "", text));
    }
  }
  return result;
}

}  // namespace flux
