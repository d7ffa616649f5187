#include "driver/recorded_inventory.h"

#include <utility>

#include "emit/inventory.h"
#include "output/folder_transaction.h"

namespace flux {

Inventory recorded_inventory(const std::string& folder, const EmitSelection& targets) {
  auto manifest = recorded_manifest(folder);
  if (!manifest) return {};
  std::erase_if(manifest->inventory.identities,
                [&](const Identity& identity) { return !targets.contains(target_of(identity)); });
  if (!targets.contains(EmitTarget::terraform)) manifest->inventory.moves.clear();
  return std::move(manifest->inventory);
}

}  // namespace flux
