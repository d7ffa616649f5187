#include "driver/across_environments.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace flux {
namespace {

constexpr std::size_t kMostLabels = 3;

struct Use {
  std::size_t environment;
  const ComparedValue* value;

  bool same_object(const Use& other) const {
    return environment == other.environment && value->path == other.value->path;
  }
};

class Comparison {
public:
  Comparison(std::span<const EnvironmentValues> environments, std::size_t given)
      : environments_(environments), given_(given) {}

  Diagnostics run() {
    using Shared = std::tuple<std::uint32_t, std::uint32_t, std::string_view>;
    std::map<Shared, std::size_t> index;
    std::vector<std::vector<Use>> uses;  // of each value, in the order of the environments and their objects
    for (std::size_t i = 0; i < environments_.size(); ++i) {
      for (const ComparedValue& value : environments_[i].values) {
        const auto [at, is_new] =
            index.try_emplace({value.check.file.value, value.check.begin, value.value}, uses.size());
        if (is_new) uses.emplace_back();
        std::vector<Use>& of_value = uses[at->second];
        const Use use{i, &value};
        if (of_value.empty() || !of_value.back().same_object(use)) of_value.push_back(use);
      }
    }
    for (const std::vector<Use>& of_value : uses) {
      if (of_value.size() > 1) report(of_value);
    }
    for (const auto& [diagnostic, more] : more_values_) {
      if (more > 0) found_.all()[diagnostic].note(fmt::format("it shares {} more", more));
    }
    return std::move(found_);
  }

private:
  /// The later of the given environments' uses are wrong; the only one is, when the others are not built.
  void report(const std::vector<Use>& uses) {
    const auto is_given = [&](const Use& use) { return use.environment < given_; };
    const std::size_t ours = static_cast<std::size_t>(std::ranges::count_if(uses, is_given));
    const std::size_t right = ours < uses.size() ? 0 : 1;
    for (std::size_t i = right; i < ours; ++i) report(uses, i);
  }

  void report(const std::vector<Use>& uses, std::size_t at) {
    const Use& use = uses[at];
    const ComparedValue& value = *use.value;
    // A list that is shared as a whole is one mistake.
    const auto [known, is_new] = reports_.try_emplace(
        {value.check.file.value, value.check.begin, use.environment, value.path}, found_.all().size());
    if (!is_new) {
      ++more_values_[known->second];
      return;
    }
    const std::string& said = value.message;
    Diagnostic& diagnostic =
        found_.error(Code::shared_across_environments, value.set_at,
                     value.path.empty() ? said : fmt::format("`{}`: {}", value.path, said));
    diagnostic.at(fmt::format("`{}` in `{}`", value.shown, name_of(use)));
    std::size_t others = 0;
    bool inherited = false;
    for (std::size_t i = 0; i < uses.size(); ++i) {
      if (i == at) continue;
      if (++others > kMostLabels) continue;
      const std::string also = fmt::format("`{}` is also used by {}", value.shown, describe(uses[i]));
      if (uses[i].value->set_at == value.set_at) {
        inherited = true;
        diagnostic.note(also + ", from this very place");
      } else {
        diagnostic.label(uses[i].value->set_at, also);
      }
    }
    if (others > kMostLabels) diagnostic.note(fmt::format("and by {} more objects", others - kMostLabels));
    diagnostic.label(value.expression, "no two objects of any environment may share this");
    diagnostic.with_help(inherited ? "set it for each of them, above what they inherit it from"
                                   : "give one of them a value of its own");
  }

  const std::string& name_of(const Use& use) const { return environments_[use.environment].environment; }
  std::string describe(const Use& use) const {
    return use.value->path.empty() ? fmt::format("`{}`", name_of(use))
                                   : fmt::format("`{}` of `{}`", use.value->path, name_of(use));
  }

  std::span<const EnvironmentValues> environments_;
  std::size_t given_;
  Diagnostics found_;
  /// By check, environment and object: the diagnostic.
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::size_t, std::string_view>, std::size_t> reports_;
  std::map<std::size_t, std::size_t> more_values_;  // by diagnostic
};

}  // namespace

Diagnostics compare_across_environments(std::span<const EnvironmentValues> environments, std::size_t given) {
  return Comparison(environments, given).run();
}

}  // namespace flux
