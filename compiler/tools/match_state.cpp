#include "tools/match_state.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace flux {
namespace {

using Index = std::size_t;

constexpr std::size_t kMostCompared = 64;  // instances that one description is compared with
constexpr std::size_t kMostRounds = 32;    // how long a chain of readings is followed
constexpr std::size_t kMostAmbiguous = 5;  // instances that are named when several fit
constexpr double kSameNumber = 1e-9;

/// Arguments that name a thing: where they differ, it is another one.
constexpr std::string_view kNames[] = {"name", "hostname", "fqdn", "identifier", "bucket", "vm_id"};

std::string_view first_step(std::string_view path) {
  return path.substr(0, path.find('.'));
}

/// How well two fit; greater is better.
struct Rank {
  std::size_t conflicts = 0;
  double evidence = 0;     // each common argument counts the more, the fewer have it
  int alike = 0;           // the keys and names of their addresses
  bool is_unique = false;  // some argument is common to these two alone
  bool is_named_otherwise = false;

  /// -1, 0 or 1.
  int compared_to(const Rank& other) const {
    if (conflicts != other.conflicts) return conflicts < other.conflicts ? 1 : -1;
    if (std::abs(evidence - other.evidence) > kSameNumber) return evidence > other.evidence ? 1 : -1;
    return alike == other.alike ? 0 : alike > other.alike ? 1 : -1;
  }
};

struct Candidate {
  Index described;
  Index instance;
  Rank rank;
};

/// Those of one type.
struct Kind {
  std::vector<Index> described;
  std::vector<Index> instances;
};

class Matcher {
public:
  Matcher(std::span<const DescribedResource> described, std::span<const StateInstance> instances)
      : described_(described),
        instances_(instances),
        of_described_(described.size()),
        is_taken_(instances.size()),
        arguments_(described.size()) {
    for (Index i = 0; i < described.size(); ++i) {
      arguments_[i] = described[i].arguments;
      by_address_.emplace(described[i].address.text(), i);
    }
  }

  StateMatches match() {
    take_what_stays();
    take_modules();
    std::vector<Candidate> candidates;
    for (std::size_t round = 0; round < kMostRounds; ++round) {
      candidates.clear();
      bool found = false;
      for (auto& [type, kind] : remaining()) {
        const std::vector<Candidate> of_kind = compare(kind);
        found |= accept(of_kind);
        candidates.insert(candidates.end(), of_kind.begin(), of_kind.end());
      }
      if (!found) break;
      follow_readings();
    }
    report(candidates);
    return std::move(result_);
  }

private:
  void take(Index described, Index instance) {
    of_described_[described] = instance;
    is_taken_[instance] = true;
  }

  void take_what_stays() {
    for (Index i = 0; i < instances_.size(); ++i) {
      const auto same = by_address_.find(instances_[i].address);
      if (same != by_address_.end()) take(same->second, i);
    }
    follow_readings();
  }

  /// Modules as a whole, by their names.
  void take_modules() {
    std::map<std::string, std::vector<Index>> inside;
    for (Index i = 0; i < instances_.size(); ++i) {
      const std::string& module = instances_[i].module;
      if (module.empty()) continue;
      // `module.a` of `module.a.module.b`; a key may hold anything, and ends with a bracket.
      const std::size_t key = module.find_first_of("[.", module.find('.') + 1);
      const std::size_t end =
          key == std::string::npos || module[key] == '.' ? key : module.find(']', key) + 1;
      inside[module.substr(0, end)].push_back(i);
    }
    for (Index i = 0; i < described_.size(); ++i) {
      if (described_[i].address.type != "module") continue;
      is_module_.insert(i);
      const std::string now = described_[i].address.text();
      const std::string local = "module." + described_[i].local;
      auto found = inside.find(now);
      if (found == inside.end()) found = inside.find(local);
      if (found == inside.end()) continue;
      for (const Index instance : found->second) is_taken_[instance] = true;
      if (found->first != now) result_.modules.push_back({i, found->first});
      inside.erase(found);
      found_modules_.insert(i);
    }
  }

