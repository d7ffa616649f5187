// Frozen values against schemas: exact, with the place of each mistake.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ir/value.h"
#include "schemas/schema.h"

namespace flux {

struct SchemaMistake {
  enum class Kind : std::uint8_t {
    unknown_name,  ///< a name that the schema does not admit
    wrong_kind,    ///< another kind of value
    constraint,    ///< a bound, pattern, `enum` or combination
    missing,       ///< a required name
    read_only,     ///< a name that is never set
  } kind;
  std::string path;  ///< below the value that was checked: `image.tag`, `hosts[0]`; empty for itself
  /// The value that is wrong, or for a missing name the object that lacks it; where that has no origin, the
  /// nearest one around it that has.
  Value at;
  std::string message;     ///< a sentence without a place: "expected a string, found 5"
  std::string help;        ///< may be empty
  std::string suggestion;  ///< of a misspelt name or word: what was meant; may be empty
};

struct ValidateOptions {
  /// Whether required names must be there.
  bool require = true;
  /// Others, who are not known, complete the value outside of its lists, and null takes away what they give:
  /// only what they could not mend is a mistake.
  bool completed = false;
  /// Terraform turns null into an argument that was left out.
  bool null_is_absent = false;
  /// A quantity may stand where text is wanted: it is written so.
  bool quantities = true;
};

/// All mistakes of `value`, in the order of the value. Values that are known only during apply are taken as
/// right. Bounded: after 100 mistakes, or a great many steps through combinations, it stops.
std::vector<SchemaMistake> validate(const Value& value, const Schema& schema,
                                    const ValidateOptions& options = {});

/// "a string", "a number or null": the kinds that a schema admits.
std::string describe_kinds(const Schema& schema);

}  // namespace flux
