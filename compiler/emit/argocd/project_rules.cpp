#include "emit/argocd/project_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "diagnostics/suggest.h"
#include "emit/argocd/application_rules.h"
#include "emit/argocd/delivery.h"
#include "emit/argocd/glob.h"
#include "emit/argocd/kind_list.h"
#include "emit/argocd/made_kinds.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/lower_value.h"

namespace flux::argocd {
namespace {

constexpr std::string_view kOwnClusterServer = "https://kubernetes.default.svc";
constexpr std::string_view kOwnClusterName = "in-cluster";
constexpr std::string_view kArgoGroup = "argoproj.io";

enum class Match { no, yes, unknown };

/// A glob that `!` turns round: then it matches what the rest does not.
class Pattern {
public:
  explicit Pattern(std::string_view text, char separator = '\0')
      : denies_(text.starts_with('!')),
        any_(text == "*"),
        glob_(denies_ ? text.substr(1) : text, separator) {}

  bool denies() const { return denies_; }
  bool matches(std::string_view text) const { return any_ || glob_.matches(text) != denies_; }

private:
  bool denies_;
  bool any_;  ///< `*` alone crosses separators
  Glob glob_;
};

struct RepositoryRule {
  const Value* value;
  Pattern pattern;
  bool used = false;
};

struct DestinationRule {
  const Value* value;
  Pattern server, name, namespace_;
  bool has_server, has_name;
  bool used = false;

  bool denies() const { return server.denies() || name.denies() || namespace_.denies(); }
};

/// Where an application goes, in both words for the cluster where both are known.
struct Destination {
  std::string_view server, name, namespace_;

  static Destination of(const ApplicationSpec& spec) {
    Destination to{text_field(spec.destination, "server"), text_field(spec.destination, "name"),
                   text_field(spec.destination, "namespace")};
    if (to.server == kOwnClusterServer && to.name.empty()) to.name = kOwnClusterName;
    if (to.name == kOwnClusterName && to.server.empty()) to.server = kOwnClusterServer;
    return to;
  }

  bool is_template() const {
    return argocd::is_template(server) || argocd::is_template(name) || argocd::is_template(namespace_);
  }
  std::string phrase() const {
    return fmt::format("namespace `{}` of `{}`", namespace_, server.empty() ? name : server);
  }
};

/// The list of a project that denies a kind: because the kind is in it, or because it is not.
struct KindDenial {
  const Value* list;  ///< null when the project has none
  std::string_view name;
  bool listed;
};

class Project {
public:
  explicit Project(const Resource& resource)
      : cluster_kinds(find_field(resource.spec, "clusterResourceWhitelist")),
        denied_cluster_kinds(find_field(resource.spec, "clusterResourceBlacklist")),
        admitted_kinds(find_field(resource.spec, "namespaceResourceWhitelist")),
        denied_kinds(find_field(resource.spec, "namespaceResourceBlacklist")),
        resource_(&resource) {
    for (const Value& repository : items_of(find_field(resource.spec, "sourceRepos"))) {
      repositories_.push_back({&repository, Pattern(normalise_repository(text_of(&repository)), '/')});
    }
    for (const Value& entry : items_of(find_field(resource.spec, "destinations"))) {
      const std::string_view server = text_field(&entry, "server"), name = text_field(&entry, "name");
      destinations_.push_back({&entry, Pattern(server), Pattern(name),
                               Pattern(text_field(&entry, "namespace")), !server.empty(), !name.empty()});
    }
  }

  /// Nothing when the source is admitted; else the rule that denies it, null when none admits it.
  std::optional<const Value*> denial(std::string_view repository) {
    bool admitted = false;
    const std::string normal = normalise_repository(repository);
    for (RepositoryRule& rule : repositories_) {
      const bool matches = rule.pattern.matches(normal);
      if (!matches && rule.pattern.denies()) return rule.value;
      if (matches) rule.used = admitted = true;
    }
    if (admitted) return std::nullopt;
    return nullptr;
  }

