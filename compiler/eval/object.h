// What evaluation works on: frames, objects and their slots. See evaluator.h for how they play together.
//
// Everything lies in the arena of one evaluation, belongs to one thread, and is never freed before the arena.
#pragma once

#include <cstdint>
#include <span>

#include "hir/hir.h"
#include "ir/program.h"
#include "ir/value.h"

namespace flux {

struct LetCell;

/// Where the names of an expression are looked up; see hir/hir.h for what makes one.
struct Frame {
  Frame* parent = nullptr;
  EvalObject* self = nullptr;     ///< of this frame, or of the nearest one outwards that has an object
  std::span<const Value> locals;  ///< an iteration's variables, a call's arguments
  std::span<const hir::Let> lets;
  LetCell* let_cells = nullptr;  ///< one a let; made when the first is read
};

enum class SlotState : std::uint8_t { untouched, running, done };

struct LetCell {
  Value value;
  SlotState state = SlotState::untouched;
};

/// What a guard lets through: the frames in which its members stand.
struct Expansion {
  std::span<Frame* const> frames;
  bool known = false;
  bool poisoned = false;
};

/// What a condition was in each frame that it ran in.
struct ConditionMemo {
  std::span<const std::uint8_t> holds;  ///< 0, 1, or 2 for poison
  bool known = false;
};

/// One body (or one map of data) on an object's stack.
struct StackEntry {
  const hir::Body* body = nullptr;
  const MapValue* data = nullptr;  ///< instead of a body: a computed map that became an object
  Frame* frame = nullptr;          ///< in which the body's expressions run
  std::uint16_t layer = 0;         ///< rank of the layer in the environment; 0: a type's own defaults
  std::uint16_t epoch = 0;  ///< `v with { … }` starts a new one: later epochs are above whatever the layer
  std::uint8_t via = 0;     ///< OriginVia bits that its contributions inherit
  bool star = false;        ///< came by `m.*`
  const RecordType* star_type = nullptr;
  Expansion* expansions = nullptr;  ///< 2 a guard: holds, does not hold
  ConditionMemo* conditions = nullptr;
  Value* spreads = nullptr;  ///< one a dynamic entry: the spread value
  std::uint8_t* spread_states = nullptr;
};

/// One contribution to one slot, guards already decided.
struct Contribution {
  const hir::Entry* entry = nullptr;  ///< null for a value that came with data
  const StackEntry* from = nullptr;
  Frame* frame = nullptr;
  Value value;  ///< when `entry` is null, or a spread: the value itself
  bool has_value = false;
  bool star = false;
  std::uint8_t strength = 1;  ///< 0 spread, 1 plain, 2 guarded

  hir::EntryOp op() const { return has_value ? hir::EntryOp::set : entry->op; }
};

struct Slot {
  Value value;
  SlotState state = SlotState::untouched;
};

/// The entries of a map, keyed list or `any` object.
struct EntryTable {
  NameIndex index;                                         ///< over the keys, in order of first insertion
  std::span<std::span<const Contribution>> contributions;  ///< of each key, lowest first
  std::span<std::string_view> docs;
};

class EvalObject {
public:
  const Type* type = nullptr;    ///< record, map, keyed_list or any
  EvalObject* parent = nullptr;  ///< the object whose slot holds it; null: the environment, or not placed
  Name key;                      ///< field or entry key under the parent
  std::int32_t list_index = -1;  ///< its position, when the slot holds a list
  std::span<StackEntry> stack;   ///< lowest first
  std::span<Slot> slots;         ///< of a record: its type's fields; else: the table's keys
  EntryTable* table = nullptr;   ///< null: a record, or not yet computed
  const Placement* placement = nullptr;
  Value frozen;           ///< its copy without objects; absent until somebody asked
  SourceSpan span;        ///< where it was constructed
  bool is_entry = false;  ///< `key` is a key of a map or keyed list, not a field (of a record or `any`)
  bool placed = false;    ///< some slot holds it
  SlotState table_state = SlotState::untouched;
  SlotState forced = SlotState::untouched;
  bool disabled = false;  ///< `enabled` is false; set by completion

  const RecordType* record() const { return type->is(TypeKind::record) ? type->record : nullptr; }
};

}  // namespace flux
