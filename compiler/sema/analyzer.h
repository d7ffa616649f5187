// The whole of sema as one object; each .cpp file beside this one holds one part of it.
//
//   modules.cpp      files, imports, declarations
//   types.cpp        type expressions, records, aliases
//   scope.cpp        what a bare name means
//   expressions.cpp  expressions, against the type that is expected
//   literals.cpp, collections.cpp, access.cpp, operators.cpp, match.cpp
//                    the kinds of expressions that have much to say
//   fitting.cpp      whether an expression fits, and what helps when it does not
//   calls.cpp        functions
//   bodies.cpp       members to entries; what a layer sees (views)
//   emits.cpp        emit blocks
//   emit_schemas.cpp what providers' schemas say of them
//   provider_calls.cpp calls of functions that providers bring
//   layers.cpp       layers, their order, mounts, environments
//   changes.cpp      `renamed` and `removed`
//   data_layers.cpp  YAML and JSON layers, `--set`
//   sops_values.cpp  `secret … from sops`
#pragma once

#include <fmt/format.h>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "hir/changes.h"
#include "schemas/schema_set.h"
#include "schemas/schema_types.h"
#include "schemas/validate.h"
#include "sema/module.h"
#include "sops/sops_file.h"
#include "yaml/yaml_reader.h"

namespace flux {

struct SopsSource;  // ir/deferred.h

/// What is known of an object before it is evaluated: its type, and the bodies that a layer may see of it.
struct View {
  const Type* type = nullptr;
  const Type* declared = nullptr;        ///< of a slot: before anything narrowed it
  bool decided = false;                  ///< an unguarded set said what it is
  std::vector<const hir::Body*> bodies;  ///< lowest first; added to by `add`
  bool open = false;                     ///< entries that nobody sees may exist: the value was computed
  std::unordered_map<Name, View*> children;

  /// What the bodies write at `head`, lowest first. A layer that spells each entry as a path of its own makes
  /// a body for each: walking them all for every head would cost the square of their number.
  std::span<const hir::Entry* const> entries(Name head);
  /// Whether some body has computed keys or spreads.
  bool dynamic();
  /// One more body, above the others.
  void add(const hir::Body& body);

  // The memo of `entries` and `dynamic`.
  void index();
  std::unordered_map<Name, std::vector<const hir::Entry*>> by_head;
  std::size_t indexed = 0;  ///< the bodies that are in it
  bool is_dynamic = false;
};

/// Where a member of an emit body stands.
struct EmitPlace {
  Name target;
  bool top = true;                        ///< directly in the `emit`
  const TerraformBody* schema = nullptr;  ///< of the block around it; null: anything is admitted
  std::string what;                       ///< that block, as diagnostics call it: "`cpu` of `cloud_server`"
  bool meta = false;                      ///< it is a resource's own body: Terraform adds arguments to it
};

/// The `source` of a `module` block, where it is plain text; else no name.
Name module_source(const ast::Body& body);

/// A `let`, lowered when first named.
struct PendingLet {
  const ast::LetMember* member;
  Progress progress = Progress::untouched;
  std::size_t index;      ///< among the lets of the frame
  bool followed = false;  ///< `is_path` is looking at its value
};

/// Where names are looked up. Each makes a frame at run time (see hir.h) but for `branch`: the inside of an
/// `if`, or of a block of an `emit`, whose lets are those of the frame around it and are named inside only.
struct Scope {
  enum class Kind : std::uint8_t { body, iteration, call, emit, branch } kind;
  Scope* parent = nullptr;
  Sema::Module* module = nullptr;
  const RecordType* fields = nullptr;   ///< the record whose fields can be named; null: none
  bool in_emit = false;                 ///< an emit body, or a body inside one: opens no scope
  bool in_layer = false;                ///< `root` may be named
  Name current_field;                   ///< on whose right side we are; that name looks outwards
  const RecordType* emitter = nullptr;  ///< kind emit: whose blocks `T.n` means
  bool in_terraform = false;
  std::vector<std::pair<Name, const Type*>> variables;  ///< iteration and call: locals by index
  std::unordered_map<Name, PendingLet> lets;
  std::vector<hir::Let> lowered_lets;  ///< of frames

