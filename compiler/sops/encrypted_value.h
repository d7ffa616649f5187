// What SOPS writes in the place of a value: `ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]`.
#pragma once

#include <string>
#include <string_view>

namespace flux::sops {

/// Whether the text is, or was once, an encrypted value.
bool looks_encrypted(std::string_view text);

/// What can be known without a key.
struct EncryptedValue {
  std::string_view type;  ///< `str`, `int`, `float`, `bool`, `bytes`, `comment` or `time`; a part of the text
  std::string_view broken;  ///< why nobody could decrypt it; empty where nothing speaks against it
};

/// `text` looks encrypted.
EncryptedValue read_encrypted(std::string_view text);

}  // namespace flux::sops
