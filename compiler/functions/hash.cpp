#include <fmt/format.h>
#include <nettle/nettle-meta.h>

#include <cstddef>
#include <vector>

#include "functions/base64.h"
#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

std::string digest(const nettle_hash& algorithm, std::string_view text) {
  std::vector<std::byte> state(algorithm.context_size);
  algorithm.init(state.data());
  algorithm.update(state.data(), text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
  std::string bytes(algorithm.digest_size, '\0');
  algorithm.digest(state.data(), bytes.size(), reinterpret_cast<std::uint8_t*>(bytes.data()));
  return bytes;
}

std::string hexadecimal(std::string_view bytes) {
  std::string result;
  for (const char c : bytes) result += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return result;
}

template <const nettle_hash& Algorithm>
CallResult call_hex(CallContext& context, Arguments arguments) {
  return text_result(context, hexadecimal(digest(Algorithm, arguments[0].as_string())));
}

template <const nettle_hash& Algorithm>
CallResult call_base64(CallContext& context, Arguments arguments) {
  return text_result(context, encode_base64(digest(Algorithm, arguments[0].as_string())));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The 16 bytes of `6ba7b810-9dad-11d1-80b4-00c04fd430c8`, or nothing.
std::optional<std::string> read_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (text[at++] != '-') return std::nullopt;
      continue;
    }
    const int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
    at += 2;
  }
  return bytes;
}

/// The namespaces of RFC 4122, by their names; others are UUIDs themselves.
std::string_view uuid_namespace(std::string_view name) {
  if (name == "dns") return "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  if (name == "url") return "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
  if (name == "oid") return "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
  if (name == "x500") return "6ba7b814-9dad-11d1-80b4-00c04fd430c8";
  return name;
}

CallResult call_uuidv5(CallContext& context, Arguments arguments) {
  const auto space = read_uuid(uuid_namespace(arguments[0].as_string()));
  if (!space) return CallResult::fail("the namespace must be `dns`, `url`, `oid`, `x500` or a UUID", 0);
  std::string bytes = digest(nettle_sha1, *space + std::string(arguments[1].as_string())).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x50);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text = hexadecimal(bytes);
  for (const std::size_t dash : {8, 13, 18, 23}) text.insert(dash, 1, '-');
  return text_result(context, text);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("base64sha256", "(string): string", call_base64<nettle_sha256>,
              "the SHA-256 hash of the text, in Base64"),
    terraform("base64sha512", "(string): string", call_base64<nettle_sha512>,
              "the SHA-512 hash of the text, in Base64"),
    terraform("md5", "(string): string", call_hex<nettle_md5>, "the MD5 hash of the text, in hexadecimal"),
    terraform("sha1", "(string): string", call_hex<nettle_sha1>,
              "the SHA-1 hash of the text, in hexadecimal"),
    terraform("sha256", "(string): string", call_hex<nettle_sha256>,
              "the SHA-256 hash of the text, in hexadecimal"),
    terraform("sha512", "(string): string", call_hex<nettle_sha512>,
              "the SHA-512 hash of the text, in hexadecimal"),
    terraform("uuidv5", "(string, string): string", call_uuidv5, "the UUID of the name in the namespace"),
};

}  // namespace

std::span<const FunctionInfo> hash_functions() {
  return kFunctions;
}

}  // namespace flux
