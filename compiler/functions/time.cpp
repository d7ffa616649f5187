// Timestamps are RFC 3339 text; nothing here reads a clock or a time zone.
#include <chrono>

#include <fmt/format.h>

#include "functions/support.h"
#include "functions/timestamp.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;

constexpr std::int64_t kNanoseconds = 1'000'000'000;
constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
constexpr std::string_view kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};

struct Timestamp {
  std::int64_t seconds = 0;      ///< since 1970, UTC
  std::int64_t nanoseconds = 0;  ///< within the second
  int offset = 0;                ///< of the local time, in minutes

  friend auto operator<=>(const Timestamp& a, const Timestamp& b) {
    return std::pair(a.seconds, a.nanoseconds) <=> std::pair(b.seconds, b.nanoseconds);
  }
};

/// A timestamp in its local time.
struct Fields {
  std::chrono::year_month_day date;
  unsigned weekday;
  int hour, minute, second, offset;
};

Fields fields_of(const Timestamp& time) {
  using namespace std::chrono;
  const sys_seconds local{seconds{time.seconds + time.offset * 60}};
  const sys_days day = floor<days>(local);
  const hh_mm_ss clock{local - day};
  return {day,
          weekday{day}.c_encoding(),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          time.offset};
}

/// Takes `count` digits from the front; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Timestamp> read_timestamp(std::string_view text) {
  using namespace std::chrono;
  const int y = take_digits(text, 4);
  if (y < 0 || !take(text, '-')) return std::nullopt;
  const int m = take_digits(text, 2);
  if (m < 0 || !take(text, '-')) return std::nullopt;
  const int d = take_digits(text, 2);
  const year_month_day date{year{y}, month{static_cast<unsigned>(std::max(m, 0))},
                            day{static_cast<unsigned>(std::max(d, 0))}};
  if (d < 0 || !date.ok() || !take(text, 'T')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
  const int second = take_digits(text, 2);
  if (second < 0 || second > 59) return std::nullopt;
  Timestamp time;
  if (take(text, '.')) {
    std::int64_t unit = kNanoseconds;
    bool any = false;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
      unit /= 10;
      time.nanoseconds += (text[0] - '0') * unit;
      any = true;
    }
    if (!any) return std::nullopt;
  }
  if (!take(text, 'Z')) {
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) return std::nullopt;
    text.remove_prefix(1);
    const int hours = take_digits(text, 2);
    if (hours < 0 || hours > 23 || !take(text, ':')) return std::nullopt;
    const int minutes = take_digits(text, 2);
    if (minutes < 0 || minutes > 59) return std::nullopt;
    time.offset = (hours * 60 + minutes) * (west ? -1 : 1);
  }
  if (!text.empty()) return std::nullopt;
  time.seconds = duration_cast<seconds>(sys_days{date}.time_since_epoch()).count() + hour * 3600 +
                 minute * 60 + second - time.offset * 60;
  return time;
}

std::string offset_text(int offset, std::string_view separator) {
  const int size = std::abs(offset);
  return fmt::format("{}{:02}{}{:02}", offset < 0 ? '-' : '+', size / 60, separator, size % 60);
}

std::string write_timestamp(const Fields& time) {
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", static_cast<int>(time.date.year()),
                     static_cast<unsigned>(time.date.month()), static_cast<unsigned>(time.date.day()),
                     time.hour, time.minute, time.second,
                     time.offset == 0 ? "Z" : offset_text(time.offset, ":"));
}

/// The digits at the front, one or two, as two; empty when there are none.
std::string take_padded(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
  if (size == 0 || size > 2) return {};
  std::string digits(text.substr(0, size));
  text.remove_prefix(size);
  if (size == 1) digits.insert(0, 1, '0');
  return digits;
}

CallResult no_timestamp(const Value& text, int argument) {
  return CallResult::fail(fmt::format("{} is no timestamp such as `2024-05-17T13:45:00Z`", describe(text)),
                          argument);
}

/// One run of letters of a format; nothing when it means nothing.
std::optional<std::string> format_field(std::string_view field, const Fields& time) {
  const int year = static_cast<int>(time.date.year());
  const auto month = static_cast<unsigned>(time.date.month()), day = static_cast<unsigned>(time.date.day());
  const int twelve = time.hour % 12 == 0 ? 12 : time.hour % 12;
  const auto padded = [](auto number) { return fmt::format("{:02}", number); };
  const auto plain = [](auto number) { return fmt::format("{}", number); };
  if (field == "YYYY") return fmt::format("{:04}", year);
  if (field == "YY") return padded(year % 100);
  if (field == "MMMM") return std::string(kMonths[month - 1]);
  if (field == "MMM") return std::string(kMonths[month - 1].substr(0, 3));
  if (field == "MM") return padded(month);
  if (field == "M") return plain(month);
  if (field == "DD") return padded(day);
  if (field == "D") return plain(day);
  if (field == "EEEE") return std::string(kWeekdays[time.weekday]);
  if (field == "EEE") return std::string(kWeekdays[time.weekday].substr(0, 3));
  if (field == "hh") return padded(time.hour);
  if (field == "h") return plain(time.hour);
  if (field == "HH") return padded(twelve);
  if (field == "H") return plain(twelve);
  if (field == "AA") return time.hour < 12 ? "AM" : "PM";
  if (field == "aa") return time.hour < 12 ? "am" : "pm";
  if (field == "mm") return padded(time.minute);
  if (field == "m") return plain(time.minute);
  if (field == "ss") return padded(time.second);
  if (field == "s") return plain(time.second);
  if (field == "ZZZZZ") return offset_text(time.offset, ":");
  if (field == "ZZZZ") return offset_text(time.offset, "");
  if (field == "ZZZ") return time.offset == 0 ? "UTC" : offset_text(time.offset, "");
  if (field == "Z") return time.offset == 0 ? "Z" : offset_text(time.offset, ":");
  return std::nullopt;
}