  bool is_frame() const { return kind != Kind::branch; }
  Scope& frame() { return is_frame() ? *this : parent->frame(); }
  /// The inside of an `if` or block in `outer`.
  static Scope branch(Scope& outer) {
    return {.kind = Kind::branch,
            .parent = &outer,
            .module = outer.module,
            .in_emit = outer.in_emit,
            .in_terraform = outer.in_terraform};
  }
};

/// Collects the entries of one body.
struct BodyBuilder {
  std::vector<std::pair<std::size_t, hir::Entry>> entries;  ///< with the source order
  std::unordered_map<Name, std::vector<std::size_t>> by_head;
  /// What is known of a slot with the entries of this body, as far as `count` of them.
  struct Seen {
    View* view = nullptr;
    std::size_t count = 0;
  };
  std::unordered_map<Name, Seen> seen;
  /// The unguarded writes by a path of several steps.
  struct PathWrite {
    hir::EntryOp op;
    std::size_t order;
    SourceSpan span;
  };
  std::unordered_multimap<std::string, PathWrite> path_writes;
  std::vector<hir::Check> checks;
  std::vector<hir::Emit> emits;
  std::uint32_t guards = 0;
  std::size_t order = 0;  ///< of the member that is being lowered
  bool dynamic = false;   ///< has computed heads or spreads: unknown keys may exist
  std::vector<std::pair<hir::Guard*, std::unique_ptr<Scope>>> loops;
  std::vector<std::unique_ptr<Scope>> branches;
};

/// A member with the guards and the scope that it stands in.
struct PlacedMember {
  const ast::Member* member;
  const hir::Guard* guard;
  Scope* scope;
};

/// A layer of the command line, read once for all environments: so a mistake in it has one place.
struct CustomSource {
  const ast::Path* path = nullptr;   ///< of an assignment; null when it is none
  SourceSpan span;                   ///< of the path
  const ast::Expr* value = nullptr;  ///< as an expression, or the text as a string
  std::string_view text;             ///< of the value, as it was given
  bool is_flux = false;              ///< the value reads as an expression
};

struct Sema::Impl {
  Impl(SourceManager& sources, FileProvider& files, Diagnostics& diagnostics, SemaOptions options);

  // ---- modules.cpp
  /// A file that must lie in `package`; given on the command line where `from` is no place, and then
  /// anywhere.
  Module* load(const std::string& path, SourceSpan from, Package& package);
  Module* load_library(const std::string& path, SourceSpan from);
  /// Remembers what was read for the module and is not kept as a source.
  static void note_read(Module& module, ReadFile::Kind kind, const std::string& path, std::string_view bytes);
  void declare(Module& module);
  /// A folder of `.tf` files, as a schema of what the module takes and gives; null when there are none.
  /// The text of a file that `from` names; nothing after an error.
  std::optional<std::string> read_imported(const std::string& path, SourceSpan from);
  Module* load_terraform_module(const std::string& path, const std::string& canonical, SourceSpan from);
  void import(Module& module, const ast::Import& import);
  void check_module(Module& module);
  Symbol* find_symbol(Module& module, Name name);
  /// What a schema exports under `name`; made once, null when there is nothing.
  Symbol* schema_symbol(Module& module, Name name);
  /// The symbol of `a` or `a.b`; null after an error.
  Symbol* find_qualified(Module& module, const ast::QualifiedName& name, Symbol::Kind kind, Code code,
                         std::string_view wanted);
  Symbol* add_symbol(Module& module, Symbol symbol);
  Symbol* library_type(std::string_view module, std::string_view name);

