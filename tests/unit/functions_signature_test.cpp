#include "functions/signature.h"

#include <gtest/gtest.h>

namespace flux {
namespace {

const Signature& signature(std::string_view name) {
  return signature_of(*find_function(name));
}

TEST(Signature, IsReadIntoATree) {
  const Signature& lookup = signature("lookup");
  ASSERT_EQ(lookup.parameters.size(), 3U);
  EXPECT_EQ(to_string(lookup.parameters[0].type), "map<string, T>");
  EXPECT_TRUE(lookup.parameters[2].optional);
  EXPECT_TRUE(lookup.parameters[2].type.is_variable());
  EXPECT_EQ(lookup.min_arguments(), 2U);
  EXPECT_EQ(to_string(lookup.result), "T");
}

TEST(Signature, KnowsUnionsAndRepeatedParameters) {
  const Signature& coalesce = signature("coalesce");
  EXPECT_TRUE(coalesce.is_variadic());
  EXPECT_EQ(coalesce.min_arguments(), 1U);
  EXPECT_TRUE(coalesce.parameters[0].type.is_union());
  EXPECT_EQ(to_string(coalesce.parameters[0].type), "T | null");
  EXPECT_EQ(coalesce.parameter_of(7), &coalesce.parameters[1]);
  EXPECT_EQ(signature("upper").parameter_of(1), nullptr);
}

void expect_known(const SignatureType& type, std::string_view function) {
  constexpr std::string_view names[] = {"bool",  "int",      "float",   "string", "null", "any", "cpu",
                                        "bytes", "duration", "percent", "list",   "set",  "map", "|"};
  EXPECT_TRUE(type.is_variable() ||
              std::find(std::begin(names), std::end(names), type.name) != std::end(names))
      << function << ": " << type.name;
  const std::size_t arity = type.name == "list" || type.name == "set" ? 1 : type.name == "map" ? 2 : 0;
  if (type.is_union()) {
    EXPECT_GE(type.arguments.size(), 2U) << function;
  } else {
    EXPECT_EQ(type.arguments.size(), arity) << function;
  }
  for (const SignatureType& argument : type.arguments) expect_known(argument, function);
}

TEST(Signature, OfEveryFunctionIsWellFormed) {
  std::string_view previous;
  for (const FunctionInfo& function : all_functions()) {
    EXPECT_LT(previous, function.name);
    previous = function.name;
    EXPECT_FALSE(function.summary.empty()) << function.name;
    EXPECT_NE(function.implementation, nullptr) << function.name;
    EXPECT_EQ(find_function(function.name), &function);
    EXPECT_TRUE(why_not(function.name).empty()) << function.name;
    const Signature& read = signature_of(function);
    expect_known(read.result, function.name);
    bool optional_seen = false;
    for (const SignatureParameter& parameter : read.parameters) {
      expect_known(parameter.type, function.name);
      EXPECT_FALSE(optional_seen && !parameter.optional) << function.name;
      EXPECT_FALSE(parameter.variadic && &parameter != &read.parameters.back()) << function.name;
      optional_seen = parameter.optional;
    }
  }
}

TEST(Signature, RejectsArgumentsBeforeTheCall) {
  Arena arena;
  CallContext context{arena};
  const auto error = [&](std::string_view name, std::initializer_list<Value> arguments) {
    return call_function(*find_function(name), context, {arguments.begin(), arguments.size()}).error;
  };
  EXPECT_EQ(error("upper", {Value::integer(1)}), "takes `string` here, not `1`");
  EXPECT_EQ(error("upper", {}), "takes 1 argument, not 0");
  EXPECT_EQ(error("lookup", {}), "takes at least 2 arguments, not 0");
  EXPECT_EQ(error("range", {Value::null(), Value::null(), Value::null(), Value::null()}),
            "takes at most 3 arguments, not 4");
  EXPECT_EQ(error("format", {}), "takes at least 1 argument, not 0");
  EXPECT_EQ(error("sort", {Value::list(arena.make<ListValue>(arena.copy(std::vector{Value::integer(1)})))}),
            "takes `list<string>` here, not `[1]`");
  EXPECT_EQ(error("jsonencode", {Value::integer(1)}), "");
}

TEST(Signature, TakesAWholeFloatForAnInt) {
  Arena arena;
  CallContext context{arena};
  const Value three[] = {Value::floating(3)}, half[] = {Value::floating(0.5)};
  EXPECT_EQ(call_function(*find_function("signum"), context, three).value.as_int(), 1);
  EXPECT_FALSE(call_function(*find_function("signum"), context, half).ok());
}

}  // namespace
}  // namespace flux
