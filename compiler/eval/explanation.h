// Why a value is what it is: everything that `fluxc explain ENV PATH` shows, as data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "eval/eval.h"

namespace flux {

/// One write to the slot, highest first.
struct ExplainedWrite {
  std::string layer;                  ///< `environment prod`, `layer defaults`, `type WebService`
  std::string_view op;                ///< "set", "amended", "appended", "removed", "deleted", "default"
  std::vector<std::string_view> via;  ///< "star", "spread", "guard", "loop", "mount", "command line"
  SourceSpan member;                  ///< the whole member
  SourceSpan expression;              ///< its right side
  bool effective = false;             ///< false: hidden by one above
  bool inactive = false;              ///< its condition does not hold
  bool is_final = false;
  std::string because;
  SourceSpan copied_from;  ///< where the value it passed through was set; may be no place
};

/// An output of Terraform that the value, or a part of it, is made of in documents.
struct ExplainedRecord {
  std::string part;     ///< the steps to it, `.address`; empty for the value itself
  std::string output;   ///< as `terraform output` names it
  std::string stack;    ///< whose output it is
  SourceSpan place;     ///< in the file of what was recorded; no place: it is not recorded
  std::string file;     ///< that holds the record, or would
  std::string command;  ///< that records it; empty where it is sensitive and never recorded
};

struct Explanation {
  std::string path;   ///< as the compiler writes it
  std::string value;  ///< pretty, several lines for records; secrets redacted. What was recorded says so
  Value known;        ///< `frozen`, with what was recorded
  Value frozen;       ///< for JSON; `secret` labels must be respected by whoever prints it
  std::string declared_type;  ///< `int(0..1000)`; empty in `any`
  std::string actual_type;    ///< of an object: `WebService`
  std::string_view doc;       ///< the field's documentation
  SourceSpan declaration;     ///< the field in its type
  std::string declared_in;    ///< the type's name
  std::vector<ExplainedWrite> writes;
  std::vector<ExplainedRecord> records;
  std::vector<std::string> checks;  ///< conditions of checks of the object that name the field
};

/// Resolves `steps` (fields, keys, indexes as text) from the environment. Diagnostics (an unknown step, with
/// a did-you-mean, E4008 or E4026) go to the evaluation's own; then nothing is returned. Works with errors
/// elsewhere in the environment.
std::optional<Explanation> explain(Evaluation& evaluation, const std::vector<std::string>& steps,
                                   SourceSpan asked);

/// Whether something stands at the path, and is not absent; if not, `why` gets what `explain` would report.
bool exists(Evaluation& evaluation, const std::vector<std::string>& steps, SourceSpan asked,
            Diagnostics& why);

}  // namespace flux
