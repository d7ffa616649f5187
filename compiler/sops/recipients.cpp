#include "sops/recipients.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace flux::sops {
namespace {

constexpr std::size_t kMostRecipients = 1000;

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Whether the text is bech32 with a right checksum (BIP 173, without its bound on the length, as age has
/// it).
bool is_bech32(std::string_view text) {
  constexpr std::string_view kDigits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                       0x2a1462b3};
  const std::size_t one = text.rfind('1');
  if (one == std::string_view::npos || one == 0 || text.size() - one < 7) return false;
  std::uint32_t sum = 1;
  const auto feed = [&](std::uint32_t digit) {
    const std::uint32_t top = sum >> 25U;
    sum = ((sum & 0x1ffffffU) << 5U) ^ digit;
    for (std::size_t i = 0; i < kGenerator.size(); ++i) {
      if (((top >> i) & 1U) != 0) sum ^= kGenerator[i];
    }
  };
  const std::string_view head = text.substr(0, one);
  for (const char c : head) feed(static_cast<unsigned char>(c) >> 5U);
  feed(0);
  for (const char c : head) feed(static_cast<unsigned char>(c) & 31U);
  for (const char c : text.substr(one + 1)) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return false;
    feed(static_cast<std::uint32_t>(digit));
  }
  return sum == 1;
}

std::string_view fault_of_age(std::string_view text) {
  constexpr std::size_t kKeyLength = 62;
  if (text.starts_with("ssh-ed25519 ") || text.starts_with("ssh-rsa ")) return {};
  if (!text.starts_with("age1")) return "it is no key of age: those begin with `age1`";
  const bool plugin = text.rfind('1') != 3;
  if (!plugin && text.size() != kKeyLength) return "it is no key of age: those have 62 characters";
  return is_bech32(text) ? std::string_view{} : "it is no key of age: its checksum is wrong";
}

std::string_view fault_of_pgp(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    if (!is_hexadecimal(c)) return "it is no fingerprint of PGP: those are hexadecimal";
    ++digits;
  }
  if (digits == 16 || digits == 40 || digits == 64) return {};
  return "it is no fingerprint of PGP: those have 40 digits";
}

/// The texts of a list, or those between the commas of a text.
void take(std::string_view kind, const YamlNode* node, std::vector<Recipient>& into) {
  if (node == nullptr || into.size() >= kMostRecipients) return;
  if (node->kind == YamlKind::sequence) {
    for (const YamlNode* item : node->items) take(kind, item, into);
    return;
  }
  const auto text = [&](std::string_view key) {
    const YamlNode* field = node->find(key);
    return field != nullptr ? field->text : std::string_view{};
  };
  if (node->kind == YamlKind::mapping) {
    // As metadata and key groups write them.
    std::string whole;
    if (kind == "age") whole = text("recipient");
    if (kind == "pgp") whole = text("fp");
    if (kind == "kms") whole = text("arn");
    if (kind == "gcp_kms") whole = text("resource_id");
    const auto either = [&](std::string_view a, std::string_view b) {
      return text(a).empty() ? text(b) : text(a);
    };
    if (kind == "azure_kv")
      whole = fmt::format("{}/keys/{}/{}", either("vault_url", "vaultUrl"), either("name", "key"),
                          text("version"));
    if (kind == "hc_vault")
      whole = fmt::format("{}/v1/{}/keys/{}", text("vault_address"), text("engine_path"), text("key_name"));
    into.push_back({kind, std::move(whole), node->span});
    return;
  }
  if (node->kind != YamlKind::scalar) return;
  std::string_view rest = node->text;
  while (into.size() < kMostRecipients) {
    const std::size_t comma = rest.find(',');
    if (const std::string_view one = trimmed(rest.substr(0, comma)); !one.empty())
      into.push_back({kind, std::string{one}, node->span});
    if (comma == std::string_view::npos) return;
    rest.remove_prefix(comma + 1);
  }
}

/// The names of one kind of key in rules, in key groups and in metadata.
struct Names {
  std::string_view kind, rule, group;
};
constexpr std::array<Names, 6> kKinds = {{{"age", "age", "age"},
                                          {"pgp", "pgp", "pgp"},
                                          {"kms", "kms", "kms"},
                                          {"gcp_kms", "gcp_kms", "gcp_kms"},
                                          {"azure_kv", "azure_keyvault", "azure_keyvault"},
                                          {"hc_vault", "hc_vault_transit_uri", "hc_vault"}}};

/// Of a node and of its `key_groups`, by what each of them calls the kinds.
std::vector<Recipient> recipients(const YamlNode& node, std::string_view Names::*own,
                                  std::string_view Names::*in_group) {
  std::vector<Recipient> found;
  for (const Names& names : kKinds) take(names.kind, node.find(names.*own), found);
  const YamlNode* groups = node.find("key_groups");
  if (groups == nullptr || groups->kind != YamlKind::sequence) return found;
  for (const YamlNode* group : groups->items) {
    for (const Names& names : kKinds) take(names.kind, group->find(names.*in_group), found);
  }
  return found;
}

}  // namespace

std::vector<Recipient> recipients_of_rule(const YamlNode& rule) {
  return recipients(rule, &Names::rule, &Names::group);
}

std::vector<Recipient> recipients_of_metadata(const YamlNode& metadata) {
  return recipients(metadata, &Names::kind, &Names::kind);
}

std::string_view fault_of(const Recipient& recipient) {
  const std::string_view text = recipient.text;
  if (recipient.kind == "age") return fault_of_age(text);
  if (recipient.kind == "pgp") return fault_of_pgp(text);
  if (recipient.kind == "kms")
    return text.starts_with("arn:aws") && text.find(":kms:") != std::string_view::npos
               ? std::string_view{}
               : "it is no key of AWS: those begin with `arn:aws:kms:`";
  if (recipient.kind == "gcp_kms")
    return text.starts_with("projects/") && text.find("/cryptoKeys/") != std::string_view::npos
               ? std::string_view{}
               : "it is no key of Google Cloud: `projects/…/locations/…/keyRings/…/cryptoKeys/…`";
  if (recipient.kind == "azure_kv")
    return text.starts_with("https://") && text.find("/keys/") != std::string_view::npos
               ? std::string_view{}
               : "it is no key of Azure: `https://….vault.azure.net/keys/NAME/VERSION`";
  return text.starts_with("http") && text.find("/keys/") != std::string_view::npos
             ? std::string_view{}
             : "it is no key of Vault's transit engine: `https://…/v1/ENGINE/keys/NAME`";
}

}  // namespace flux::sops