  std::map<std::string_view, Kind> remaining() const {
    std::map<std::string_view, Kind> kinds;
    for (Index i = 0; i < described_.size(); ++i) {
      if (!of_described_[i] && !is_module_.contains(i))
        kinds[described_[i].address.type].described.push_back(i);
    }
    for (Index i = 0; i < instances_.size(); ++i) {
      if (is_taken_[i]) continue;
      if (const auto kind = kinds.find(instances_[i].type); kind != kinds.end())
        kind->second.instances.push_back(i);
    }
    return kinds;
  }

  /// Each description with the instances that have something in common with it.
  std::vector<Candidate> compare(const Kind& kind) {
    std::map<KnownArgument, std::vector<Index>> having;
    std::map<KnownArgument, std::size_t> wanting;
    for (const Index i : kind.instances) {
      for (const KnownArgument& argument : distinct(instances_[i].attributes)) having[argument].push_back(i);
    }
    for (const Index i : kind.described) {
      for (const KnownArgument& argument : distinct(arguments_[i])) ++wanting[argument];
    }
    std::vector<Candidate> candidates;
    for (const Index i : kind.described) {
      for (const Index instance : likely(i, kind, having)) {
        candidates.push_back({i, instance, rank(i, instance, having, wanting)});
      }
    }
    return candidates;
  }

  static std::vector<KnownArgument> distinct(std::vector<KnownArgument> sorted) {
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
  }

  /// Those that share what few have come first; of many, the rest is not looked at.
  std::vector<Index> likely(Index described, const Kind& kind,
                            const std::map<KnownArgument, std::vector<Index>>& having) const {
    if (kind.instances.size() <= kMostCompared) return kind.instances;
    std::vector<const std::vector<Index>*> shared;
    for (const KnownArgument& argument : arguments_[described]) {
      if (const auto found = having.find(argument); found != having.end()) shared.push_back(&found->second);
    }
    std::ranges::sort(shared, {}, [](const auto* list) { return list->size(); });
    std::set<Index> chosen;
    for (const auto* list : shared) {
      for (const Index instance : *list) {
        if (chosen.size() >= kMostCompared) return {chosen.begin(), chosen.end()};
        chosen.insert(instance);
      }
    }
    return {chosen.begin(), chosen.end()};
  }

  Rank rank(Index described, Index instance, const std::map<KnownArgument, std::vector<Index>>& having,
            const std::map<KnownArgument, std::size_t>& wanting) const {
    Rank rank;
    const StateInstance& there = instances_[instance];
    const DescribedResource& here = described_[described];
    for (const KnownArgument& argument : distinct(arguments_[described])) {
      if (std::ranges::binary_search(there.attributes, argument)) {
        const std::size_t sharing = having.at(argument).size() * wanting.at(argument);
        rank.evidence += 1.0 / static_cast<double>(sharing);
        rank.is_unique |= sharing == 1;
      } else {
        ++rank.conflicts;
        rank.is_named_otherwise |= std::ranges::find(kNames, argument.first) != std::end(kNames);
      }
    }
    if (here.address.key && *here.address.key == there.key) rank.alike += 2;
    if (there.name == here.local || there.name == here.address.name) ++rank.alike;
    return rank;
  }

