#include "syntax/ast_printer.h"

#include <fmt/format.h>

namespace flux::ast {

namespace {

constexpr const char* kBinaryOperators[] = {
    "??", "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"};

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

class Printer {
public:
  std::string take() { return std::move(out_); }

  void file(const File& file) {
    if (!file.doc.empty()) line("(doc " + quote(file.doc) + ")");
    for (const Decl* decl : file.decls) this->decl(*decl);
  }

  void expr(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::error:
        write("<error>");
        return;
      case ExprKind::null_literal:
        write("null");
        return;
      case ExprKind::bool_literal:
        write(as<BoolLiteral>(expr).value ? "true" : "false");
        return;
      case ExprKind::number:
        number(as<Number>(expr));
        return;
      case ExprKind::string:
        string(as<String>(expr));
        return;
      case ExprKind::name:
        write(as<NameExpr>(expr).name.text());
        return;
      case ExprKind::list:
        list(as<List>(expr));
        return;
      case ExprKind::object:
        group("object", [&] { body(*as<Object>(expr).body); });
        return;
      case ExprKind::construct: {
        const auto& construct = as<Construct>(expr);
        group("construct", [&] {
          name(construct.type);
          body(*construct.body);
        });
        return;
      }
      case ExprKind::with: {
        const auto& with = as<With>(expr);
        group("with", [&] {
          operand(with.base);
          body(*with.body);
        });
        return;
      }
      case ExprKind::field: {
        const auto& field = as<Field>(expr);
        group(field.optional ? "?." : ".", [&] {
          operand(field.base);
          write(" ");
          write(field.field.name.text());
        });
        return;
      }
      case ExprKind::index:
        group("index", [&] { operands({as<Index>(expr).base, as<Index>(expr).index}); });
        return;
      case ExprKind::call: {
        const auto& call = as<Call>(expr);
        group("call", [&] {
          operand(call.callee);
          for (const Argument& argument : call.arguments) {
            write(argument.spread ? " ..." : " ");
            this->expr(*argument.value);
          }
        });
        return;
      }
      case ExprKind::unary: {
        const auto& unary = as<Unary>(expr);
        group(unary.op == UnaryOp::negate ? "-" : "!", [&] { operand(unary.operand); });
        return;
      }
      case ExprKind::binary: {
        const auto& binary = as<Binary>(expr);
        group(kBinaryOperators[static_cast<int>(binary.op)], [&] { operands({binary.left, binary.right}); });
        return;
      }
      case ExprKind::is_type: {
        group("is", [&] {
          operand(as<IsType>(expr).value);
          write(" ");
          type(*as<IsType>(expr).type);
        });
        return;
      }
      case ExprKind::is_absent:
        group("is-absent", [&] { operand(as<IsAbsent>(expr).value); });
        return;
      case ExprKind::in_unit: {
        group("in", [&] {
          operand(as<InUnit>(expr).value);
          write(" ");
          write(as<InUnit>(expr).unit.name.text());
        });
        return;
      }
      case ExprKind::conditional: {
        const auto& conditional = as<Conditional>(expr);
        group("if", [&] {
          operands({conditional.condition, conditional.then_value, conditional.else_value});
        });
        return;
      }
      case ExprKind::match:
        match(as<Match>(expr));
        return;
    }
  }

  void type(const TypeExpr& type) {
    switch (type.kind) {
      case TypeKind::error:
        write("<error>");
        return;
      case TypeKind::named:
        named(as<NamedType>(type));
        return;
      case TypeKind::literal:
        expr(*as<LiteralType>(type).value);
        return;
      case TypeKind::record:
        group("record", [&] { body(*as<RecordType>(type).body); });
        return;
      case TypeKind::alternatives:
        group("|", [&] {
          for (const TypeExpr* alternative : as<Alternatives>(type).types) {
            write(" ");
            this->type(*alternative);
          }
        });
        return;
      case TypeKind::nullable:
        group("nullable", [&] {
          write(" ");
          this->type(*as<Nullable>(type).inner);
        });
        return;
    }
  }