  // ---- packages.cpp
  Package& package_at(const std::string& name, const std::string& folder);
  const std::map<std::string, std::string, std::less<>>& packages_of(Package& package);
  /// Whether a file of `package` may name this one by a path. Reports it otherwise.
  bool may_reach(const std::string& path, SourceSpan from, Package& package);
  /// Whether a declaration may be named in `module`: it is exported, or of the same package.
  static bool is_visible(const Symbol& symbol, const Module& module);
  /// Reports one that may not.
  bool may_name(const Symbol& symbol, const Module& module, SourceSpan use);
  /// What `@name/path` names in a file of `importer`; null after an error.
  Module* load_packaged(std::string_view path, SourceSpan from, Package& importer);

  // ---- types.cpp
  const Type* resolve(const ast::TypeExpr& type, Module& module);
  const Type* resolve_named(const ast::NamedType& type, Module& module);
  const Type* resolve_symbol(Symbol& symbol, SourceSpan use);
  const Type* refine(const Type* base, std::span<const ast::Refinement> refinements, Module& module);
  RecordType* resolve_record(Symbol& symbol);
  /// Gives a record its fields and blocks; those of its base are there.
  void complete_record(Symbol& symbol);
  RecordType* anonymous_record(const ast::Body& body, Module& module, SourceSpan span);
  void add_fields(RecordType& record, const ast::Body& body, Module& module);
  void collect_handles(RecordType& record, const ast::Body& body);
  void ensure_body(const RecordType& record);
  /// Records whose required fields lead back to them: no value of them could end.
  void check_required(const RecordType& record, std::vector<const Field*>& way,
                      std::unordered_map<const RecordType*, Progress>& progress);
  void check_union(const ast::TypeExpr& at, const Type* type);
  std::optional<Value> bound_value(const ast::Expr& expr, const Type* base);

  Name current_layer;                        ///< the layer or type whose text is being lowered
  const CustomSource* assignment = nullptr;  ///< the `--set` that is being lowered

  /// The type of the slot on whose right side we are; null: `super` means nothing here.
  const Type* super_type = nullptr;
  bool in_document = false;  ///< of what is written before Terraform runs, and may hold what was recorded
  bool super_used = false;   ///< since the right side began

  // ---- scope.cpp
  const hir::Expr* lower_name(const ast::Expr& at, Name name, Scope& scope, const Type* expected);
  const hir::Expr* lower_let(PendingLet& let, Scope& owner, std::uint16_t up, SourceSpan use);
  void lower_lets(Scope& scope);
  std::vector<std::string_view> visible_names(const Scope& scope, std::vector<Name>& keep);
  const hir::Expr* lower_handle(const ast::Field& field, Scope& scope);

  // ---- expressions.cpp and those of its kinds
  const hir::Expr* lower(const ast::Expr& expr, Scope& scope, const Type* expected);
  const hir::Expr* lower_unchecked(const ast::Expr& expr, Scope& scope, const Type* expected);
  const hir::Expr* lower_number(const ast::Number& number, const Type* expected, bool negative,
                                SourceSpan span);
  const hir::Expr* lower_string(const ast::String& string, Scope& scope, const Type* expected);
  const hir::Expr* lower_list(const ast::List& list, Scope& scope, const Type* expected);
  const hir::Expr* lower_object(const ast::Expr& at, const ast::Body& body, Scope& scope,
                                const Type* expected);
  const hir::Expr* lower_construct(const ast::Expr& at, const Type* type, const ast::Body& body,
                                   Scope& scope);
  const hir::Expr* lower_with(const ast::With& with, Scope& scope, const Type* expected);
  const hir::Expr* lower_field(const ast::Field& field, Scope& scope, const Type* expected);
  const hir::Expr* lower_index(const ast::Index& index, Scope& scope);
  const hir::Expr* lower_binary(const ast::Binary& binary, Scope& scope, const Type* expected);
  const hir::Expr* lower_match(const ast::Match& match, Scope& scope, const Type* expected);
  const hir::Expr* lower_in_unit(const ast::InUnit& in, Scope& scope);
  const hir::Expr* condition(const ast::Expr& expr, Scope& scope, std::string_view what);
  /// `expr`, or an error expression when its type does not fit.
  const hir::Expr* fit(const hir::Expr* expr, const Type* expected, const ast::Expr& at);
  bool constant_fits(const hir::Expr& expr, const Type* expected);
  /// Whether the value is an object that stands in the tree.
  bool is_path(const ast::Expr& expr, Scope& scope);
  const Type* member_type(const Type* base, Name name, SourceSpan at, bool optional);
  hir::Guard* lower_loop(const ast::ForHead& head, Scope& scope, Scope& iteration);
  hir::Expr* make(hir::ExprKind kind, SourceSpan span, const Type* type);
  const hir::Expr* error(SourceSpan span);
  const hir::Expr* constant(Value value, SourceSpan span, const Type* type);
  const Type* element_of(const Type* type);

