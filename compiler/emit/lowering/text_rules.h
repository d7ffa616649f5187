// What no text of a written document may be, whatever its target.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux {

/// Reports templates of Helm that nothing would render (E5218) and passwords in the clear (W5108). `root` is
/// what is written of `document`: no deeper than kDeepestDocument.
///
/// What a chart is given may hold templates, for charts render values by `tpl`: the values of a release, and
/// `helm`, `values`, `valuesObject` and `valuesContent` in the objects that stand for one.
void check_texts(const Document& document, const Value& root, Diagnostics& diagnostics);

}  // namespace flux
