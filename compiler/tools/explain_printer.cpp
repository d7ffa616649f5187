#include "tools/explain_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "diagnostics/display_text.h"
#include "diagnostics/styled_text.h"
#include "ir/literal.h"

namespace flux {
namespace {

using Json = nlohmann::ordered_json;

/// The first line of the source at a place, made displayable.
std::string source_line(SourceSpan span, const SourceManager& sources) {
  const std::string shown = sources.shown_text(span).text;
  std::string_view text = shown;
  const std::size_t end = text.find('\n');
  std::string line = displayable(text.substr(0, end));
  if (end != std::string_view::npos) line += " …";
  return line;
}

class TextPrinter {
public:
  TextPrinter(const Explanation& explanation, const SourceManager& sources, bool colour)
      : explanation_(explanation), sources_(sources), out_(colour) {}

  std::string print() {
    print_value();
    if (!explanation_.declared_type.empty()) fact("type", explanation_.declared_type);
    if (!explanation_.actual_type.empty() && explanation_.actual_type != explanation_.declared_type) {
      fact("is a", explanation_.actual_type);
    }
    print_declaration();
    if (!explanation_.doc.empty()) print_doc();
    for (const std::string& check : explanation_.checks) fact("check", displayable(check));
    print_writes();
    print_records();
    return out_.take();
  }

private:
  void print_value() {
    out_.put(Style::strong, explanation_.path).put(" = ");
    std::string_view rest = explanation_.value;
    while (true) {
      const std::size_t end = rest.find('\n');
      out_.put(displayable(rest.substr(0, end)));
      out_.end_line();
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }

  void fact(std::string_view name, std::string_view text) {
    out_.put(Style::secondary, fmt::format("  {:<9}", name)).put(text);
    out_.end_line();
  }

  void print_declaration() {
    if (explanation_.declared_in.empty() && !explanation_.declaration.valid()) return;
    std::string text = explanation_.declared_in;
    if (explanation_.declaration.valid()) {
      text += fmt::format("{}{}", text.empty() ? "" : " at ", sources_.place(explanation_.declaration));
    }
    fact("declared", text);
  }

  void print_doc() {
    const std::string_view doc = explanation_.doc;
    fact("about", displayable(doc.substr(0, doc.find('\n'))));
  }

  void print_writes() {
    std::size_t layer_width = 0;
    std::size_t place_width = 0;
    for (const ExplainedWrite& write : explanation_.writes) {
      layer_width = std::max(layer_width, write.layer.size());
      place_width = std::max(place_width, sources_.place(write.member).size());
    }
    if (explanation_.writes.empty()) {
      out_.put("  nothing sets it");
      out_.end_line();
      return;
    }
    out_.put(Style::secondary, "  set by, highest first:");
    out_.end_line();
    for (const ExplainedWrite& write : explanation_.writes) print(write, layer_width, place_width);
  }

  void print(const ExplainedWrite& write, std::size_t layer_width, std::size_t place_width) {
    const bool counts = write.effective && !write.inactive;
    out_.put(counts ? Style::strong : Style::plain, fmt::format("    {:<{}}", write.layer, layer_width));
    out_.put(fmt::format("  {:<{}}  {}", sources_.place(write.member), place_width,
                         source_line(write.member, sources_)));
    const std::string remarks = remarks_on(write);
    if (!remarks.empty()) out_.put("   ").put(Style::note, fmt::format("({})", remarks));
    out_.end_line();
    if (write.is_final) {
      out_.put(fmt::format("    {:<{}}  locked", "", layer_width));
      if (!write.because.empty()) out_.put(fmt::format(" because \"{}\"", displayable(write.because)));
      out_.end_line();
    }
    if (write.copied_from.valid()) {
      out_.put(fmt::format("    {:<{}}  copied from {}  {}", "", layer_width,
                           sources_.place(write.copied_from), source_line(write.copied_from, sources_)));
      out_.end_line();
    }
  }

  void print_records() {
    if (explanation_.records.empty()) return;
    std::size_t width = 0;
    for (const ExplainedRecord& record : explanation_.records)
      width = std::max(width, name_of(record).size());
    out_.put(Style::secondary, "  of Terraform's outputs:");
    out_.end_line();
    for (const ExplainedRecord& record : explanation_.records) {
      out_.put(fmt::format("    {:<{}}  ", displayable(name_of(record)), width));
      if (record.place.valid()) {
        out_.put(fmt::format("recorded at {}", sources_.place(record.place)));
      } else if (record.command.empty()) {
        out_.put("sensitive: never recorded");
      } else {
        out_.put(fmt::format("not recorded in {}: `{}`", record.file, record.command));
      }
      out_.end_line();
    }
  }

  static std::string name_of(const ExplainedRecord& record) {
    return fmt::format("{}{}`{}` of stack `{}`", record.part, record.part.empty() ? "" : ": ", record.output,
                       record.stack);
  }

  std::string remarks_on(const ExplainedWrite& write) const {
    std::vector<std::string> remarks;
    if (write.op != "set") remarks.emplace_back(write.op);
    for (const std::string_view via : write.via) remarks.push_back(fmt::format("by {}", via));
    if (write.inactive) {
      remarks.emplace_back("its condition does not hold");
    } else if (!write.effective) {
      remarks.emplace_back("hidden");
    }
    return fmt::format("{}", fmt::join(remarks, ", "));
  }

  const Explanation& explanation_;
  const SourceManager& sources_;
  StyledText out_;
};

Json json_of(const Value& value) {
  if (value.is_secret()) return "(secret)";
  switch (value.kind()) {
    case ValueKind::boolean:
      return value.as_bool();
    case ValueKind::integer:
      return value.as_int();
    case ValueKind::floating:
      return value.number();
    case ValueKind::string:
      return std::string(value.as_string());
    case ValueKind::quantity:
      return quantity_text(value.as_quantity());
    case ValueKind::list: {
      Json list = Json::array();
      for (const Value& item : value.as_list().items) list.push_back(json_of(item));
      return list;
    }
    case ValueKind::map: {
      Json map = Json::object();
      for (const MapEntry& entry : value.as_map().entries) map[entry.key.str()] = json_of(entry.value);
      return map;
    }
    case ValueKind::deferred:
      return {{"deferred", describe(value)}};
    case ValueKind::object:
    case ValueKind::reference:
      return {{"reference", describe(value)}};
    case ValueKind::absent:
    case ValueKind::poison:
    case ValueKind::null:
      return nullptr;
  }
  return nullptr;
}

Json json_of(SourceSpan span, const SourceManager& sources) {
  if (!span.valid()) return nullptr;
  const LineColumn place = sources.line_column(span.file, span.begin);
  return {{"file", sources.path(span.file)},
          {"begin", span.begin},
          {"end", span.end},
          {"line", place.line},
          {"column", place.column}};
}

Json json_of(const ExplainedWrite& write, const SourceManager& sources) {
  return {{"layer", write.layer},
          {"operation", write.op},
          {"via", write.via},
          {"member", json_of(write.member, sources)},
          {"expression", json_of(write.expression, sources)},
          {"effective", write.effective},
          {"inactive", write.inactive},
          {"final", write.is_final},
          {"because", write.because},
          {"copied_from", json_of(write.copied_from, sources)}};
}

Json json_of(const ExplainedRecord& record, const SourceManager& sources) {
  return {{"part", record.part},   {"output", record.output},
          {"stack", record.stack}, {"place", json_of(record.place, sources)},
          {"file", record.file},   {"command", record.command}};
}

}  // namespace

std::string explain_text(const Explanation& explanation, const SourceManager& sources, bool colour) {
  return TextPrinter(explanation, sources, colour).print();
}

std::string explain_json(const Explanation& explanation, const SourceManager& sources) {
  Json writes = Json::array();
  for (const ExplainedWrite& write : explanation.writes) writes.push_back(json_of(write, sources));
  Json records = Json::array();
  for (const ExplainedRecord& record : explanation.records) records.push_back(json_of(record, sources));
  const Json document = {{"version", 1},
                         {"path", explanation.path},
                         {"value", json_of(explanation.frozen)},
                         {"absent", explanation.frozen.is_absent()},
                         {"type", explanation.declared_type},
                         {"actual_type", explanation.actual_type},
                         {"doc", explanation.doc},
                         {"declared_in", explanation.declared_in},
                         {"declaration", json_of(explanation.declaration, sources)},
                         {"checks", explanation.checks},
                         {"writes", writes},
                         {"recorded", records.empty() ? Json{} : json_of(explanation.known)},
                         {"records", records}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace flux
