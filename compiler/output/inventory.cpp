#include "output/inventory.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace flux {
namespace {

constexpr std::pair<Identity::Tool, std::string_view> kTools[] = {
    {Identity::Tool::terraform, "terraform"},
    {Identity::Tool::argocd, "argocd"},
    {Identity::Tool::kubernetes, "kubernetes"},
};

/// Takes the text before the next `separator` away from `rest`; nothing where there is none.
std::optional<std::string> take_until(char separator, std::string_view& rest) {
  const std::size_t end = rest.find(separator);
  if (end == std::string_view::npos) return std::nullopt;
  std::string taken(rest.substr(0, end));
  rest.remove_prefix(end + 1);
  return taken;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Where the text in quotes that `text` begins with ends; nothing when it does not.
std::size_t end_of_quoted(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return std::string_view::npos;
}

/// Takes `name`, `name[0]` or `name["key"]` from the beginning of `rest`.
std::optional<TerraformStep> take_step(std::string_view& rest) {
  const auto end = std::ranges::find_if_not(rest, is_name_character);
  TerraformStep step{std::string(rest.begin(), end), {}};
  const bool is_name =
      !step.name.empty() && step.name[0] != '-' && (step.name[0] < '0' || step.name[0] > '9');
  if (!is_name) return std::nullopt;
  rest.remove_prefix(step.name.size());
  if (!rest.starts_with('[')) return step;
  rest.remove_prefix(1);
  const std::size_t size = rest.starts_with('"') ? end_of_quoted(rest) : rest.find(']');
  if (size >= rest.size() || rest[size] != ']') return std::nullopt;
  const nlohmann::json index = nlohmann::json::parse(rest.substr(0, size), nullptr, false);
  if (index.is_string()) {
    step.index = index.get<std::string>();
  } else if (index.is_number_unsigned()) {
    step.index = index.get<std::uint64_t>();
  } else {
    return std::nullopt;
  }
  rest.remove_prefix(size + 1);
  return step;
}

auto order_of(const Identity& identity) {
  return std::tie(identity.tool, identity.scope, identity.address);
}

}  // namespace

std::string TerraformAddress::text() const {
  const std::string base = fmt::format("{}.{}", type, name);
  return key ? fmt::format(
                   "{}[{}]", base,
                   nlohmann::json(*key).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))
             : base;
}

std::optional<TerraformAddress> parse_terraform_address(std::string_view text) {
  TerraformAddress address;
  auto type = take_until('.', text);
  if (!type || type->empty() || text.empty()) return std::nullopt;
  address.type = *std::move(type);
  const std::size_t bracket = text.find('[');
  address.name = text.substr(0, bracket);
  if (bracket == std::string_view::npos) return address;
  text.remove_prefix(bracket + 1);
  if (!text.ends_with(']')) return std::nullopt;
  text.remove_suffix(1);
  const nlohmann::json key = nlohmann::json::parse(text, nullptr, false);
  if (!key.is_string()) return std::nullopt;
  address.key = key.get<std::string>();
  return address;
}

std::optional<TerraformReference> parse_terraform_reference(std::string_view text) {
  TerraformReference steps;
  for (;;) {
    auto step = take_step(text);
    if (!step) return std::nullopt;
    steps.push_back(*std::move(step));
    if (text.empty()) break;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  if (steps.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < steps.size(); i += 2) {
    if (steps[i].index.index() != 0 || steps[i].name == "data") return std::nullopt;
    const bool is_last = i + 2 == steps.size();
    if (!is_last && steps[i].name != "module") return std::nullopt;
  }
  return steps;
}

std::string Identity::id() const {
  switch (tool) {
    case Tool::terraform:
      return fmt::format("terraform/{}/{}", scope, address.text());
    case Tool::argocd:
      return fmt::format("argocd/{}/{}", address.type, address.name);
    case Tool::kubernetes:
      return fmt::format("kubernetes/{}/{}/{}", scope, address.type, address.name);
  }
  return {};
}

std::string Identity::title() const {
  return tool == Tool::terraform ? address.text() : fmt::format("{} {}", address.type, address.name);
}

std::optional<Identity> parse_identity(std::string_view id) {
  const auto tool_name = take_until('/', id);
  const auto* tool = std::find_if(std::begin(kTools), std::end(kTools),
                                  [&](const auto& known) { return tool_name && known.second == *tool_name; });
  if (tool == std::end(kTools)) return std::nullopt;
  Identity identity{.tool = tool->first};
  if (identity.tool != Identity::Tool::argocd) {
    auto scope = take_until('/', id);
    if (!scope) return std::nullopt;
    identity.scope = *std::move(scope);
  }
  if (identity.tool == Identity::Tool::terraform) {
    auto address = parse_terraform_address(id);
    if (!address) return std::nullopt;
    identity.address = *std::move(address);
    return identity;
  }
  auto kind = take_until('/', id);
  if (!kind || id.empty()) return std::nullopt;
  identity.address.type = *std::move(kind);
  identity.address.name = id;
  return identity;
}

void Inventory::sort() {
  std::sort(identities.begin(), identities.end(),
            [](const Identity& a, const Identity& b) { return order_of(a) < order_of(b); });
}

bool operator==(const Inventory& a, const Inventory& b) {
  const auto same = [](const Identity& x, const Identity& y) {
    return x.id() == y.id() && x.path == y.path && x.local == y.local;
  };
  return a.moves == b.moves &&
         std::equal(a.identities.begin(), a.identities.end(), b.identities.begin(), b.identities.end(), same);
}

}  // namespace flux
