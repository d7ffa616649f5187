#include <fmt/format.h>

#include <optional>

#include "driver/interfaces.h"
#include "driver/lint.h"
#include "driver/select_sources.h"
#include "eval/exports.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"
#include "fluxc/interrupt.h"
#include "fluxc/show_result.h"
#include "output/replace_files.h"
#include "tools/write_interface.h"

namespace flux {
namespace {

class InterfaceCommand {
public:
  InterfaceCommand(const InterfaceOptions& options, Console& console)
      : options_(options), console_(console), compilation_(files_, ".", {}, cache_folder()) {}

  ExitStatus run() {
    compilation_.verify_lock();
    return options_.accept ? accept() : write();
  }

private:
  ExitStatus write() {
    const Compilation::Environment* environment =
        add_environment_asked(compilation_, files_, options_.environment);
    verify_interfaces(compilation_);
    if (environment == nullptr || compilation_.diagnostics().has_errors()) return finish();
    const auto text = text_of(*environment);
    return text ? put(*text) : finish();
  }

  std::optional<std::string> text_of(const Compilation::Environment& environment) {
    Evaluation evaluation = compilation_.evaluation(environment);
    const bool resolved = evaluation.run() != nullptr;
    compilation_.diagnostics().append(std::move(evaluation.diagnostics()));
    if (!resolved || compilation_.diagnostics().has_errors()) return std::nullopt;
    return write_interface(environment.name, environment.span, exported(evaluation),
                           compilation_.diagnostics());
  }

  ExitStatus put(const std::string& text) {
    const bool named = !options_.output.empty();
    const std::string path = named ? options_.output : fmt::format("interface/{}.flux", options_.environment);
    const std::string shown = named ? path : normalise_path(fmt::format("{}/{}", compilation_.root(), path));
    const auto there = files_.read(shown);
    const auto* before = std::get_if<std::string>(&there);
    const bool current = before != nullptr && *before == text;
    if (options_.check) {
      console_.print(fmt::format("{} is {}\n", shown, current ? "current" : "not what would be written"));
      const ExitStatus status = finish();
      return status == kFine && !current ? kOutOfDate : status;
    }
    if (!current) {
      const DeferInterrupts until_written;
      const bool absolute = shown.starts_with('/');
      if (!replace_files(absolute ? "/" : ".", {{absolute ? shown.substr(1) : shown, text}},
                         compilation_.diagnostics())) {
        finish();
        return kMachine;
      }
    }
    console_.print(fmt::format("{} {}\n", current ? "unchanged" : "wrote", shown));
    return finish();
  }

  ExitStatus accept() {
    add_sources(compilation_, files_, {}, SourceSelection::all, {});
    LockFile lock = compilation_.lock();
    const std::string before = print_lock_file(lock);
    // What is in error because the interface is another one now, is to be seen only once it is taken.
    Diagnostics found;
    auto interfaces = imported_interfaces(compilation_);
    for (const Diagnostic& diagnostic : compilation_.diagnostics().all()) {
      if (is_obstacle(diagnostic.code)) found.error(diagnostic.code, {}, "") = diagnostic;
    }
    if (found.has_errors()) return show(found);
    for (const auto& [name, interface] : interfaces) {
      const auto known = lock.interfaces.find(name);
      const bool same = known != lock.interfaces.end() && known->second.hash == interface.hash;
      console_.print(fmt::format("{} {} ({} values)\n", same ? "unchanged" : "accepted", name,
                                 interface.exports.size()));
    }
    if (interfaces.empty()) console_.print("the project imports no interface\n");
    lock.interfaces = std::move(interfaces);
    const std::string after = print_lock_file(lock);
    if (after == before) return kFine;
    const DeferInterrupts until_written;
    if (!replace_files(compilation_.root(), {{std::string(kLockFileName), after}}, found)) {
      show(found);
      return kMachine;
    }
    console_.print(
        fmt::format("wrote {}\n", normalise_path(fmt::format("{}/{}", compilation_.root(), kLockFileName))));
    return kFine;
  }

  /// What makes it unknown which interfaces are imported, or what flux.lock holds besides.
  static bool is_obstacle(Code code) {
    switch (code) {
      case Code::interface_edited:
      case Code::package_missing:
      case Code::package_changed:
      case Code::lock_unreadable:
      case Code::project_unreadable:
      case Code::project_unknown_key:
      case Code::project_wrong_value:
      case Code::compiler_version:
        return true;
      default:
        return false;
    }
  }

  ExitStatus finish() { return show(apply_lint(compilation_.diagnostics(), compilation_.project(), false)); }
  ExitStatus show(Diagnostics found) {
    return show_result(std::move(found), compilation_.sources(), console_);
  }

  const InterfaceOptions& options_;
  Console& console_;
  DiskFileProvider files_;
  Compilation compilation_;
};

}  // namespace

ExitStatus run_interface(const InterfaceOptions& options, Console& console) {
  return InterfaceCommand(options, console).run();
}

}  // namespace flux
