// What `check across environments` compares: gathered in each environment, compared by whoever has several.
#pragma once

#include <string>

#include "source/source_span.h"

namespace flux {

/// One value that no other object of any environment may have. Independent of the evaluation it comes from.
struct ComparedValue {
  SourceSpan check;       ///< the check: values of one check are compared
  std::string value;      ///< equal for equal values, whatever their origin and spelling
  std::string shown;      ///< as a diagnostic names it
  std::string path;       ///< of the object; empty: the environment itself
  std::string message;    ///< of the check, for this object
  SourceSpan expression;  ///< of the check
  SourceSpan set_at;      ///< where the value was written, or else where the object was made
};

}  // namespace flux
