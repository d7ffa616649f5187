// Interfaces: files in which a project says what it exports, as `fluxc interface` writes them and as another
// project holds them against what it was built with.
//
//   // What the environment `prod` exports to other repositories. Written by `fluxc interface`; do not edit.
//   // interface 1, sha256 <64 digits>
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flux {

/// The whole file, of what stands below its head.
std::string interface_file(const std::string& environment, const std::string& declarations);

enum class InterfaceState { none, whole, edited };
/// Whether the text is an interface, and as it was written.
InterfaceState interface_state(std::string_view text);
/// The hash in the head of an interface.
std::string interface_hash(std::string_view text);

/// All that an interface says, by place: values as `contract.clusters.main.server`, and fields of its types
/// as `type Dns, zone`; each as it is written there.
using InterfaceSurface = std::map<std::string, std::string, std::less<>>;
InterfaceSurface interface_surface(std::string_view text);

/// How what was exported is no longer so, a line each: what is gone, and what is something else now. What
/// there is besides makes no difference to whoever did not read it.
std::vector<std::string> interface_breaks(const InterfaceSurface& before, const InterfaceSurface& now);

}  // namespace flux
