#include "functions/signature.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <fmt/format.h>

namespace flux {
namespace {

/// Reads the signatures of our own table: what it meets is well formed, which a test checks for each.
class SignatureReader {
public:
  explicit SignatureReader(std::string_view text) : rest_(text) {}

  Signature read() {
    Signature signature;
    take('(');
    while (!take(')')) {
      SignatureParameter parameter;
      parameter.type = type();
      parameter.optional = take('?');
      while (take('.')) parameter.variadic = true;
      signature.parameters.push_back(std::move(parameter));
      take(',');
    }
    take(':');
    signature.result = type();
    assert(rest_.empty());
    return signature;
  }

private:
  SignatureType type() {
    SignatureType first = simple_type();
    if (!take('|')) return first;
    SignatureType either{"|", {std::move(first)}};
    do {
      either.arguments.push_back(simple_type());
    } while (take('|'));
    return either;
  }

  SignatureType simple_type() {
    skip_blanks();
    const std::size_t size = std::min(rest_.find_first_of("<>,()|?.: "), rest_.size());
    assert(size > 0);
    SignatureType result{rest_.substr(0, size), {}};
    rest_.remove_prefix(size);
    if (take('<')) {
      do {
        result.arguments.push_back(type());
      } while (take(','));
      take('>');
    }
    return result;
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  bool take(char c) {
    skip_blanks();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

bool is_quantity_of(const Value& value, std::string_view dimension) {
  return value.is(ValueKind::quantity) && dimension_name(value.as_quantity().dimension) == dimension;
}

bool is_whole(const Value& value) {
  return value.is(ValueKind::floating) && std::trunc(value.as_float()) == value.as_float() &&
         std::fabs(value.as_float()) < 0x1p63;
}

std::string count_phrase(std::size_t count) {
  return count == 1 ? "1 argument" : fmt::format("{} arguments", count);
}

}  // namespace

std::size_t Signature::min_arguments() const {
  return static_cast<std::size_t>(
      std::count_if(parameters.begin(), parameters.end(),
                    [](const SignatureParameter& p) { return !p.optional && !p.variadic; }));
}

const SignatureParameter* Signature::parameter_of(std::size_t index) const {
  if (index < parameters.size()) return &parameters[index];
  return is_variadic() ? &parameters.back() : nullptr;
}

const Signature& signature_of(const FunctionInfo& function) {
  static const std::vector<Signature> signatures = [] {
    std::vector<Signature> read;
    for (const FunctionInfo& info : all_functions()) read.push_back(SignatureReader(info.signature).read());
    return read;
  }();
  return signatures[static_cast<std::size_t>(&function - all_functions().data())];
}

std::string to_string(const SignatureType& type) {
  const bool is_union = type.is_union();
  std::string text(is_union ? "" : type.name);
  if (type.arguments.empty()) return text;
  if (!is_union) text += '<';
  for (std::size_t i = 0; i < type.arguments.size(); ++i) {
    if (i > 0) text += is_union ? " | " : ", ";
    text += to_string(type.arguments[i]);
  }
  if (!is_union) text += '>';
  return text;
}

bool matches(const SignatureType& type, const Value& value) {
  const std::string_view name = type.name;
  if (type.is_variable() || name == "any") return true;
  if (type.is_union()) {
    return std::any_of(type.arguments.begin(), type.arguments.end(),
                       [&](const SignatureType& arm) { return matches(arm, value); });
  }
  switch (value.kind()) {
    case ValueKind::null:
      return name == "null";
    case ValueKind::boolean:
      return name == "bool";
    case ValueKind::integer:
      return name == "int" || name == "float";
    case ValueKind::floating:
      return name == "float" || (name == "int" && is_whole(value));
    case ValueKind::string:
      return name == "string";
    case ValueKind::quantity:
      return is_quantity_of(value, name);
    case ValueKind::list:
      if (name != "list" && name != "set") return false;
      return std::all_of(value.as_list().items.begin(), value.as_list().items.end(),
                         [&](const Value& item) { return matches(type.arguments[0], item); });
    case ValueKind::map:
      if (name != "map") return false;
      return std::all_of(value.as_map().entries.begin(), value.as_map().entries.end(),
                         [&](const MapEntry& entry) { return matches(type.arguments[1], entry.value); });
    case ValueKind::absent:
    case ValueKind::poison:
    case ValueKind::object:
    case ValueKind::reference:
    case ValueKind::deferred:
      return false;
  }
  return false;
}

CallResult call_function(const FunctionInfo& function, CallContext& context,
                         std::span<const Value> arguments) {
  const Signature& signature = signature_of(function);
  const std::size_t least = signature.min_arguments();
  if (arguments.size() < least ||
      (!signature.is_variadic() && arguments.size() > signature.parameters.size())) {
    const bool exact = least == signature.parameters.size();
    return CallResult::fail(fmt::format(
        "takes {}{}, not {}",
        exact                      ? ""
        : arguments.size() < least ? "at least "
                                   : "at most ",
        count_phrase(arguments.size() < least ? least : signature.parameters.size()), arguments.size()));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const SignatureType& type = signature.parameter_of(i)->type;
    if (matches(type, arguments[i])) continue;
    return CallResult::fail(fmt::format("takes `{}` here, not `{}`", to_string(type), describe(arguments[i])),
                            static_cast<int>(i));
  }
  return function.implementation(context, arguments);
}

}  // namespace flux
