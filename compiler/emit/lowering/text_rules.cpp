#include "emit/lowering/text_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"
#include "ir/plain_password.h"

namespace flux {
namespace {

/// What only Helm fills in. Alertmanager, Prometheus, External Secrets and ApplicationSets have templates
/// too, and none of these in them.
constexpr std::array<std::string_view, 5> kObjectsOfHelm = {".Values.", ".Release.", ".Chart.",
                                                            ".Capabilities.", ".Files."};
constexpr std::array<std::string_view, 4> kGivenToCharts = {"helm", "values", "valuesObject",
                                                            "valuesContent"};

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether an object of Helm itself, and not a field of that name: `.Values.a`, `$.Values.a`, not
/// `.x.Values.a`.
bool names_helm_object(std::string_view action) {
  return std::any_of(kObjectsOfHelm.begin(), kObjectsOfHelm.end(), [&](std::string_view object) {
    for (std::size_t at = action.find(object); at != std::string_view::npos;
         at = action.find(object, at + 1)) {
      const char before = at == 0 ? ' ' : action[at - 1];
      if (!is_alnum(before) && before != '_' && before != ')') return true;
    }
    return false;
  });
}

/// The first `{{ … }}` of a text that only Helm would fill in.
std::optional<std::string_view> template_of_helm(std::string_view text) {
  constexpr std::string_view kOpen = "{{", kClose = "}}";
  for (std::size_t at = text.find(kOpen); at != std::string_view::npos;) {
    const std::size_t end = text.find(kClose, at + kOpen.size());
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view action = text.substr(at, end + kClose.size() - at);
    if (names_helm_object(action)) return action;
    at = text.find(kOpen, end + kClose.size());
  }
  return std::nullopt;
}

class TextCheck {
public:
  TextCheck(const Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  /// `around` is the place of what holds the value, for items of a list may have none of their own.
  void visit(const Value& value, SourceSpan around, bool given_to_chart) {
    const SourceSpan place = place_of(&value, around);
    if (value.is_string() && !given_to_chart) check_template(value, place);
    for (const Value& item : items_of(&value)) visit(item, place, given_to_chart);
    for (const MapEntry& entry : entries_of(&value)) {
      check_password(entry, place);
      visit(entry.value, place, given_to_chart || is_given_to_chart(entry));
    }
  }

private:
  /// The `values` of a selector are a list, and no chart's.
  static bool is_given_to_chart(const MapEntry& entry) {
    return !entry.value.is(ValueKind::list) &&
           std::find(kGivenToCharts.begin(), kGivenToCharts.end(), entry.key.text()) != kGivenToCharts.end();
  }

  void check_template(const Value& value, SourceSpan place) {
    const auto left = template_of_helm(value.as_string());
    if (!left) return;
    diagnostics_
        .error(Code::template_left, place,
               fmt::format("nothing fills in `{}` of {}", *left, title_of(document_)))
        .at("only a chart's own templates are rendered by Helm, and this is written as it stands")
        .with_help("write the value itself, or `${…}` with the field that holds it");
  }

  void check_password(const MapEntry& entry, SourceSpan around) {
    if (!is_plain_password(entry.key.text(), entry.value)) return;
    diagnostics_
        .warning(Code::plaintext_password, place_of(&entry.value, around),
                 fmt::format("`{}` of {} is written in the clear", entry.key.text(), title_of(document_)))
        .at("whoever can read the output can read it, and Git keeps it")
        .with_help(
            "name a Secret that holds it, such as by `existingSecret`, and let an ExternalSecret deliver "
            "that; "
            "then change the password");
  }

  const Document& document_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_texts(const Document& document, const Value& root, Diagnostics& diagnostics) {
  TextCheck(document, diagnostics).visit(root, document.span, document.target == DocumentTarget::helm);
}

}  // namespace flux
