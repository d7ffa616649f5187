// What Terraform will know during apply: an expression in Terraform's own terms, with the known parts folded.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ir/value.h"

namespace flux {

struct Placement;  // ir/program.h
struct DeferredExpr;

enum class DeferredKind : std::uint8_t {
  literal,      ///< value
  handle,       ///< a block that some object emits
  attribute,    ///< base.name
  index,        ///< base[index]
  splat,        ///< base[*]
  call,         ///< name(arguments…): a function of Terraform
  unary,        ///< name is "!" or "-"
  binary,       ///< name is the operator as HCL writes it
  conditional,  ///< arguments: condition, then, else
  template_,    ///< arguments are the parts: literals of strings, and expressions
  list,         ///< arguments
  object,       ///< arguments: key, value, key, value …
  for_list,     ///< variables, arguments: source, value [, condition]
  for_object,   ///< variables, arguments: source, key, value [, condition]
  sops,         ///< a value of a file that SOPS has encrypted: name, type, sops
  variable,  ///< a variable of an enclosing `for`, or `each.key`, `each.value`, `self`, `path.module` (name)
};

/// What a deferred value will be, as far as its type says.
enum class DeferredScalar : std::uint8_t { unknown, boolean, number, string, other };

/// The output of Terraform that a value could be read from, were it recorded.
struct UnrecordedOutput {
  std::string_view output;   ///< as `terraform output` names it
  std::string_view file;     ///< that would hold it
  std::string_view command;  ///< that records it
  SourceSpan span;           ///< of the output in the source
};

/// Which table of the Terraform module a handle names.
enum class HandleMode : std::uint8_t { resource, data, ephemeral, module, variable, local, output };

/// A file that SOPS has encrypted, as it was read.
struct SopsSource {
  std::string_view path;    ///< inside the project
  std::string_view format;  ///< `yaml`, `json` or `dotenv`
  std::string_view text;    ///< the whole file
};

struct DeferredExpr {
  DeferredKind kind;
  Name name;    ///< attribute, call, operator or variable name
  Value value;  ///< kind literal
  const DeferredExpr* base = nullptr;
  std::span<const DeferredExpr* const> arguments;
  Name variables[2];  ///< for_list and for_object
  // kind handle:
  HandleMode mode = HandleMode::resource;
  const Placement* owner = nullptr;  ///< the object that emits the block
  Name type;                         ///< resource type; none for module, variable, local, output
  Name local_name;                   ///< the name inside its object
  bool keyed = false;                ///< the block stands under `for`: a map of instances
  // kind sops: `name` is the path of keys (`a.b.0`), `type` is `str`, `int`, `float`, `bool` …
  const SopsSource* sops = nullptr;
  SourceSpan span;  ///< where the expression was written
  DeferredScalar scalar = DeferredScalar::unknown;
  const UnrecordedOutput* unrecorded = nullptr;  ///< set in documents alone
  std::size_t weight = 1;  ///< as `weight` of values: what is shared counts as often as it is reached
};

/// What the name of a call begins with when a provider's function is called: `provider::NAME::FUNCTION`.
inline constexpr std::string_view kProviderFunction = "provider::";

/// A value of a SOPS file that the expression reads; null where a bounded search finds none.
const DeferredExpr* sops_value_in(const DeferredExpr& expression);
/// How a value of a SOPS file gets into a cluster all the same: for `help`.
inline constexpr std::string_view kSopsWaysOut =
    "deliver the encrypted file itself (`emit kubernetes { encrypted NAME { file = ….sops } }`) or an "
    "ExternalSecret, "
    "and name the Secret where the value is wanted (`existingSecret`, a `secretKeyRef`)";

/// What `base`, `arguments` and `value` make the expression weigh.
std::size_t weight_of_parts(const DeferredExpr& expression);

}  // namespace flux
