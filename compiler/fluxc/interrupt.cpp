#include "fluxc/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace flux {
namespace {

std::atomic<bool> deferred = false;
std::atomic<bool> stopped = false;
std::atomic<int> received = 0;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void handle(int signal) {
  if (!deferred) _exit(128 + signal);
  received = signal;
  stopped = true;
}

}  // namespace

void handle_interrupts() {
  struct sigaction action {};
  action.sa_handler = handle;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

DeferInterrupts::DeferInterrupts() {
  deferred = true;
}

DeferInterrupts::~DeferInterrupts() {
  deferred = false;
  if (!stopped) return;
  std::fflush(nullptr);
  _exit(128 + received);
}

const std::atomic<bool>& DeferInterrupts::stop() const {
  return stopped;
}

}  // namespace flux
