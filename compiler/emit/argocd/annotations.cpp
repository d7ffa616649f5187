#include "emit/argocd/annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>

#include "diagnostics/suggest.h"
#include "emit/argocd/catalog.h"
#include "emit/argocd/sync_options.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux::argocd {
namespace {

constexpr std::string_view kHook = "argocd.argoproj.io/hook";
constexpr std::string_view kHookDeletePolicy = "argocd.argoproj.io/hook-delete-policy";
constexpr std::string_view kSyncOptions = "argocd.argoproj.io/sync-options";

constexpr std::array<std::string_view, 7> kHooks = {"PreSync",  "Sync",      "Skip",      "PostSync",
                                                    "SyncFail", "PreDelete", "PostDelete"};
constexpr std::array<std::string_view, 3> kHookDeletePolicies = {"HookSucceeded", "HookFailed",
                                                                 "BeforeHookCreation"};

constexpr std::string_view kFinalizerDomain = "argocd.argoproj.io";
constexpr std::array<std::string_view, 7> kFinalizers = {
    "resources-finalizer.argocd.argoproj.io",
    "resources-finalizer.argocd.argoproj.io/background",
    "resources-finalizer.argocd.argoproj.io/foreground",
    "pre-delete-finalizer.argocd.argoproj.io",
    "pre-delete-finalizer.argocd.argoproj.io/cleanup",
    "post-delete-finalizer.argocd.argoproj.io",
    "post-delete-finalizer.argocd.argoproj.io/cleanup",
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Calls `visit` with each word of a list such as `PreSync, Sync`.
template <typename Visit>
void for_each_word(std::string_view list, const Visit& visit) {
  for (;;) {
    const std::size_t comma = list.find(',');
    visit(trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

class MetadataCheck {
public:
  MetadataCheck(const Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  void check_annotation(std::string_view key, const Value& value) {
    if (key == kSyncWave) {
      if (is_template(text_of(&value)) || read_sync_wave(value)) return;
      report(value,
             fmt::format("the sync wave of {} is {}, not a string that holds an integer", title_of(document_),
                         describe(value)),
             value.is(ValueKind::integer) ? fmt::format("write `\"{}\"`", value.as_int())
                                          : "write `\"1\"`, or `\"-1\"`");
    } else if (key == kHook) {
      check_words(value, "hook", kHooks);
    } else if (key == kHookDeletePolicy) {
      check_words(value, "hook deletion policy", kHookDeletePolicies);
    } else if (key == kSyncOptions) {
      check_options(value);
    }
  }

  void check_finalizer(const Value& value) {
    const std::string_view finalizer = text_of(&value);
    if (finalizer.find(kFinalizerDomain) == std::string_view::npos) return;
    if (std::find(kFinalizers.begin(), kFinalizers.end(), finalizer) != kFinalizers.end()) return;
    Diagnostic& error = diagnostics_.error(
        Code::argocd_finalizer, place_of(&value, document_.span),
        fmt::format("`{}` of {} is no finalizer of Argo CD", finalizer, title_of(document_)));
    error.note("an object whose finalizer nobody knows can never be deleted");
    const auto meant = closest(finalizer, kFinalizers);
    error.with_help(fmt::format("did you mean `{}`?", meant.value_or(kFinalizers[0])));
  }

private:
  void check_words(const Value& value, std::string_view what, std::span<const std::string_view> known) {
    if (is_template(text_of(&value))) return;
    for_each_word(text_of(&value), [&](std::string_view word) {
      if (std::find(known.begin(), known.end(), word) != known.end()) return;
      const auto meant = closest(word, known);
      report(value, fmt::format("`{}` of {} is no {} of Argo CD", word, title_of(document_), what),
             meant ? fmt::format("did you mean `{}`?", *meant)
                   : fmt::format("it is one of `{}`", fmt::join(known, "`, `")));
    });
  }

  void check_options(const Value& value) {
    if (is_template(text_of(&value))) return;
    for_each_word(text_of(&value), [&](std::string_view option) {
      if (const auto wrong = check_sync_option(option)) {
        report(value, fmt::format("{}: {}", title_of(document_), wrong->reason), wrong->help);
      }
    });
  }

  void report(const Value& value, std::string message, std::string help) {
    diagnostics_.error(Code::argocd_annotation, place_of(&value, document_.span), std::move(message))
        .with_help(std::move(help));
  }

  const Document& document_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<std::int32_t> read_sync_wave(const Value& annotation) {
  std::string_view text = text_of(&annotation);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int32_t wave = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wave);
  if (error != std::errc{} || text.empty() || end != text.data() + text.size()) return std::nullopt;
  return wave;
}

void check_metadata(const Document& document, const Value* metadata, Diagnostics& diagnostics) {
  MetadataCheck check(document, diagnostics);
  for (const MapEntry& entry : entries_of(find_field(metadata, "annotations"))) {
    // Deferred and secret values are reported where the document is written.
    const bool readable =
        !entry.value.is_absent() && !entry.value.is_poison() && entry.value.labels() == kNoLabel;
    if (readable) check.check_annotation(entry.key.text(), entry.value);
  }
  for (const Value& finalizer : items_of(find_field(metadata, "finalizers")))
    check.check_finalizer(finalizer);
}

}  // namespace flux::argocd
