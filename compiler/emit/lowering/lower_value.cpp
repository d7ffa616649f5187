#include "emit/lowering/lower_value.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "emit/lowering/fields.h"

namespace flux {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether Kubernetes' resource.Quantity reads `text`: an optional sign, a decimal number, an optional
/// suffix.
bool is_kubernetes_quantity(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  std::size_t digits = 0, at = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) ++digits;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && is_digit(text[at]); ++at) ++digits;
  }
  if (digits == 0) return false;
  const std::string_view suffix = text.substr(at);
  if (suffix.empty()) return true;
  if (suffix.size() == 1) return std::string_view{"numkMGTPE"}.find(suffix[0]) != std::string_view::npos;
  if (suffix.size() == 2 && suffix[1] == 'i') {
    return std::string_view{"KMGTPE"}.find(suffix[0]) != std::string_view::npos;
  }
  return false;
}

/// The first block of Terraform that an expression reads, as HCL names it (`proxmox_vm.vm.ipv4_addresses`);
/// empty when it reads none. The search is bounded: expressions may be large.
class HandleFinder {
public:
  std::string find(const DeferredExpr* expr) {
    visit(expr);
    return std::move(found_);
  }

private:
  void visit(const DeferredExpr* expr) {
    if (expr == nullptr || !found_.empty() || ++visited_ > kMostVisited || depth_ == kDeepest) return;
    ++depth_;
    if (const std::string path = path_of(expr, 0); !path.empty()) {
      found_ = path;
    } else {
      visit(expr->base);
      for (const DeferredExpr* argument : expr->arguments) visit(argument);
    }
    --depth_;
  }

  static std::string path_of(const DeferredExpr* expr, int depth) {
    if (expr == nullptr || depth == kDeepest) return {};
    switch (expr->kind) {
      case DeferredKind::handle: {
        const std::string_view local = expr->local_name.text();
        switch (expr->mode) {
          case HandleMode::resource:
            return fmt::format("{}.{}", expr->type.text(), local);
          case HandleMode::data:
            return fmt::format("data.{}.{}", expr->type.text(), local);
          case HandleMode::ephemeral:
            return fmt::format("ephemeral.{}.{}", expr->type.text(), local);
          case HandleMode::module:
            return fmt::format("module.{}", local);
          case HandleMode::variable:
            return fmt::format("var.{}", local);
          case HandleMode::local:
            return fmt::format("local.{}", local);
          case HandleMode::output:
            return fmt::format("output.{}", local);
        }
        return {};
      }
      case DeferredKind::attribute: {
        const std::string base = path_of(expr->base, depth + 1);
        return base.empty() ? base : fmt::format("{}.{}", base, expr->name.text());
      }
      case DeferredKind::splat: {
        const std::string base = path_of(expr->base, depth + 1);
        return base.empty() ? base : base + "[*]";
      }
      case DeferredKind::index:
        return path_of(expr->base, depth + 1);
      default:
        return {};
    }
  }

  static constexpr int kMostVisited = 1000;
  static constexpr int kDeepest = 100;
  std::string found_;
  int visited_ = 0;
  int depth_ = 0;
};

bool is_identifier(std::string_view key) {
  if (key.empty()) return false;
  for (const char c : key) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !is_digit(c) && c != '-') return false;
  }
  return !is_digit(key[0]) && key[0] != '-';
}

class Lowering {
public:
  Lowering(const Document& document, std::string_view field, Diagnostics& diagnostics)
      : document_(document), path_(field), diagnostics_(diagnostics) {}

  yaml::Node lower(const Value& value) {
    if (!admit(value)) return {};
    switch (value.kind()) {
      case ValueKind::boolean:
        return value.as_bool();
      case ValueKind::integer:
        return value.as_int();
      case ValueKind::floating:
        return value.as_float();
      case ValueKind::string:
        return value.as_string();
      case ValueKind::quantity:
        return spell_for_kubernetes(value.as_quantity());
      case ValueKind::list:
        return lower_list(value.as_list());
      case ValueKind::map:
        return lower_map(value.as_map());
      default:
        return nullptr;
    }
  }

