#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "driver/compilation.h"
#include "driver/record_place.h"
#include "driver/select_sources.h"
#include "fluxc/commands.h"
#include "fluxc/interrupt.h"
#include "output/replace_files.h"
#include "tools/record_outputs.h"

namespace flux {
namespace {

/// All of standard input; nothing when it is larger than any file of outputs may be.
std::optional<std::string> read_input() {
  std::string text;
  char buffer[65536];
  while (const std::size_t read = std::fread(buffer, 1, sizeof buffer, stdin)) {
    text.append(buffer, read);
    if (text.size() > kLargestFile) return std::nullopt;
  }
  return text;
}

}  // namespace

ExitStatus run_record(const RecordOptions& options, Console& console) {
  DiskFileProvider files;
  Compilation compilation(files, ".");
  const Compilation::Environment* environment =
      add_environment_asked(compilation, files, options.environment);
  if (environment == nullptr) {
    console.show(compilation.diagnostics(), compilation.sources());
    return kInputErrors;
  }
  const std::optional<RecordPlace> place = record_place(compilation.project(), environment->name);
  if (!place) {
    console.show(compilation.diagnostics(), compilation.sources());
    console.fail("the project does not say where outputs are recorded", "add `recorded: envs` to flux.yaml");
    return kMisuse;
  }
  const std::optional<std::string> printed = read_input();
  if (!printed) {
    console.fail(fmt::format("standard input holds more than {} MiB", kLargestFile >> 20U));
    return kInputErrors;
  }
  Diagnostics found;
  const std::optional<RecordedText> recorded = record_outputs(*printed, found);
  if (!recorded) {
    console.show(found, SourceManager());
    return kInputErrors;
  }
  const std::string file = options.stack + ".json";
  const DeferInterrupts until_written;
  const bool written = replace_files(place->folder, {{file, recorded->bytes}}, found);
  console.show(found, SourceManager());
  if (!written) return kMachine;
  console.print(fmt::format("wrote {}: {} {}\n", place->file_of(options.stack), recorded->outputs,
                            recorded->outputs == 1 ? "output" : "outputs"));
  for (const std::string& name : recorded->left_out)
    console.print(fmt::format("  left out {}, which is sensitive\n", name));
  return kFine;
}

}  // namespace flux