  void path(const Path& path) {
    bool first = true;
    for (const PathStep& step : path.steps) {
      if (step.kind == PathStep::Kind::computed) {
        write("[");
        expr(*step.index);
        write("]");
      } else {
        if (!first) write(".");
        if (step.kind == PathStep::Kind::star) {
          write("*");
        } else {
          write(step.name.quoted ? quote(step.name.name.text()) : step.name.name.str());
        }
      }
      first = false;
    }
  }

private:
  void write(std::string_view text) { out_ += text; }
  void line(std::string_view text) {
    if (!out_.empty()) out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * 2, ' ');
    out_ += text;
  }
  template <typename Fill>
  void group(std::string_view head, Fill fill) {
    write("(");
    write(head);
    fill();
    write(")");
  }
  void operand(const Expr* expr) {
    write(" ");
    this->expr(*expr);
  }
  void operands(std::initializer_list<const Expr*> exprs) {
    for (const Expr* expr : exprs) operand(expr);
  }
  void name(const QualifiedName& name) {
    for (std::size_t i = 0; i < name.parts.size(); ++i) {
      write(i == 0 ? " " : ".");
      write(name.parts[i].name.text());
    }
  }
  void number(const Number& number) {
    switch (number.form) {
      case Number::Form::integer:
        write(fmt::format("{}", number.integer));
        return;
      case Number::Form::floating:
        write(fmt::format("(float {})", number.floating));
        return;
      case Number::Form::quantity:
        write(fmt::format("(quantity {})", number.text));
        return;
    }
  }
  void string(const String& string) {
    if (string.is_plain()) {
      write(quote(string.plain()));
      return;
    }
    group("string", [&] {
      for (const StringPart& part : string.parts) {
        write(" ");
        if (part.expr != nullptr) {
          expr(*part.expr);
        } else {
          write(quote(part.text));
        }
      }
    });
  }
  void list(const List& list) {
    group("list", [&] {
      for (const ListItem& item : list.items) {
        write(" ");
        if (item.kind == ListItem::Kind::spread) write("...");
        if (item.kind == ListItem::Kind::loop) {
          for_head(item.head);
          write(" ");
        }
        expr(*item.value);
      }
    });
  }
  void for_head(const ForHead& head) {
    group("for", [&] {
      write(" ");
      write(head.first.name.text());
      if (head.second.name) {
        write(" ");
        write(head.second.name.text());
      }
      operand(head.source);
      if (head.condition != nullptr) {
        write(" if");
        operand(head.condition);
      }
    });
  }
  void match(const Match& match) {
    group("match", [&] {
      operand(match.subject);
      for (const MatchArm& arm : match.arms) {
        write(" (");
        for (std::size_t i = 0; i < arm.patterns.size(); ++i) {
          if (i > 0) write(" | ");
          pattern(arm.patterns[i]);
        }
        write(" =>");
        operand(arm.value);
        write(")");
      }
    });
  }
  void pattern(const Pattern& pattern) {
    switch (pattern.kind) {
      case Pattern::Kind::otherwise:
        write("else");
        return;
      case Pattern::Kind::is_type:
        write("is ");
        type(*pattern.type);
        return;
      case Pattern::Kind::value:
        expr(*pattern.value);
        return;
      case Pattern::Kind::range:
        range(pattern.low, pattern.high);
        return;
    }
  }
  void range(const Expr* low, const Expr* high) {
    if (low != nullptr) expr(*low);
    write("..");
    if (high != nullptr) expr(*high);
  }
  void named(const NamedType& named) {
    std::string name;
    for (const Ident& part : named.name.parts) name += (name.empty() ? "" : ".") + part.name.str();
    if (named.arguments.empty() && named.refinements.empty() && !named.style.name) {
      write(name);
      return;
    }
    group(name, [&] {
      for (const TypeArgument& argument : named.arguments) {
        write(" ");
        type(*argument.type);
        if (argument.by.name) write(" by " + argument.by.name.str());
      }
      for (const Refinement& refinement : named.refinements) {
        write(" [");
        if (refinement.what.name) write(refinement.what.name.str() + " ");
        if (refinement.is_pattern) {
          write("/");
          write(refinement.pattern);
          write("/");
        } else if (refinement.low == refinement.high && refinement.low != nullptr) {
          expr(*refinement.low);
        } else {
          range(refinement.low, refinement.high);
        }
        write("]");
      }
      if (named.style.name) write(" as " + named.style.name.str());
    });
  }

