// Any bytes at all are compiled as `main.flux`: read, checked against the standard library, evaluated and
// emitted, and what was found is shown. Nothing touches the disk.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/big_stack.h"
#include "diagnostics/renderers.h"
#include "driver/compilation.h"

namespace flux {
namespace {

void compile_bytes(const std::string& text) {
  MemoryFileProvider files;
  files.add("main.flux", text);
  files.add("library.flux", "type Library { size: int(1..9) = 1 }\nlayer small : Library {}\n");
  files.add("values.yaml", "size: 3\nname: web\n");
  Compilation compilation(files, "main.flux");
  // A small budget: under the sanitizers the real one takes longer than an input may.
  compilation.limit_values(100'000);
  compilation.add_source("main.flux");
  compilation.compile({});
  for (const Diagnostic& diagnostic : compilation.diagnostics().all()) {
    render_text(diagnostic, compilation.sources(), true);
  }
  render_json(compilation.diagnostics().all(), compilation.sources());
}

}  // namespace
}  // namespace flux

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  flux::run_on_big_stack([&] { flux::compile_bytes(text); });
  return 0;
}
