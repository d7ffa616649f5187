#include <fmt/format.h>

#include "fluxc/commands.h"
#include "project/project_file.h"
#include "source/file_provider.h"
#include "tools/scaffold.h"

namespace flux {
namespace {

ExitStatus report(const ScaffoldResult& result, const Diagnostics& diagnostics, Console& console) {
  for (const std::string& path : result.written) console.print(fmt::format("wrote {}\n", path));
  if (!result.next.empty()) console.print("\nnext:\n");
  for (const std::string& line : result.next) console.print(fmt::format("  {}\n", line));
  console.show(diagnostics, SourceManager());
  if (result.machine_failed) return kMachine;
  return diagnostics.has_errors() ? kInputErrors : kFine;
}

}  // namespace

ExitStatus run_init(const std::string& folder, Console& console) {
  Diagnostics diagnostics;
  return report(init_project(folder, diagnostics), diagnostics, console);
}

ExitStatus run_new_app(const NewAppOptions& options, Console& console) {
  Diagnostics diagnostics;
  DiskFileProvider files;
  return report(new_app(find_project_root(files, "."), options.type, options.name, diagnostics), diagnostics,
                console);
}

}  // namespace flux
