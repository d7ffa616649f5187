// What the import of a provider's schema costs: the first, which takes the file apart and writes the index to
// the cache, and every later one, which maps it. Each then reads ten types. The argument is the number of
// resources, of 18 attributes each: 1,000 are a large provider.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "schemas/schema_set.h"

namespace flux {
namespace {

constexpr int kAttributes = 18;
constexpr int kUsed = 10;

std::string provider(std::int64_t resources) {
  std::string json =
      R"({"format_version":"1.0","provider_schemas":{"example.org/acme/acme":{"provider":{"version":0,"block":{}},)"
      R"("resource_schemas":{)";
  for (std::int64_t i = 0; i < resources; ++i) {
    json += fmt::format(R"({}"acme_{}":{{"version":1,"block":{{"attributes":{{)", i == 0 ? "" : ",", i);
    for (int k = 0; k < kAttributes; ++k) {
      json += fmt::format(
          R"({}"attribute_{}":{{"type":["list","string"],"description":"what attribute {} of {} says","optional":true}})",
          k == 0 ? "" : ",", k, k, i);
    }
    json += "}}}";
  }
  return json + "}}}}";
}

/// A cache folder of its own, gone at the end.
struct Cache {
  Cache() : folder(std::filesystem::temp_directory_path() / "fluxc_schemas_import_bench") { clear(); }
  ~Cache() { clear(); }
  void clear() const { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

void import_once(benchmark::State& state, const std::string& json, const Cache& cache) {
  SchemaSet set{cache.folder.string()};
  std::string error;
  if (!set.add("acme.schema.json", json, {}, error)) state.SkipWithError(error.c_str());
  for (int i = 0; i < kUsed; ++i) {
    if (set.terraform("resource", fmt::format("acme_{}", i)) == nullptr)
      state.SkipWithError("a type is missing");
  }
}

void first_import(benchmark::State& state) {
  const std::string json = provider(state.range(0));
  const Cache cache;
  for (auto _ : state) {
    state.PauseTiming();
    cache.clear();
    state.ResumeTiming();
    import_once(state, json, cache);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(json.size()));
}

void later_import(benchmark::State& state) {
  const std::string json = provider(state.range(0));
  const Cache cache;
  import_once(state, json, cache);
  for (auto _ : state) import_once(state, json, cache);
}

BENCHMARK(first_import)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(later_import)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace flux

BENCHMARK_MAIN();
