// The evaluator of one environment. Internal to the room; eval.h is its face.
//
// An object is (type, stack, place); its stack is a list of bodies, lowest first. A slot is evaluated by
// gathering the contributions that the bodies make to it (contributions.cpp), folding them from the highest
// `=` upwards (slots.cpp), and checking the result against the object's own type (coerce.cpp). A contribution
// of braces is not evaluated: it is pushed on the stack of the child object, whose slots are evaluated when
// somebody asks. So each expression runs at most once per object, and order of layers, not of demand,
// decides. Maps first compute their keys (tables.cpp). Values known only to Terraform become HCL expressions
// (deferred.cpp). Completion forces everything reachable and runs the checks (completion.cpp), then the emit
// blocks (emitting.cpp).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "eval/compared_value.h"
#include "eval/eval.h"
#include "eval/object.h"
#include "eval/recorded_index.h"
#include "ir/deferred.h"

namespace flux {

/// The slot that is being evaluated: where new objects are placed, and what `super` means.
struct SlotContext {
  EvalObject* owner = nullptr;
  Name key;
  bool is_entry = false;
  std::int32_t list_index = -1;
  const Type* type = nullptr;                                  ///< declared
  std::span<const Contribution> contributions;                 ///< of the slot, lowest first
  std::size_t at = 0;                                          ///< the contribution whose right side runs
  std::unordered_map<std::size_t, Value>* prefixes = nullptr;  ///< what `super` was found to be, by `at`
};

class Evaluator {
public:
  Evaluator(const hir::Environment& environment, const SourceManager& sources, TypeTable& types,
            EvalOptions options);

  const Program* run();
  /// All values of the environment, and what it gives Terraform; false with errors.
  bool resolve();
  /// Makes the environment's object; false when its type is none.
  bool ensure_root();
  std::span<const ProviderSchema> provider_schemas();

  // ---- contributions.cpp
  /// The frames in which members under `guard` stand; memoised in `entry`.
  const Expansion& expand(StackEntry& entry, const hir::Guard* guard);
  Expansion expand_in(Frame* frame, const hir::Guard* guard);
  void gather(EvalObject& object, Name field, std::vector<Contribution>& into);
  /// Lowest first: by epoch, layer, stars before specific members, `=` before what changes it, strength.
  static void sort(std::vector<Contribution>& contributions);
  /// The value of a spread entry, once per object.
  const Value& spread_value(EvalObject& object, StackEntry& entry, std::uint32_t dynamic_index);
  /// False when the record type has no field for a key of what is spread into it.
  bool spread_fits(const Type* type, const Value& container, const hir::Entry& spread);

  // ---- slots.cpp
  /// The value of a record's field; poison after an error. `reader` is where the read stands, for cycles.
  Value read(EvalObject& object, Name field, SourceSpan reader);
  Value read_slot(EvalObject& object, std::uint32_t index, SourceSpan reader);
  /// Of the contributions to one slot, of which the one at `start` wins.
  void note_hidden_overrides(std::span<const Contribution> contributions, std::size_t start,
                             const SlotContext& slot);
  Value fold(const SlotContext& slot, std::size_t count);
  const Type* declared_type(const EvalObject& object, std::uint32_t index) const;
  Name slot_name(const EvalObject& object, std::uint32_t index) const;

  // ---- tables.cpp
  /// Computes the keys of a map, keyed list or `any` object; false when they are poisoned.
  bool ensure_table(EvalObject& object, SourceSpan reader);
  /// The entry's index, or NameIndex::kNone.
  std::uint32_t find_entry(EvalObject& object, Name key, SourceSpan reader);
  /// Makes a keyed list of evaluated elements.
  Value make_keyed_list(const Type* type, std::span<const Value> elements, SourceSpan span,
                        const SlotContext& slot, const StackEntry* from);

