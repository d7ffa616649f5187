#pragma once

namespace flux {

/// How fluxc ends. A build that SIGINT or SIGTERM stopped ends with 130 or 143, as a shell would say.
enum ExitStatus : int {
  kFine = 0,
  kInputErrors = 1,  ///< the sources have errors
  kMisuse = 2,       ///< the command line has
  kOutOfDate = 3,    ///< `build --check`, `verify`: the output on disk is not what a build would write
  kMachine = 4,      ///< disk, permissions, memory
};

}  // namespace flux
