// What our own folders of manifests hold.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/program.h"

namespace flux::argocd {

enum class Scope { cluster, namespaced, unknown };

struct MadeKind {
  const Document* document;
  std::string_view group;  ///< empty for what Kubernetes calls core
  std::string_view kind;
  std::string_view name;
  Scope scope;  ///< unknown for kinds of operators that name no namespace
};

class MadeKinds {
public:
  explicit MadeKinds(const Program& program);

  /// The manifests in this folder of the output, in the order of the program; Argo CD reads no folder in it.
  std::span<const MadeKind> in_folder(std::string_view folder) const;

private:
  std::map<std::string, std::vector<MadeKind>, std::less<>> folders_;
};

}  // namespace flux::argocd
