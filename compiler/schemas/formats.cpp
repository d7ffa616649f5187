#include "schemas/formats.h"

#include <arpa/inet.h>
#include <re2/re2.h>

#include <string>

namespace flux {

namespace {

/// One expression for each format that an expression can say.
struct FormatPattern {
  std::string_view format;
  const char* expression;
};
constexpr FormatPattern kPatterns[] = {
    {"date", R"(^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$)"},
    {"time", R"((?i)^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$)"},
    {"date-time",
     R"((?i)^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[t ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$)"},
    {"email", R"(^[^@\s]+@[^@\s]+$)"},
    {"hostname", R"((?i)^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?$)"},
    {"uri", R"((?i)^[a-z][a-z0-9+.-]*:[^\s]*$)"},
    {"uuid", R"((?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)"},
};

}  // namespace

bool matches_format(std::string_view text, std::string_view format) {
  unsigned char address[16];
  if (format == "ipv4") return ::inet_pton(AF_INET, std::string{text}.c_str(), address) == 1;
  if (format == "ipv6") return ::inet_pton(AF_INET6, std::string{text}.c_str(), address) == 1;
  for (const FormatPattern& known : kPatterns) {
    if (known.format == format)
      return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), known.expression);
  }
  return true;
}

}  // namespace flux