  std::optional<const Value*> denial(const Destination& to) {
    bool admitted = false, unknown = false;
    for (DestinationRule& rule : destinations_) {
      const Match match = matches(rule, to);
      if (match == Match::no && rule.denies()) return rule.value;
      if (match != Match::no) rule.used = true;
      admitted |= match == Match::yes;
      unknown |= match == Match::unknown;
    }
    if (admitted || unknown) return std::nullopt;
    return nullptr;
  }

  /// Nothing when the kind is admitted; else the list that denies it. Of a kind whose scope nobody knows, it
  /// must be denied in both.
  std::optional<KindDenial> denial(const MadeKind& made) const {
    const auto within = [&] {
      if (denied_kinds.has(made.group, made.kind))
        return deny(denied_kinds, "namespaceResourceBlacklist", true);
      if (!admitted_kinds.is_set() || admitted_kinds.has(made.group, made.kind)) return admit();
      return deny(admitted_kinds, "namespaceResourceWhitelist", false);
    };
    const auto cluster_wide = [&] {
      if (denied_cluster_kinds.has(made.group, made.kind, made.name))
        return deny(denied_cluster_kinds, "clusterResourceBlacklist", true);
      if (cluster_kinds.has(made.group, made.kind, made.name)) return admit();
      return deny(cluster_kinds, "clusterResourceWhitelist", false);
    };
    if (made.scope == Scope::cluster) return cluster_wide();
    const auto denied = within();
    return made.scope == Scope::namespaced || cluster_wide() ? denied : admit();
  }

  const Resource& resource() const { return *resource_; }
  const std::vector<RepositoryRule>& repositories() const { return repositories_; }
  const std::vector<DestinationRule>& destinations() const { return destinations_; }

  KindList cluster_kinds;  ///< the cluster-wide kinds that are admitted
  KindList denied_cluster_kinds;
  KindList admitted_kinds;  ///< of the others; not set: all
  KindList denied_kinds;

  bool has_applications = false;
  bool has_templated_source = false;
  bool has_templated_destination = false;

private:
  static std::optional<KindDenial> admit() { return std::nullopt; }
  static std::optional<KindDenial> deny(const KindList& list, std::string_view name, bool listed) {
    return KindDenial{list.value(), name, listed};
  }

  static Match matches(const DestinationRule& rule, const Destination& to) {
    if (!rule.namespace_.matches(to.namespace_)) return Match::no;
    const bool server_known = !to.server.empty(), name_known = !to.name.empty();
    const bool server_matches = server_known && rule.has_server && rule.server.matches(to.server);
    const bool name_matches = name_known && rule.has_name && rule.name.matches(to.name);
    if (server_matches || name_matches) return Match::yes;
    const bool incomparable = (rule.has_server && !server_known) || (rule.has_name && !name_known);
    return incomparable ? Match::unknown : Match::no;
  }

  const Resource* resource_;
  std::vector<RepositoryRule> repositories_;
  std::vector<DestinationRule> destinations_;
};

class ProjectCheck {
public:
  ProjectCheck(const Catalog& catalog, const Program& program, Diagnostics& diagnostics)
      : catalog_(catalog), delivery_(program.delivery), made_(program), diagnostics_(diagnostics) {
    for (const Resource& project : catalog.projects) projects_.emplace(project.name, Project(project));
  }

  void run() {
    for (const ApplicationSpec& spec : catalog_.specs) {
      if (is_template(spec.project)) {
        // It may belong to any of them.
        for (auto& [name, project] : projects_) {
          project.has_applications = project.has_templated_source = project.has_templated_destination = true;
        }
        continue;
      }
      const auto project = projects_.find(spec.project);
      if (project != projects_.end()) {
        check_admission(spec, project->second);
      } else if (spec.project != "default") {
        report_unknown_project(spec);
      }
    }
    for (const Resource& resource : catalog_.projects) {
      if (!is_used_elsewhere(resource)) report_unused(projects_.at(resource.name));
    }
  }

private:
  /// Applications of other repositories belong to it, or may.
  static bool is_used_elsewhere(const Resource& project) {
    return project.is_extern || !items_of(find_field(project.spec, "sourceNamespaces")).empty();
  }

