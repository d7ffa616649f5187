#include "emit/argocd/sync_waves.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "diagnostics/suggest.h"
#include "emit/argocd/annotations.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux::argocd {
namespace {

/// Applications in the order of their dependencies, without recursion: chains may be as long as a program.
class WavePlanner {
public:
  WavePlanner(const Catalog& catalog, Diagnostics& diagnostics)
      : applications_(catalog.applications), diagnostics_(diagnostics), nodes_(applications_.size()) {}

  std::vector<Wave> run() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) index_.emplace(applications_[i].name, i);
    for (std::size_t i = 0; i < nodes_.size(); ++i) read(i);
    settle();
    report_circles();
    std::vector<Wave> waves;
    waves.reserve(nodes_.size());
    for (const Node& node : nodes_) waves.push_back(node.wave);
    return waves;
  }

private:
  struct Edge {
    std::size_t to;
    const Value* value;  ///< the name in `dependsOn`
  };
  struct Node {
    std::vector<Edge> dependencies;
    std::vector<std::size_t> dependents;
    std::size_t waiting = 0;  ///< dependencies whose wave is not known yet
    std::optional<std::int32_t> written;
    Wave wave;
    bool settled = false;
  };

  void read(std::size_t i) {
    const Resource& application = applications_[i];
    Node& node = nodes_[i];
    if (const Value* annotation = find_field(application.metadata, {"annotations", kSyncWave})) {
      node.written = read_sync_wave(*annotation);
    }
    const Value* depends_on = find_field(&application.document->body, "dependsOn");
    if (depends_on == nullptr) return;
    if (!depends_on->is(ValueKind::list)) return report_shape(application, *depends_on);
    for (const Value& name : items_of(depends_on)) {
      if (!name.is_string()) {
        report_shape(application, name);
        continue;
      }
      const auto found = index_.find(name.as_string());
      if (found == index_.end()) {
        report_unknown(application, name);
        continue;
      }
      node.dependencies.push_back({found->second, &name});
      nodes_[found->second].dependents.push_back(i);
    }
    node.waiting = node.dependencies.size();
  }

  void settle() {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].waiting == 0) ready.push_back(i);
    }
    while (!ready.empty()) {
      const std::size_t i = ready.back();
      ready.pop_back();
      set_wave(i);
      for (const std::size_t dependent : nodes_[i].dependents) {
        if (--nodes_[dependent].waiting == 0) ready.push_back(dependent);
      }
    }
  }

  void set_wave(std::size_t i) {
    Node& node = nodes_[i];
    node.settled = true;
    const Edge* last = nullptr;
    for (const Edge& edge : node.dependencies) {
      if (last == nullptr || nodes_[edge.to].wave.number > nodes_[last->to].wave.number) last = &edge;
    }
    const std::int64_t earliest = last == nullptr ? 0 : nodes_[last->to].wave.number + 1;
    if (!node.written) {
      node.wave = {earliest, last != nullptr};
      return;
    }
    node.wave = {*node.written, false};
    if (last != nullptr && *node.written < earliest) report_contradiction(i, *last, earliest);
  }

  /// From each application left over, along the dependencies that are left over too, until a name comes back.
  void report_circles() {
    std::vector<std::size_t> walk_of(nodes_.size(), 0);
    for (std::size_t start = 0; start < nodes_.size(); ++start) {
      std::vector<Edge> way;
      std::size_t at = start;
      while (!nodes_[at].settled && walk_of[at] == 0) {
        walk_of[at] = start + 1;
        way.push_back(*std::find_if(nodes_[at].dependencies.begin(), nodes_[at].dependencies.end(),
                                    [&](const Edge& edge) { return !nodes_[edge.to].settled; }));
        at = way.back().to;
      }
      if (nodes_[at].settled || walk_of[at] != start + 1) continue;
      // What leads into the circle is no part of it.
      std::size_t from = start, skip = 0;
      while (from != at) from = way[skip++].to;
      report_circle(at, std::span{way}.subspan(skip));
    }
  }

  void report_circle(std::size_t first, std::span<const Edge> way) {
    constexpr std::size_t kMostShown = 20;
    std::string names = fmt::format("`{}`", applications_[first].name);
    for (std::size_t i = 0; i < way.size(); ++i) {
      if (i == kMostShown) names += " → …";
      if (i < kMostShown || i + 1 == way.size())
        names += fmt::format(" → `{}`", applications_[way[i].to].name);
    }
    Diagnostic& error = diagnostics_.error(
        Code::argocd_dependency_cycle, place_of(way[0].value, applications_[first].document->span),
        fmt::format("applications depend on each other in a circle: {}", names));
    std::size_t from = first;
    for (const Edge& edge : way.first(std::min(way.size(), kMostShown))) {
      error.label(place_of(edge.value, applications_[from].document->span),
                  fmt::format("`{}` depends on `{}`", applications_[from].name, applications_[edge.to].name));
      from = edge.to;
    }
    error.with_help("take one of these dependencies out");
  }

  void report_contradiction(std::size_t i, const Edge& last, std::int64_t earliest) {
    const Resource& application = applications_[i];
    const Resource& dependency = applications_[last.to];
    const Value* annotation = find_field(application.metadata, {"annotations", kSyncWave});
    diagnostics_
        .error(Code::argocd_wave_contradiction, place_of(annotation, application.document->span),
               fmt::format("{} is in sync wave {}, but depends on `{}`, which is in wave {}",
                           title_of(*application.document), *nodes_[i].written, dependency.name,
                           nodes_[last.to].wave.number))
        .label(place_of(last.value, application.document->span), "the dependency")
        .with_help(fmt::format("leave the annotation out, or write `\"{}\"` or more", earliest));
  }

  void report_shape(const Resource& application, const Value& value) {
    if (value.is_poison()) return;
    diagnostics_
        .error(Code::document_shape, place_of(&value, application.document->span),
               fmt::format("`dependsOn` of {} holds {}", title_of(*application.document), kind_phrase(value)))
        .with_help("list the names of applications");
  }

  void report_unknown(const Resource& application, const Value& name) {
    Diagnostic& error =
        diagnostics_.error(Code::argocd_unknown_dependency, place_of(&name, application.document->span),
                           fmt::format("{} depends on `{}`, which is no application of this environment",
                                       title_of(*application.document), name.as_string()));
    const auto [found, is_new] = meant_.try_emplace(name.as_string());
    if (is_new) found->second = closest(name.as_string(), applications_.names());
    if (found->second) error.with_help(fmt::format("did you mean `{}`?", *found->second));
  }

  const ResourceList& applications_;
  Diagnostics& diagnostics_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::map<std::string_view, std::optional<std::string_view>>
      meant_;  ///< one misspelt name may stand in every application
};

}  // namespace

std::vector<Wave> plan_waves(const Catalog& catalog, Diagnostics& diagnostics) {
  return WavePlanner(catalog, diagnostics).run();
}

bool has_several_waves(const std::vector<Wave>& waves) {
  return std::any_of(waves.begin(), waves.end(),
                     [&](const Wave& wave) { return wave.number != waves.front().number; });
}

}  // namespace flux::argocd
