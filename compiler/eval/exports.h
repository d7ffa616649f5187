// What an environment exports to other packages: its fields that are declared with `export`, resolved.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eval/eval.h"

namespace flux {

/// A value of an export, without objects. Of a record whose type declares fields with `export`, these alone
/// are its entries; of another, all.
struct ExportedValue {
  enum class Kind : std::uint8_t {
    plain,     ///< `value`: a scalar, or a list or map of a computed value
    record,    ///< `entries`, of `record`
    map,       ///< `entries`
    list,      ///< `items`, of objects or of lists of them
    secret,    ///< nothing is said of it
    deferred,  ///< known only when Terraform applies
  } kind = Kind::plain;
  const Type* type = nullptr;          ///< of the slot or element, as declared
  const RecordType* record = nullptr;  ///< the object's own
  Value value;
  struct Entry;
  std::vector<Entry> entries;  ///< in the order of the type, or of first insertion; absent ones are not there
  std::vector<ExportedValue> items;

  bool is_left_out() const { return kind == Kind::secret || kind == Kind::deferred; }
};
struct ExportedValue::Entry {
  Name name;
  const Field* field = nullptr;  ///< of a record
  ExportedValue value;
};

/// Whether objects of the type are exported in part.
bool exports_in_part(const RecordType& record);

/// The environment as a record with its exported fields. Only after a `run` without errors; what a disabled
/// object would hold is passed over.
ExportedValue exported(Evaluation& evaluation);

}  // namespace flux
