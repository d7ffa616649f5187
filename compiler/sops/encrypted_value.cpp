#include "sops/encrypted_value.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace flux::sops {
namespace {

constexpr std::string_view kBegin = "ENC[";
constexpr std::size_t kTagBytes = 16;
// The SOPS of today writes 32 bytes; AES-GCM takes any number from 12 on.
constexpr std::size_t kFewestNonceBytes = 12;
constexpr std::size_t kMostNonceBytes = 64;
constexpr std::array<std::string_view, 7> kTypes = {"str",   "int",     "float", "bool",
                                                    "bytes", "comment", "time"};

bool is_base64(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/// How many bytes standard base64 with padding stands for; nothing where it is none.
std::optional<std::size_t> base64_size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  if (!std::ranges::all_of(text.substr(0, text.size() - padding), is_base64)) return std::nullopt;
  return text.size() / 4 * 3 - padding;
}

/// Takes `name:value` and the separator behind it off the front of `rest`.
std::optional<std::string_view> take(std::string_view& rest, std::string_view name, char separator) {
  if (!rest.starts_with(name) || rest.size() <= name.size() || rest[name.size()] != ':') return std::nullopt;
  rest.remove_prefix(name.size() + 1);
  const std::size_t end = rest.find(separator);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view value = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return value;
}

}  // namespace

bool looks_encrypted(std::string_view text) {
  return text.starts_with(kBegin);
}

EncryptedValue read_encrypted(std::string_view text) {
  std::string_view rest = text.substr(kBegin.size());
  constexpr std::string_view kCipher = "AES256_GCM,";
  if (!rest.starts_with(kCipher)) return {{}, "it does not say `AES256_GCM`"};
  rest.remove_prefix(kCipher.size());
  const auto data = take(rest, "data", ',');
  const auto nonce = data ? take(rest, "iv", ',') : std::nullopt;
  const auto tag = nonce ? take(rest, "tag", ',') : std::nullopt;
  const auto type = tag ? take(rest, "type", ']') : std::nullopt;
  if (!type || !rest.empty()) return {{}, "it is cut off or was edited"};
  if (std::ranges::find(kTypes, *type) == kTypes.end()) return {{}, "its type is none that SOPS has"};
  if (!base64_size(*data).value_or(0)) return {*type, "its data is no base64"};
  const auto nonce_bytes = base64_size(*nonce);
  if (!nonce_bytes) return {*type, "its `iv` is no base64"};
  if (*nonce_bytes < kFewestNonceBytes || *nonce_bytes > kMostNonceBytes)
    return {*type, "its `iv` has a wrong length"};
  const auto tag_bytes = base64_size(*tag);
  if (!tag_bytes) return {*type, "its `tag` is no base64"};
  if (*tag_bytes != kTagBytes) return {*type, "its `tag` has not 16 bytes"};
  return {*type, {}};
}

}  // namespace flux::sops
