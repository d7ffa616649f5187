// Puts what documents become into the output tree, under the rules that hold for every target.
//
// Paths are relative to the environment's output folder. Two documents that would be written to one file are
// an error (E5105) that shows both.
#pragma once

#include <string>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "ir/program.h"
#include "output/output_tree.h"

namespace flux {

class DocumentWriter {
public:
  DocumentWriter(const Program& program, OutputTree& tree, Diagnostics& diagnostics)
      : program_(program), tree_(tree), diagnostics_(diagnostics) {}

  /// Writes `root` as YAML with the header line and the document's documentation. `field` names `root` inside
  /// the body, for diagnostics; empty where it is the whole body. Its texts are held to text_rules.h.
  void add_yaml(const Document& document, std::string path, const Value& root, std::string_view field = {});
  /// Writes what the document calls for beside itself: without its documentation.
  void add_companion_yaml(const Document& document, std::string path, const Value& root);
  void add_text(const Document& document, std::string path, std::string text);

private:
  const Program& program_;
  OutputTree& tree_;
  Diagnostics& diagnostics_;
};

/// The comment on the first line of every generated file.
std::string header_line(const Program& program);

/// The folder of a cluster's documents: its key; `shared` for what belongs to no cluster.
std::string_view cluster_folder(std::string_view cluster);

/// Whether `name` may be one step of a path: not empty, `.` or `..`, without `/` and control characters, at
/// most 255 bytes.
bool is_path_step(std::string_view name);

}  // namespace flux