CallResult call_formatdate(CallContext& context, Arguments arguments) {
  const std::string_view format = arguments[0].as_string();
  const auto time = read_timestamp(arguments[1].as_string());
  if (!time) return no_timestamp(arguments[1], 1);
  const Fields fields = fields_of(*time);
  std::string result;
  for (std::size_t at = 0; at < format.size();) {
    const char c = format[at];
    if (c == '\'') {
      // Quoted text, in which '' is a quotation mark.
      bool closed = false;
      for (++at; at < format.size() && !closed; ++at) {
        if (format[at] != '\'') {
          result += format[at];
        } else if (format.substr(at + 1).starts_with('\'')) {
          result += '\'';
          ++at;
        } else {
          closed = true;
        }
      }
      if (!closed) return CallResult::fail("the format has a quotation mark that is not closed", 0);
      continue;
    }
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
      result += c;
      ++at;
      continue;
    }
    const std::size_t end = std::min(format.find_first_not_of(c, at), format.size());
    const auto text = format_field(format.substr(at, end - at), fields);
    if (!text) {
      return CallResult::fail(
          fmt::format("`{}` means nothing in a format; text stands in single quotation marks",
                      format.substr(at, std::min<std::size_t>(end - at, 20))),
          0);
    }
    result += *text;
    at = end;
  }
  return text_result(context, result);
}

CallResult call_timeadd(CallContext& context, Arguments arguments) {
  auto time = read_timestamp(arguments[0].as_string());
  if (!time) return no_timestamp(arguments[0], 0);
  std::int64_t duration = 0;
  if (arguments[1].is_string()) {
    const std::string_view text = arguments[1].as_string();
    const QuantityResult read =
        parse_quantity(text.starts_with('+') ? text.substr(1) : text, Dimension::duration);
    if (!read.amount) return CallResult::fail(read.error, 1);
    duration = *read.amount;
  } else {
    duration = arguments[1].as_quantity().amount;
  }
  const std::int64_t nanoseconds = time->nanoseconds + duration % kNanoseconds;
  time->seconds += duration / kNanoseconds + (nanoseconds < 0 ? -1 : nanoseconds / kNanoseconds);
  const Fields fields = fields_of(*time);
  const int year = static_cast<int>(fields.date.year());
  if (year < 0 || year > 9999)
    return CallResult::fail("the result is beyond the years that a timestamp can hold", 1);
  return text_result(context, write_timestamp(fields));
}

CallResult call_timecmp(CallContext&, Arguments arguments) {
  const auto a = read_timestamp(arguments[0].as_string()), b = read_timestamp(arguments[1].as_string());
  if (!a) return no_timestamp(arguments[0], 0);
  if (!b) return no_timestamp(arguments[1], 1);
  return {Value::integer(*a < *b ? -1 : *b < *a ? 1 : 0)};
}

constexpr FunctionInfo kFunctions[] = {
    terraform("formatdate", "(string, string): string", call_formatdate,
              "the timestamp in a format such as `DD MMM YYYY hh:mm ZZZ`"),
    terraform("timeadd", "(string, string|duration): string", call_timeadd, "the timestamp that much later"),
    terraform("timecmp", "(string, string): int", call_timecmp,
              "-1, 0 or 1: the first timestamp is earlier, equal or later"),
};

}  // namespace

std::optional<std::string> normalize_timestamp(std::string_view text) {
  const std::string_view year = text.substr(0, 4);
  if (take_digits(text, 4) < 0) return std::nullopt;
  std::string padded(year);
  for (int i = 0; i < 2; ++i) {
    if (!take(text, '-')) return std::nullopt;
    padded += '-';
    padded += take_padded(text);
  }
  padded += 'T';
  if (text.empty()) {
    padded += "00:00:00Z";
  } else {
    // With `T` comes a zone, with a blank comes none.
    const bool zoned = text[0] == 'T' || text[0] == 't';
    if (!zoned && text[0] != ' ') return std::nullopt;
    text.remove_prefix(1);
    for (int i = 0; i < 3; ++i) {
      if (i > 0 && !take(text, ':')) return std::nullopt;
      if (i > 0) padded += ':';
      padded += take_padded(text);
    }
    padded += text;
    if (!zoned) padded += 'Z';
  }
  const auto time = read_timestamp(padded);
  if (!time) return std::nullopt;
  return write_timestamp(fields_of(*time));
}

std::span<const FunctionInfo> time_functions() {
  return kFunctions;
}

}  // namespace flux
