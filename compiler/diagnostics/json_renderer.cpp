#include <algorithm>
#include <nlohmann/json.hpp>

#include "diagnostics/renderers.h"

namespace flux {
namespace {

using Json = nlohmann::ordered_json;  // fields stay in the order in which they are written here

Json to_json(SourceSpan span, const SourceManager& sources) {
  const std::string_view path = sources.path(span.file);
  if (path.empty()) return nullptr;
  const auto size = static_cast<std::uint32_t>(sources.text(span.file).size());
  const std::uint32_t begin = std::min(span.begin, size);
  // How long a secret is, is nobody's business.
  const std::uint32_t end = sources.is_concealed(span) ? begin : std::clamp(span.end, begin, size);
  const LineColumn from = sources.line_column(span.file, begin);
  const LineColumn to = sources.line_column(span.file, end);
  return {{"file", path},           {"begin", begin},        {"end", end},
          {"line", from.line},      {"column", from.column}, {"end_line", to.line},
          {"end_column", to.column}};
}

Json to_json(const Fix& fix, const SourceManager& sources) {
  Json edits = Json::array();
  for (const TextEdit& edit : fix.edits) {
    edits.push_back({{"span", to_json(edit.span, sources)}, {"replacement", edit.replacement}});
  }
  return {{"title", fix.title}, {"edits", std::move(edits)}};
}

Json to_json(const Diagnostic& diagnostic, const SourceManager& sources) {
  const std::string code(code_info(diagnostic.code).code);
  Json labels = Json::array();
  for (const Label& label : diagnostic.labels) {
    labels.push_back({{"span", to_json(label.span, sources)}, {"text", label.text}});
  }
  Json fixes = Json::array();
  for (const Fix& fix : diagnostic.fixes) fixes.push_back(to_json(fix, sources));
  return {{"severity", severity_name(diagnostic.severity)},
          {"code", code},
          {"message", diagnostic.message},
          {"span", to_json(diagnostic.span, sources)},
          {"text", diagnostic.span_text},
          {"labels", std::move(labels)},
          {"notes", diagnostic.notes},
          {"help", diagnostic.help},
          {"fixes", std::move(fixes)},
          {"page", "docs/errors/" + code + ".md"}};
}

}  // namespace

std::string render_json(const std::vector<Diagnostic>& diagnostics, const SourceManager& sources) {
  Json list = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) list.push_back(to_json(diagnostic, sources));
  const Json document{{"version", 1}, {"diagnostics", std::move(list)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace flux