  // ---- objects.cpp
  EvalObject* construct(const Type* type, const hir::Body* body, Frame* frame, SourceSpan span);
  /// `base` with other place and, when given, a body on top.
  EvalObject* clone(const EvalObject& base, const Type* type);
  EvalObject* with_body(const EvalObject& base, const hir::Body* body, Frame* frame, SourceSpan span);
  void push(EvalObject& object, const hir::Body* body, Frame* frame, StackEntry like);
  EvalObject* object_of_map(const Type* type, const MapValue* map, SourceSpan span);
  Frame* body_frame(EvalObject& object, const hir::Body& body, Frame* parent);
  void place(EvalObject& object, const SlotContext& slot);
  std::string path_of(const EvalObject& object) const;
  std::string path_of(const EvalObject& object, Name slot) const;

  // ---- expressions.cpp
  Value eval(const hir::Expr& expr, Frame* frame);
  /// `eval`, but for noting the types of deferred values.
  Value evaluate(const hir::Expr& expr, Frame* frame);
  /// A condition: 1, 0, or 2 after an error. `what` names it in messages ("the condition of `if`").
  int eval_condition(const hir::Expr& expr, Frame* frame, std::string_view what);
  Value read_let(Frame& frame, std::uint32_t index, SourceSpan reader);
  Value read_global(const hir::GlobalLet& let, SourceSpan reader);
  Value get_field(const Value& base, Name name, SourceSpan span, bool optional);
  Value get_index(const Value& base, const Value& index, SourceSpan span);
  /// The elements that a `for` or a spread goes through: keys (or indexes) and values, by key.
  bool iterate(const Value& source, SourceSpan span, std::vector<std::pair<Value, Value>>& into);
  /// The text of a scalar in a template; false after an error.
  bool append_text(const Value& value, SourceSpan span, std::string& text);
  Value call(const hir::Expr& expr, Frame* frame);
  /// Whether a provider's function takes the arguments, as far as they are known; reports what it does not.
  bool provider_takes(const hir::Expr& call, std::span<const Value> arguments);
  Value special_call(const hir::Expr& expr, Frame* frame);
  Value arithmetic(const hir::Expr& expr, const Value& a, const Value& b);
  bool is_of_type(const Value& value, const Type* type);
  bool equal_values(const Value& a, const Value& b);

  // ---- coerce.cpp
  /// The value as one of `type`, checked and converted; poison after an error. `what` describes the slot.
  Value coerce(const Value& value, const Type* type, SourceSpan span, const SlotContext* slot);
  bool check_refinement(const Value& value, const Type* type, SourceSpan span, const SlotContext* slot);

  // ---- freeze.cpp
  /// A deep, object-free copy; references become the target's key. Poison when something inside is.
  Value freeze(const Value& value, SourceSpan span);

  // ---- deferred.cpp
  const DeferredExpr* to_deferred(const Value& value, SourceSpan span);
  /// A deferred value in a slot that may wait: where nothing is known of its type, Terraform makes it what
  /// the slot holds.
  Value told_as(const Value& value, const Type* type);
  Value deferred_binary(const hir::Expr& expr, const Value& a, const Value& b);
  Value deferred_call(const hir::Expr& expr, std::string_view name, std::span<const Value> arguments);
  Value deferred_handle(const hir::Expr& expr, EvalObject& owner);
  Value deferred_attribute(const Value& base, Name name, SourceSpan span);
  Value deferred_index(const Value& base, const Value& index, SourceSpan span);
  Value deferred_template(const hir::Expr& expr, std::span<const Value> parts);
  Value deferred_conditional(const hir::Expr& expr, const Value& condition, Frame* frame);
  Value deferred_loop(const hir::Expr& expr, const hir::ListItem& item, const Value& source, Frame* frame);
  DeferredExpr* new_deferred(DeferredKind kind, SourceSpan span);
  /// The expression, now that it has all of its parts; poison when it would be too large when written.
  Value deferred_value(DeferredExpr* made);

