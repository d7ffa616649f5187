#include "sops/coverage.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace flux::sops {
namespace {

constexpr std::size_t kLongestRegex = 4096;

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

std::shared_ptr<const re2::RE2> read_regex(std::string_view text, std::string& error) {
  if (text.size() > kLongestRegex) {
    error = "the regular expression is too long";
    return nullptr;
  }
  auto regex = std::make_shared<const re2::RE2>(piece(text), re2::RE2::Quiet);
  if (regex->ok()) return regex;
  error = fmt::format("`{}` is no regular expression: {}", text, regex->error());
  return nullptr;
}

bool matches(const re2::RE2& regex, std::string_view text) {
  return re2::RE2::PartialMatch(piece(text), regex);
}

std::optional<Coverage> Coverage::read(const YamlNode& mapping, std::string& error) {
  constexpr std::string_view kNames[] = {"unencrypted_suffix", "encrypted_suffix", "unencrypted_regex",
                                         "encrypted_regex"};
  Coverage coverage;
  std::string_view first;
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    const YamlNode* node = mapping.find(kNames[i]);
    if (node == nullptr || node->kind == YamlKind::null) continue;
    if (node->kind != YamlKind::scalar) {
      error = fmt::format("`{}` is no text", kNames[i]);
      return std::nullopt;
    }
    if (node->text.empty()) continue;
    if (!first.empty()) {
      error = fmt::format("`{}` and `{}` contradict each other: SOPS takes one", first, kNames[i]);
      return std::nullopt;
    }
    first = kNames[i];
    coverage.kind_ = static_cast<Kind>(i);
    coverage.suffix_ = node->text;
    coverage.phrase_ = fmt::format("`{}: {}`", kNames[i], node->text);
    if (coverage.kind_ == Kind::unencrypted_regex || coverage.kind_ == Kind::encrypted_regex) {
      coverage.regex_ = read_regex(node->text, error);
      if (coverage.regex_ == nullptr) return std::nullopt;
    }
  }
  return coverage;
}

bool Coverage::covers(std::span<const std::string_view> keys) const {
  const bool chosen = std::ranges::any_of(keys, [&](std::string_view key) {
    return regex_ != nullptr ? matches(*regex_, key) : key.ends_with(suffix_);
  });
  return chosen == (kind_ == Kind::encrypted_suffix || kind_ == Kind::encrypted_regex);
}

}  // namespace flux::sops
