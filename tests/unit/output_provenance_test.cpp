#include "output/provenance.h"

#include <gtest/gtest.h>

namespace flux {
namespace {

Provenance example() {
  using Kind = Provenance::Layer::Kind;
  const std::string hash(64, 'a');
  return {.compiler = "1.2.3",
          .edition = 2026,
          .environment = "prod",
          .entry = "envs/prod.flux",
          .targets = {"helm", "argocd"},
          .layers = {{Kind::file, "../ci.yaml"}, {Kind::set, "a.b=\"=\""}, {Kind::secret, "db.password"}},
          .sources = {{"envs/prod.flux", {hash}}, {"ci.yaml", {hash, true}}},
          .schemas = {{"schemas/x.json", {hash}}}};
}

ProvenanceFault fault_of(std::string_view text) {
  const auto parsed = parse_provenance(text);
  EXPECT_TRUE(std::holds_alternative<ProvenanceFault>(parsed)) << text;
  const auto* fault = std::get_if<ProvenanceFault>(&parsed);
  return fault != nullptr ? *fault : ProvenanceFault{};
}

std::string with(std::string text, std::string_view old, std::string_view now) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), now);
}

TEST(Provenance, ReadsWhatItPrints) {
  const Provenance full = example();
  EXPECT_EQ(std::get<Provenance>(parse_provenance(print_provenance(full))), full);
  Provenance least = full;
  least.targets.clear();
  least.layers.clear();
  least.schemas.clear();
  EXPECT_EQ(std::get<Provenance>(parse_provenance(print_provenance(least))), least);
}

TEST(Provenance, RefusesWhatItDoesNotPrint) {
  const std::string good = print_provenance(example());
  const std::string bad[] = {
      "",
      "null",
      "[]",
      "{}",
      R"({"version": 1})",
      R"({"version": "1"})",
      good.substr(0, good.size() / 2),
      good + " ",
      with(good, "\"edition\": 2026", "\"edition\": \"2026\""),
      with(good, "\"edition\": 2026", "\"edition\": 2026, \"host\": 1"),
      with(good, "\"entry\": \"envs/prod.flux\"", "\"entry\": \"/envs/prod.flux\""),
      with(good, "\"entry\": \"envs/prod.flux\"", "\"entry\": \"\""),
      with(good, "\"file\": ", "\"fiel\": "),
      with(good, "\"file\": \"../ci.yaml\"", "\"file\": 1"),
      with(good, "\"sha256\": \"a", "\"sha256\": \"A"),
      with(good, "\"sha256\": \"a", "\"sha256\": \""),
      with(good, "\"targets\": [", "\"targets\": [[],"),
      with(good, "\"layers\": [", "\"layers\": [0,"),
  };
  for (const std::string& text : bad) EXPECT_EQ(fault_of(text), ProvenanceFault::garbled) << text;
}

TEST(Provenance, TellsALaterFormatFromGarble) {
  EXPECT_EQ(fault_of(with(print_provenance(example()), "\"version\": 1", "\"version\": 2")),
            ProvenanceFault::newer);
  EXPECT_EQ(fault_of(R"({"version": 99999999999999999999})"), ProvenanceFault::garbled);
}

}  // namespace
}  // namespace flux