  void check_admission(const ApplicationSpec& spec, Project& project) {
    project.has_applications = true;
    check_home(spec, project.resource());
    for (const Source& source : spec.sources) {
      if (is_template(source.repo_url)) {
        project.has_templated_source = true;
      } else if (!source.repo_url.empty()) {
        if (const auto rule = project.denial(source.repo_url)) report_source(spec, source, project, *rule);
      }
    }
    const Destination to = Destination::of(spec);
    if (to.is_template()) {
      project.has_templated_destination = true;
    } else if (!to.server.empty() || !to.name.empty()) {
      if (const auto rule = project.denial(to)) report_destination(spec, to, project, *rule);
    }
    check_app_of_apps(spec, project);
    check_made_kinds(spec, project);
    check_created_namespace(spec, project, to);
  }

  void report_unknown_project(const ApplicationSpec& spec) {
    Diagnostic& error =
        diagnostics_.error(Code::argocd_unknown_project, spec.place(find_field(spec.value, "project")),
                           fmt::format("the project `{}` of {} is not declared", spec.project, spec.title()));
    const auto names = catalog_.projects.names();
    const auto meant = closest(spec.project, names);
    const bool ours = std::ranges::none_of(catalog_.projects, &Resource::is_extern);
    error.with_help(meant ? fmt::format("did you mean `{}`?", *meant)
                    : ours
                        ? fmt::format("declare it: `emit argocd {{ project {} {{ … }} }}`", spec.project)
                        : fmt::format("the project that is there for it is `{}`", fmt::join(names, "`, `")));
    show_maker(error, spec);
  }

  /// Besides Argo CD's own namespace, which is the project's, the project says where its applications may be
  /// declared: by globs, or by regular expressions between slashes, which are not judged.
  void check_home(const ApplicationSpec& spec, const Resource& project) {
    const std::string_view home = text_field(spec.resource->metadata, "namespace");
    const std::string_view own = text_field(project.metadata, "namespace");
    if (home.empty() || own.empty() || home == own) return;
    const Value* admitted = find_field(project.spec, "sourceNamespaces");
    for (const Value& entry : items_of(admitted)) {
      const std::string_view pattern = text_of(&entry);
      if (pattern.starts_with('/') || Glob(pattern).matches(home)) return;
    }
    Diagnostic& error = diagnostics_.error(
        Code::argocd_namespace_denied_to_application,
        spec.place(find_field(spec.resource->metadata, "namespace")),
        fmt::format("the project `{}` does not admit applications of the namespace `{}`, as {} is",
                    spec.project, home, spec.title()));
    error.label(source_of(admitted, project.document->span),
                admitted == nullptr
                    ? fmt::format("the project has no `sourceNamespaces`, so it admits those of `{}`", own)
                    : std::string{"nothing here admits it"});
    error.with_help(
        fmt::format("declare it in `{}`, or add `{}` to `sourceNamespaces` of the project", own, home));
    show_maker(error, spec);
  }

  void report_source(const ApplicationSpec& spec, const Source& source, const Project& project,
                     const Value* rule) {
    Diagnostic& error =
        diagnostics_.error(Code::argocd_source_denied, spec.place(find_field(source.value, "repoURL")),
                           fmt::format("the project `{}` does not admit the source `{}` of {}", spec.project,
                                       source.repo_url, spec.title()));
    show_rule(error, project, rule, "sourceRepos");
    error.with_help(rule == nullptr
                        ? way_out(project, fmt::format("add `{}` to its `sourceRepos`", source.repo_url))
                        : way_out(project, "lift the denial"));
    show_maker(error, spec);
  }

