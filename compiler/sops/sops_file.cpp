#include "sops/sops_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "sops/encrypted_value.h"

namespace flux::sops {
namespace {

/// What is wrong of every value is said of the first few.
constexpr std::size_t kMostReports = 20;

std::string joined(std::span<const std::string_view> keys) {
  return fmt::format("{}", fmt::join(keys, "."));
}

class Examination {
public:
  Examination(const Document& document, std::string_view path, const CreationRules* rules,
              Diagnostics& diagnostics)
      : document_(document), path_(path), rules_(rules), diagnostics_(diagnostics) {}

  void examine() {
    examine_metadata();
    if (rules_ != nullptr) {
      rule_ = rules_->find(path_);
      if (rule_ == nullptr) {
        diagnostics_
            .error(Code::sops_no_rule, begin_of(document_.data->span),
                   fmt::format("no creation rule of `{}` is for `{}`", rules_->path, path_))
            .label(begin_of({rules_->file, 0, 0}), "its rules are here")
            .with_help("add a rule whose `path_regex` matches the path, or move the file to where one does");
      }
    }
    std::string error;
    coverage_ = Coverage::read(*document_.metadata, error);
    if (!coverage_) unreadable(document_.metadata->span, std::move(error));
    examine(*document_.data, document_.data->span);
    if (rule_ != nullptr) compare_recipients();
  }

private:
  static SourceSpan begin_of(SourceSpan span) { return {span.file, span.begin, span.begin}; }

  bool may_report() { return ++reports_ <= kMostReports; }

  void unreadable(SourceSpan span, std::string why) {
    diagnostics_.error(Code::sops_unreadable, begin_of(span),
                       fmt::format("what SOPS says of `{}` cannot be read: {}", path_, why));
  }

  void tampered(SourceSpan span, std::string message) {
    if (!may_report()) return;
    diagnostics_.error(Code::sops_tampered, span, std::move(message))
        .with_help("take the file back from its history, and change it with `sops edit` only");
  }

  // ---- metadata

  void examine_metadata() {
    const YamlNode& metadata = *document_.metadata;
    const YamlNode* mac = metadata.find("mac");
    if (mac == nullptr || !looks_encrypted(mac->text)) {
      tampered(begin_of(metadata.span),
               fmt::format("`{}` has no `mac`, without which SOPS does not open it", path_));
    } else if (const auto value = read_encrypted(mac->text); !value.broken.empty() || value.type != "str") {
      tampered(begin_of(mac->span), fmt::format("the `mac` of `{}` cannot be decrypted: {}", path_,
                                                value.broken.empty() ? "it is no text" : value.broken));
    }
    for (const std::string_view wanted : {"lastmodified", "version"}) {
      const YamlNode* node = metadata.find(wanted);
      if (node == nullptr || node->kind != YamlKind::scalar || node->text.empty())
        unreadable(metadata.span, fmt::format("it has no `{}`", wanted));
    }
    recipients_ = recipients_of_metadata(metadata);
    if (recipients_.empty()) unreadable(metadata.span, "it names no key that opens the file");
    for (const Recipient& recipient : recipients_) {
      const std::string_view fault = fault_of(recipient);
      if (fault.empty() || !may_report()) continue;
      diagnostics_
          .error(Code::sops_recipient, begin_of(recipient.span),
                 fmt::format("`{}` is encrypted to `{}`, which nobody can decrypt: {}", path_, recipient.text,
                             fault))
          .with_help("encrypt it anew, to keys that are there");
    }
    examine_data_keys(metadata);
  }

  /// Each recipient has the key of the file, encrypted to it.
  void examine_data_keys(const YamlNode& node, std::size_t depth = 0) {
    if (depth > 6) return;
    for (const YamlNode* item : node.items) examine_data_keys(*item, depth + 1);
    if (node.kind != YamlKind::mapping) return;
    for (const YamlEntry& entry : node.entries) {
      if (entry.key->text != "age") {
        examine_data_keys(*entry.value, depth + 1);
        continue;
      }
      for (const YamlNode* recipient : entry.value->items) {
        const YamlNode* encrypted = recipient->find("enc");
        if (encrypted == nullptr ||
            encrypted->text.find("BEGIN AGE ENCRYPTED FILE") == std::string_view::npos)
          tampered(begin_of(recipient->span), fmt::format("a recipient of `{}` has no key in `enc`", path_));
      }
    }
  }

