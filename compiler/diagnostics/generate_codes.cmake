# Makes codes.h from codes.txt: cmake -DTABLE=codes.txt -DOUTPUT=codes.h -P generate_codes.cmake
file(STRINGS ${TABLE} lines REGEX "^[EW][0-9]")
set(enumerators "")
set(rows "")
foreach(line IN LISTS lines)
  string(REGEX MATCH "^([EW][0-9]+) +([a-z0-9_]+) +(.+)$" matched "${line}")
  if(NOT matched)
    message(FATAL_ERROR "codes.txt: cannot read the line: ${line}")
  endif()
  set(code ${CMAKE_MATCH_1})
  set(name ${CMAKE_MATCH_2})
  set(summary "${CMAKE_MATCH_3}")
  string(REPLACE "\\" "\\\\" summary "${summary}")
  string(REPLACE "\"" "\\\"" summary "${summary}")
  string(APPEND enumerators "  ${name},  // ${code}\n")
  string(APPEND rows "    {\"${code}\", \"${name}\", \"${summary}\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new "// Made from compiler/diagnostics/codes.txt; edit that file.
#pragma once

#include <cstddef>
#include <string_view>

namespace flux {

enum class Code {
${enumerators}};

struct CodeInfo {
  std::string_view code;     ///< \"E3004\"
  std::string_view name;     ///< the enumerator
  std::string_view summary;  ///< one line
};

inline constexpr CodeInfo kCodeTable[] = {
${rows}};

constexpr const CodeInfo& code_info(Code code) { return kCodeTable[static_cast<std::size_t>(code)]; }

}  // namespace flux
")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${OUTPUT}.new ${OUTPUT})
file(REMOVE ${OUTPUT}.new)