  // ---- calls.cpp
  const hir::Expr* lower_call(const ast::Call& call, Scope& scope, const Type* expected);
  /// A call of what a provider's schema has as `schema.function.name`; null when the callee is none such.
  const hir::Expr* lower_provider_call(const ast::Call& call, Scope& scope);
  /// `parse_id(id: string, parts…: float)`
  std::string provider_signature(std::string_view name, const TerraformFunction& function);
  hir::Function* lower_function(Symbol& symbol);
  /// Null, with an error, when the `let` is made of itself.
  hir::GlobalLet* lower_global(Symbol& symbol, SourceSpan use);
  // ---- sops_values.cpp
  /// What the keys of the file are worth: a record, whose encrypted values are deferred secrets.
  const hir::Expr* lower_secret(const ast::SecretDecl& decl, Module& module);
  struct TypedValue {
    const Type* type;
    Value value;
  };
  TypedValue sops_value(const YamlNode& node, const std::string& keys, const SopsSource& source,
                        SourceSpan at);
  TypedValue sops_record(const YamlNode& node, const std::string& keys, const SopsSource& source,
                         SourceSpan at);
  /// `NAME.sops`: the file itself.
  TypedValue sops_file(const YamlNode& data, const SopsSource& source);

  /// False, with an error, when the function is being lowered: it calls itself.
  bool lower_function_value(Symbol& symbol, SourceSpan use);

  // ---- bodies.cpp
  struct BodyContext {
    Name layer;                                   ///< layer or type that the body belongs to
    bool in_type = false;                         ///< declarations are admitted
    bool in_layer = false;                        ///< the outermost body of a layer
    bool open_scope = true;                       ///< false in emit bodies
    std::vector<hir::Change>* changes = nullptr;  ///< of the layer, in its outermost body
  };
  const hir::Body* lower_body(const ast::Body& body, View& view, Scope* parent, Module& module,
                              BodyContext context);
  void register_lets(const ast::Body& body, Scope& scope);
  /// The members of `body` and of the `if`s and `for`s in it, in source order.
  void flatten(const ast::Body& body, BodyBuilder& builder, Scope& scope, const hir::Guard* guard,
               std::vector<PlacedMember>& into);
  void lower_member(const PlacedMember& placed, BodyBuilder& builder, View& view, const BodyContext& context);
  /// Whether all that the member's path leads through is there, as far as its body has been lowered.
  bool is_reachable(const ast::Member& member, BodyBuilder& builder, View& view);
  void misplaced_declaration(const ast::DeclareMember& member);
  void lower_declaration(const ast::DeclareMember& member, BodyBuilder& builder, Scope& scope, View& view,
                         const BodyContext& context);
  const hir::Expr* lower_slot_value(const ast::Expr& value, Scope& scope, Name field, const Type* type);
  /// Shows the declaration of the slot `head` of `self` when the last report, made since there were `before`
  /// of them, is that the whole of `value` does not fit it.
  void show_declaration(std::size_t before, SourceSpan value, const Type* self, Name head);
  /// What stands at the end of a path.
  struct Leaf {
    hir::EntryOp op;
    const ast::Expr* value = nullptr;
    const ast::Body* body = nullptr;
    const ast::QualifiedName* star_type = nullptr;
    bool is_final = false;
    const ast::String* because = nullptr;
    std::string_view doc;
    SourceSpan span;
  };
  void add_path(std::span<const ast::PathStep> steps, const Leaf& leaf, BodyBuilder& builder, Scope& scope,
                const hir::Guard* guard, View& view, const BodyContext& context);
  void add_entry(BodyBuilder& builder, hir::Entry entry, const BodyContext& context);
  hir::Body* finish(BodyBuilder& builder, SourceSpan span, const Type* self, Name layer);
  /// Whether no unguarded member of this body wrote there before; reports it otherwise. `path` has several
  /// steps: of one it is `add_entry` that looks.
  bool is_first_write(const ast::Path& path, hir::EntryOp op, BodyBuilder& builder);
  void set_twice(std::string_view what, SourceSpan first, SourceSpan second, bool changed);
  View* view_of(const Type* type);
  /// The slot `head` of an object as seen so far; null when its type has no such field or it is no object.
  View* child(View& view, Name head, BodyBuilder* own);
  /// `view` starts afresh with the defaults of `type`.
  void begin_with(View& view, const Type* type);
  /// One more contribution to the slot of `view`.
  void see(View& view, const hir::Entry& entry);
  bool may_have_entry(View& view, Name head, const BodyBuilder* own);
  const Type* slot_type(const View& view, Name head);
  void unknown_field(const RecordType& record, const ast::Ident& name);
  /// `home`: the field that, by what stands there, was meant; null: by its name.
  void unknown_field(const RecordType& record, Name name, SourceSpan span, bool quoted,
                     const Field* home = nullptr);

