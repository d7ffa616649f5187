// One evaluation per (object, field): counted, not timed.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/big_stack.h"
#include "eval/eval.h"
#include "sema/sema.h"
#include "source/file_provider.h"

namespace flux {
namespace {

struct Counted {
  EvalCounters counters;
  bool resolved = false;
};

Counted evaluate(const std::string& text) {
  Counted result;
  run_on_big_stack([&] {
    MemoryFileProvider files;
    files.add("main.flux", text);
    SourceManager sources;
    Diagnostics diagnostics;
    Sema sema(sources, files, diagnostics, {});
    const Sema::Module* module = sema.load("main.flux");
    ASSERT_NE(module, nullptr);
    ASSERT_FALSE(diagnostics.has_errors());
    auto environments = sema.environments(*module);
    ASSERT_EQ(environments.size(), 1U);
    Evaluation evaluation(*environments[0], sources, sema.types(), {.global_count = sema.global_count()});
    result.resolved = evaluation.run() != nullptr;
    result.counters = evaluation.counters();
  });
  return result;
}

TEST(DriverCounters, EachSlotIsEvaluatedOnce) {
  // Twelve slots: the fields of Top (3), the entries of `apps` (2), and what each App has (3 and one map
  // entry less).
  Counted counted = evaluate(R"(
    type App { name: string, host: string = "${name}.${name}.${name}", again: string = "${host}${host}" }
    type Top { domain: string, apps: map<string, App> = {}, all: list<string> = [for a in apps : a.again] }
    environment e : Top {
      domain = "d"
      apps.x = App { name = "x.${domain}" }
      apps.y = App { name = "y.${domain}" }
      check apps.x.again != apps.y.again : "read once more"
    }
  )");
  ASSERT_TRUE(counted.resolved);
  EXPECT_EQ(counted.counters.slots, 3U + 2U + 2U * 3U);
}

TEST(DriverCounters, HiddenContributionsAreNeverRun) {
  Counted counted = evaluate(R"(
    type Top { n: int = 1 }
    layer low : Top { n = 2 }
    environment e extends low { n = 3 }
  )");
  ASSERT_TRUE(counted.resolved);
  EXPECT_EQ(counted.counters.expressions, 1U);
}

TEST(DriverCounters, ReadsGrowWithTheProgramNotWithItsReaders) {
  auto program = [](int readers) {
    std::string text = "type Top { base: int = 1";
    for (int i = 0; i < readers; ++i) text += ", r" + std::to_string(i) + ": int = base + base + base";
    return text + " }\nenvironment e : Top { }\n";
  };
  Counted few = evaluate(program(10));
  Counted many = evaluate(program(1000));
  EXPECT_EQ(few.counters.slots, 11U);
  EXPECT_EQ(many.counters.slots, 1001U);
}

}  // namespace
}  // namespace flux
