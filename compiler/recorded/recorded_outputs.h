// What an environment's stacks had for outputs when they were last recorded.
//
// A folder holds a file for each stack, `<stack>.json`, as `terraform output -json` prints it: a value, its
// type and whether it is sensitive, by the output's name. What is sensitive is never there: the folder is
// committed.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "ir/origin.h"
#include "ir/value.h"
#include "source/file_provider.h"
#include "source/source_manager.h"

namespace flux {

struct RecordedOutput {
  SourceSpan name;  ///< in the file
  Value value;      ///< frozen; each part has its place in the file for origin
};

struct RecordedStack {
  SourceSpan file;  ///< its beginning
  std::map<std::string, RecordedOutput, std::less<>> outputs;
};

/// Where an environment's outputs are recorded.
struct RecordPlace {
  std::string environment;
  std::string folder;  ///< of the files
  std::string output;  ///< the folder that the environment is written to

  std::string file_of(std::string_view stack) const;
  /// The command that writes that file, once the stack has been applied.
  std::string command_of(std::string_view stack) const;
};

struct RecordedOutputs {
  RecordPlace place;
  std::map<std::string, RecordedStack, std::less<>> stacks;
  Arena arena;  ///< of the values
};

/// Reads the files that are there; they are added to `sources`. Reports (E6010) what is no such file and
/// (E6013) what is sensitive, whose value is concealed.
RecordedOutputs read_recorded_outputs(RecordPlace place, FileProvider& files, SourceManager& sources,
                                      Diagnostics& diagnostics);

}  // namespace flux
