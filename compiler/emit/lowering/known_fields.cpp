#include "emit/lowering/known_fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostics/suggest.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux {

void check_known_fields(const Document& document, std::span<const std::string_view> known,
                        Diagnostics& diagnostics) {
  for (const MapEntry& entry : entries_of(&document.body)) {
    const std::string_view key = entry.key.text();
    if (entry.value.is_absent() || std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto meant = closest(key, known);
    diagnostics
        .error(Code::document_shape, place_of(&entry.value, document.span),
               fmt::format("{} has no field `{}`", title_of(document), key))
        .with_help(meant ? fmt::format("did you mean `{}`?", *meant)
                         : fmt::format("it has: `{}`", fmt::join(known, "`, `")));
  }
}

}  // namespace flux
