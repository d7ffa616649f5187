#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/arena.h"
#include "diagnostics/suggest.h"
#include "driver/compilation.h"
#include "driver/lint.h"
#include "driver/select_sources.h"
#include "embedded/embedded_files.h"
#include "eval/explanation.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"
#include "fluxc/show_result.h"
#include "syntax/parser.h"
#include "tools/explain_printer.h"

namespace flux {
namespace {

bool looks_like_code(const std::string& text) {
  return text.size() == 5 && std::string_view("EWew").find(text[0]) != std::string_view::npos &&
         std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

ExitStatus explain_code(std::string code, Console& console) {
  code[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(code[0])));
  if (const auto page = find_embedded(embedded_error_pages(), code + ".md")) {
    console.print(*page);
    return kFine;
  }
  std::vector<std::string_view> codes;
  for (const CodeInfo& info : kCodeTable) {
    if (info.code == code) {
      console.print(fmt::format("# {}: {}\n", info.code, info.summary));
      return kFine;
    }
    codes.push_back(info.code);
  }
  const auto near = closest(code, codes);
  console.fail(fmt::format("there is no code `{}`", code),
               near ? fmt::format("did you mean `{}`?", *near) : "");
  return kMisuse;
}

const ast::String* plain_string(const ast::Expr* expr) {
  if (expr == nullptr || expr->kind != ast::ExprKind::string) return nullptr;
  const auto& string = ast::as<ast::String>(*expr);
  return string.is_plain() ? &string : nullptr;
}

/// The steps of a path, as text. Nothing, with a report, when it is no path.
std::optional<std::vector<std::string>> steps_of(FileId file, const SourceManager& sources,
                                                 Diagnostics& diagnostics) {
  Arena arena;
  const ast::Path* path = parse_path(file, sources, arena, diagnostics);
  if (path == nullptr) return std::nullopt;
  std::vector<std::string> steps;
  for (const ast::PathStep& step : path->steps) {
    const ast::Expr* index = step.kind == ast::PathStep::Kind::computed ? step.index : nullptr;
    if (step.kind == ast::PathStep::Kind::name) {
      steps.push_back(step.name.name.str());
    } else if (index != nullptr && index->kind == ast::ExprKind::number) {
      steps.emplace_back(sources.text(index->span));
    } else if (const ast::String* key = plain_string(index)) {
      steps.emplace_back(key->plain());
    } else {
      diagnostics.error(Code::unexpected_token, step.span,
                        "a name, a key in quotes or a number was expected here");
      return std::nullopt;
    }
  }
  return steps;
}

class Explain {
public:
  Explain(const ExplainOptions& options, Console& console)
      : options_(options),
        console_(console),
        compilation_(files_, files_.is_file(options.subject) ? options.subject : ".", options.layers,
                     cache_folder()) {}

  ExitStatus run() {
    const FileId asked = compilation_.sources().add("command line", options_.path);
    const auto steps = steps_of(asked, compilation_.sources(), compilation_.diagnostics());
    if (!steps) {
      finish();
      return kMisuse;
    }
    const Compilation::Environment* environment =
        add_environment_asked(compilation_, files_, options_.subject);
    if (environment == nullptr) return finish();

    Evaluation evaluation = compilation_.evaluation(*environment);
    const SourceSpan whole{asked, 0, static_cast<std::uint32_t>(options_.path.size())};
    const std::optional<Explanation> explanation = explain(evaluation, *steps, whole);
    if (explanation) {
      console_.print(options_.json
                         ? explain_json(*explanation, compilation_.sources())
                         : explain_text(*explanation, compilation_.sources(), console_.colour_output()));
    }
    compilation_.diagnostics().append(std::move(evaluation.diagnostics()));
    return finish();
  }

private:
  ExitStatus finish() {
    return show_result(apply_lint(compilation_.diagnostics(), compilation_.project(), false),
                       compilation_.sources(), console_);
  }

  const ExplainOptions& options_;
  Console& console_;
  DiskFileProvider files_;
  Compilation compilation_;
};

}  // namespace

ExitStatus run_explain(const ExplainOptions& options, Console& console) {
  if (!options.path.empty()) return Explain(options, console).run();
  if (looks_like_code(options.subject)) return explain_code(options.subject, console);
  console.fail(fmt::format("`{}` is no code, and no path follows it", options.subject),
               "as in `fluxc explain E3004` or `fluxc explain prod apps.my-app.replicas`");
  return kMisuse;
}

}  // namespace flux