  /// Takes each two that fit each other better than anything else. Whether there were any.
  bool accept(const std::vector<Candidate>& candidates) {
    struct Best {
      const Candidate* candidate = nullptr;
      bool is_sole = true;
    };
    std::unordered_map<Index, Best> by_described;
    std::unordered_map<Index, Best> by_instance;
    const auto offer = [](Best& best, const Candidate& candidate) {
      const int order = best.candidate == nullptr ? 1 : candidate.rank.compared_to(best.candidate->rank);
      if (order > 0) best = {&candidate, true};
      if (order == 0) best.is_sole = false;
    };
    for (const Candidate& candidate : candidates) {
      offer(by_described[candidate.described], candidate);
      offer(by_instance[candidate.instance], candidate);
    }
    bool found = false;
    for (const auto& [described, best] : by_described) {
      const Best& other = by_instance[best.candidate->instance];
      const Rank& rank = best.candidate->rank;
      const bool is_mutual = best.is_sole && other.is_sole && other.candidate == best.candidate;
      const bool may_differ = rank.is_unique && !rank.is_named_otherwise;
      if (!is_mutual || (rank.conflicts > 0 && !may_differ)) continue;
      take(described, best.candidate->instance);
      found = true;
    }
    return found;
  }

  /// What reads an attribute of something that was found has that value.
  void follow_readings() {
    for (Index i = 0; i < described_.size(); ++i) {
      if (of_described_[i]) continue;
      arguments_[i] = described_[i].arguments;
      for (const DescribedResource::Reading& reading : described_[i].readings) {
        const auto source = by_address_.find(reading.address);
        if (source == by_address_.end() || !of_described_[source->second]) continue;
        const auto& attributes = instances_[*of_described_[source->second]].attributes;
        const auto value = std::ranges::lower_bound(attributes, KnownArgument{reading.attribute, ""});
        if (value != attributes.end() && value->first == reading.attribute) {
          arguments_[i].emplace_back(reading.argument, value->second);
        }
      }
      std::ranges::sort(arguments_[i]);
    }
  }

  void report(const std::vector<Candidate>& candidates) {
    std::set<Index> possible;
    std::map<Index, std::vector<const Candidate*>> fitting;
    for (const Candidate& candidate : candidates) {
      if (of_described_[candidate.described] || is_taken_[candidate.instance]) continue;
      if (candidate.rank.conflicts == 0) fitting[candidate.described].push_back(&candidate);
    }
    for (Index i = 0; i < described_.size(); ++i) {
      if (is_module_.contains(i)) {
        if (!found_modules_.contains(i)) result_.missing.push_back(i);
      } else if (of_described_[i]) {
        result_.found.push_back({i, *of_described_[i], differing(i, *of_described_[i])});
      } else if (const auto several = fitting.find(i); several != fitting.end()) {
        StateMatches::Ambiguous& ambiguous = result_.ambiguous.emplace_back();
        ambiguous.described = i;
        for (const Candidate* candidate : several->second) {
          possible.insert(candidate->instance);
          if (ambiguous.instances.size() < kMostAmbiguous) ambiguous.instances.push_back(candidate->instance);
        }
      } else {
        result_.missing.push_back(i);
      }
    }
    for (Index i = 0; i < instances_.size(); ++i) {
      if (!is_taken_[i] && !possible.contains(i)) result_.left.push_back(i);
    }
  }

  std::vector<std::string> differing(Index described, Index instance) const {
    std::vector<std::string> names;
    for (const KnownArgument& argument : arguments_[described]) {
      if (std::ranges::binary_search(instances_[instance].attributes, argument)) continue;
      const std::string_view name = first_step(argument.first);
      if (names.empty() || names.back() != name) names.emplace_back(name);
    }
    return names;
  }

  std::span<const DescribedResource> described_;
  std::span<const StateInstance> instances_;
  std::vector<std::optional<Index>> of_described_;
  std::vector<bool> is_taken_;
  std::vector<std::vector<KnownArgument>> arguments_;  // known so far, of what is described; sorted
  std::unordered_map<std::string, Index> by_address_;
  std::set<Index> is_module_, found_modules_;
  StateMatches result_;
};

}  // namespace

StateMatches match_state(std::span<const DescribedResource> described,
                         std::span<const StateInstance> instances) {
  return Matcher(described, instances).match();
}

}  // namespace flux