  // ---- emits.cpp
  const hir::EmitBody* lower_emit(const ast::EmitMember& emit, Scope& parent, const RecordType* emitter);
  const hir::EmitBody* lower_emit_body(const ast::Body& body, Scope& scope, const EmitPlace& place,
                                       hir::EmitBody& shared);
  /// A body whose lets are named inside it only.
  const hir::EmitBody* lower_emit_branch(const ast::Body& body, Scope& scope, const EmitPlace& place,
                                         hir::EmitBody& shared);
  void lower_emit_member(const ast::Member& member, Scope& scope, const EmitPlace& place,
                         hir::EmitBody& shared, std::vector<hir::EmitItem>& items);
  const Type* document_type(Name target, Name head);
  /// The value of `ignore_changes`, whose bare paths are attributes of the resource around it.
  const hir::Expr* lower_attribute_paths(const ast::Expr& value, Scope& scope);
  /// A stand-in for the braces of a block, where an expression's place is asked for.
  ast::Expr& member_expr(SourceSpan span);

  // ---- emit_schemas.cpp
  /// The inside of a block at the top of `emit terraform`, whose labels are lowered and whose body is `body`.
  EmitPlace terraform_place(const EmitPlace& outside, const hir::EmitItem& block, const ast::Body& body);
  /// `extern resource T n { }`: nothing is written for it. What is wrong of it is reported.
  void check_extern(const ast::BlockMember& block);
  /// The inside of a block without labels.
  EmitPlace block_place(const EmitPlace& outside, const ast::Ident& head);
  /// Whether an argument or block may stand in a body whose schema is known. What is wrong of it is reported;
  /// a value of the wrong kind is then made an error.
  bool admits(const EmitPlace& place, hir::EmitItem& item);
  /// The value, or an error node after a report that it is no value of the schema.
  const hir::Expr* held_to(const hir::Expr* value, const Schema& schema, const ValidateOptions& rules,
                           const std::string& what);
  const Type* handle_type(const HandleDecl& handle);

