// Terraform configuration as data: bodies of attributes and blocks, and a small tree of expressions.
//
// Values are owned and copy deeply. Names of attributes, block types, functions and variables must be
// identifiers of HCL: nothing checks them. Text is expected in UTF-8.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace flux::hcl {

struct Expression;

/// One expression on the heap, owned and never null; it lets an expression contain others.
class Operand {
public:
  Operand();  ///< null
  Operand(Expression expression);
  Operand(const Operand& other);
  Operand(Operand&& other) noexcept;
  Operand& operator=(Operand other) noexcept {
    expression_ = std::move(other.expression_);
    return *this;
  }
  ~Operand();
  const Expression& operator*() const { return *expression_; }

private:
  std::unique_ptr<Expression> expression_;
};

/// Written as it stands: `null`, a bool, a number, a variable, a keyword. Must be a term: no operators, on
/// one line.
struct Raw {
  std::string text;
};

/// Known text, escaped when written.
struct String {
  std::string text;
};

/// Text with expressions in it: the parts that are `String` are literal text, all others are interpolated.
/// HCL gives a template of one interpolation and no text the type of that expression: call `tostring` where
/// it must be a string.
struct Template {
  std::vector<Expression> parts;
};

struct List {
  std::vector<Expression> items;
};

struct ObjectEntry;
struct Object {
  std::vector<ObjectEntry> entries;
};

struct AttributeStep {
  std::string name;  ///< written as `["name"]` where it is no identifier
};
struct IndexStep {
  Operand key;
};
/// `[*]`: the steps after it apply to each element.
struct SplatStep {};

/// `base.name["key"][*].id`. A base that is itself a traversal with a splat is put in parentheses, so that
/// further steps apply to the list.
struct Traversal {
  using Step = std::variant<AttributeStep, IndexStep, SplatStep>;
  Operand base;
  std::vector<Step> steps;  ///< at least one
};

struct Call {
  std::string function;
  std::vector<Expression> arguments;
  bool expand_last = false;  ///< the last argument is a list that is passed as arguments: `…`
};

struct Unary {
  char op;  ///< `!` or `-`
  Operand operand;
};

struct Binary {
  std::string op;  ///< as HCL writes it
  Operand left;
  Operand right;
};

struct Conditional {
  Operand condition;
  Operand then;
  Operand otherwise;
};

struct For {
  std::string key_variable;  ///< may be empty
  std::string value_variable;
  Operand source;
  std::optional<Operand> key;  ///< the result is an object with a key, else a list
  Operand value;
  std::optional<Operand> condition;
  bool grouped = false;  ///< objects only: values of the same key are collected, `…`
};

struct Expression {
  using Node =
      std::variant<Raw, String, Template, List, Object, Traversal, Call, Unary, Binary, Conditional, For>;

  Expression();  ///< `null`
  Expression(Raw value);
  Expression(String value);
  Expression(Template value);
  Expression(List value);
  Expression(Object value);
  Expression(Traversal value);
  Expression(Call value);
  Expression(Unary value);
  Expression(Binary value);
  Expression(Conditional value);
  Expression(For value);

  Node node;
};

struct ObjectEntry {
  Expression key;  ///< a `String` is written as an identifier where it is one
  Expression value;
  std::string comment;  ///< written as `# …` above the entry
};

// Defined where an entry is complete: clang looks into the variant here.
inline Expression::Expression() : node(Raw{"null"}) {}
inline Expression::Expression(Raw value) : node(std::move(value)) {}
inline Expression::Expression(String value) : node(std::move(value)) {}
inline Expression::Expression(Template value) : node(std::move(value)) {}
inline Expression::Expression(List value) : node(std::move(value)) {}
inline Expression::Expression(Object value) : node(std::move(value)) {}
inline Expression::Expression(Traversal value) : node(std::move(value)) {}
inline Expression::Expression(Call value) : node(std::move(value)) {}
inline Expression::Expression(Unary value) : node(std::move(value)) {}
inline Expression::Expression(Binary value) : node(std::move(value)) {}
inline Expression::Expression(Conditional value) : node(std::move(value)) {}
inline Expression::Expression(For value) : node(std::move(value)) {}

Expression raw(std::string_view text);
Expression string(std::string_view text);
Expression boolean(bool value);
Expression number(std::int64_t value);
/// HCL has no infinities and no NaN: the value must be finite.
Expression number(double value);

struct Attribute {
  std::string name;
  Expression value;
  std::string comment = {};   ///< written as `# …` above it
  bool begins_group = false;  ///< a blank line before it, unless it is the first item
};

struct Block;

/// In the order of output. Attributes that stand together are aligned; blocks stand between blank lines.
struct Body {
  std::vector<std::variant<Attribute, Block>> items;
};

struct Block {
  std::string type;
  std::vector<std::string> labels;
  Body body;
  std::string comment = {};
};

}  // namespace flux::hcl
