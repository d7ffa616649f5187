// How files of the standard library are told from those on disk.
#pragma once

#include <string_view>

namespace flux {

/// Whether `path` names a module of the standard library, such as `std/platform`; files on disk have an
/// extension.
inline bool is_library_path(std::string_view path) {
  return path.starts_with("std/") && path.find('.') == std::string_view::npos;
}

}  // namespace flux
