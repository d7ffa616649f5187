#include "project/package_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flux {
namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestAddress = 1000;
constexpr std::array<std::string_view, 5> kTransports = {"https", "ssh", "http", "git", "file"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
/// No space, no control character, nothing beyond ASCII.
bool is_printed(char c) {
  return c > ' ' && c < '\x7f';
}

}  // namespace

std::string package_source_name(const PackageSource& source) {
  if (source.git.empty()) return source.path;
  return fmt::format("{} at {}{}{}", source.git, source.revision, source.folder.empty() ? "" : ", folder ",
                     source.folder);
}

std::string package_folder(std::string_view name) {
  return fmt::format("vendor/{}", name);
}

std::string package_name_problem(std::string_view name) {
  const bool fine =
      !name.empty() && is_letter(name[0]) && name.size() <= kLongestName &&
      std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
  return fine ? "" : "a package's name is made of letters, digits, `-` and `_`, and begins with a letter";
}

std::string git_address_problem(std::string_view address) {
  if (address.empty() || address.size() > kLongestAddress || !std::ranges::all_of(address, is_printed))
    return "an address has no spaces and no control characters";
  if (address[0] == '-') return "an address does not begin with `-`, which Git would take for an option";
  if (address.find("::") != std::string_view::npos)
    return "`transport::address` lets Git run another program";
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return "";  // `git@host:path` or a path
  if (std::ranges::find(kTransports, address.substr(0, scheme)) == kTransports.end())
    return fmt::format("Git is asked by `{}`", fmt::join(kTransports, "`, `"));
  if (has_password(address))
    return "a password in the address would be in `flux.lock` as well; let Git's credential helper have it";
  return "";
}

bool has_password(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view host = address.substr(scheme + 3, address.find('/', scheme + 3) - scheme - 3);
  const std::size_t user = host.rfind('@');
  return user != std::string_view::npos && host.substr(0, user).find(':') != std::string_view::npos;
}

std::string git_revision_problem(std::string_view revision) {
  constexpr std::string_view kForbidden = "~^:?*[\\";
  const bool fine = !revision.empty() && revision.size() <= kLongestAddress &&
                    std::ranges::all_of(revision, is_printed) && revision[0] != '-' && revision[0] != '+' &&
                    revision.find_first_of(kForbidden) == std::string_view::npos &&
                    revision.find("..") == std::string_view::npos &&
                    revision.find("@{") == std::string_view::npos;
  return fine ? "" : "a revision is a tag, a branch or a whole commit";
}

}  // namespace flux
