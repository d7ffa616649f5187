// What the comparison with Terraform (tests/e2e) cannot show: quantities, bounds and the wording of errors.
#include <gtest/gtest.h>

#include "functions/functions.h"

namespace flux {
namespace {

class FunctionsTest : public testing::Test {
protected:
  CallResult call(std::string_view name, std::initializer_list<Value> arguments) {
    return call_function(*find_function(name), context_, {arguments.begin(), arguments.size()});
  }
  std::string text(std::string_view name, std::initializer_list<Value> arguments) {
    const CallResult result = call(name, arguments);
    EXPECT_TRUE(result.ok()) << result.error;
    return result.value.is_string() ? std::string(result.value.as_string()) : describe(result.value);
  }
  std::string error(std::string_view name, std::initializer_list<Value> arguments) {
    const CallResult result = call(name, arguments);
    EXPECT_FALSE(result.ok()) << describe(result.value);
    EXPECT_TRUE(result.value.is_poison());
    return result.error;
  }
  Value list(std::initializer_list<Value> items) {
    return Value::list(arena_.make<ListValue>(arena_.copy(items)));
  }
  Value quantity(Dimension dimension, std::int64_t amount, std::string_view spelling = {}) {
    return Value::quantity(arena_.make<Quantity>(dimension, amount, spelling));
  }
  Value string(std::string_view text) { return Value::string(text); }
  Value number(std::int64_t value) { return Value::integer(value); }

