#include "emit/lowering/go_template.h"

#include <vector>

namespace flux {

std::string escape_go_template(std::string_view text) {
  constexpr std::string_view kOpen = "{{";
  std::string escaped;
  for (std::size_t at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen)) {
    escaped.append(text.substr(0, at)).append("{{ `{{` }}");
    text.remove_prefix(at + kOpen.size());
  }
  return escaped.append(text);
}

Value escape_go_template(const Value& value, Arena& arena) {
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    if (text.find("{{") == std::string_view::npos) return value;
    return Value::string(arena.copy_text(escape_go_template(text)))
        .with_labels(value.labels())
        .with_origin(value.origin());
  }
  if (value.is(ValueKind::list)) {
    std::vector<Value> items;
    for (const Value& item : value.as_list().items) items.push_back(escape_go_template(item, arena));
    return Value::list(arena.make<ListValue>(arena.copy(items)))
        .with_labels(value.labels())
        .with_origin(value.origin());
  }
  if (!value.is(ValueKind::map)) return value;
  std::vector<MapEntry> entries;
  for (const MapEntry& entry : value.as_map().entries)
    entries.push_back({entry.key, escape_go_template(entry.value, arena), entry.doc});
  return Value::map(arena.make<MapValue>(arena.copy(entries)))
      .with_labels(value.labels())
      .with_origin(value.origin());
}

}  // namespace flux
