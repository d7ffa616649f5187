#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "functions/support.h"
#include "ir/literal.h"
#include "source/utf8.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr std::size_t kMaxDepth = 200;

/// As Go's encoder: safe to stand in HTML, broken bytes replaced.
void write_string(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const std::string_view bytes = text.substr(at, point.size);
    at += point.size;
    switch (point.value) {
      case '"':
        out += "\\\"";
        continue;
      case '\\':
        out += "\\\\";
        continue;
      case '\b':
        out += "\\b";
        continue;
      case '\f':
        out += "\\f";
        continue;
      case '\n':
        out += "\\n";
        continue;
      case '\r':
        out += "\\r";
        continue;
      case '\t':
        out += "\\t";
        continue;
      default:
        break;
    }
    if (!point.valid) {
      out += "\\ufffd";
    } else if (point.value < 0x20 || point.value == '<' || point.value == '>' || point.value == '&' ||
               point.value == 0x2028 || point.value == 0x2029) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
    } else {
      out += bytes;
    }
  }
  out += '"';
}

void write(const Value& value, std::string& out) {
  switch (value.kind()) {
    case ValueKind::boolean:
      out += value.as_bool() ? "true" : "false";
      break;
    case ValueKind::integer:
    case ValueKind::floating:
      out += number_text(value);
      break;
    case ValueKind::string:
      write_string(value.as_string(), out);
      break;
    case ValueKind::quantity:
      write_string(quantity_text(value.as_quantity()), out);
      break;
    case ValueKind::list: {
      out += '[';
      bool first = true;
      for (const Value& item : value.as_list().items) {
        if (!std::exchange(first, false)) out += ',';
        write(item, out);
      }
      out += ']';
      break;
    }
    case ValueKind::map: {
      out += '{';
      bool first = true;
      for (const MapEntry& entry : sorted_entries(value.as_map())) {
        if (!std::exchange(first, false)) out += ',';
        write_string(entry.key.text(), out);
        out += ':';
        write(entry.value, out);
      }
      out += '}';
      break;
    }
    default:
      out += "null";
      break;
  }
}

/// Builds values while the text is read, so that depth and size are bounded before anything is made.
class JsonBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
  explicit JsonBuilder(CallContext& context) : context_(context) {}

  bool null() override { return add(Value::null()); }
  bool boolean(bool value) override { return add(Value::boolean(value)); }
  bool number_integer(number_integer_t value) override { return add(Value::integer(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    return value <= INT64_MAX ? add(Value::integer(static_cast<std::int64_t>(value)))
                              : add(Value::floating(static_cast<double>(value)));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(make_number(value)); }
  bool string(string_t& value) override { return add(make_text(context_.arena, value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(); }
  bool key(string_t& value) override {
    open_.back().key = intern(value);
    return true;
  }
  bool end_object() override {
    MapBuilder map;
    for (const auto& [key, value] : open_.back().fields) map.set(key, value);
    return close(make_map(context_.arena, map.entries()));
  }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override {
    std::vector<Value> items;
    for (const auto& [key, value] : open_.back().fields) items.push_back(value);
    return close(make_list(context_.arena, items));
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& e) override {
    // Error 406 is a number beyond a float's range.
    error = e.id == 406 ? fmt::format("the number at byte {} of the JSON text is too large", position)
                        : fmt::format("the text is not JSON at byte {}", position);
    return false;
  }

  Value result;
  std::string error;

private:
  /// A list or object being read; the keys of a list are none.
  struct Open {
    Name key;
    std::vector<std::pair<Name, Value>> fields;
  };

  bool fail(std::string reason) {
    error = std::move(reason);
    return false;
  }

  bool add(const Value& value) {
    if (++count_ > context_.budget) return fail(over_budget(context_).error);
    if (open_.empty()) {
      result = value;
    } else {
      open_.back().fields.emplace_back(open_.back().key, value);
    }
    return true;
  }

  bool open() {
    if (open_.size() >= kMaxDepth)
      return fail(fmt::format("the JSON text nests deeper than {} levels", kMaxDepth));
    open_.emplace_back();
    return true;
  }

  bool close(const Value& value) {
    open_.pop_back();
    return add(value);
  }

  CallContext& context_;
  std::vector<Open> open_;
  std::size_t count_ = 0;
};

CallResult call_jsonencode(CallContext& context, Arguments arguments) {
  return text_result(context, encode_json(arguments[0]));
}

CallResult call_jsondecode(CallContext& context, Arguments arguments) {
  JsonBuilder builder(context);
  if (!nlohmann::json::sax_parse(arguments[0].as_string(), &builder))
    return CallResult::fail(builder.error, 0);
  return {builder.result};
}

constexpr FunctionInfo kFunctions[] = {
    terraform("jsondecode", "(string): any", call_jsondecode, "the value that the JSON text holds"),
    terraform("jsonencode", "(any): string", call_jsonencode,
              "the value as JSON text on one line, keys sorted"),
};

}  // namespace

std::string encode_json(const Value& value) {
  std::string out;
  write(value, out);
  return out;
}

std::span<const FunctionInfo> json_functions() {
  return kFunctions;
}

}  // namespace flux
