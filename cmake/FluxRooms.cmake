# A room is a folder of the compiler with one responsibility, built as one static library.
#
#   flux_room(NAME [DEPENDS room|library ...])
#
# takes every .cpp file of the current folder (not of its sub-folders) and links what it depends on.
# `tests/architecture` checks that the includes follow the declared dependencies.
set(FLUX_WARNINGS -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)

add_library(flux_options INTERFACE)
target_compile_options(flux_options INTERFACE ${FLUX_WARNINGS})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
  target_compile_options(flux_options INTERFACE -Wno-restrict)
endif()
if(FLUX_SANITIZE)
  set(flux_sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(flux_options INTERFACE ${flux_sanitizers})
  target_link_options(flux_options INTERFACE ${flux_sanitizers})
endif()

function(flux_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(flux_${name} STATIC ${sources} ${ROOM_SOURCES})
  target_include_directories(flux_${name} PUBLIC ${CMAKE_SOURCE_DIR}/compiler)
  target_link_libraries(flux_${name} PUBLIC ${ROOM_DEPENDS} PRIVATE flux_options)
endfunction()
