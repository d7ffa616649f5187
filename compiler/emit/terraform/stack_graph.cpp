#include "emit/terraform/stack_graph.h"

#include <algorithm>

#include <fmt/format.h>

#include "emit/terraform/keywords.h"
#include "emit/text/hcl_writer.h"
#include "ir/address.h"

namespace flux::terraform {

constexpr std::string_view kRemoteState = "terraform_remote_state";

void StackGraph::add(std::string_view stack) {
  if (std::find(stacks_.begin(), stacks_.end(), stack) == stacks_.end()) stacks_.push_back(stack);
}

void StackGraph::require(std::string_view from, std::string_view to, SourceSpan place) {
  requirements_[from].try_emplace(to, place);
}

hcl::Expression StackGraph::share(std::string_view from, std::string_view to, std::string name,
                                  hcl::Expression value, bool sensitive, SourceSpan place) {
  const auto [found, is_new] = outputs_[to].try_emplace(hcl::write_inline(value));
  SharedOutput& output = found->second;
  if (is_new) {
    output.name = addresses_.claim(to, HandleMode::output, {}, std::move(name));
    output.value = std::move(value);
  }
  output.sensitive |= sensitive;
  return read(from, to, output.name, place);
}

hcl::Expression StackGraph::read(std::string_view from, std::string_view to, std::string_view output,
                                 SourceSpan place) {
  require(from, to, place);
  reads_[from][to].emplace(output);
  std::string& state = remote_states_[from][to];
  if (state.empty()) state = addresses_.claim(from, HandleMode::data, kRemoteState, identifier(to));
  return hcl::raw(fmt::format("{}.outputs.{}", reference_to(HandleMode::data, kRemoteState, state), output));
}

std::vector<SharedOutput> StackGraph::outputs_of(std::string_view stack) const {
  std::vector<SharedOutput> outputs;
  if (const auto found = outputs_.find(stack); found != outputs_.end()) {
    for (const auto& [text, output] : found->second) outputs.push_back(output);
  }
  std::sort(outputs.begin(), outputs.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return outputs;
}

const std::map<std::string_view, std::string>& StackGraph::remote_states_of(std::string_view stack) const {
  static const std::map<std::string_view, std::string> none;
  const auto found = remote_states_.find(stack);
  return found == remote_states_.end() ? none : found->second;
}

const std::map<std::string_view, std::set<std::string, std::less<>>>& StackGraph::reads_of(
    std::string_view stack) const {
  static const std::map<std::string_view, std::set<std::string, std::less<>>> none;
  const auto found = reads_.find(stack);
  return found == reads_.end() ? none : found->second;
}

std::vector<std::string_view> StackGraph::needs_of(std::string_view stack) const {
  std::vector<std::string_view> needs;
  if (const auto found = requirements_.find(stack); found != requirements_.end()) {
    for (const auto& [needed, place] : found->second) needs.push_back(needed);
  }
  return needs;
}

std::optional<std::vector<std::string_view>> StackGraph::apply_order(Diagnostics& diagnostics) const {
  std::map<std::string_view, int> waiting;  // the requirements that are not yet applied
  for (const std::string_view stack : stacks_) {
    const auto found = requirements_.find(stack);
    waiting[stack] = found == requirements_.end() ? 0 : static_cast<int>(found->second.size());
  }
  std::vector<std::string_view> order;
  while (order.size() < stacks_.size()) {
    const auto next = std::find_if(stacks_.begin(), stacks_.end(), [&](std::string_view stack) {
      const auto found = waiting.find(stack);
      return found != waiting.end() && found->second == 0;
    });
    if (next == stacks_.end()) {
      report_cycle(waiting, diagnostics);
      return {};
    }
    waiting.erase(*next);
    order.push_back(*next);
    for (auto& [stack, count] : waiting) {
      const auto found = requirements_.find(stack);
      if (found != requirements_.end() && found->second.contains(*next)) --count;
    }
  }
  return order;
}

void StackGraph::report_cycle(const std::map<std::string_view, int>& waiting,
                              Diagnostics& diagnostics) const {
  // Whoever waits needs another that waits: following that leads round the circle.
  std::vector<std::string_view> way{waiting.begin()->first};
  std::vector<std::string_view>::iterator start;
  while (true) {
    const auto& needs = requirements_.at(way.back());
    const auto next = std::find_if(needs.begin(), needs.end(),
                                   [&](const auto& need) { return waiting.contains(need.first); });
    start = std::find(way.begin(), way.end(), next->first);
    if (start != way.end()) break;
    way.push_back(next->first);
  }
  const std::vector<std::string_view> circle(start, way.end());
  std::string chain;
  for (const std::string_view stack : circle) chain.append(fmt::format("`{}` → ", stack));
  chain.append(fmt::format("`{}`", circle.front()));

  const auto need = [&](std::size_t i) {
    return requirements_.at(circle[i]).at(circle[(i + 1) % circle.size()]);
  };
  Diagnostic& error = diagnostics.error(Code::terraform_stack_cycle, need(0),
                                        fmt::format("stacks need each other: {}", chain));
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const std::string what =
        fmt::format("`{}` reads from `{}` here", circle[i], circle[(i + 1) % circle.size()]);
    if (i == 0) {
      error.at(what);
    } else {
      error.label(need(i), what);
    }
  }
  error.with_help("move one of the objects into the other stack, so that the references go one way");
}

}  // namespace flux::terraform
