// The tree as indented s-expressions, for tests and for looking at what was parsed.
//
// A declaration or member takes a line, its body is indented below it; expressions and types stand on one
// line. Spans are left out. Error nodes print as `<error>`.
#pragma once

#include <string>

#include "syntax/ast.h"

namespace flux::ast {

std::string print(const File& file);
std::string print(const Expr& expr);
std::string print(const TypeExpr& type);
std::string print(const Path& path);

}  // namespace flux::ast
