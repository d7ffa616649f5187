// Base64 and URLs.

#include <fmt/format.h>

#include "functions/base64.h"
#include "functions/support.h"
#include "functions/unicode.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

CallResult call_base64encode(CallContext& context, Arguments arguments) {
  return text_result(context, encode_base64(arguments[0].as_string()));
}

CallResult call_base64decode(CallContext& context, Arguments arguments) {
  const auto text = decode_base64(arguments[0].as_string());
  if (!text) return CallResult::fail("the text is not Base64", 0);
  if (!is_valid_utf8(*text)) return CallResult::fail("what the Base64 holds is not UTF-8 text", 0);
  return text_result(context, *text);
}

CallResult call_urlencode(CallContext& context, Arguments arguments) {
  std::string result;
  for (const char c : arguments[0].as_string()) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-_.~").find(c) != std::string_view::npos;
    if (plain) {
      result += c;
    } else if (c == ' ') {
      result += '+';
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text_result(context, result);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("base64decode", "(string): string", call_base64decode, "the text that the Base64 holds"),
    terraform("base64encode", "(string): string", call_base64encode, "the text's bytes in Base64"),
    terraform("urlencode", "(string): string", call_urlencode, "the text as a part of a URL's query"),
};

}  // namespace

std::string encode_base64(std::string_view bytes) {
  std::string result;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      result += i <= group.size() ? kAlphabet[bits >> (18 - 6 * i) & 63] : '=';
  }
  return result;
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string result;
  std::uint32_t bits = 0;
  int count = 0, padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    const std::size_t digit = kAlphabet.find(c);
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || digit == std::string_view::npos) {
      return std::nullopt;
    }
    bits = bits << 6 | (c == '=' ? 0U : static_cast<std::uint32_t>(digit));
    if (++count % 4 != 0) continue;
    if (padding > 2) return std::nullopt;
    for (int i = 0; i < 3 - padding; ++i) result += static_cast<char>(bits >> (16 - 8 * i) & 0xFF);
  }
  if (count % 4 != 0 || padding > 2) return std::nullopt;
  return result;
}

std::span<const FunctionInfo> encoding_functions() {
  return kFunctions;
}

}  // namespace flux