  // ---- recorded_values.cpp
  /// After all blocks of Terraform have been emitted. Reports what is recorded of another type (E6012), or is
  /// sensitive by now (E6013).
  void index_recorded();
  void report_sensitive(const RecordedIndex::Output& output);
  /// The frozen value as a document has it: what was recorded for what Terraform will know; the rest stays,
  /// with what its type says of it.
  Value recorded(const Value& value);
  DeferredScalar scalar_of(const DeferredExpr& expression) const;
  static DeferredScalar scalar_of(const Type* type);
  /// The recorded outputs that a value is made of, and where in their files they stand; or the one that is
  /// missing, and no place.
  std::vector<std::pair<const RecordedIndex::Output*, SourceSpan>> outputs_in(const DeferredExpr& expression);
  std::span<const RecordedName> recorded_names();

  // ---- completion.cpp
  void complete(EvalObject& object);
  void complete_value(const Value& value, SourceSpan span);
  void run_checks(EvalObject& object);
  /// The frames in which a check of `from` runs.
  std::vector<Frame*> frames_of(StackEntry& from, const hir::Check& check);
  /// What a failed condition compared, and who set it: usually all that one needs to know.
  struct Comparison {
    std::vector<std::string> notes;
    std::vector<const Origin*> origins;
    /// Where a layer wrote the name that a membership (`contains(names, name)`) asks for; invalid where there
    /// is none, or no layer wrote it.
    SourceSpan asked;
  };
  void explain_condition(const hir::Expr& condition, Frame* frame, Comparison& into);
  void find_origins(const Value& value, const hir::Expr& expr, Frame* frame, Comparison& into);
  /// The write of the highest layer among those outside `object`; null when there is none.
  const Origin* latest_outside(const EvalObject& object, const Comparison& comparison) const;
  /// Where the object was made or, when the standard library made it by itself, the nearest around it.
  SourceSpan made_at(const EvalObject& object) const;
  /// Where a layer wrote the value; invalid when none did.
  static SourceSpan written_at(const Origin* origin);
  /// Whether the object's own `enabled` is false.
  bool is_off(EvalObject& object);
  bool is_disabled(EvalObject& object);

  // ---- compared_values.cpp
  /// Adds the values of a `check across environments` to `compared_`.
  void note_compared(const EvalObject& object, const hir::Check& check, Frame* frame);
  /// Where what the check's expression is computed of was written, or else where the object was made.
  SourceSpan written_outside(const EvalObject& object, const hir::Check& check, Frame* frame);
  /// Instead of completing: evaluates what objects there are, and what they have to compare, and nothing
  /// else.
  void gather_compared(EvalObject& object);
  void gather_compared(const Value& value);

  // ---- emitting.cpp
  void emit_terraform(EvalObject& object);
  /// Checks that no resource has taken, once all blocks of Terraform have been emitted.
  void report_unchecked();
  /// After `index_recorded`.
  void emit_documents(EvalObject& object);
  /// The frames of each `emit` of the object that the guards let through, base type first.
  void for_each_emit(EvalObject& object,
                     const std::function<void(const hir::Emit& emit, Frame* frame)>& emit);
  const Type* type_of_output(const hir::EmitItem& output) const;
  void emit_terraform_items(EvalObject& object, const hir::EmitBody& body, Frame* frame);
  void emit_document_items(EvalObject& object, DocumentTarget target, const hir::EmitBody& body,
                           Frame* frame);
  void emit_instances(EvalObject& object, const hir::EmitItem& item, Frame* frame, TerraformBlock& block);
  /// Of the entry `key` of a map or keyed list that some slot holds.
  std::string_view entry_path(const Value& map, std::string_view key);
  void emit_items(const hir::EmitBody& body, Frame* frame, std::vector<BlockItem>& into);
  const Block* emit_block(const hir::EmitItem& item, Frame* frame);
  std::span<const std::string_view> emit_labels(const hir::EmitItem& item, Frame* frame);
  /// The items of a block as the provider's schema wants them, when there is one.
  void conform(const TerraformBlock& block, std::vector<BlockItem>& items);
  void add_preconditions(EvalObject& object, const hir::EmitItem& item, std::vector<BlockItem>& items);
  const Placement* placement(EvalObject& object);

