// Which values of a file SOPS encrypts: all of them, or those that suffixes and regular expressions choose by
// their keys. Files say it in their metadata, and `.sops.yaml` for the files to be made.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "yaml/yaml_reader.h"

namespace re2 {
class RE2;
}

namespace flux::sops {

/// An expression as Go reads it; null, with a phrase in `error`, where RE2 does not take it.
std::shared_ptr<const re2::RE2> read_regex(std::string_view text, std::string& error);
/// Whether the expression matches anywhere in the text.
bool matches(const re2::RE2& regex, std::string_view text);

class Coverage {
public:
  /// Reads `encrypted_regex` and its like; a mapping without them encrypts all but what ends with
  /// `_unencrypted`. Nothing, with a phrase in `error`, where there is no making sense of them.
  static std::optional<Coverage> read(const YamlNode& mapping, std::string& error);

  /// Whether the value under these keys, outermost first, is encrypted.
  bool covers(std::span<const std::string_view> keys) const;
  /// "`encrypted_regex: ^data$`", or empty where everything is encrypted.
  const std::string& phrase() const { return phrase_; }

private:
  enum class Kind { unencrypted_suffix, encrypted_suffix, unencrypted_regex, encrypted_regex };
  Kind kind_ = Kind::unencrypted_suffix;
  std::string suffix_ = "_unencrypted";
  std::shared_ptr<const re2::RE2> regex_;
  std::string phrase_;
};

}  // namespace flux::sops
