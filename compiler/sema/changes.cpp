// `renamed` and `removed`: what layers say of an output that is there already.
#include "sema/analyzer.h"

namespace flux {

std::optional<std::vector<std::string>> Sema::Impl::constant_path(const ast::Path& path, Scope& scope) {
  std::vector<std::string> steps;
  for (const ast::PathStep& step : path.steps) {
    if (step.kind == ast::PathStep::Kind::name) {
      steps.push_back(step.name.name.str());
      continue;
    }
    const hir::Expr* key =
        step.kind == ast::PathStep::Kind::computed ? lower(*step.index, scope, types.string()) : nullptr;
    if (key == nullptr || key->kind != hir::ExprKind::constant || !key->value.is_string()) {
      if (key == nullptr || !key->type->is(TypeKind::error)) {
        err(Code::change_misplaced, step.span, "what is renamed or removed is named by its path")
            .with_help("write each step as a name, or as `[\"key\"]`");
      }
      return std::nullopt;
    }
    steps.emplace_back(key->value.as_string());
  }
  return steps;
}

void Sema::Impl::lower_change(const PlacedMember& placed, Scope& scope, const BodyContext& context) {
  const ast::Member& member = *placed.member;
  const bool renames = member.kind == ast::MemberKind::renamed;
  if (context.changes == nullptr || placed.guard != nullptr) {
    err(Code::change_misplaced, member.span, "`{}` stands at the top of a layer, outside of `if` and `for`",
        renames ? "renamed" : "removed")
        .with_help("move it there, with the whole path");
    return;
  }
  const ast::Path& path =
      renames ? ast::as<ast::RenamedMember>(member).to : ast::as<ast::RemovedMember>(member).path;
  hir::Change change{.path_span = path.span, .span = member.span};
  auto steps = constant_path(path, scope);
  if (!steps) return;
  change.path = *std::move(steps);
  if (renames) {
    const ast::Path& from = ast::as<ast::RenamedMember>(member).from;
    steps = constant_path(from, scope);
    if (!steps) return;
    change.from = *std::move(steps);
    change.from_span = from.span;
  }
  context.changes->push_back(std::move(change));
}

std::vector<hir::Change> Sema::changes(const hir::Environment& environment) const {
  std::vector<hir::Change> all;
  for (const hir::Layer* layer : environment.layers) {
    const auto found = impl_->changes.find(layer);
    if (found != impl_->changes.end()) all.insert(all.end(), found->second.begin(), found->second.end());
  }
  return all;
}

}  // namespace flux
