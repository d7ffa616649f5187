// One module as a page of Markdown, from its declarations and their `///` comments.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "source/source_manager.h"
#include "syntax/ast.h"

namespace flux {

/// Where a declared name is documented, as a link from this page; empty: nowhere.
using DocLink = std::function<std::string(std::string_view name)>;

std::string doc_page(std::string_view module, const ast::File& file, const SourceManager& sources,
                     const DocLink& link);

/// What the file says of itself: the comment at its top, when an empty line or an import follows.
std::string module_doc(const ast::File& file, const SourceManager& sources);

/// The first sentence of a comment, on one line, for a cell of a table.
std::string doc_summary(std::string_view doc);

/// What GitHub makes of a heading's text, behind `#`.
std::string doc_anchor(std::string_view name);

}  // namespace flux