  void report_destination(const ApplicationSpec& spec, const Destination& to, const Project& project,
                          const Value* rule) {
    const Value* at = find_field(spec.destination, "namespace");
    Diagnostic& error =
        diagnostics_.error(Code::argocd_destination_denied, spec.place(at == nullptr ? spec.destination : at),
                           fmt::format("the project `{}` does not admit {}, where {} goes", spec.project,
                                       to.phrase(), spec.title()));
    show_rule(error, project, rule, "destinations");
    error.with_help(way_out(project, rule == nullptr ? "add it to its `destinations`" : "lift the denial"));
    show_maker(error, spec);
  }

  /// What to do about what a project denies; of one that others declare, they have to.
  static std::string way_out(const Project& project, std::string_view change) {
    const char* form = project.resource().is_extern
                           ? "keep to what the project admits, or ask its owners to {}"
                           : "{}, or choose another project";
    return fmt::format(fmt::runtime(form), change);
  }

  /// The object that makes the application: what its emit block says stands often in a type of the library.
  static void show_maker(Diagnostic& error, const ApplicationSpec& spec) {
    const Placement* owner = spec.resource->document->owner;
    if (owner != nullptr && !owner->path.empty() && owner->span.valid())
      error.label(owner->span, fmt::format("`{}` makes the application", owner->path));
  }

  /// The rule of the project that denied something; else its list, where nothing admitted it.
  static void show_rule(Diagnostic& error, const Project& project, const Value* rule, std::string_view list) {
    const SourceSpan declared = project.resource().document->span;
    if (rule != nullptr) {
      error.label(source_of(rule, declared), fmt::format("denied here: {}", describe(*rule)));
    } else {
      const Value* entries = find_field(project.resource().spec, list);
      error.label(source_of(entries, declared),
                  items_of(entries).empty() ? fmt::format("the project has no `{}`, so it admits none", list)
                                            : fmt::format("nothing in `{}` admits it", list));
    }
  }

  /// An application whose manifests are our own Argo CD documents makes objects of Argo CD's kinds.
  void check_app_of_apps(const ApplicationSpec& spec, const Project& project) {
    const bool is_app_of_apps =
        std::any_of(spec.sources.begin(), spec.sources.end(), [&](const Source& source) {
          const auto path = path_in_output(delivery_, source.repo_url, source.path);
          return path && (*path == "argocd" || path->starts_with("argocd/"));
        });
    if (!is_app_of_apps) return;
    for (const std::string_view kind : emitted_kinds()) {
      const bool listed = !project.admitted_kinds.is_set() || project.admitted_kinds.has(kArgoGroup, kind);
      const bool forbidden = project.denied_kinds.has(kArgoGroup, kind);
      if (listed && !forbidden) continue;
      diagnostics_
          .error(Code::argocd_app_of_apps_denied, spec.place(nullptr),
                 fmt::format("the project `{}` does not admit `{}/{}`, which {} makes", spec.project,
                             kArgoGroup, kind, spec.title()))
          .at("its source is this environment's folder `argocd`")
          .label(place_of((forbidden ? project.denied_kinds : project.admitted_kinds).value(),
                          project.resource().document->span),
                 forbidden ? "denied here" : "nothing here admits it")
          .with_help(fmt::format(
              "{} `{{ group = \"{}\", kind = \"*\" }}` {}", forbidden ? "take" : "add", kArgoGroup,
              forbidden ? "out of `namespaceResourceBlacklist`" : "to `namespaceResourceWhitelist`"));
      return;
    }
  }

  /// What the folders of our own manifests hold that an application reads.
  void check_made_kinds(const ApplicationSpec& spec, const Project& project) {
    std::set<std::pair<std::string_view, std::string_view>> reported;
    for (const Source& source : spec.sources) {
      const auto path = path_in_output(delivery_, source.repo_url, source.path);
      if (!path) continue;
      for (const MadeKind& made : made_.in_folder(*path)) {
        const auto denial = project.denial(made);
        if (denial && reported.emplace(made.group, made.kind).second)
          report_kind(spec, project, made, *denial);
      }
    }
  }

