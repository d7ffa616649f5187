#include "emit/lowering/manifest_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "emit/lowering/document_writer.h"

namespace flux {
namespace {

bool is_index(std::string_view step) {
  return !step.empty() && std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string object_folder(const Placement& owner, std::string_view environment) {
  std::string folder;
  for (const Placement* at = &owner; at != nullptr && at->step; at = at->parent) {
    const std::string_view step = at->step.text();
    folder = folder.empty() ? std::string{step} : fmt::format("{}-{}", step, folder);
    if (!is_index(step)) break;
  }
  return folder.empty() ? std::string{environment} : folder;
}

std::string manifest_folder(const Placement& owner, std::string_view environment) {
  return fmt::format("kubernetes/{}/{}", cluster_folder(owner.cluster), object_folder(owner, environment));
}

}  // namespace flux
