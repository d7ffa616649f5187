#include "schemas/json_value.h"

namespace flux {

Value value_of(JsonElement element, Arena& arena) {
  std::string_view text;
  bool flag = false;
  std::int64_t whole = 0;
  double real = 0;
  JsonArray list;
  JsonObject object;
  if (element.get(text)) return Value::string(arena.copy_text(text));
  if (element.get(flag)) return Value::boolean(flag);
  if (element.get(whole)) return Value::integer(whole);
  if (element.get(real)) return Value::floating(real);
  if (element.get(list)) {
    std::vector<Value> items;
    for (JsonElement item : list) items.push_back(value_of(item, arena));
    return Value::list(arena.make<ListValue>(arena.copy(items)));
  }
  if (element.get(object)) {
    std::vector<MapEntry> entries;
    for (auto [key, value] : object) entries.push_back({intern(key), value_of(value, arena), {}});
    return Value::map(arena.make<MapValue>(arena.copy(entries)));
  }
  return Value::null();
}

}  // namespace flux
