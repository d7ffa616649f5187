// What each phase costs inside one process, on the platform of generate.py: reading the text, the whole front
// end, evaluation with and without origins, emitting, and all of it again after a keystroke. The argument is
// the number of apps.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "base/big_stack.h"
#include "driver/compilation.h"
#include "syntax/parser.h"

namespace flux {
namespace {

const std::string kMain = "prod.flux";

MemoryFileProvider platform_of(std::int64_t apps) {
  const std::string folder = fmt::format("{}/{}", FLUX_BENCH_PLATFORMS, apps);
  DiskFileProvider disk;
  MemoryFileProvider memory;
  for (const std::string& path : disk.list(folder)) {
    memory.add(path.substr(folder.size() + 1), std::get<std::string>(disk.read(path)));
  }
  return memory;
}

/// A platform that the front end has been through.
struct Checked {
  explicit Checked(MemoryFileProvider& files) : sema(sources, files, diagnostics, {}) {
    environment = sema.environments(*sema.load(kMain)).front();
  }

  Evaluation evaluation(bool origins) {
    return {*environment, sources, sema.types(), {.global_count = sema.global_count(), .origins = origins}};
  }

  SourceManager sources;
  Diagnostics diagnostics;
  Sema sema;
  const hir::Environment* environment;
};

/// A benchmark of a platform with errors would measure the way to them.
void expect_fine(benchmark::State& state, const Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) state.SkipWithError("the platform has errors");
}

void parse_text(benchmark::State& state) {
  MemoryFileProvider files = platform_of(state.range(0));
  SourceManager sources;
  Diagnostics diagnostics;
  std::vector<FileId> ids;
  std::size_t bytes = 0;
  for (const std::string& path : files.list(".")) {
    ids.push_back(sources.add(path, std::get<std::string>(files.read(path))));
    bytes += sources.text(ids.back()).size();
  }
  for (auto _ : state) {
    Arena arena;
    for (const FileId id : ids) benchmark::DoNotOptimize(parse(id, sources, arena, diagnostics));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  expect_fine(state, diagnostics);
}

void front_end(benchmark::State& state) {
  MemoryFileProvider files = platform_of(state.range(0));
  for (auto _ : state) {
    const Checked checked(files);
    expect_fine(state, checked.diagnostics);
  }
}

void evaluate(benchmark::State& state, bool origins) {
  MemoryFileProvider files = platform_of(state.range(0));
  Checked checked(files);
  EvalCounters counters;
  for (auto _ : state) {
    Evaluation evaluation = checked.evaluation(origins);
    evaluation.run();
    expect_fine(state, evaluation.diagnostics());
    counters = evaluation.counters();
  }
  state.counters["slots"] = static_cast<double>(counters.slots);
  state.counters["origins"] = static_cast<double>(counters.origins);
}

void emit(benchmark::State& state) {
  MemoryFileProvider files = platform_of(state.range(0));
  Checked checked(files);
  Evaluation evaluation = checked.evaluation(true);
  const Program* program = evaluation.run();
  std::size_t bytes = 0;
  for (auto _ : state) {
    OutputTree tree;
    Diagnostics diagnostics;
    emit_program(*program, EmitSelection::all(), tree, diagnostics);
    expect_fine(state, diagnostics);
    for (const auto& [path, file] : tree.files()) bytes += file.text.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

/// As an editor would: one digit of a tag changes, and everything is checked anew.
void keystroke(benchmark::State& state) {
  MemoryFileProvider files = platform_of(state.range(0));
  files.add("flux.yaml", "");  // or the search for one would climb on
  std::string text = std::get<std::string>(files.read(kMain));
  char& digit = text[text.find("v1.") + 1];
  for (auto _ : state) {
    digit = digit == '1' ? '2' : '1';
    files.add(kMain, text);
    Compilation compilation(files, kMain);
    compilation.add_source(kMain);
    compilation.compile({});
    expect_fine(state, compilation.diagnostics());
  }
}

void sizes(benchmark::internal::Benchmark* phase) {
  phase->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);
}

BENCHMARK(parse_text)->Apply(sizes);
BENCHMARK(front_end)->Apply(sizes);
BENCHMARK_CAPTURE(evaluate, origins, true)->Apply(sizes);
BENCHMARK_CAPTURE(evaluate, no_origins, false)->Apply(sizes);
BENCHMARK(emit)->Apply(sizes);
BENCHMARK(keystroke)->Apply(sizes);

}  // namespace
}  // namespace flux

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  flux::run_on_big_stack([] { benchmark::RunSpecifiedBenchmarks(); });
  return 0;
}
