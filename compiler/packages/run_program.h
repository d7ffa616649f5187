// Runs another program, without a shell.
#pragma once

#include <string>
#include <vector>

namespace flux {

struct ProgramRun {
  bool started = false;
  int status = -1;     ///< of its end; -1: by a signal, or it was stopped
  std::string output;  ///< of standard output, at most as much as was asked for
  std::string errors;  ///< the end of standard error
  bool too_much = false;

  bool succeeded() const { return started && status == 0 && !too_much; }
};

/// `arguments[0]` is found as a shell would; none of the others is ever read as anything but one argument.
/// `input` is its standard input. `environment` (`NAME=value`, or `NAME` to take it away) changes the one
/// that it inherits. When it writes more than `most_output` it is stopped.
ProgramRun run_program(const std::vector<std::string>& arguments, const std::string& input,
                       const std::vector<std::string>& environment, std::size_t most_output);

}  // namespace flux