  // ---- layers.cpp
  /// `renamed` and `removed`: only as the layer's own word, which holds whatever it sets.
  void lower_change(const PlacedMember& placed, Scope& scope, const BodyContext& context);
  std::optional<std::vector<std::string>> constant_path(const ast::Path& path, Scope& scope);
  hir::Layer* resolve_layer(Symbol& symbol, SourceSpan use);
  /// The layer and all that it extends, lowest first, as layers of `root` that amend what stands at the path.
  /// Empty where it cannot stand there, which is reported.
  std::vector<const hir::Layer*> mount(Symbol& symbol, const ast::Extends& extends, const Type* root);
  const hir::Layer* mount_one(const hir::Layer& inner, const ast::Extends& extends,
                              std::span<const Type* const> types_on_way, const std::string& place);
  View* layer_view(std::span<const hir::Layer* const> below, const Type* type);
  const hir::Environment* environment_of(Symbol& symbol);

  // ---- data_layers.cpp
  const hir::Body* data_body(const YamlNode& node, View& view, Module& module, Name layer);
  const hir::Expr* data_value(const YamlNode& node, const Type* expected, Module& module, Name layer,
                              SourceSpan at);
  const hir::Expr* data_scalar(const YamlNode& node, const Type* expected);
  /// The root of a file that belongs to `module`; null after an error. A file is read once.
  const YamlNode* read_data(const std::string& path, SourceSpan from, Module& module);
  /// What `layer x from "…"` of the module reads; null after an error.
  const YamlNode* read_data_of(Module& module, const ast::LayerDecl& layer);
  const CustomSource& read_assignment(const std::string& text);
  /// The field under which most of the keys of `section`, or of the one mapping in it, would be known; null
  /// where none is.
  const Field* home_of(const YamlNode& section, const RecordType& record);
  bool keyed_literal_has(View& view, Name head, Name by, Name key);
  const hir::Layer* custom_layer(const CustomLayer& custom, const hir::Environment& environment,
                                 std::span<const hir::Layer* const> below, Module& module);

  template <typename... T>
  Diagnostic& err(Code code, SourceSpan span, fmt::format_string<T...> format, T&&... arguments) {
    return diagnostics.error(code, span, fmt::format(format, std::forward<T>(arguments)...));
  }

  SourceManager& sources;
  FileProvider& files;
  Diagnostics& diagnostics;
  SemaOptions options;
  TypeTable types;
  SchemaTypes schema_types{types};
  Arena arena;  ///< of HIR

  std::vector<ImportedFile> imports;
  std::deque<Package> packages;  ///< the first is the project
  std::deque<Module> modules;
  std::deque<Module> schema_groups;  ///< what `resource` of a provider's schema is, and the like
  std::unordered_map<std::string, Module*> by_path;
  std::vector<Module*> loading;        ///< the way to the import that is being read
  std::vector<Symbol*> running_types;  ///< the way to the type that is being resolved
  std::vector<Symbol*> running_layers;
  std::vector<Symbol*> running_functions;  ///< and the types whose defaults call them
  /// The way to the module's `let` that is being lowered; null where a function or a body begins.
  std::vector<Symbol*> running_lets;
  /// By the layer and the place it is mounted at, with the type of the whole tree.
  std::map<std::pair<const hir::Layer*, std::string>, const hir::Layer*> mounted_layers;
  std::unordered_map<const RecordType*, Symbol*> record_symbols;
  /// Subtypes that were met while the fields of their base were being resolved, in that order.
  std::unordered_map<const RecordType*, std::vector<Symbol*>> waiting_for_base;
  std::unordered_map<const RecordType*, std::pair<const ast::Body*, Module*>> record_bodies;
  std::unordered_set<const RecordType*> running_bodies;
  std::unordered_map<const Type*, View*> type_views;
  std::deque<View> views;
  std::unordered_map<const hir::Environment*, Symbol*> environment_symbols;
  std::unordered_map<const hir::Layer*, std::vector<hir::Change>> changes;
  std::unordered_map<Symbol*, const hir::Environment*> environments;
  struct DataFile {
    const YamlNode* root;
    FileId file;
  };
  std::unordered_map<std::string, DataFile> data_files;
  std::unordered_map<std::string, CustomSource> assignments;
  std::uint32_t globals = 0;
  Module command_line;  ///< stands for what is given by `-c`
  sops::CreationRulesReader creation_rules{files, sources, arena, diagnostics};
};

}  // namespace flux
