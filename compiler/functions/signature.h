// The parsed form of a function's signature: a small tree of type names that the checker turns into its own
// types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "functions/functions.h"

namespace flux {

/// `list<T>` is `list` with one argument, `A | B` is `|` with two or more, and a single capital letter is a
/// type variable. Names: bool int float string null any cpu bytes duration percent list set map |, and A to
/// Z.
struct SignatureType {
  std::string_view name;
  std::vector<SignatureType> arguments;

  bool is_variable() const { return name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z'; }
  bool is_union() const { return name == "|"; }
};

struct SignatureParameter {
  SignatureType type;
  bool optional = false;  ///< may be left out, and then all behind it too
  bool variadic = false;  ///< the last one; stands for any number of arguments, none included
};

struct Signature {
  std::vector<SignatureParameter> parameters;
  SignatureType result;

  std::size_t min_arguments() const;
  bool is_variadic() const { return !parameters.empty() && parameters.back().variadic; }
  /// The parameter that takes the argument at `index`; null when there are too many.
  const SignatureParameter* parameter_of(std::size_t index) const;
};

/// Of a function in the library; lives as long as the program.
const Signature& signature_of(const FunctionInfo& function);

/// The type as Flux writes it: `map<string, T>`.
std::string to_string(const SignatureType& type);

/// Whether a frozen value is one of the type. A variable takes anything: that one letter means one type is
/// for the checker to see.
bool matches(const SignatureType& type, const Value& value);

}  // namespace flux
