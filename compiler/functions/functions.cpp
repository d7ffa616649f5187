#include "functions/functions.h"

#include <algorithm>
#include <vector>

#include "functions/support.h"

namespace flux {
namespace {

struct Absence {
  std::string_view name;
  std::string_view reason;
};

constexpr std::string_view kClock = "reads the clock; a build has no input but its sources";
constexpr std::string_view kChance = "is random; a build has no input but its sources";
constexpr std::string_view kFiles =
    "reads a file while Terraform runs; import the file, or emit it with `file`";
constexpr std::string_view kMachine =
    "depends on the machine that runs it; a build has no input but its sources";
constexpr std::string_view kTemplates = "is not needed; a string with `${…}` is a template";
constexpr std::string_view kTerraformSecrets =
    "belongs to Terraform's own state; labels spread by themselves here";
constexpr std::string_view kText = "is not offered; values are UTF-8 text";

constexpr Absence kAbsences[] = {
    {"abspath", kMachine},
    {"base64gzip", "is not offered; its bytes differ from one version of the compressor to the next"},
    {"bcrypt", kChance},
    {"ephemeralasnull", kTerraformSecrets},
    {"file", kFiles},
    {"filebase64", kFiles},
    {"filebase64sha256", kFiles},
    {"filebase64sha512", kFiles},
    {"fileexists", kFiles},
    {"filemd5", kFiles},
    {"fileset", kFiles},
    {"filesha1", kFiles},
    {"filesha256", kFiles},
    {"filesha512", kFiles},
    {"issensitive", kTerraformSecrets},
    {"pathexpand", kMachine},
    {"plantimestamp", kClock},
    {"rsadecrypt", "would need a private key in the sources"},
    {"templatefile", kTemplates},
    {"templatestring", kTemplates},
    {"textdecodebase64", kText},
    {"textencodebase64", kText},
    {"timestamp", kClock},
    {"uuid", kChance},
};

}  // namespace

std::span<const FunctionInfo> all_functions() {
  static const std::vector<FunctionInfo> functions = [] {
    std::vector<FunctionInfo> all;
    for (const auto& theme : {numeric_functions(), string_functions(), format_functions(), regex_functions(),
                              list_functions(), set_functions(), map_functions(), conversion_functions(),
                              encoding_functions(), csv_functions(), json_functions(), yaml_functions(),
                              hash_functions(), cidr_functions(), time_functions(), path_functions()}) {
      all.insert(all.end(), theme.begin(), theme.end());
    }
    std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.name < b.name; });
    return all;
  }();
  return functions;
}

const FunctionInfo* find_function(std::string_view name) {
  const auto functions = all_functions();
  const auto at =
      std::lower_bound(functions.begin(), functions.end(), name,
                       [](const FunctionInfo& info, std::string_view wanted) { return info.name < wanted; });
  return at != functions.end() && at->name == name ? &*at : nullptr;
}

std::string_view why_not(std::string_view name) {
  for (const Absence& absence : kAbsences) {
    if (absence.name == name) return absence.reason;
  }
  return {};
}

}  // namespace flux
