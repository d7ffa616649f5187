#include "emit/text/hcl_document.h"

#include <fmt/format.h>

namespace flux::hcl {

Operand::Operand() : Operand(Expression()) {}
Operand::Operand(Expression expression) : expression_(std::make_unique<Expression>(std::move(expression))) {}
Operand::Operand(const Operand& other) : Operand(*other) {}
Operand::Operand(Operand&& other) noexcept = default;
Operand::~Operand() = default;

Expression raw(std::string_view text) {
  return Raw{std::string(text)};
}
Expression string(std::string_view text) {
  return String{std::string(text)};
}
Expression boolean(bool value) {
  return raw(value ? "true" : "false");
}
Expression number(std::int64_t value) {
  return Raw{fmt::format("{}", value)};
}
Expression number(double value) {
  return Raw{fmt::format("{}", value)};
}

}  // namespace flux::hcl
