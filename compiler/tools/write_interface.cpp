// Two passes: the values are walked first, so that the types are known in which they are written. A record of
// the standard library that is mere data is named; any other becomes a type of the interface, of the fields
// that are exported, each of them optional where some object leaves it out.
#include "tools/write_interface.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "ir/literal.h"
#include "packages/interface.h"

namespace flux {
namespace {

using Kind = ExportedValue::Kind;

std::string quoted(std::string_view text) {
  std::string literal;
  append_string_literal(literal, text);
  return literal;
}

std::string name_text(std::string_view name) {
  return is_plain_name(name) ? std::string(name) : quoted(name);
}

/// `my-clusters` as `MyClusters`.
std::string type_name(std::string_view name) {
  std::string text;
  bool upper = true;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      upper = true;
      continue;
    }
    text += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return text.empty() || std::isdigit(static_cast<unsigned char>(text[0])) != 0 ? "Type" + text : text;
}

bool is_of_library(const RecordType& record) {
  return record.module.starts_with("std/");
}

/// What holds values, and does nothing with them.
bool is_data(const RecordType& record) {
  return !record.emits && !record.is_abstract && !record.foreign &&
         std::ranges::none_of(record.fields, [](const Field& f) { return f.type->is(TypeKind::enclosing); });
}

std::string lines_of(std::string_view doc, const std::string& pad) {
  std::string text;
  while (!doc.empty()) {
    const std::size_t end = std::min(doc.find('\n'), doc.size());
    const std::string_view line = doc.substr(0, end);
    text.append(pad).append("///").append(line.starts_with(' ') || line.empty() ? "" : " ").append(line) +=
        '\n';
    doc.remove_prefix(std::min(end + 1, doc.size()));
  }
  return text;
}

class InterfaceWriter {
public:
  explicit InterfaceWriter(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::string write(const ExportedValue& exported) {
    for (const ExportedValue::Entry& entry : exported.entries) {
      names_.insert(entry.name.str());
      note(entry.value, entry.name.text(), entry.field->span);
    }
    std::string values;
    for (const ExportedValue::Entry& entry : exported.entries) {
      const std::string doc = lines_of(entry.field->doc, "");
      if (entry.value.is_left_out()) {
        values += fmt::format("\n{}// {}\n", doc, left_out(entry, entry.name.str()));
        continue;
      }
      path_ = entry.name.str();
      values += fmt::format("\n{}export let {}: {} = {}\n", doc, name_text(entry.name.text()),
                            type_text(entry.field->type, entry.name.text()), value_text(entry.value, 0));
    }
    std::string types;
    // Writing a type can show that another one is wanted.
    for (std::size_t i = 0; i < generated_.size(); ++i) types += type_declaration(generated_[i]);
    std::string imports;
    for (const auto& [module, imported] : imports_)
      imports += fmt::format("import {{ {} }} from \"{}\"\n", fmt::join(imported, ", "), module);
    return imports + types + values;
  }

private:
  /// A type of the interface.
  struct Generated {
    const RecordType* record;
    std::string name;
    std::vector<const Field*> fields;
    std::map<Name, std::size_t> present;  ///< in how many of the objects
    std::size_t objects = 0;
  };

  /// Takes in the types of a value and of all in it. `hint` names those that have no name.
  void note(const ExportedValue& value, std::string_view hint, SourceSpan span) {
    if (value.kind == Kind::record) {
      const RecordType& record = written_as(value);
      if (names_library_type(record)) {
        if (!is_data(record))
          diagnostics_
              .error(
                  Code::export_has_no_form, span,
                  fmt::format("a `{}` cannot be exported: it does more than hold values", record.name.text()))
              .with_help("export fields of it, in a type of your own");
      } else {
        Generated& generated = generate(record, hint);
        ++generated.objects;
        for (const ExportedValue::Entry& entry : value.entries) {
          if (!entry.value.is_left_out()) ++generated.present[entry.name];
          if (std::ranges::none_of(generated.fields, [&](const Field* f) { return f->name == entry.name; }))
            generated.fields.push_back(entry.field);
        }
      }
    }
    for (const ExportedValue::Entry& entry : value.entries) {
      const SourceSpan at = entry.field != nullptr ? entry.field->span : span;
      note(entry.value, entry.field != nullptr ? entry.name.text() : hint, at);
    }
    for (const ExportedValue& item : value.items) note(item, hint, span);
  }

  /// The record type in which an object is written: that of its slot, or where that leaves it open, its own.
  static const RecordType& written_as(const ExportedValue& value) {
    const Type* declared = strip(value.type);
    return declared->is(TypeKind::record) &&
                   !(is_of_library(*declared->record) && declared->record != value.record)
               ? *declared->record
               : *value.record;
  }

  static bool names_library_type(const RecordType& record) {
    return is_of_library(record) && !exports_in_part(record);
  }

  Generated& generate(const RecordType& record, std::string_view hint) {
    if (const auto known = by_record_.find(&record); known != by_record_.end()) return *known->second;
    Generated& made = generated_.emplace_back();
    by_record_.emplace(&record, &made);
    made.record = &record;
    const std::string wanted = type_name(record.name.text().empty() ? hint : record.name.text());
    made.name = wanted;
    for (int i = 2; !names_.insert(made.name).second; ++i) made.name = fmt::format("{}{}", wanted, i);
    const bool in_part = exports_in_part(record);
    for (const Field& field : record.fields) {
      if (!field.type->is(TypeKind::enclosing) && (!in_part || field.exported)) made.fields.push_back(&field);
    }
    return made;
  }

  // ---- types

  std::string record_name(const RecordType& record, std::string_view hint) {
    if (!names_library_type(record) || record.name.text().empty()) return generate(record, hint).name;
    // A part of a folder of the library is imported as the folder.
    const std::size_t slash = record.module.find('/', record.module.find('/') + 1);
    imports_[std::string(record.module.substr(0, slash))].insert(record.name.str());
    return record.name.str();
  }

  std::string type_text(const Type* type, std::string_view hint) {
    switch (type->kind) {
      case TypeKind::record:
        return record_name(*type->record, hint);
      case TypeKind::deferred:
      case TypeKind::secret:
        return type_text(type->element, hint);
      case TypeKind::nullable:
        return type_text(type->element, hint) + "?";
      case TypeKind::list:
        return fmt::format("list<{}>", type_text(type->element, hint));
      case TypeKind::set:
        return fmt::format("set<{}>", type_text(type->element, hint));
      case TypeKind::keyed_list:
        return fmt::format("list<{} by {}>", type_text(type->element, hint), type->by.text());
      case TypeKind::map:
        return fmt::format("map<{}, {}>", type_text(type->key, hint), type_text(type->element, hint));
      case TypeKind::reference:
        return "string";  // outside, an object is known by its key
      case TypeKind::alternatives: {
        std::vector<std::string> arms;
        for (const Type* arm : type->alternatives) arms.push_back(type_text(arm, hint));
        return fmt::format("{}", fmt::join(arms, " | "));
      }
      default: {
        Type spelled = *type;
        spelled.alias = {};  // of a module that nobody there has
        return print_type(&spelled);
      }
    }
  }

  std::string type_declaration(const Generated& type) {
    std::string text = fmt::format("\n{}export type {} {{\n", lines_of(type.record->doc, ""), type.name);
    for (const Field* field : type.fields) {
      const auto present = type.present.find(field->name);
      const bool always =
          !field->optional && present != type.present.end() && present->second == type.objects;
      text += fmt::format("{}  {}{}: {}\n", lines_of(field->doc, "  "), name_text(field->name.text()),
                          always || (type.objects == 0 && !field->optional) ? "" : "?",
                          type_text(field->type, field->name.text()));
    }
    return text + "}\n";
  }

  // ---- values

  std::string left_out(const ExportedValue::Entry& entry, const std::string& path) {
    const bool secret = entry.value.kind == Kind::secret;
    if (entry.field != nullptr)
      diagnostics_.warning(
          Code::export_left_out, entry.field->span,
          fmt::format("`{}` is left out of the interface: {}", path,
                      secret ? "it is secret" : "only Terraform knows it, when it has applied"));
    return fmt::format("`{}` is left out: {}", entry.name.text(),
                       secret ? "it is secret" : "only Terraform knows it");
  }

  std::string value_text(const ExportedValue& value, std::size_t depth) {
    const std::string pad(2 * depth, ' ');
    if (value.kind == Kind::plain) return plain_text(value.value, depth);
    if (value.kind == Kind::list) {
      if (std::ranges::all_of(value.items, [](const ExportedValue& item) {
            return item.kind == Kind::plain && item.value.kind() < ValueKind::list;
          })) {
        std::vector<std::string> items;
        for (const ExportedValue& item : value.items) items.push_back(plain_text(item.value, depth));
        return fmt::format("[{}]", fmt::join(items, ", "));
      }
      std::string text = "[\n";
      for (const ExportedValue& item : value.items)
        text += fmt::format("{}  {},\n", pad, value_text(item, depth + 1));
      return text + pad + "]";
    }
    std::string text;
    if (value.kind == Kind::record) {
      const RecordType& record = written_as(value);
      const Type* declared = strip(value.type);
      if (!declared->is(TypeKind::record) || declared->record != &record)
        text = record_name(record, "value") + " ";
    }
    if (value.entries.empty()) return text + "{ }";
    text += "{\n";
    const std::string outside = path_;
    for (const ExportedValue::Entry& entry : value.entries) {
      path_ = fmt::format("{}.{}", outside, name_text(entry.name.text()));
      text += pad + "  ";
      if (entry.value.is_left_out()) {
        text += fmt::format("// {}\n", left_out(entry, path_));
        check_optional(value, entry);
      } else {
        text += fmt::format("{} = {}\n", name_text(entry.name.text()), value_text(entry.value, depth + 1));
      }
    }
    path_ = outside;
    return text + pad + "}";
  }

  /// A type of the library stays as it is, whatever is left out.
  void check_optional(const ExportedValue& object, const ExportedValue::Entry& entry) {
    if (object.kind != Kind::record || !names_library_type(written_as(object)) || entry.field == nullptr ||
        entry.field->optional)
      return;
    diagnostics_
        .error(Code::export_has_no_form, entry.field->span,
               fmt::format("`{}` is {}, and a `{}` cannot be without it", path_,
                           entry.value.kind == Kind::secret ? "secret" : "known only to Terraform",
                           object.record->name.text()))
        .with_help("export fields of it, in a type of your own");
  }

  static std::string plain_text(const Value& value, std::size_t depth) {
    const std::string pad(2 * depth, ' ');
    switch (value.kind()) {
      case ValueKind::boolean:
        return value.as_bool() ? "true" : "false";
      case ValueKind::integer:
        return fmt::format("{}", value.as_int());
      case ValueKind::floating:
        return format_float(value.number());
      case ValueKind::string:
        return quoted(value.as_string());
      case ValueKind::quantity:
        return format_quantity(value.as_quantity().amount, value.as_quantity().dimension);
      case ValueKind::list: {
        std::vector<std::string> items;
        for (const Value& item : value.as_list().items) items.push_back(plain_text(item, depth));
        return fmt::format("[{}]", fmt::join(items, ", "));
      }
      case ValueKind::map: {
        if (value.as_map().entries.empty()) return "{ }";
        std::string text = "{\n";
        for (const MapEntry& entry : value.as_map().entries)
          text += fmt::format("{}  {} = {}\n", pad, name_text(entry.key.text()),
                              plain_text(entry.value, depth + 1));
        return text + pad + "}";
      }
      default:
        return "null";
    }
  }

  Diagnostics& diagnostics_;
  std::deque<Generated> generated_;
  std::unordered_map<const RecordType*, Generated*> by_record_;
  std::set<std::string> names_;  ///< of the interface's own declarations
  std::map<std::string, std::set<std::string>> imports_;
  std::string path_;  ///< of the value that is being written
};

}  // namespace

std::optional<std::string> write_interface(const std::string& environment, SourceSpan where,
                                           const ExportedValue& exported, Diagnostics& diagnostics) {
  if (exported.entries.empty()) {
    diagnostics
        .error(Code::nothing_exported, where,
               fmt::format("the environment `{}` exports nothing", environment))
        .with_help("declare what others may read with `export`, as `export domain: string` in its type");
    return std::nullopt;
  }
  const std::size_t errors = diagnostics.error_count();
  const std::string text = InterfaceWriter(diagnostics).write(exported);
  if (diagnostics.error_count() > errors) return std::nullopt;
  return interface_file(environment, text);
}

}  // namespace flux
