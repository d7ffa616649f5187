#include "packages/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string_view>

namespace flux {
namespace {

constexpr std::size_t kMostErrors = 64U * 1024;

class Pipe {
public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool valid() const { return ends_[0] >= 0; }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_end(std::size_t end) {
    if (ends_.at(end) >= 0) close(ends_.at(end));
    ends_.at(end) = -1;
  }

private:
  std::array<int, 2> ends_{-1, -1};
};

std::string_view variable_name(std::string_view setting) {
  return setting.substr(0, setting.find('='));
}

std::vector<std::string> changed_environment(const std::vector<std::string>& changes) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view name = variable_name(*entry);
    bool changed = false;
    for (const std::string& change : changes) changed = changed || variable_name(change) == name;
    if (!changed) result.emplace_back(*entry);
  }
  for (const std::string& change : changes) {
    if (change.find('=') != std::string::npos) result.push_back(change);
  }
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Reads both until their ends. False when `output` would be longer than it may.
bool read_both(Pipe& output, Pipe& errors, std::size_t most_output, ProgramRun& run) {
  std::array<pollfd, 2> waiting = {{{output.reading(), POLLIN, 0}, {errors.reading(), POLLIN, 0}}};
  std::array<char, 16384> buffer{};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return true;
    }
    for (pollfd& one : waiting) {
      if (one.fd < 0 || one.revents == 0) continue;
      const ssize_t count = read(one.fd, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        one.fd = -1;
        continue;
      }
      std::string& text = &one == waiting.data() ? run.output : run.errors;
      text.append(buffer.data(), static_cast<std::size_t>(count));
      if (run.output.size() > most_output) return false;
      if (run.errors.size() > kMostErrors) run.errors.erase(0, run.errors.size() - kMostErrors / 2);
    }
  }
  return true;
}

}  // namespace

ProgramRun run_program(const std::vector<std::string>& arguments, const std::string& input,
                       const std::vector<std::string>& environment, std::size_t most_output) {
  ProgramRun run;
  Pipe output;
  Pipe errors;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::tmpfile(), std::fclose);
  if (!output.valid() || !errors.valid() || !in) return run;
  if (std::fwrite(input.data(), 1, input.size(), in.get()) != input.size() || std::fflush(in.get()) != 0)
    return run;
  std::rewind(in.get());

  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(in.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.writing(), STDERR_FILENO);
  std::vector<std::string> words = arguments;
  std::vector<std::string> settings = changed_environment(environment);
  pid_t child = -1;
  const int failed = posix_spawnp(&child, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                  pointers(settings).data());
  posix_spawn_file_actions_destroy(&actions);
  output.close_end(1);
  errors.close_end(1);
  if (failed != 0) return run;

  run.started = true;
  run.too_much = !read_both(output, errors, most_output, run);
  if (run.too_much) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) run.status = WEXITSTATUS(status);
  return run;
}

}  // namespace flux
