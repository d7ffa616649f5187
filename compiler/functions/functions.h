// The function library: Terraform's names and semantics, so that users know them and a call with a deferred
// argument can be written out as the same HCL call.
//
// Functions are pure and total: the same arguments give the same result, no clock, no files, no environment.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "ir/value.h"

namespace flux {

/// What a call needs besides its arguments. Results are allocated in `arena`.
struct CallContext {
  Arena& arena;
  /// The largest number of list elements, map entries or bytes of text that one call may make.
  std::size_t budget = 10'000'000;
};

/// The value, or why the call cannot be made: a phrase without the function's name, and the argument it
/// blames.
struct CallResult {
  Value value;
  std::string error;
  int argument = -1;

  static CallResult fail(std::string reason, int argument = -1) {
    return {Value::poison(), std::move(reason), argument};
  }
  bool ok() const { return error.empty(); }
};

/// Arguments are frozen (no objects or references), known (not deferred) and match the signature. Labels are
/// the caller's business.
using FunctionImplementation = CallResult (*)(CallContext&, std::span<const Value>);

struct FunctionInfo {
  std::string_view name;
  /// Flux types, `(string, list<any>, any...): string`; `?` behind a parameter makes it optional, `...`
  /// repeats the last. Type variables: a single capital letter stands for one type wherever it occurs, so
  /// `(list<T>): T`.
  std::string_view signature;
  FunctionImplementation implementation;
  /// The name of Terraform's function of the same meaning; empty when HCL has none, so that a deferred
  /// argument is an error.
  std::string_view terraform_name;
  /// One line for the reference and for hover.
  std::string_view summary;
};

/// Null when there is no such function.
const FunctionInfo* find_function(std::string_view name);
/// All, sorted by name.
std::span<const FunctionInfo> all_functions();
/// Why a well-known function of Terraform is not among them, as a phrase that follows its name: "reads the
/// clock; a build has no input but its sources". Empty for a name that we know nothing about.
std::string_view why_not(std::string_view name);

/// Checks number and kinds of the arguments against the signature, then calls. Never runs an implementation
/// on arguments that it is not made for, so that values of static type `any` are safe here.
CallResult call_function(const FunctionInfo& function, CallContext& context,
                         std::span<const Value> arguments);

/// JSON and YAML text of a frozen value, as Terraform's jsonencode and yamlencode write it (keys sorted).
std::string encode_json(const Value& value);
std::string encode_yaml(const Value& value);

}  // namespace flux