  void body(const Body& body) {
    ++indent_;
    for (const Member* member : body.members) this->member(*member);
    --indent_;
  }
  void value(const Expr* value) {
    if (value != nullptr) operand(value);
  }
  void because(const String* because) {
    if (because == nullptr) return;
    write(" because");
    operand(because);
  }
  void doc(std::string_view doc) {
    if (!doc.empty()) line("; " + quote(doc));
  }

  template <typename Fill>
  void entry(std::string_view head, Fill fill) {
    line("(");
    write(head);
    fill();
    write(")");
  }
  void spaced(const Path& path) {
    write(" ");
    this->path(path);
  }

  void member(const Member& member) {
    doc(member.doc);
    switch (member.kind) {
      case MemberKind::error:
        line("<error>");
        return;
      case MemberKind::declare: {
        const auto& declare = as<DeclareMember>(member);
        entry((declare.exported ? "export " : "") +
                  std::string(declare.is_final ? "final declare " : "declare "),
              [&] {
                write(declare.name.name.text());
                write(declare.optional ? "?: " : ": ");
                type(*declare.type);
                value(declare.value);
                because(declare.because);
              });
        return;
      }
      case MemberKind::set: {
        const auto& set = as<SetMember>(member);
        entry(set.is_final     ? "final set"
              : set.is_default ? "default set"
                               : "set",
              [&] {
                spaced(set.path);
                value(set.value);
                because(set.because);
              });
        return;
      }
      case MemberKind::amend: {
        const auto& amend = as<AmendMember>(member);
        entry(amend.is_final ? "final amend" : "amend", [&] {
          spaced(amend.path);
          because(amend.because);
          body(*amend.body);
        });
        return;
      }
      case MemberKind::star_is: {
        const auto& star = as<StarIsMember>(member);
        entry("star-is", [&] {
          spaced(star.path);
          name(star.type);
          body(*star.body);
        });
        return;
      }
      case MemberKind::append:
      case MemberKind::remove: {
        entry(member.kind == MemberKind::append ? "append" : "remove", [&] {
          spaced(as<ChangeMember>(member).path);
          value(as<ChangeMember>(member).value);
        });
        return;
      }
      case MemberKind::erase:
        entry("delete", [&] { spaced(as<EraseMember>(member).path); });
        return;
      case MemberKind::let: {
        const auto& let = as<LetMember>(member);
        entry("let", [&] { this->let(let.name, let.type, let.value); });
        return;
      }
      case MemberKind::check: {
        const auto& check = as<CheckMember>(member);
        entry(check.across_environments ? "check across environments" : "check", [&] {
          operands({check.condition, check.message});
        });
        return;
      }
      case MemberKind::guarded:
        entry("if", [&] { guarded(as<GuardedMember>(member)); });
        return;
      case MemberKind::loop: {
        const auto& loop = as<LoopMember>(member);
        line("(");
        for_head(loop.head);
        body(*loop.body);
        write(")");
        return;
      }
      case MemberKind::loop_entry: {
        const auto& loop = as<LoopEntryMember>(member);
        line("(");
        for_head(loop.head);
        operand(loop.key);
        write(" =>");
        operand(loop.value);
        write(")");
        return;
      }
      case MemberKind::spread:
        entry("...", [&] { value(as<SpreadMember>(member).value); });
        return;
      case MemberKind::emit: {
        const auto& emit = as<EmitMember>(member);
        entry("emit " + emit.target.name.str(), [&] { body(*emit.body); });
        return;
      }
      case MemberKind::block: {
        const auto& block = as<BlockMember>(member);
        entry("block " + block.head.name.str(), [&] {
          for (const Expr* label : block.labels) operand(label);
          if (block.has_loop) {
            write(" ");
            for_head(block.loop);
          }
          body(*block.body);
        });
        return;
      }
      case MemberKind::renamed: {
        entry("renamed", [&] {
          spaced(as<RenamedMember>(member).to);
          write(" from");
          spaced(as<RenamedMember>(member).from);
        });
        return;
      }
      case MemberKind::removed: {
        entry("removed", [&] {
          spaced(as<RemovedMember>(member).path);
          because(as<RemovedMember>(member).because);
        });
        return;
      }
    }
  }