  Arena arena_;
  CallContext context_{arena_};
};

TEST_F(FunctionsTest, QuantitiesKeepTheirSpellingAsText) {
  const Value spelt = quantity(Dimension::bytes, 1LL << 30, "1024Mi"),
              computed = quantity(Dimension::bytes, 1LL << 30);
  EXPECT_EQ(text("tostring", {spelt}), "1024Mi");
  EXPECT_EQ(text("tostring", {computed}), "1Gi");
  EXPECT_EQ(text("format", {string("%s %q %v"), spelt, spelt, computed}), "1024Mi \"1024Mi\" 1Gi");
  EXPECT_EQ(text("join", {string(","), list({spelt, computed})}), "1024Mi,1Gi");
  EXPECT_EQ(text("jsonencode", {list({spelt})}), "[\"1024Mi\"]");
  EXPECT_EQ(text("yamlencode", {list({computed})}), "- \"1Gi\"\n");
}

TEST_F(FunctionsTest, ArithmeticTakesQuantitiesOfOneDimension) {
  const Value half = quantity(Dimension::cpu, 500), one = quantity(Dimension::cpu, 1000);
  EXPECT_EQ(text("max", {half, one}), "1");
  EXPECT_EQ(text("min", {half, one}), "500m");
  EXPECT_EQ(text("sum", {list({half, one})}), "1500m");
  EXPECT_EQ(text("abs", {quantity(Dimension::duration, -90'000'000'000)}), "1m30s");
  EXPECT_EQ(error("max", {half, quantity(Dimension::bytes, 1)}), "cannot mix `500m` and `1`");
  EXPECT_EQ(error("sum", {list({half, number(1)})}), "cannot mix `500m` and `1`");
  EXPECT_EQ(error("max", {string("a")}), "takes numbers or quantities, not `\"a\"`");
  EXPECT_EQ(error("sum", {list({quantity(Dimension::cpu, INT64_MAX), half})}),
            "the sum is too large for a quantity");
}

TEST_F(FunctionsTest, IntsDoNotOverflow) {
  EXPECT_EQ(error("sum", {list({number(INT64_MAX), number(1)})}), "the result does not fit an int");
  EXPECT_EQ(error("abs", {number(INT64_MIN)}), "the result does not fit an int");
  EXPECT_EQ(error("ceil", {Value::floating(1e30)}), "the result does not fit an int");
  EXPECT_EQ(text("parseint", {string("-9223372036854775808"), number(10)}), "-9223372036854775808");
  EXPECT_EQ(error("parseint", {string("9223372036854775808"), number(10)}), "the result does not fit an int");
  EXPECT_EQ(error("pow", {Value::floating(10), Value::floating(400)}), "has no finite result");
}

TEST_F(FunctionsTest, WhatTheyMakeIsBounded) {
  context_.budget = 1000;
  EXPECT_EQ(error("range", {number(1001)}), "makes more than 1000 elements or bytes");
  const Value ten = call("range", {number(10)}).value;
  EXPECT_FALSE(call("setproduct", {ten, ten, ten, ten, ten}).ok());
  EXPECT_FALSE(call("indent", {number(INT64_MAX), string("a\nb\nc")}).ok());
  EXPECT_FALSE(
      call("replace", {string(std::string(100, 'a')), string("a"), string(std::string(100, 'b'))}).ok());
  EXPECT_FALSE(call("format", {string("%2000s"), string("a")}).ok());
  EXPECT_FALSE(call("format", {string("%99999999999s"), string("a")}).ok());
  EXPECT_FALSE(call("range", {Value::floating(0), Value::floating(1), Value::floating(1e-300)}).ok());
}

TEST_F(FunctionsTest, DeepAndSwollenTextIsRefused) {
  const std::string deep(100'000, '[');
  EXPECT_FALSE(call("jsondecode", {string(deep)}).ok());
  EXPECT_FALSE(call("jsondecode", {string(deep + std::string(deep.size(), ']'))}).ok());
  EXPECT_FALSE(call("yamldecode", {string(deep)}).ok());
  EXPECT_FALSE(call("yamldecode", {string(std::string(100'000, '{'))}).ok());
  EXPECT_FALSE(call("yamldecode", {string(std::string(5 << 20, 'a'))}).ok());
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) bomb += "*a" + std::to_string(i - 1) + ", ";
    bomb += "x]\n";
  }
  context_.budget = 100'000;
  EXPECT_EQ(error("yamldecode", {string(bomb)}), "makes more than 100000 elements or bytes");
}

TEST_F(FunctionsTest, AliasesCountForWhatTheyStandFor) {
  EXPECT_EQ(text("yamldecode", {string("a: &x [1]\nb: [*x, *x]")}), "{ a = [1], b = [[1], [1]] }");
  EXPECT_EQ(error("yamldecode", {string("a: &x [*x]")}),
            "line 1 of the YAML text has an alias inside itself");
  // Each level is shallow on its own.
  std::string tower = "a0: &a0 [x]\n";
  for (int i = 1; i < 300; ++i) {
    tower += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  }
  EXPECT_EQ(error("yamldecode", {string(tower)}), "the YAML text nests deeper than 200 levels");
}

TEST_F(FunctionsTest, TextThatIsNoDocumentEnds) {
  EXPECT_EQ(error("yamldecode", {string(",")}), "the YAML text has more than one document");
  EXPECT_EQ(error("yamldecode", {string("")}), "the YAML text has no document");
}

TEST_F(FunctionsTest, RegularExpressionsAreBounded) {
  EXPECT_EQ(error("regex", {string("^(a+)+$"), string(std::string(50'000, 'a') + "b")}),
            "the regular expression matches no part of the text");
  EXPECT_EQ(error("regex", {string("(?=a)"), string("a")}),
            "is no regular expression: invalid perl operator: (?=");
  EXPECT_FALSE(call("regex", {string("((a{100}){100}){100}"), string("a")}).ok());
  EXPECT_FALSE(call("regex", {string(std::string(100'000, '(')), string("a")}).ok());
  EXPECT_FALSE(call("regexall", {string("a"), string(std::string(1 << 20, 'a'))}).ok());
}

TEST_F(FunctionsTest, ErrorsBlameAnArgument) {
  EXPECT_EQ(call("format", {string("%d%d"), number(1), string("x")}).argument, 2);
  EXPECT_EQ(error("format", {string("%d%d"), number(1), string("x")}), "`%d` needs a number, not `\"x\"`");
  EXPECT_EQ(call("cidrhost", {string("10.0.0.0/30"), number(4)}).argument, 1);
  EXPECT_EQ(error("cidrhost", {string("10.0.0.0/30"), number(4)}), "10.0.0.0/30 has no host 4");
  EXPECT_EQ(error("lookup", {call("jsondecode", {string("{}")}).value, string("a")}),
            "the map has no key \"a\", and there is no default");
  EXPECT_TRUE(error("timeadd", {string("2017-11-22T00:00:00Z"), string("5x")})
                  .starts_with("`x` in `5x` is no unit of duration"));
}

TEST_F(FunctionsTest, TimesTakeDurations) {
  EXPECT_EQ(
      text("timeadd", {string("2017-11-22T00:00:00Z"), quantity(Dimension::duration, 86'400'000'000'000)}),
      "2017-11-23T00:00:00Z");
  EXPECT_FALSE(call("timeadd", {string("9999-12-31T00:00:00Z"), string("52w")}).ok());
}

TEST_F(FunctionsTest, MapsKeepTheOrderOfInsertion) {
  const Value map = call("jsondecode", {string(R"({"b":1,"a":2})")}).value;
  const Value more = call("jsondecode", {string(R"({"c":3,"b":4})")}).value;
  EXPECT_EQ(text("merge", {map, more}), "{ b = 4, a = 2, c = 3 }");
  EXPECT_EQ(text("keys", {map}), R"(["a", "b"])");
  EXPECT_EQ(text("values", {map}), "[2, 1]");
  EXPECT_EQ(text("setunion", {list({number(2), number(1)}), list({Value::floating(1), number(3)})}),
            "[2, 1, 3]");
}

TEST_F(FunctionsTest, BrokenUtf8DoesNoHarm) {
  const Value broken = string("a\xFF\xE2\x82z");
  for (const char* name :
       {"upper", "lower", "title", "trimspace", "strrev", "length", "jsonencode", "yamlencode", "urlencode",
        "base64encode", "md5", "jsondecode", "yamldecode", "csvdecode"}) {
    call(name, {broken});
  }
  EXPECT_EQ(text("jsonencode", {string("\xFF")}), "\"\\ufffd\"");
  EXPECT_EQ(text("upper", {broken}), "A\xFF\xE2\x82Z");
}

TEST(Functions, KnowWhyTheyAreNotThere) {
  EXPECT_EQ(find_function("timestamp"), nullptr);
  EXPECT_EQ(why_not("timestamp"), "reads the clock; a build has no input but its sources");
  EXPECT_FALSE(why_not("templatefile").empty());
  EXPECT_TRUE(why_not("nonsense").empty());
}

}  // namespace
}  // namespace flux
