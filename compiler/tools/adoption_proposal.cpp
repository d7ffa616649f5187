#include "tools/adoption_proposal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "schemas/json.h"

namespace flux {
namespace {

/// A scalar of YAML that is nothing but this text.
std::string quoted(std::string_view text) {
  const bool is_plain = std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x7F;
  });
  std::string out;
  if (!is_plain) {
    append_json_string(text, out);
    return out;
  }
  out = "'";
  for (const char c : text) out.append(c == '\'' ? "''" : std::string_view(&c, 1));
  return out + "'";
}

class Proposal {
public:
  Proposal(const ProposalInput& input, const StateMatches& matches, Diagnostics& diagnostics)
      : input_(input), matches_(matches), diagnostics_(diagnostics) {}

  std::string write() {
    for (const StateMatches::Match& match : matches_.found) add(match);
    for (const StateMatches::Module& module : matches_.modules) {
      if (!input_.import) moved_.emplace_back(module.from, address_of(module.described));
    }
    for (const StateMatches::Ambiguous& ambiguous : matches_.ambiguous) report(ambiguous);
    for (const std::size_t described : matches_.missing) {
      warn(fmt::format("the state has nothing like `{}`, which would be created", address_of(described)),
           "if it exists, write its line into the file by hand");
    }
    for (const std::size_t instance : matches_.left) report_left(input_.instances[instance].address);

    std::string text = fmt::format("{}:\n", quoted(input_.stack));
    if (input_.import) {
      add_section("imported", moved_, text);
    } else {
      add_section("moved", moved_, text);
    }
    return moved_.empty() ? fmt::format("{}: {{}}\n", quoted(input_.stack)) : text;
  }

private:
  void add(const StateMatches::Match& match) {
    const StateInstance& instance = input_.instances[match.instance];
    const std::string address = address_of(match.described);
    if (!match.differing.empty()) {
      warn(fmt::format("`{}` would become `{}`, which describes {} otherwise", instance.address, address,
                       phrase(match.differing, "and")),
           "a plan will show a change until it is described as it is");
    }
    if (!input_.import) {
      if (instance.address != address) moved_.emplace_back(instance.address, address);
    } else if (!instance.id.empty()) {
      moved_.emplace_back(address, instance.id);
    } else {
      warn(fmt::format("the state shows no id of `{}`, by which `{}` could be imported", instance.address,
                       address),
           "write its line by hand, as the provider's documentation says");
    }
  }

  void report(const StateMatches::Ambiguous& ambiguous) {
    std::vector<std::string> addresses;
    for (const std::size_t instance : ambiguous.instances) {
      addresses.push_back(input_.instances[instance].address);
    }
    warn(fmt::format("`{}` could be {}", address_of(ambiguous.described), phrase(addresses, "or")),
         "write the line that is right into the file by hand");
  }

  void report_left(const std::string& address) {
    if (input_.import) return;  // another state may keep what it likes
    warn(fmt::format("stack `{}` describes nothing like `{}`, which would be destroyed", input_.stack,
                     address),
         "describe it; or write its line by hand; or have Terraform forget it by `terraform state rm`");
  }

  static std::string phrase(const std::vector<std::string>& names, std::string_view conjunction) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i > 0) text += i + 1 == names.size() ? fmt::format(" {} ", conjunction) : ", ";
      text += fmt::format("`{}`", names[i]);
    }
    return text;
  }

  std::string address_of(std::size_t described) const { return input_.described[described].address.text(); }

  void warn(std::string message, std::string help) {
    diagnostics_.warning(Code::adoption_incomplete, {}, std::move(message)).with_help(std::move(help));
  }

  static void add_section(std::string_view name, std::vector<std::pair<std::string, std::string>>& lines,
                          std::string& text) {
    std::ranges::sort(lines);
    text += fmt::format("  {}:\n", name);
    for (const auto& [key, value] : lines) text += fmt::format("    {}: {}\n", quoted(key), quoted(value));
  }

  const ProposalInput& input_;
  const StateMatches& matches_;
  Diagnostics& diagnostics_;
  std::vector<std::pair<std::string, std::string>> moved_;  // lines
};

}  // namespace

std::string adoption_proposal(const ProposalInput& input, const StateMatches& matches,
                              Diagnostics& diagnostics) {
  return Proposal(input, matches, diagnostics).write();
}

}  // namespace flux
