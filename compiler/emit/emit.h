// Emitting a whole program: each target in its order, then what can only be checked when all have written.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

enum class EmitTarget : std::uint8_t { terraform, helm, argocd, kubernetes, file };

/// As they are called on the command line.
inline constexpr std::array<std::pair<std::string_view, EmitTarget>, 5> kEmitTargets = {{
    {"terraform", EmitTarget::terraform},
    {"helm", EmitTarget::helm},
    {"argocd", EmitTarget::argocd},
    {"kubernetes", EmitTarget::kubernetes},
    {"file", EmitTarget::file},
}};

/// A set of targets.
class EmitSelection {
public:
  constexpr EmitSelection() = default;
  constexpr EmitSelection(std::initializer_list<EmitTarget> targets) {
    for (const EmitTarget target : targets) insert(target);
  }
  static constexpr EmitSelection all() {
    return {EmitTarget::terraform, EmitTarget::helm, EmitTarget::argocd, EmitTarget::kubernetes,
            EmitTarget::file};
  }

  constexpr void insert(EmitTarget target) { targets_ |= bit(target); }
  constexpr bool contains(EmitTarget target) const { return (targets_ & bit(target)) != 0; }

private:
  static constexpr unsigned bit(EmitTarget target) { return 1U << static_cast<unsigned>(target); }

  unsigned targets_ = 0;
};

/// Puts the files of the selected targets into `tree`, by their paths inside the environment's output folder,
/// and what they make into its inventory.
/// Every target is checked, also those that are not selected: what Argo CD reads must exist in what the
/// others write. After an error the tree is incomplete and must not be written.
void emit_program(const Program& program, const EmitSelection& selection, OutputTree& tree,
                  Diagnostics& diagnostics);

}  // namespace flux