  void report_kind(const ApplicationSpec& spec, const Project& project, const MadeKind& made,
                   const KindDenial& denial) {
    const std::string entry = fmt::format("{{ group = \"{}\", kind = \"{}\" }}", made.group, made.kind);
    const bool has_list = denial.list != nullptr;
    diagnostics_
        .error(Code::argocd_kind_denied, made.document->span,
               fmt::format("the project `{}` does not admit `{}`, which {} brings", spec.project, made.kind,
                           spec.title()))
        .at("Argo CD refuses to sync this")
        .label(place_of(denial.list, project.resource().document->span),
               denial.listed ? "denied here"
               : has_list    ? "nothing here admits it"
                             : fmt::format("the project has no `{}`, so it admits none", denial.name))
        .with_help(denial.listed ? fmt::format("take it out of `{}`, or choose another project", denial.name)
                                 : fmt::format("add `{}` to `{}` of the project, or choose another project",
                                               entry, denial.name));
  }

  std::vector<std::string_view> emitted_kinds() const {
    std::vector<std::string_view> kinds;
    if (!catalog_.applications.empty()) kinds.push_back("Application");
    if (!catalog_.sets.empty()) kinds.push_back("ApplicationSet");
    if (!std::ranges::all_of(catalog_.projects, &Resource::is_extern)) kinds.push_back("AppProject");
    return kinds;
  }

  void check_created_namespace(const ApplicationSpec& spec, const Project& project, const Destination& to) {
    if (!creates_namespace(spec) || to.is_template()) return;
    if (project.cluster_kinds.has("", "Namespace", to.namespace_)) return;
    diagnostics_
        .warning(Code::argocd_namespace_denied,
                 spec.place(find_field(spec.value, {"syncPolicy", "syncOptions"})),
                 fmt::format("{} may not create its namespace `{}`", spec.title(), to.namespace_))
        .at("`CreateNamespace=true` is set here")
        .label(place_of(project.cluster_kinds.value(), project.resource().document->span),
               fmt::format("the project `{}` does not admit `Namespace`", spec.project))
        .note("without `clusterResourceWhitelist` a project admits no cluster-wide kind")
        .with_help(
            "add `{ group = \"\", kind = \"Namespace\" }` to `clusterResourceWhitelist`, or create the "
            "namespace elsewhere");
  }

  void report_unused(const Project& project) {
    const Resource& resource = project.resource();
    if (!project.has_applications) {
      // A placed object is removed where it was made, and not in the type that writes it.
      const Placement& owner = *resource.document->owner;
      diagnostics_
          .warning(Code::argocd_unused_permission, owner.path.empty() ? resource.document->span : owner.span,
                   fmt::format("no application uses {}", title_of(*resource.document)))
          .with_help("remove the project, or put the applications that need it into it");
      return;
    }
    for (const RepositoryRule& rule : project.repositories()) {
      if (rule.used || rule.pattern.denies() || project.has_templated_source) continue;
      report_unused_rule(project, *rule.value, "source");
    }
    for (const DestinationRule& rule : project.destinations()) {
      if (rule.used || rule.denies() || project.has_templated_destination) continue;
      report_unused_rule(project, *rule.value, "destination");
    }
  }

  void report_unused_rule(const Project& project, const Value& rule, std::string_view what) {
    const Document& document = *project.resource().document;
    diagnostics_
        .warning(Code::argocd_unused_permission, place_of(&rule, document.span),
                 fmt::format("{} admits the {} {}, which no application uses", title_of(document), what,
                             describe(rule)))
        .with_help("remove it: a project should admit what is needed, and no more");
  }

  const Catalog& catalog_;
  const Delivery& delivery_;
  const MadeKinds made_;
  Diagnostics& diagnostics_;
  std::map<std::string_view, Project> projects_;
};

}  // namespace

void check_projects(const Catalog& catalog, const Program& program, Diagnostics& diagnostics) {
  ProjectCheck(catalog, program, diagnostics).run();
}

}  // namespace flux::argocd
