# Puts the text of a folder's files into a target:
#
#   flux_embed(TARGET FUNCTION DIRECTORY PATTERN)
#
# defines `std::span<const flux::EmbeddedFile> flux::FUNCTION()` (declared by hand in the room's header): the files
# under DIRECTORY that match PATTERN, at any depth, by path relative to it, sorted bytewise.
#
# The assembler takes the bytes in with .incbin, which costs the compiler nothing, whatever their size. The source made
# here holds only paths, so it is written at configure time; OBJECT_DEPENDS assembles anew when a file changes.
function(flux_embed target function directory pattern)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${directory} ${directory}/${pattern})
  list(SORT files COMPARE STRING)

  set(blobs "")
  set(symbols "")
  set(rows "")
  set(index 0)
  foreach(file IN LISTS files)
    set(symbol ${function}_${index})
    string(APPEND blobs "    \".hidden ${symbol}\\n.globl ${symbol}\\n${symbol}: .incbin \\\"${directory}/${file}\\\"\\n\"\n"
                        "    \".hidden ${symbol}_end\\n.globl ${symbol}_end\\n${symbol}_end:\\n\"\n")
    string(APPEND symbols "extern const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND rows "      {\"${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    math(EXPR index "${index} + 1")
  endforeach()

  set(source ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "// Made by cmake/EmbedFiles.cmake.
#include <cstddef>
#include <vector>

#include \"embedded/embedded_files.h\"

asm(\".section .rodata\\n\"
@blobs@    \".previous\\n\");

extern \"C\" {
@symbols@}

namespace flux {

std::span<const EmbeddedFile> @function@() {
  static const std::vector<EmbeddedFile> files = {
@rows@  };
  return files;
}

}  // namespace flux
")
  list(TRANSFORM files PREPEND ${directory}/)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${source})
endfunction()