  /// Whether the value itself may be written; what is inside it is not looked at. Reports why not.
  bool admit(const Value& value) {
    if (value.is_poison()) return refuse();
    if (sops_value(value) != nullptr) return refuse_secret(value);
    if (value.is_secret()) return refuse_secret(value);
    if (value.is(ValueKind::deferred) || value.is_deferred()) return refuse_deferred(value);
    if (value.is(ValueKind::floating) && !std::isfinite(value.as_float())) {
      return refuse_unwritable(value,
                               fmt::format("`{}` is no number that YAML and JSON share", value.as_float()));
    }
    if (depth_ > kDeepestDocument) {
      return refuse_unwritable(value, fmt::format("it is nested more than {} levels deep", kDeepestDocument));
    }
    return true;
  }

  bool failed() const { return failed_; }
  const std::string& path() const { return path_; }

private:
  yaml::Node lower_list(const ListValue& list) {
    yaml::Sequence items;
    items.reserve(list.items.size());
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const Descent descent(*this, fmt::format("[{}]", i));
      items.push_back(lower(list.items[i]));
    }
    return items;
  }

  yaml::Node lower_map(const MapValue& map) {
    yaml::Mapping entries;
    entries.reserve(map.entries.size());
    for (const MapEntry& entry : map.entries) {
      if (entry.value.is_absent()) continue;
      const std::string_view key = entry.key.text();
      const Descent descent(*this, !is_identifier(key) ? fmt::format("[\"{}\"]", key)
                                   : path_.empty()     ? std::string{key}
                                                       : fmt::format(".{}", key));
      yaml::Node node = lower(entry.value);
      node.comment = entry.doc;
      entries.push_back({std::string{key}, std::move(node)});
    }
    return entries;
  }

  /// One level down, and back.
  class Descent {
  public:
    Descent(Lowering& lowering, std::string_view step) : lowering_(lowering), size_(lowering.path_.size()) {
      lowering_.path_ += step;
      ++lowering_.depth_;
    }
    ~Descent() {
      lowering_.path_.resize(size_);
      --lowering_.depth_;
    }
    Descent(const Descent&) = delete;
    Descent& operator=(const Descent&) = delete;

  private:
    Lowering& lowering_;
    std::size_t size_;
  };

  bool refuse() {
    failed_ = true;
    return false;
  }

  std::string field_phrase() const {
    return path_.empty() ? title_of(document_) : fmt::format("`{}` of {}", path_, title_of(document_));
  }

  bool refuse_deferred(const Value& value) {
    const DeferredExpr* expr = value.is(ValueKind::deferred) ? value.as_deferred() : nullptr;
    if (expr != nullptr && expr->unrecorded != nullptr) return refuse_unrecorded(value, *expr);
    const std::string source = HandleFinder{}.find(expr);
    Diagnostic& error = diagnostics_
                            .error(Code::deferred_in_document, place_of(&value, document_.span),
                                   fmt::format("{} is known only when Terraform applies", field_phrase()))
                            .at("set here");
    if (expr != nullptr) {
      error.label(expr->span, source.empty() ? "this is known only after apply"
                                             : fmt::format("`{}` is known only after apply", source));
    }
    show_way(value, error);
    error.label(document_.span, "written before Terraform runs");
    error.with_help(
        "give the field a value that is known now; or make it an `output`, and record what Terraform says "
        "of it (`recorded` in flux.yaml); or let Argo CD fill it in (`registration.bridge` of the cluster)");
    return refuse();
  }

  bool refuse_unrecorded(const Value& value, const DeferredExpr& expr) {
    const UnrecordedOutput& output = *expr.unrecorded;
    Diagnostic& error =
        diagnostics_
            .error(Code::output_not_recorded, place_of(&value, document_.span),
                   fmt::format("{} is output `{}` of Terraform, which is not recorded in `{}`",
                               field_phrase(), output.output, output.file))
            .at("set here");
    error.label(output.span, "the output");
    show_way(value, error);
    error.with_help(
        fmt::format("build with `--target terraform`, apply the stack, and record it: `{}`", output.command));
    return refuse();
  }

  bool refuse_secret(const Value& value) {
    Diagnostic& error =
        diagnostics_
            .error(Code::secret_in_document, place_of(&value, document_.span),
                   fmt::format("{} is a secret and would be written in the clear", field_phrase()))
            .at("set here");
    show_way(value, error);
    error.label(document_.span, "written to a file that is committed");
    if (const DeferredExpr* sops = sops_value(value)) {
      error.note(fmt::format("it holds `{}` of `{}`", sops->name.text(), sops->sops->path));
      error.with_help(std::string{kSopsWaysOut});
    } else {
      error.with_help(
          "name a Kubernetes Secret that holds it (a `secretKeyRef`, an ExternalSecret) instead of the "
          "value");
    }
    return refuse();
  }

  bool refuse_unwritable(const Value& value, std::string_view why) {
    diagnostics_.error(Code::unwritable_value, place_of(&value, document_.span),
                       fmt::format("{} cannot be written: {}", field_phrase(), why));
    return refuse();
  }

  static const DeferredExpr* sops_value(const Value& value) {
    return value.is(ValueKind::deferred) && value.is_secret() ? sops_value_in(*value.as_deferred()) : nullptr;
  }

  /// The places that a value passed through on its way into the document.
  static void show_way(const Value& value, Diagnostic& error) {
    constexpr int kLongestWay = 8;
    const Origin* origin = value.origin() == nullptr ? nullptr : value.origin()->copied_from;
    for (int i = 0; origin != nullptr && i < kLongestWay; ++i, origin = origin->copied_from) {
      error.label(origin->member, "copied from here");
    }
  }

  const Document& document_;
  std::string path_;
  Diagnostics& diagnostics_;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

