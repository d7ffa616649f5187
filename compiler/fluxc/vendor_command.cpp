#include <fmt/format.h>

#include "fluxc/commands.h"
#include "fluxc/interrupt.h"
#include "packages/vendor_packages.h"

namespace flux {

ExitStatus run_vendor(const VendorOptions& options, Console& console) {
  DiskFileProvider files;
  SourceManager sources;
  Diagnostics found;
  const Project project = read_project(files, sources, find_project_root(files, "."), found);
  const LockFile lock = read_lock_file(files, sources, project.root, found);
  VendorReport report;
  if (!found.has_errors()) {
    const DeferInterrupts until_written;
    report = vendor_packages(project, lock, options, found);
  }
  if (!found.has_errors()) {
    for (const std::string& line : report.lines) console.print(line + "\n");
    if (report.lines.empty()) console.print("the project depends on no packages\n");
  }
  found.normalise();
  console.show(found, sources);
  return report.machine_failed ? kMachine : found.has_errors() ? kInputErrors : kFine;
}

}  // namespace flux
