// RFC 4180, as strict as Go's reader.
#include <fmt/format.h>

#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;
using Record = std::vector<std::string>;

class CsvReader {
public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  /// The next record that is not an empty line; false at the end, and on an error.
  bool next(Record& record) {
    record.clear();
    while (take_newline()) {
    }
    if (rest_.empty()) return false;
    do {
      if (!read_field(record.emplace_back())) return false;
    } while (take(','));
    take_newline();
    return true;
  }

  std::string error;

private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_newline() {
    if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
    if (!take('\n')) return false;
    ++line_;
    return true;
  }

  bool fail(std::string_view reason) {
    error = fmt::format("line {} of the CSV text {}", line_, reason);
    return false;
  }

  bool read_field(std::string& field) {
    if (take('"')) return read_quoted(field);
    const std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
    field = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (rest_.empty() || rest_.front() == '\n') {
      if (field.ends_with('\r')) field.pop_back();
    }
    if (field.find('"') != std::string::npos)
      return fail("has a quotation mark in a field that does not start with one");
    return true;
  }

  bool read_quoted(std::string& field) {
    for (;;) {
      if (rest_.empty()) return fail("has a quoted field that does not end");
      if (take('"')) {
        if (take('"')) {
          field += '"';
          continue;
        }
        if (rest_.empty() || rest_.front() == ',' || rest_.front() == '\n' || rest_.starts_with("\r\n"))
          return true;
        return fail("has text behind a quoted field");
      }
      if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
      if (rest_.front() == '\n') ++line_;
      field += rest_.front();
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

CallResult call_csvdecode(CallContext& context, Arguments arguments) {
  CsvReader reader(arguments[0].as_string());
  Record header, record;
  if (!reader.next(header)) {
    return CallResult::fail(reader.error.empty() ? "the CSV text has no header line" : reader.error, 0);
  }
  ValueSet names;
  for (const std::string& name : header) {
    if (!names.insert(Value::string(intern(name)))) {
      return CallResult::fail(fmt::format("the header of the CSV text has `{}` twice", name), 0);
    }
  }
  std::vector<Value> rows;
  std::size_t cells = 0;
  while (reader.next(record)) {
    if (record.size() != header.size()) {
      return CallResult::fail(fmt::format("row {} of the CSV text has {} fields, its header {}",
                                          rows.size() + 1, record.size(), header.size()),
                              0);
    }
    if ((cells += record.size()) > context.budget) return over_budget(context);
    std::vector<MapEntry> entries;
    for (std::size_t i = 0; i < header.size(); ++i) {
      entries.push_back({intern(header[i]), make_text(context.arena, record[i]), {}});
    }
    rows.push_back(make_map(context.arena, entries));
  }
  if (!reader.error.empty()) return CallResult::fail(reader.error, 0);
  return list_result(context, rows);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("csvdecode", "(string): list<map<string, string>>", call_csvdecode,
              "a map for every row of the CSV text, whose first line names the columns"),
};

}  // namespace

std::span<const FunctionInfo> csv_functions() {
  return kFunctions;
}

}  // namespace flux