  void guarded(const GuardedMember& guarded) {
    const GuardedMember* at = &guarded;
    for (;; at = at->else_guarded) {
      operand(at->condition);
      body(*at->then_body);
      if (at->else_guarded == nullptr) break;
      line("else if");
    }
    if (at->else_body == nullptr) return;
    line("else");
    body(*at->else_body);
  }

  void let(const Ident& name, const TypeExpr* type, const Expr* value) {
    write(" " + name.name.str());
    if (type != nullptr) {
      write(": ");
      this->type(*type);
    }
    operand(value);
  }

  void decl(const Decl& decl) {
    doc(decl.doc);
    if (decl.exported) line("; exported");
    switch (decl.kind) {
      case DeclKind::import: {
        const auto& import = as<Import>(decl);
        entry("import", [&] {
          write(" " + quote(import.path));
          if (import.alias.name) write(" as " + import.alias.name.str());
          for (const ImportItem& item : import.items) {
            write(" " + item.name.name.str());
            if (item.alias.name != item.name.name) write(" as " + item.alias.name.str());
          }
        });
        return;
      }
      case DeclKind::type: {
        const auto& type = as<TypeDecl>(decl);
        entry(type.is_abstract ? "abstract type " : "type ", [&] {
          write(type.name.name.text());
          if (!type.base.parts.empty()) write(" :");
          name(type.base);
          if (type.alias != nullptr) {
            write(" ");
            this->type(*type.alias);
          } else {
            body(*type.body);
          }
        });
        return;
      }
      case DeclKind::layer: {
        const auto& layer = as<LayerDecl>(decl);
        entry(layer.is_environment ? "environment " : "layer ", [&] {
          write(layer.name.name.text());
          if (!layer.type.parts.empty()) write(" :");
          name(layer.type);
          for (const Extends& extends : layer.extends) {
            write(" extends");
            name(extends.layer);
            if (extends.at.steps.empty()) continue;
            write(" at");
            spaced(extends.at);
          }
          if (layer.body != nullptr) {
            body(*layer.body);
          } else {
            write(" from " + quote(layer.from));
          }
        });
        return;
      }
      case DeclKind::function: {
        const auto& function = as<FunctionDecl>(decl);
        entry("fn " + function.name.name.str(), [&] {
          for (const Parameter& parameter : function.parameters) {
            write(" (" + parameter.name.name.str() + ": ");
            type(*parameter.type);
            value(parameter.value);
            write(")");
          }
          write(": ");
          type(*function.result);
          operand(function.value);
        });
        return;
      }
      case DeclKind::let: {
        const auto& let = as<LetDecl>(decl);
        entry("let", [&] { this->let(let.name, let.type, let.value); });
        return;
      }
      case DeclKind::secret: {
        const auto& secret = as<SecretDecl>(decl);
        entry("secret " + secret.name.name.str(),
              [&] { write(" from " + secret.store.name.str() + " " + quote(secret.path)); });
        return;
      }
    }
  }

  std::string out_;
  int indent_ = 0;
};

}  // namespace

std::string print(const File& file) {
  Printer printer;
  printer.file(file);
  return printer.take();
}

std::string print(const Expr& expr) {
  Printer printer;
  printer.expr(expr);
  return printer.take();
}

std::string print(const TypeExpr& type) {
  Printer printer;
  printer.type(type);
  return printer.take();
}

std::string print(const Path& path) {
  Printer printer;
  printer.path(path);
  return printer.take();
}

}  // namespace flux::ast
