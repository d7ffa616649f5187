#include "emit/terraform/keywords.h"

#include <algorithm>
#include <utility>

#include "emit/text/hcl_writer.h"

namespace flux::terraform {
namespace {

constexpr int kDeepestType = 50;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c) || c == '-';
}

/// Reads tokens off the front of a text.
class Scanner {
public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }
  bool take(char c) {
    skip_blanks();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Empty when there is none.
  std::string_view name() {
    skip_blanks();
    return rest_.empty() || !is_name_start(rest_.front()) ? std::string_view{} : take_while(is_name_part);
  }
  std::string_view digits() { return take_while(is_digit); }
  /// The text between quotes; escapes are not read, so text with a backslash is refused.
  std::optional<std::string_view> quoted() {
    if (!take('"')) return {};
    const std::size_t end = rest_.find_first_of("\"\\");
    if (end == rest_.npos || rest_[end] == '\\') return {};
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }
  /// A number, quoted text, `true`, `false`, `null`, `[]` or `{}`.
  std::optional<hcl::Expression> literal() {
    if (const auto text = quoted()) return hcl::string(*text);
    if (take('[')) return take(']') ? std::optional<hcl::Expression>(hcl::List{}) : std::nullopt;
    if (take('{')) return take('}') ? std::optional<hcl::Expression>(hcl::Object{}) : std::nullopt;
    const std::string sign = take('-') ? "-" : "";
    if (const auto whole = digits(); !whole.empty()) {
      std::string number = sign + std::string(whole);
      if (take('.')) {
        const auto fraction = digits();
        if (fraction.empty()) return {};
        number.append(".").append(fraction);
      }
      return hcl::raw(number);
    }
    const auto word = name();
    if (!sign.empty() || (word != "true" && word != "false" && word != "null")) return {};
    return hcl::raw(word);
  }

private:
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  template <typename Predicate>
  std::string_view take_while(Predicate predicate) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), predicate);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

std::optional<hcl::Expression> type(Scanner& scanner, int depth);

std::optional<hcl::Expression> object_type(Scanner& scanner, int depth) {
  if (!scanner.take('{')) return {};
  hcl::Object object;
  while (!scanner.take('}')) {
    const auto quoted = scanner.quoted();
    const auto name = quoted ? *quoted : scanner.name();
    if (name.empty() || !scanner.take('=')) return {};
    auto value = type(scanner, depth + 1);
    if (!value) return {};
    object.entries.push_back({hcl::string(name), std::move(*value), {}});
    scanner.take(',');  // or a newline
  }
  return object;
}

std::optional<hcl::Expression> tuple_type(Scanner& scanner, int depth) {
  if (!scanner.take('[')) return {};
  hcl::List list;
  while (!scanner.take(']')) {
    auto item = type(scanner, depth + 1);
    if (!item) return {};
    list.items.push_back(std::move(*item));
    scanner.take(',');
  }
  return list;
}

std::optional<hcl::Expression> type(Scanner& scanner, int depth) {
  if (depth > kDeepestType) return {};
  const auto name = scanner.name();
  if (name == "string" || name == "number" || name == "bool" || name == "any") return hcl::raw(name);
  const bool collection = name == "list" || name == "map" || name == "set";
  if (!collection && name != "object" && name != "tuple" && name != "optional") return {};
  hcl::Call call{std::string(name), {}};
  if (!scanner.take('(')) {
    if (name != "list" && name != "map") return {};
    call.arguments.push_back(hcl::raw("any"));
    return call;
  }
  auto argument = name == "object"  ? object_type(scanner, depth)
                  : name == "tuple" ? tuple_type(scanner, depth)
                                    : type(scanner, depth + 1);
  if (!argument) return {};
  call.arguments.push_back(std::move(*argument));
  if (name == "optional" && scanner.take(',')) {
    auto fallback = scanner.literal();
    if (!fallback) return {};
    call.arguments.push_back(std::move(*fallback));
  }
  if (!scanner.take(')')) return {};
  return call;
}

}  // namespace

std::optional<hcl::Expression> parse_address(std::string_view text) {
  Scanner scanner(text);
  const auto root = scanner.name();
  if (root.empty()) return {};
  hcl::Traversal traversal{hcl::raw(root), {}};
  while (!scanner.at_end()) {
    if (scanner.take('.')) {
      const auto name = scanner.name();
      if (name.empty()) return {};
      traversal.steps.emplace_back(hcl::AttributeStep{std::string(name)});
      continue;
    }
    if (!scanner.take('[')) return {};
    if (scanner.take('*')) {
      traversal.steps.emplace_back(hcl::SplatStep{});
    } else if (const auto index = scanner.digits(); !index.empty()) {
      traversal.steps.emplace_back(hcl::IndexStep{hcl::raw(index)});
    } else if (const auto key = scanner.quoted()) {
      traversal.steps.emplace_back(hcl::IndexStep{hcl::string(*key)});
    } else {
      return {};
    }
    if (!scanner.take(']')) return {};
  }
  return traversal;
}

std::optional<hcl::Expression> parse_type(std::string_view text) {
  Scanner scanner(text);
  auto result = type(scanner, 0);
  if (!scanner.at_end()) return {};
  return result;
}

}  // namespace flux::terraform
