#include <fmt/format.h>

#include "driver/lint.h"
#include "fluxc/cache_folder.h"
#include "fluxc/commands.h"
#include "fluxc/interrupt.h"
#include "tools/add_schema.h"
#include "tools/diff_schema.h"
#include "tools/schema_list.h"
#include "tools/show_schema.h"

namespace flux {
namespace {

/// What every schema command begins with.
struct Session {
  explicit Session(Console& shown) : console(shown), project(open_schema_project(files, sources, found)) {}

  ExitStatus finish() {
    found.normalise();
    console.show(found, sources);
    return found.has_errors() ? kInputErrors : kFine;
  }

  Console& console;
  DiskFileProvider files;
  SourceManager sources;
  Diagnostics found;
  SchemaProject project;
};

std::string counted(std::size_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

ExitStatus run_schema_add(const VendorRequest& request, Console& console) {
  Session session(console);
  // Of a lock file or flux.yaml that cannot be read, nothing may be lost.
  if (session.found.has_errors()) return session.finish();
  const DeferInterrupts until_written;
  const AddedSchema added = add_schema(session.project, request, session.files, session.found);
  for (const std::string& line : added.written) console.print(fmt::format("wrote {}\n", line));
  if (!added.next.empty()) console.print("\nnext:\n");
  for (const std::string& line : added.next) console.print(fmt::format("  {}\n", line));
  const ExitStatus status = session.finish();
  return added.machine_failed ? kMachine : status;
}

ExitStatus run_schema_list(bool json, Console& console) {
  Session session(console);
  console.print(json ? schema_list_json(session.project, session.files)
                     : schema_list_text(session.project, session.files));
  return session.finish();
}

ExitStatus run_schema_show(const SchemaShowOptions& options, Console& console) {
  Session session(console);
  const auto text = show_schema(session.project, options.subject, options.type, session.files, session.found);
  if (text) console.print(*text);
  return session.finish();
}

ExitStatus run_schema_diff(const SchemaDiffOptions& options, Console& console) {
  Session session(console);
  const auto diff =
      diff_schema(session.project, options.old, options.newer, cache_folder(), options.jobs, session.found);
  if (!diff) return session.finish();
  const Diagnostics breaks = apply_lint(diff->breaks, session.project.project, false);
  console.print(fmt::format("{}: {} removed, {} added, {} changed\n", diff->counted, diff->removed,
                            diff->added, diff->changed));
  if (!diff->used) {
    console.print(fmt::format("no file of this project imports `{}`\n", options.old));
  } else if (breaks.has_errors()) {
    console.print(
        fmt::format("the upgrade breaks {}\n",
                    counted(breaks.error_count(), "place of this project", "places of this project")));
  } else {
    console.print("nothing of this project breaks\n");
  }
  if (diff->errors > 0) {
    console.print(fmt::format("{} with the old schema already, not shown\n",
                              counted(diff->errors, "error is there", "errors are there")));
  }
  if (!diff->upgrade.empty()) console.print(fmt::format("\nto upgrade:\n  {}\n", diff->upgrade));
  console.show(breaks, diff->compilation->sources());
  return breaks.has_errors() ? kInputErrors : kFine;
}

}  // namespace flux
