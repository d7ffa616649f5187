#include "fluxc/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "diagnostics/renderers.h"
#include "diagnostics/styled_text.h"

namespace flux {
namespace {

bool wants_colour(ColourMode mode, int descriptor) {
  if (mode != ColourMode::automatic) return mode == ColourMode::always;
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) != 0 && std::getenv("NO_COLOR") == nullptr && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

void write_to(std::FILE* file, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), file);
}

std::string count_phrase(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

Console::Console(const ConsoleOptions& options)
    : json_(options.json_diagnostics),
      colour_output_(wants_colour(options.colour, STDOUT_FILENO)),
      colour_errors_(wants_colour(options.colour, STDERR_FILENO)),
      progress_wanted_(isatty(STDERR_FILENO) != 0) {}

void Console::print(std::string_view text) {
  clear_progress();
  write_to(stdout, text);
}

void Console::show(const Diagnostics& diagnostics, const SourceManager& sources, bool json_to_output) {
  clear_progress();
  if (json_) {
    write_to(json_to_output ? stdout : stderr, render_json(diagnostics.all(), sources));
    return;
  }
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    write_to(stderr, render_text(diagnostic, sources, colour_errors_));
    write_to(stderr, "\n");
  }
  const std::size_t errors = diagnostics.error_count();
  const std::size_t warnings = diagnostics.all().size() - errors;
  std::vector<std::string> counts;
  if (errors > 0) counts.push_back(count_phrase(errors, "error"));
  if (warnings > 0) counts.push_back(count_phrase(warnings, "warning"));
  if (counts.empty()) return;
  StyledText text(colour_errors_);
  text.put(errors > 0 ? Style::error : Style::warning, errors > 0 ? "error" : "warning");
  text.put(Style::strong, fmt::format(": {}", fmt::join(counts, ", ")));
  text.end_line();
  write_to(stderr, text.take());
}

void Console::progress(std::size_t done, std::size_t count, const std::string& name) {
  if (!progress_wanted_ || count < 2) return;
  write_to(stderr, fmt::format("\r\x1b[K[{}/{}] {}", done, count, name));
  std::fflush(stderr);
  progress_shown_ = true;
}

void Console::fail(std::string_view message, std::string_view help) {
  clear_progress();
  StyledText text(colour_errors_);
  text.put(Style::error, "error").put(Style::strong, fmt::format(": {}", message));
  text.end_line();
  if (!help.empty()) {
    text.put("  = ").put(Style::help, "help").put(fmt::format(": {}", help));
    text.end_line();
  }
  write_to(stderr, text.take());
}

bool Console::flush() {
  clear_progress();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  fail("cannot write to standard output", "is the disk full, or has what reads it ended?");
  return false;
}

void Console::clear_progress() {
  if (!progress_shown_) return;
  write_to(stderr, "\r\x1b[K");
  progress_shown_ = false;
}

}  // namespace flux