  // ---- explanation.cpp, and shared helpers
  std::vector<Contribution> contributions_of(EvalObject& object, std::uint32_t index);
  const Origin* origin_of(const Contribution& contribution, const Origin* below);
  const Origin* make_origin(const Origin& origin);
  std::string layer_phrase(std::uint16_t layer) const;
  SourceSpan span_of(const Contribution& contribution) const;

  bool unrelated(std::uint16_t a, std::uint16_t b) const;  ///< neither layer is above the other
  Value poison() { return Value::poison(); }
  bool spend(std::size_t amount, SourceSpan span);  ///< of the expansion budget; false when exhausted
  void charge(
      const EvalObject& object);  ///< an object, or its table, weighs as many values as fit its memory
  /// The list or map just made; poison when it is too large to be walked, however small its graph.
  Value bounded(const Value& value, SourceSpan span);
  /// For comparison: values that are the same by `equal_values` are so by `equal`.
  Value comparable(const Value& value);
  std::string_view text(std::string_view s) { return arena_.copy_text(s); }
  Value text_value(std::string_view s) { return Value::string(arena_.copy_text(s)); }

  struct Running {
    EvalObject* object;
    Name name;
    SourceSpan reader;
  };
  /// Reports a cycle through the running slot (object, name).
  void report_cycle(const EvalObject* object, Name name, SourceSpan reader);

  const hir::Environment& environment_;
  const SourceManager& sources_;
  TypeTable& types_;
  EvalOptions options_;
  Arena arena_;
  EncodedTexts encoded_texts_;
  Diagnostics diagnostics_;
  EvalCounters counters_;
  std::vector<HiddenOverride> hidden_overrides_;
  std::vector<ComparedValue> compared_;

  EvalObject* root_ = nullptr;
  std::vector<std::vector<bool>> above_;  ///< above_[a][b]: layer a stands above layer b
  std::vector<const hir::Layer*> ranks_;  ///< by rank; 0 is null (types)
  std::vector<LetCell> globals_;
  std::vector<Running> running_;
  SlotContext* slot_ = nullptr;  ///< of the right side that runs
  std::size_t spent_ = 0;
  bool budget_reported_ = false;  ///< the program is given up: every expression is poison from here on
  /// A type whose defaults contain the type again has no end; what people write nests a dozen levels.
  static constexpr std::size_t kMaxNesting = 500;
  std::size_t nesting_ = 0;            ///< objects being completed, one inside the other
  std::vector<EvalObject*> emitting_;  ///< placed objects with emits, outer before inner
  /// Checks over deferred values, with their messages and places, until a resource takes them.
  std::unordered_map<EvalObject*, std::vector<std::tuple<Value, Value, SourceSpan>>> preconditions_;
  std::vector<TerraformBlock> terraform_;
  std::vector<Document> documents_;
  std::unordered_map<const DeferredExpr*, const Type*> deferred_types_;  ///< of those whose type is known
  std::vector<std::pair<std::size_t, const Type*>> outputs_;  ///< among `terraform_`, with their types
  std::unique_ptr<RecordedIndex> recorded_;                   ///< null: nothing is recorded
  bool in_documents_ = false;           ///< what is constructed is a document: it may hold what was recorded
  std::uint32_t variable_counter_ = 0;  ///< depth of `for` expressions being written in HCL

  const Name enabled_ = intern("enabled");
  const Name cluster_ = intern("cluster");
  const Name slug_ = intern("slug");
  const Name stack_ = intern("stack");
  const Name terraform_name_ = intern("terraform");
  const Name output_ = intern("output");
  const Name value_ = intern("value");
};

}  // namespace flux
