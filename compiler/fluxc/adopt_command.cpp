#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <set>

#include "driver/compilation.h"
#include "driver/lint.h"
#include "driver/select_sources.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"
#include "fluxc/show_result.h"
#include "tools/adoption_proposal.h"

namespace flux {
namespace {

class AdoptState {
public:
  AdoptState(const AdoptOptions& options, Console& console)
      : options_(options),
        console_(console),
        compilation_(files_, files_.is_file(options.subject) ? options.subject : ".", options.layers,
                     cache_folder()) {}

  ExitStatus run() {
    const Compilation::Environment* environment =
        add_environment_asked(compilation_, files_, options_.subject);
    if (environment == nullptr) return finish();
    const std::string name = environment->name;
    compilation_.compile({});  // only what has no errors describes anything
    if (compilation_.diagnostics().has_errors()) return finish();
    const auto instances = read_state();
    if (!instances) return finish();

    Evaluation evaluation = compilation_.evaluation(*environment);
    std::vector<DescribedResource> described = described_resources(*evaluation.run());
    const auto stack = stack_of(described);
    if (!stack) return kMisuse;
    std::erase_if(described, [&](const DescribedResource& resource) { return resource.stack != *stack; });
    const StateMatches matches = match_state(described, *instances);
    console_.print(fmt::format("# Proposed by `fluxc adopt-state`: correct it, and keep it as `{}`.\n",
                               adoption_path(environment->entry, name)));
    console_.print(adoption_proposal(
        {.stack = *stack, .described = described, .instances = *instances, .import = options_.import},
        matches, compilation_.diagnostics()));
    return finish();
  }

private:
  std::optional<std::vector<StateInstance>> read_state() {
    std::string text;
    std::string reason;
    if (options_.state == "-") {
      text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
      auto read = files_.read(options_.state);
      if (auto* bytes = std::get_if<std::string>(&read)) text = std::move(*bytes);
      if (const auto* error = std::get_if<ReadError>(&read)) reason = error->reason;
    }
    if (reason.empty()) {
      auto parsed = read_terraform_state(text);
      if (auto* instances = std::get_if<std::vector<StateInstance>>(&parsed)) return std::move(*instances);
      reason = std::get<std::string>(parsed);
    }
    compilation_.diagnostics()
        .error(Code::state_unreadable, {},
               fmt::format("cannot read the state `{}`: {}", options_.state, reason))
        .with_help("give what `terraform state pull` or `terraform show -json` prints");
    return std::nullopt;
  }

  /// That which was asked for, or the only one.
  std::optional<std::string> stack_of(const std::vector<DescribedResource>& described) {
    std::set<std::string> stacks;
    for (const DescribedResource& resource : described) stacks.insert(resource.stack);
    if (options_.stack.empty() && stacks.size() == 1) return *stacks.begin();
    if (stacks.contains(options_.stack)) return options_.stack;
    console_.fail(options_.stack.empty() ? "the environment has several stacks, and a state is of one"
                                         : fmt::format("there is no stack `{}`", options_.stack),
                  stacks.empty() ? "it describes no resources"
                                 : fmt::format("give one by `--stack`: `{}`", fmt::join(stacks, "`, `")));
    return std::nullopt;
  }

  ExitStatus finish() {
    return show_result(apply_lint(compilation_.diagnostics(), compilation_.project(), false),
                       compilation_.sources(), console_);
  }

  const AdoptOptions& options_;
  Console& console_;
  DiskFileProvider files_;
  Compilation compilation_;
};

}  // namespace

ExitStatus run_adopt_state(const AdoptOptions& options, Console& console) {
  return AdoptState(options, console).run();
}

}  // namespace flux
