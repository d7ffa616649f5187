// What Argo CD is told, read from the documents of a program: views into their frozen bodies.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"

namespace flux::argocd {

enum class ResourceKind { application, application_set, project };

struct Resource {
  ResourceKind kind;
  const Document* document;
  std::string_view name;
  const Value* metadata;  ///< null when the body has none
  const Value* spec;
  /// Of a project: an `extern`, which another repository declares. Applications are held against it, and
  /// nothing is written.
  bool is_extern = false;
};

/// Resources of one kind, in the order of the program; their names are unique.
class ResourceList {
public:
  /// False, and nothing is added, when the name is taken.
  bool add(const Resource& resource);
  /// Null when there is none.
  const Resource* find(std::string_view name) const;
  std::vector<std::string_view> names() const;

  const Resource& operator[](std::size_t index) const { return items_[index]; }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

private:
  std::vector<Resource> items_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
};

struct Source {
  const Value* value;
  std::string_view repo_url;
  std::string_view path;
  std::string_view chart;
  std::string_view target_revision;
  std::string_view ref;
  const Value* helm;  ///< null when it has none
};

/// The spec of an application, or that of the template of an applicationset.
struct ApplicationSpec {
  const Resource* resource;
  const Value* value;
  std::string_view project;     ///< `default` where none is named
  const Value* destination;     ///< null when it has none
  std::vector<Source> sources;  ///< those that Argo CD uses: `sources` where there are any, else `source`
  bool several;                 ///< they stand in `sources`

  std::string title() const;
  /// Where the value of `field` came up, else the document.
  SourceSpan place(const Value* field) const;
};

/// In the order of the program. `specs` has those of `applications`, in their order, then those of the sets'
/// templates.
struct Catalog {
  ResourceList applications;
  ResourceList sets;
  ResourceList projects;
  std::vector<ApplicationSpec> specs;
};

/// Documents whose shape cannot be read are reported (E5104) and left out; so is the second of two of one
/// kind and name (E5119). Nothing is reported when `diagnostics` is null.
Catalog read_catalog(const Program& program, Diagnostics* diagnostics);

/// Whether the text is filled in by an ApplicationSet later.
bool is_template(std::string_view text);

/// Repository URLs as Argo CD compares them: without case, spaces around and the suffix `.git`.
std::string normalise_repository(std::string_view url);

}  // namespace flux::argocd
