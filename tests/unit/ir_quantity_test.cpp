#include "ir/quantity.h"

#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace flux {
namespace {

constexpr Dimension kAll[] = {Dimension::cpu, Dimension::bytes, Dimension::duration, Dimension::percent};
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max(),
                       kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kSecond = 1'000'000'000, kDay = 86'400 * kSecond;

std::int64_t read(std::string_view text, Dimension dimension) {
  const QuantityResult result = parse_quantity(text, dimension);
  EXPECT_TRUE(result.amount.has_value()) << result.error;
  return result.amount.value_or(-999);
}

std::string error(std::string_view text, Dimension dimension) {
  const QuantityResult result = parse_quantity(text, dimension);
  EXPECT_FALSE(result.amount.has_value()) << text << " = " << *result.amount;
  return result.error;
}

TEST(Quantity, ReadsCpu) {
  EXPECT_EQ(read("500m", Dimension::cpu), 500);
  EXPECT_EQ(read("0.5", Dimension::cpu), 500);
  EXPECT_EQ(read("2", Dimension::cpu), 2000);
  EXPECT_EQ(read("1.25", Dimension::cpu), 1250);
  EXPECT_EQ(read("1e3", Dimension::cpu), 1'000'000);
  EXPECT_EQ(read("1e-3", Dimension::cpu), 1);
  EXPECT_EQ(read("-1.5", Dimension::cpu), -1500);
  EXPECT_EQ(read("1_000m", Dimension::cpu), 1000);
  EXPECT_EQ(error("0.0005", Dimension::cpu), "`0.0005` is not exact: cpu counts in whole millicores");
  EXPECT_NE(error("1.5m", Dimension::cpu), "");
  EXPECT_NE(error("2Gi", Dimension::cpu), "");
}

TEST(Quantity, ReadsBytes) {
  EXPECT_EQ(read("16Gi", Dimension::bytes), 16LL << 30);
  EXPECT_EQ(read("200GiB", Dimension::bytes), 200LL << 30);
  EXPECT_EQ(read("1.5G", Dimension::bytes), 1'500'000'000);
  EXPECT_EQ(read("1.5Gi", Dimension::bytes), 3LL << 29);
  EXPECT_EQ(read("1k", Dimension::bytes), 1000);
  EXPECT_EQ(read("1KB", Dimension::bytes), 1000);
  EXPECT_EQ(read("1024", Dimension::bytes), 1024);
  EXPECT_EQ(read("1e3", Dimension::bytes), 1000);
  EXPECT_EQ(read("1E", Dimension::bytes), 1'000'000'000'000'000'000);
  EXPECT_EQ(read("7Ei", Dimension::bytes), 7LL << 60);
  EXPECT_EQ(read("-8Ei", Dimension::bytes), kMin);
  EXPECT_EQ(read("0.0009765625Ki", Dimension::bytes), 1);
  EXPECT_EQ(read("1.000000000000000000000000", Dimension::bytes), 1);
  EXPECT_EQ(read("0e99999999999", Dimension::bytes), 0);
  EXPECT_EQ(error("8Ei", Dimension::bytes), "`8Ei` is too large for bytes");
  EXPECT_EQ(error("1e30", Dimension::bytes), "`1e30` is too large for bytes");
  EXPECT_EQ(error("99999999999999999999999999", Dimension::bytes),
            "`99999999999999999999999999` is too large for bytes");
  EXPECT_EQ(error("0.1", Dimension::bytes), "`0.1` is not exact: bytes counts in whole bytes");
  EXPECT_NE(error("0.33Ki", Dimension::bytes), "");
  for (const char* bad :
       {"", "-", "Gi", "1.Gi", ".5Gi", "1 Gi", "1gi", "1e3Ki", "1m", "1Gi ", "--1", "1Gi1Mi", "1__0", "1e"}) {
    EXPECT_NE(error(bad, Dimension::bytes), "") << bad;
  }
  EXPECT_NE(error(std::string(100'000, '1'), Dimension::bytes), "");
}

TEST(Quantity, ReadsDurations) {
  EXPECT_EQ(read("90d", Dimension::duration), 90 * kDay);
  EXPECT_EQ(read("1h30m", Dimension::duration), 5400 * kSecond);
  EXPECT_EQ(read("1.5h", Dimension::duration), 5400 * kSecond);
  EXPECT_EQ(read("1y2w3d4h5m6s7ms8us9ns", Dimension::duration),
            382 * kDay + (4 * 3600 + 5 * 60 + 6) * kSecond + 7'008'009);
  EXPECT_EQ(read("3\u00b5s", Dimension::duration), 3000);
  EXPECT_EQ(read("3\u03bcs", Dimension::duration), 3000);
  EXPECT_EQ(read("-5m", Dimension::duration), -300 * kSecond);
  EXPECT_EQ(error("30m1h", Dimension::duration),
            "the units of `30m1h` must go from large to small, each once");
  EXPECT_NE(error("1h1h", Dimension::duration), "");
  EXPECT_NE(error("30", Dimension::duration), "");
  EXPECT_NE(error("1h30", Dimension::duration), "");
  EXPECT_NE(error("300y", Dimension::duration), "");
  EXPECT_NE(error("1e3s", Dimension::duration), "");
}

TEST(Quantity, ReadsPercentages) {
  EXPECT_EQ(read("80%", Dimension::percent), 8000);
  EXPECT_EQ(read("80", Dimension::percent), 8000);
  EXPECT_EQ(read("12.25%", Dimension::percent), 1225);
  EXPECT_NE(error("12.125%", Dimension::percent), "");
}

TEST(Quantity, KnowsTheDimensionsOfASpelling) {
  const auto mask = [](auto... dimension) { return ((1U << static_cast<unsigned>(dimension)) | ... | 0U); };
  EXPECT_EQ(dimensions_of_spelling("5m"), mask(Dimension::cpu, Dimension::duration));
  EXPECT_EQ(dimensions_of_spelling("16Gi"), mask(Dimension::bytes));
  EXPECT_EQ(dimensions_of_spelling("1h30m"), mask(Dimension::duration));
  EXPECT_EQ(dimensions_of_spelling("80%"), mask(Dimension::percent));
  EXPECT_EQ(dimensions_of_spelling("-5m"), mask(Dimension::cpu, Dimension::duration));
  for (const char* none : {"80", "1e3", "", "m", "5x", "1h30", "5m5"})
    EXPECT_EQ(dimensions_of_spelling(none), 0U) << none;
}

TEST(Quantity, WritesTheHouseSpelling) {
  EXPECT_EQ(format_quantity(1500, Dimension::cpu), "1500m");
  EXPECT_EQ(format_quantity(2000, Dimension::cpu), "2");
  EXPECT_EQ(format_quantity(16LL << 30, Dimension::bytes), "16Gi");
  EXPECT_EQ(format_quantity(10'000'000'000, Dimension::bytes), "10G");
  EXPECT_EQ(format_quantity(1023, Dimension::bytes), "1023");
  EXPECT_EQ(format_quantity(5400 * kSecond, Dimension::duration), "1h30m");
  EXPECT_EQ(format_quantity(90 * kDay, Dimension::duration), "90d");
  EXPECT_EQ(format_quantity(0, Dimension::duration), "0s");
  EXPECT_EQ(format_quantity(1250, Dimension::percent), "12.5%");
  EXPECT_EQ(format_quantity(-1205, Dimension::percent), "-12.05%");
}

TEST(Quantity, WritesOtherStylesExactlyOrNotAtAll) {
  EXPECT_EQ(format_quantity_as(200LL << 30, Dimension::bytes, "prometheus"), "200GiB");
  EXPECT_EQ(format_quantity_as(1023, Dimension::bytes, "prometheus"), "1023B");
  EXPECT_EQ(format_quantity_as(90 * kDay, Dimension::duration, "prometheus"), "90d");
  EXPECT_EQ(format_quantity_as(5, Dimension::duration, "prometheus"), std::nullopt);
  EXPECT_EQ(format_quantity_as(90 * kDay, Dimension::duration, "go"), "2160h");
  EXPECT_EQ(format_quantity_as(5'400'000'000'000, Dimension::duration, "go"), "1h30m");
  EXPECT_EQ(format_quantity_as(kDay, Dimension::duration, "seconds"), "86400");
  EXPECT_EQ(format_quantity_as(5, Dimension::duration, "seconds"), std::nullopt);
  EXPECT_EQ(format_quantity_as(1024, Dimension::bytes, "plain"), "1024");
  EXPECT_EQ(format_quantity_as(500, Dimension::cpu, "kubernetes"), "500m");
  EXPECT_EQ(format_quantity_as(1250, Dimension::percent, "kubernetes"), std::nullopt);
  EXPECT_EQ(format_quantity_as(500, Dimension::cpu, "go"), std::nullopt);
  EXPECT_FALSE(is_quantity_style(Dimension::bytes, "go"));
}

TEST(Quantity, HasUnitSizes) {
  EXPECT_EQ(unit_size("MiB", Dimension::bytes), 1 << 20);
  EXPECT_EQ(unit_size("m", Dimension::cpu), 1);
  EXPECT_EQ(unit_size("cores", Dimension::cpu), 1000);
  EXPECT_EQ(unit_size("h", Dimension::duration), 3600 * kSecond);
  EXPECT_EQ(unit_size("%", Dimension::percent), 100);
  EXPECT_EQ(unit_size("h", Dimension::bytes), std::nullopt);
}

TEST(Quantity, SurvivesWritingAndReading) {
  std::mt19937_64 random(7);
  for (const Dimension dimension : kAll) {
    for (int i = 0; i < 20'000; ++i) {
      // Every magnitude, and round numbers too.
      auto amount = static_cast<std::int64_t>(random()) >> (random() % 63);
      if (i % 2 == 0) amount -= amount % (std::int64_t{1} << (random() % 40));
      if (i % 3 == 0) amount = (amount >> 40) * 1'000'000'000;
      ASSERT_EQ(read(format_quantity(amount, dimension), dimension), amount);
    }
    for (const std::int64_t amount : {kMax, kMin, kMin + 1, std::int64_t{0}}) {
      EXPECT_EQ(read(format_quantity(amount, dimension), dimension), amount);
    }
  }
}

}  // namespace
}  // namespace flux
