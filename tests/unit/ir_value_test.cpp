#include "ir/value.h"

#include <gtest/gtest.h>

#include "ir/deferred.h"

namespace flux {
namespace {

class ValueTest : public testing::Test {
protected:
  Value list(std::initializer_list<Value> items) {
    return Value::list(arena_.make<ListValue>(arena_.copy(items)));
  }
  Value map(std::initializer_list<std::pair<const char*, Value>> fields) {
    auto entries = arena_.make_array<MapEntry>(fields.size());
    std::size_t i = 0;
    for (const auto& [key, value] : fields) entries[i++] = {intern(key), value, {}};
    return Value::map(arena_.make<MapValue>(entries));
  }
  Value quantity(Dimension dimension, std::int64_t amount, std::string_view spelling = {}) {
    return Value::quantity(arena_.make<Quantity>(dimension, amount, spelling));
  }
  Arena arena_;
};

TEST_F(ValueTest, NumbersAreEqualByTheirNumber) {
  EXPECT_TRUE(equal(Value::integer(2), Value::floating(2)));
  EXPECT_FALSE(equal(Value::integer(2), Value::floating(2.5)));
  EXPECT_FALSE(equal(Value::integer((1LL << 53) + 1), Value::floating(0x1p53)));
  EXPECT_FALSE(equal(Value::integer(INT64_MAX), Value::floating(0x1p63)));
  EXPECT_FALSE(equal(Value::integer(2), Value::string("2")));
}

TEST_F(ValueTest, CollectionsAreEqualByTheirContent) {
  EXPECT_TRUE(equal(list({Value::integer(1), Value::null()}), list({Value::floating(1), Value::null()})));
  EXPECT_FALSE(equal(list({Value::integer(1)}), list({Value::integer(1), Value::integer(2)})));
  EXPECT_TRUE(equal(map({{"a", Value::integer(1)}, {"b", Value::integer(2)}}),
                    map({{"b", Value::integer(2)}, {"a", Value::integer(1)}})));
  EXPECT_FALSE(equal(map({{"a", Value::integer(1)}}), map({{"b", Value::integer(1)}})));
}

TEST_F(ValueTest, QuantitiesAreEqualByAmountAndDimension) {
  EXPECT_TRUE(equal(quantity(Dimension::cpu, 1000, "1"), quantity(Dimension::cpu, 1000, "1000m")));
  EXPECT_FALSE(equal(quantity(Dimension::cpu, 1000), quantity(Dimension::bytes, 1000)));
}

TEST_F(ValueTest, DeferredExpressionsAreEqualByStructure) {
  const auto attribute = [&](const char* name) {
    auto* handle = arena_.make<DeferredExpr>();
    handle->kind = DeferredKind::handle;
    handle->type = intern("proxmox_vm");
    auto* expr = arena_.make<DeferredExpr>();
    expr->kind = DeferredKind::attribute;
    expr->name = intern(name);
    expr->base = handle;
    return Value::deferred(expr);
  };
  EXPECT_TRUE(equal(attribute("id"), attribute("id")));
  EXPECT_FALSE(equal(attribute("id"), attribute("name")));
}

TEST(FormatFloat, IsTheShortestThatReadsBack) {
  EXPECT_EQ(format_float(0.1), "0.1");
  EXPECT_EQ(format_float(2), "2");
  EXPECT_EQ(format_float(-0.0), "0");
  EXPECT_EQ(format_float(1e20), "100000000000000000000");
  EXPECT_EQ(format_float(1e21), "1e+21");
  EXPECT_EQ(format_float(1.5e-7), "1.5e-7");
  EXPECT_EQ(format_float(1e-6), "0.000001");
  EXPECT_EQ(format_float(1e300), "1e+300");
}

TEST_F(ValueTest, IsDescribedAsFluxWouldWriteIt) {
  EXPECT_EQ(describe(map({{"a-b", list({Value::integer(1), Value::boolean(true)})}, {"x y", Value::null()}})),
            "{ a-b = [1, true], \"x y\" = null }");
  EXPECT_EQ(describe(Value::string("a\"b\n${x} $ é\x01")), "\"a\\\"b\\n$${x} $ é\\u{1}\"");
  EXPECT_EQ(describe(quantity(Dimension::bytes, 16LL << 30)), "16Gi");
  EXPECT_EQ(describe(quantity(Dimension::bytes, 16LL << 30, "16GiB")), "16GiB");
  EXPECT_EQ(describe(map({})), "{}");
}

TEST_F(ValueTest, DescriptionsHideSecretsAndAreCutBetweenCharacters) {
  EXPECT_EQ(describe(list({Value::string("x").with_labels(kSecret)})), "[(secret)]");
  EXPECT_EQ(describe(Value::string("ééé"), 4), "\"é…");
  EXPECT_EQ(describe(Value::string("abc"), 5), "\"abc\"");
}

TEST_F(ValueTest, KindsHavePhrases) {
  EXPECT_EQ(kind_phrase(Value::integer(1)), "an int");
  EXPECT_EQ(kind_phrase(quantity(Dimension::duration, 1)), "a duration");
}

}  // namespace
}  // namespace flux
