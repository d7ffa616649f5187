#include "emit/recorded_check.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "diagnostics/suggest.h"

namespace flux {

void check_recorded(const Program& program, std::span<const StackToApply> stacks, Diagnostics& diagnostics) {
  std::map<std::string_view, const StackToApply*> by_name;
  std::vector<std::string_view> names;
  for (const StackToApply& stack : stacks) {
    by_name.emplace(stack.name, &stack);
    names.push_back(stack.name);
  }
  for (const RecordedName& recorded : program.recorded) {
    const auto stack = by_name.find(recorded.stack);
    if (stack == by_name.end()) {
      if (!recorded.output.empty()) continue;  // said of the file
      const auto near = closest(recorded.stack, names);
      diagnostics
          .error(Code::recorded_unknown, recorded.span,
                 fmt::format("outputs are recorded of stack `{}`, which is not there", recorded.stack))
          .with_help(near ? fmt::format("if it is called `{0}` now, call the file `{0}.json`; otherwise "
                                        "delete it",
                                        *near)
                          : "delete the file");
      continue;
    }
    if (recorded.output.empty()) continue;
    const auto& outputs = stack->second->outputs;
    const auto output = outputs.find(recorded.output);
    if (output == outputs.end()) {
      std::vector<std::string_view> there;
      for (const auto& [name, sensitive] : outputs) there.push_back(name);
      const auto near = closest(recorded.output, there);
      diagnostics
          .error(Code::recorded_unknown, recorded.span,
                 fmt::format("output `{}` is recorded, and stack `{}` has none of that name", recorded.output,
                             recorded.stack))
          .with_help(fmt::format("delete it from the file, or record again once the stack is applied: `{}`{}",
                                 recorded.command,
                                 near ? fmt::format("; an output that the stack has is `{}`", *near) : ""));
    } else if (output->second) {
      diagnostics
          .error(Code::recorded_sensitive, recorded.span,
                 fmt::format("output `{}` is sensitive, and is recorded in the clear", recorded.output))
          .with_help(fmt::format("record again, without what is sensitive: `{}`", recorded.command));
    }
  }
}

}  // namespace flux