  void compare_recipients() {
    for (const Recipient& wanted : rule_->recipients) {
      const bool known = std::ranges::any_of(
          recipients_, [&](const Recipient& r) { return r.kind == wanted.kind && r.text == wanted.text; });
      if (known || wanted.kind != "age" || !fault_of(wanted).empty()) continue;
      diagnostics_
          .warning(
              Code::sops_recipient_missing, begin_of(document_.metadata->span),
              fmt::format("`{}` is not encrypted to `{}`, as its creation rule wants", path_, wanted.text))
          .label(wanted.span, "wanted here")
          .with_help(fmt::format("`sops updatekeys {}`", path_));
      return;
    }
  }

  // ---- data

  void examine(const YamlNode& node, SourceSpan at) {
    switch (node.kind) {
      case YamlKind::mapping:
        for (const YamlEntry& entry : node.entries) {
          keys_.push_back(entry.key->text);
          examine(*entry.value, entry.key->span);
          keys_.pop_back();
        }
        return;
      case YamlKind::sequence:
        for (const YamlNode* item : node.items) examine(*item, at);
        return;
      case YamlKind::scalar:
        examine_value(node, at);
        return;
      case YamlKind::null:
        return;  // SOPS leaves it as it is
    }
  }

  void examine_value(const YamlNode& node, SourceSpan at) {
    if (node.text.empty() || !coverage_) return;  // an empty text has nothing to encrypt
    const bool covered = coverage_->covers(keys_);
    if (looks_encrypted(node.text)) {
      const EncryptedValue value = read_encrypted(node.text);
      if (!value.broken.empty() || value.type == "comment") {
        tampered(at, fmt::format("`{}` of `{}` cannot be decrypted: {}", joined(keys_), path_,
                                 value.broken.empty() ? "it is a comment" : value.broken));
      } else if (!covered) {
        tampered(at, fmt::format("`{}` of `{}` is encrypted, and by {} SOPS would leave it so", joined(keys_),
                                 path_,
                                 coverage_->phrase().empty() ? "`unencrypted_suffix: _unencrypted`"
                                                             : coverage_->phrase()));
      }
      return;
    }
    const bool by_rule = rule_ != nullptr && rule_->coverage.covers(keys_);
    if ((!covered && !by_rule) || !may_report()) return;
    Diagnostic& error = diagnostics_.error(
        Code::sops_in_the_clear, at, fmt::format("`{}` of `{}` stands in the clear", joined(keys_), path_));
    if (covered) {
      error.note("by what the file itself says, SOPS encrypts it: it was written in afterwards");
      error.with_help(
          "take it out, add it with `sops edit`, and give the secret a new value where it was committed");
    } else {
      error.label({rule_->span.file, rule_->span.begin, rule_->span.begin}, "this rule has it encrypted");
      error.with_help(
          "decrypt the file and encrypt it anew, by the rule of today; where it was committed, give the "
          "secret a new value");
    }
  }

  const Document& document_;
  std::string_view path_;
  const CreationRules* rules_;
  Diagnostics& diagnostics_;
  const CreationRule* rule_ = nullptr;
  std::optional<Coverage> coverage_;
  std::vector<Recipient> recipients_;
  std::vector<std::string_view> keys_;
  std::size_t reports_ = 0;
};

}  // namespace

std::optional<Document> read_sops_file(const std::string& path, std::string text, std::string_view root,
                                       CreationRulesReader& rules, SourceManager& sources, Arena& arena,
                                       Diagnostics& diagnostics) {
  const std::size_t size = text.size();
  const FileId file = sources.add(path, std::move(text));
  const auto refuse = [&](std::string message) {
    sources.conceal({file, 0, static_cast<std::uint32_t>(size)});
    return &diagnostics.error(Code::sops_unreadable, {file, 0, 0}, std::move(message));
  };
  if (size > kLargestSopsFile) {
    refuse(fmt::format("`{}` is larger than {} MiB", path, kLargestSopsFile >> 20U));
    return std::nullopt;
  }
  const auto format = format_of(path);
  if (!format) {
    refuse(fmt::format("`{}` is of a format that is not read here", path))
        ->with_help(
            "the names of those that are end with `.yaml`, `.yml`, `.json` or `.env`; put what INI and other "
            "files "
            "hold into one of these, and encrypt that");
    return std::nullopt;
  }
  auto document = read_document(file, *format, sources, arena, diagnostics);
  if (!document) return std::nullopt;
  if (document->data->height > kDeepestSopsTree || document->data->size > kLargestSopsTree) {
    refuse(fmt::format("`{}` is nested more than {} levels deep, or has more than {} values", path,
                       kDeepestSopsTree, kLargestSopsTree));
    return std::nullopt;
  }
  Examination(*document, path, rules.nearest(path, root), diagnostics).examine();
  return document;
}

}  // namespace flux::sops
