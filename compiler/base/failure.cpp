#include "base/failure.h"

#include <cxxabi.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>
#include <typeinfo>

namespace flux {
namespace {

const char* last_words = "";

}  // namespace

std::string failure_of(const std::exception& error) {
  if (const auto* system = dynamic_cast<const std::system_error*>(&error)) return system->code().message();
  const char* name = typeid(error).name();
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return readable != nullptr ? readable.get() : name;
}

std::string without_values(std::string text, const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals + 1 == argument.size()) continue;
    const std::string shown = argument.substr(0, equals + 1) + "…";
    for (std::size_t at = 0; (at = text.find(argument, at)) != std::string::npos; at += shown.size())
      text.replace(at, argument.size(), shown);
  }
  return text;
}

void end_silently(const char* message) {
  last_words = message;
  std::set_terminate([] {
    const auto written = write(STDERR_FILENO, last_words, std::strlen(last_words));
    static_cast<void>(written);
    std::abort();
  });
}

}  // namespace flux
