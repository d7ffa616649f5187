#include "sops/creation_rules.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <utility>

namespace flux::sops {
namespace {

constexpr std::string_view kFileName = ".sops.yaml";
constexpr std::size_t kMostFolders = 64;
constexpr std::size_t kMostRules = 1000;

/// The folder of a path; empty for the current one, nothing above the topmost.
std::optional<std::string> folder_of(std::string_view path) {
  if (path.empty() || path == "/" || path == ".." || path.ends_with("/..")) return std::nullopt;
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return std::string{};
  return std::string{slash == 0 ? std::string_view{"/"} : path.substr(0, slash)};
}

}  // namespace

const CreationRule* CreationRules::find(std::string_view file_path) const {
  if (!folder.empty() && file_path.starts_with(folder)) {
    file_path.remove_prefix(folder.size());
    if (file_path.starts_with('/')) file_path.remove_prefix(1);
  }
  for (const CreationRule& rule : rules) {
    if (rule.path == nullptr || matches(*rule.path, file_path)) return &rule;
  }
  return nullptr;
}

const CreationRules* CreationRulesReader::nearest(std::string_view path, std::string_view root) {
  auto folder = folder_of(path);
  for (std::size_t i = 0; folder && i < kMostFolders; ++i) {
    bool exists = false;
    const CreationRules* rules = read(*folder, exists);
    if (exists) return rules;
    if (!root.empty() && *folder == root) break;
    folder = folder_of(*folder);
  }
  return nullptr;
}

const CreationRules* CreationRulesReader::read(const std::string& folder, bool& exists) {
  const auto [known, is_new] = known_.try_emplace(folder, Known{false, {}});
  if (is_new) {
    std::string path = folder.empty()          ? std::string{kFileName}
                       : folder.ends_with('/') ? folder + std::string{kFileName}
                                               : fmt::format("{}/{}", folder, kFileName);
    auto text = files_.read(path);
    if (auto* found = std::get_if<std::string>(&text)) {
      known->second.exists = true;
      known->second.rules = parse(path, std::move(*found));
      if (known->second.rules) known->second.rules->folder = folder;
    }
  }
  exists = known->second.exists;
  return known->second.rules ? &*known->second.rules : nullptr;
}

std::optional<CreationRules> CreationRulesReader::parse(const std::string& path, std::string text) {
  CreationRules made;
  made.path = path;
  made.file = sources_.add(path, std::move(text));
  const YamlNode* root = read_yaml(sources_.text(made.file), made.file, arena_, diagnostics_);
  if (root == nullptr) return std::nullopt;
  const auto wrong = [&](SourceSpan span, std::string message) {
    diagnostics_.error(Code::sops_rules_unreadable, span, std::move(message));
  };
  const YamlNode* rules = root->find("creation_rules");
  if (rules == nullptr || rules->kind != YamlKind::sequence || rules->items.size() > kMostRules) {
    wrong({made.file, 0, 0}, fmt::format("`{}` has no list `creation_rules`", path));
    return std::nullopt;
  }
  for (const YamlNode* node : rules->items) {
    CreationRule rule{.span = node->span};
    std::string error;
    if (node->kind != YamlKind::mapping)
      error = "a creation rule has a `path_regex` and the keys to encrypt to";
    const YamlNode* pattern = node->find("path_regex");
    if (error.empty() && pattern != nullptr && !pattern->text.empty())
      rule.path = read_regex(pattern->text, error);
    if (error.empty()) {
      if (auto coverage = Coverage::read(*node, error)) rule.coverage = std::move(*coverage);
    }
    if (!error.empty()) {
      wrong(node->span, std::move(error));
      return std::nullopt;
    }
    rule.recipients = recipients_of_rule(*node);
    if (rule.recipients.empty()) wrong(node->span, "the rule names no key to encrypt to");
    for (const Recipient& recipient : rule.recipients) {
      const std::string_view fault = fault_of(recipient);
      if (fault.empty()) continue;
      diagnostics_
          .error(Code::sops_recipient, recipient.span,
                 fmt::format("nothing can be encrypted to `{}`: {}", recipient.text, fault))
          .with_help(recipient.kind == "age"
                         ? "`age-keygen -o key.txt` makes a key and prints what stands here"
                         : "name the key itself");
    }
    made.rules.push_back(std::move(rule));
  }
  return made;
}

}  // namespace flux::sops
