// How the values that one attribute has in several instances are written once.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emit/terraform/expressions.h"
#include "emit/text/hcl_document.h"
#include "ir/value.h"

namespace flux::terraform {

/// What differs between the rows of a `for_each`: named columns, one expression a row.
class Columns {
public:
  /// `reference`: how an expression reads its row, such as `each.value`.
  Columns(std::string reference, std::size_t rows) : reference_(std::move(reference)), rows_(rows) {}

  /// Adds a column of one expression a row, and returns the expression that reads it. `name` is made unique.
  hcl::Expression add(std::string name, std::vector<hcl::Expression> cells);

  bool empty() const { return names_.empty(); }
  /// Each row as an object with all columns.
  std::vector<hcl::Object> rows() const;

private:
  std::string reference_;
  std::vector<hcl::Object> rows_;
  std::set<std::string> names_;
};

/// The values of one attribute by row, with the key of the row's instance; null where the row has none.
struct RowValue {
  const Value* value;
  std::string_view key;
};

/// Writes values by row as one expression: parts that differ go to `columns`, under names that begin with
/// `path`. Without columns there is one row, which is written as it stands.
hcl::Expression lower_rows(std::span<const RowValue> rows, const std::string& path, Columns* columns,
                           ExpressionLowering& expressions);

/// Whether `lower_rows` would have to put the value itself into a column.
bool differs(std::span<const RowValue> rows);

/// `disk_size`: a column's name by the way to its value.
std::string join_path(std::string_view path, std::string_view step);

}  // namespace flux::terraform
