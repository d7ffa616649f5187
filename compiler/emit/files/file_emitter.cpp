#include "emit/files/file_emitter.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "emit/lowering/document_writer.h"
#include "emit/lowering/fields.h"
#include "emit/lowering/known_fields.h"
#include "emit/lowering/lower_value.h"

namespace flux {
namespace {

constexpr std::array<std::string_view, 1> kFileFields = {"content"};

/// Whether every step of the path stays inside the output folder.
bool is_inside(std::string_view path) {
  for (;;) {
    const std::size_t slash = path.find('/');
    if (!is_path_step(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

void emit_file(const Document& file, DocumentWriter& writer, Diagnostics& diagnostics) {
  const std::string_view path = file.labels[0];
  check_known_fields(file, kFileFields, diagnostics);
  if (!is_inside(path)) {
    diagnostics
        .error(Code::invalid_object_name, file.span,
               fmt::format("`{}` is no path inside the environment's output folder", path))
        .with_help("write a relative path with `/` between its steps and without `.` and `..`");
    return;
  }
  const Value* content = find_field(&file.body, "content");
  if (content == nullptr) {
    diagnostics.error(Code::document_shape, file.span, fmt::format("{} has no `content`", title_of(file)));
    return;
  }
  if (auto text = lower_text(*content, file, "content", diagnostics)) {
    writer.add_text(file, std::string{path}, *std::move(text));
  }
}

}  // namespace

void emit_files(const Program& program, OutputTree& tree, Diagnostics& diagnostics) {
  DocumentWriter writer(program, tree, diagnostics);
  for (const Document& file : program.documents) {
    if (file.target == DocumentTarget::file) emit_file(file, writer, diagnostics);
  }
}

}  // namespace flux
