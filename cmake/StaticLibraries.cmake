# bin/fluxc is one file to copy: all that it links is static. Defines, for every room, the libraries that Debian's own
# CMake files offer only as shared ones.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)

foreach(library yaml-cpp re2 z jemalloc)
  find_library(flux_lib_${library} ${library} REQUIRED)
  add_library(${library} STATIC IMPORTED GLOBAL)
  set_target_properties(${library} PROPERTIES IMPORTED_LOCATION ${flux_lib_${library}})
endforeach()

# Debian has fmt only as a shared library, or as headers, which would be compiled again in every file that formats.
add_library(flux_fmt STATIC ${CMAKE_SOURCE_DIR}/cmake/fmt.cpp)
add_library(fmt::fmt ALIAS flux_fmt)
