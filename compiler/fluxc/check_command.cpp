#include "driver/compilation.h"
#include "driver/interfaces.h"
#include "driver/lint.h"
#include "driver/select_sources.h"
#include "driver/verify.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"

namespace flux {

ExitStatus run_check(const CheckOptions& options, Console& console) {
  DiskFileProvider files;
  Compilation compilation(files, options.paths.empty() ? "." : options.paths.front(), options.layers,
                          cache_folder());
  compilation.verify_lock();
  add_sources(compilation, files, options.paths, SourceSelection::all, {});
  verify_interfaces(compilation);
  CompileOptions compile;
  compile.jobs = options.jobs;
  compile.progress = [&](std::size_t done, const std::string& name) {
    console.progress(done, compilation.environments().size(), name);
  };
  compile.other_sources = [&] { return environment_sources(compilation, files, ""); };
  compilation.compile(compile);

  Diagnostics found = apply_lint(compilation.diagnostics(), compilation.project(), options.deny_warnings);
  found.normalise();
  if (options.verify) found = verify(found, compilation.sources());
  console.show(found, compilation.sources(), true);
  return found.has_errors() ? kInputErrors : kFine;
}

}  // namespace flux
