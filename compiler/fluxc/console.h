// Standard output and standard error, as the options that every command has want them.
#pragma once

#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "source/source_manager.h"

namespace flux {

enum class ColourMode { automatic, always, never };

struct ConsoleOptions {
  bool json_diagnostics = false;
  ColourMode colour = ColourMode::automatic;
};

class Console {
public:
  explicit Console(const ConsoleOptions& options);

  bool colour_output() const { return colour_output_; }

  /// To standard output.
  void print(std::string_view text);

  /// Shows the diagnostics, in their order, and how many there are: to standard error, but JSON to standard
  /// output with `json_to_output`. JSON is one document, also when there are none.
  void show(const Diagnostics& diagnostics, const SourceManager& sources, bool json_to_output = false);

  /// `[3/12] prod` on a terminal, in place of the one before; nothing elsewhere.
  void progress(std::size_t done, std::size_t count, const std::string& name);

  /// `error: message`, for what is no diagnostic; a second line when there is help.
  void fail(std::string_view message, std::string_view help = {});

  /// False when something could not be written (a full disk behind a redirection), which it has then said.
  bool flush();

private:
  void clear_progress();

  bool json_;
  bool colour_output_;
  bool colour_errors_;
  bool progress_wanted_;
  bool progress_shown_ = false;
};

}  // namespace flux
