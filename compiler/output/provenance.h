// What an output folder was built from, as a JSON file in it (.flux-provenance.json): by it `fluxc verify`
// builds again and compares. No time and no machine is in it, and nothing of a secret: the same sources give
// the same bytes wherever they are built.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flux {

struct Provenance {
  struct File {
    std::string hash;       ///< content_hash
    bool redacted = false;  ///< of the text with `*` for each byte of a secret that stands in it
    friend bool operator==(const File&, const File&) = default;
  };
  /// A layer of the command line.
  struct Layer {
    enum class Kind { file, set, secret } kind = Kind::file;
    std::string text;  ///< the file's path; `PATH=VALUE`; the path alone, as its value is a secret
    friend bool operator==(const Layer&, const Layer&) = default;
  };
  using Files = std::map<std::string, File, std::less<>>;  ///< by path, relative to the project

  std::string compiler;  ///< its version
  int edition = 0;       ///< of the standard library
  std::string environment;
  std::string entry;                 ///< the file that declares it
  std::vector<std::string> targets;  ///< empty: all
  std::vector<Layer> layers;         ///< lowest first
  Files sources;                     ///< Flux, YAML, JSON and SOPS, with the project's file and lock
  Files schemas;
  friend bool operator==(const Provenance&, const Provenance&) = default;
};

std::string print_provenance(const Provenance& provenance);

enum class ProvenanceFault {
  garbled,  ///< not what `print_provenance` writes
  newer,    ///< of a format that only a later fluxc knows
};
std::variant<Provenance, ProvenanceFault> parse_provenance(std::string_view text);

}  // namespace flux
