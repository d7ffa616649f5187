#include "fluxc/show_result.h"

namespace flux {

ExitStatus show_result(Diagnostics found, const SourceManager& sources, Console& console) {
  found.normalise();
  console.show(found, sources);
  return found.has_errors() ? kInputErrors : kFine;
}

}  // namespace flux