std::string title_of(const Document& document) {
  std::string title{document.head.text()};
  for (const std::string_view label : document.labels) title += fmt::format(" `{}`", label);
  return title;
}

std::string spell_for_kubernetes(const Quantity& quantity) {
  if (quantity.styled) return std::string{quantity.spelling};
  switch (quantity.dimension) {
    case Dimension::cpu:
    case Dimension::bytes:
      if (is_kubernetes_quantity(quantity.spelling)) return std::string{quantity.spelling};
      break;
    case Dimension::duration:
      if (!quantity.spelling.empty()) return std::string{quantity.spelling};
      break;
    case Dimension::percent:
      if (quantity.spelling.ends_with('%')) return std::string{quantity.spelling};
      break;
  }
  return format_quantity_as(quantity.amount, quantity.dimension, "kubernetes")
      .value_or(format_quantity(quantity.amount, quantity.dimension));
}

std::optional<yaml::Node> lower_value(const Value& value, const Document& document, std::string_view field,
                                      Diagnostics& diagnostics) {
  Lowering lowering(document, field, diagnostics);
  yaml::Node node = lowering.lower(value);
  if (lowering.failed()) return std::nullopt;
  return node;
}

std::optional<std::string> lower_text(const Value& value, const Document& document, std::string_view field,
                                      Diagnostics& diagnostics) {
  Lowering lowering(document, field, diagnostics);
  if (!lowering.admit(value)) return std::nullopt;
  if (value.is_string()) return std::string{value.as_string()};
  diagnostics.error(
      Code::document_shape, place_of(&value, document.span),
      fmt::format("`{}` of {} is {}, not a string", field, title_of(document), kind_phrase(value)));
  return std::nullopt;
}

}  // namespace flux
