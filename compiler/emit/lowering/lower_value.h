// From a frozen value to the YAML document that is written.
//
// Absent fields are left out, null stays null, keys keep their order, a field's documentation becomes a
// comment above it. Quantities become strings as Kubernetes reads them: the author's spelling where
// Kubernetes admits it (`500m`, `16Gi`), else the same amount respelt (`200GiB` is `200Gi`). A duration keeps
// the author's spelling, for its reader may be anyone's (`90d`); a computed one is spelt as Go reads it. A
// percentage always carries its sign. What a type spells (`bytes as prometheus`) stays as it is.
//
// A file is written before Terraform runs, and in the clear: a deferred value (E5101) or a secret (E5102) in
// it is an error that shows the field and the way the value took.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "emit/text/yaml_document.h"
#include "ir/program.h"

namespace flux {

/// Deeper values are refused (E5103): the YAML writer recurses, and no tool reads such a file.
inline constexpr int kDeepestDocument = 200;

/// "application `cert-manager`": a document as diagnostics name it.
std::string title_of(const Document& document);

/// `value` as YAML, or nothing when an error was reported or `value` holds poison. `field` is the value's
/// name inside the document, such as `values`; empty for the document itself.
std::optional<yaml::Node> lower_value(const Value& value, const Document& document, std::string_view field,
                                      Diagnostics& diagnostics);

/// The text of a file's content, under the same rules; an error (E5104) when it is no string.
std::optional<std::string> lower_text(const Value& value, const Document& document, std::string_view field,
                                      Diagnostics& diagnostics);

/// A quantity as Kubernetes reads it; see above.
std::string spell_for_kubernetes(const Quantity& quantity);

}  // namespace flux
