// SIGINT and SIGTERM: at once while nothing can be half done, in an orderly way while files are written.
#pragma once

#include <atomic>

namespace flux {

/// From here on the two signals end the process with 128 + their number.
void handle_interrupts();

/// While one lives, the signals are only remembered, for whoever writes to ask.
class DeferInterrupts {
public:
  DeferInterrupts();
  /// Ends the process when a signal has come.
  ~DeferInterrupts();
  DeferInterrupts(const DeferInterrupts&) = delete;
  DeferInterrupts& operator=(const DeferInterrupts&) = delete;

  const std::atomic<bool>& stop() const;
};

}  // namespace flux
