// Checking texts for a test.
#pragma once

#include <string>
#include <vector>

#include "sema/sema.h"

namespace flux::test {

struct Checked {
  SourceManager sources;
  MemoryFileProvider files;
  Diagnostics diagnostics;
  std::unique_ptr<Sema> sema;
  const Sema::Module* module = nullptr;

  explicit Checked(std::string text, std::vector<std::pair<std::string, std::string>> others = {}) {
    files.add("main.flux", std::move(text));
    for (auto& [path, content] : others) files.add(path, std::move(content));
    sema = std::make_unique<Sema>(sources, files, diagnostics, SemaOptions{});
    module = sema->load("main.flux");
    diagnostics.normalise();
  }
  /// `line code message`, one a diagnostic.
  std::vector<std::string> reports() const {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      const LineColumn place = sources.line_column(diagnostic.span.file, diagnostic.span.begin);
      out.push_back(std::to_string(place.line) + " " + std::string(code_info(diagnostic.code).code) + " " +
                    diagnostic.message);
    }
    return out;
  }
};

}  // namespace flux::test
