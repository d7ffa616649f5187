// What fluxc can do, one function a command. Each returns the exit status; main.cpp reads the command line
// into their options. Everything runs on the large stack that main.cpp made.
#pragma once

#include <string>
#include <vector>

#include "driver/build_report.h"
#include "emit/emit.h"
#include "fluxc/console.h"
#include "fluxc/exit_status.h"
#include "packages/vendor_packages.h"
#include "schemas/vendor.h"
#include "sema/sema.h"

namespace flux {

struct BuildOptions {
  std::vector<std::string> paths;   ///< none: the project of the current folder
  std::vector<CustomLayer> layers;  ///< lowest first
  std::string output;               ///< `-o`; empty: the project's
  bool to_stdout = false;           ///< `-o -`: stream the one selected target
  EmitSelection targets = EmitSelection::all();
  bool all_targets = true;
  BuildMode mode = BuildMode::write;
  unsigned jobs = 1;
};
ExitStatus run_build(const BuildOptions& options, Console& console);

struct VerifyOptions {
  std::string output;                ///< the folder of an environment, or the one that these are in
  std::vector<std::string> secrets;  ///< `PATH=VALUE`, for what a build was given and did not record
  unsigned jobs = 1;
};
ExitStatus run_verify(const VerifyOptions& options, Console& console);

struct CheckOptions {
  std::vector<std::string> paths;
  std::vector<CustomLayer> layers;
  bool verify = false;
  bool deny_warnings = false;
  unsigned jobs = 1;
};
ExitStatus run_check(const CheckOptions& options, Console& console);

struct ExplainOptions {
  std::string subject;  ///< a file, an environment's name, or a code when there is no path
  std::string path;
  std::vector<CustomLayer> layers;
  bool json = false;
};
ExitStatus run_explain(const ExplainOptions& options, Console& console);

struct RecordOptions {
  std::string environment;
  std::string stack;
};
/// What `terraform output -json` prints comes by standard input.
ExitStatus run_record(const RecordOptions& options, Console& console);

struct AdoptOptions {
  std::string subject;  ///< a file or an environment's name
  std::string state;    ///< a file; `-`: standard input
  std::string stack;    ///< empty: the only one
  bool import = false;  ///< the state is of something else, and stays there
  std::vector<CustomLayer> layers;
};
ExitStatus run_adopt_state(const AdoptOptions& options, Console& console);

struct DocOptions {
  std::vector<std::string> modules;  ///< files; none: the standard library
  std::string output = "docs";
  bool check = false;
};
ExitStatus run_doc(const DocOptions& options, Console& console);

ExitStatus run_init(const std::string& folder, Console& console);

struct NewAppOptions {
  std::string name;
  std::string type;
};
ExitStatus run_new_app(const NewAppOptions& options, Console& console);

struct InterfaceOptions {
  std::string environment;  ///< by its name; empty with `accept`
  std::string output;       ///< empty: interface/<environment>.flux of the project
  bool check = false;
  bool accept = false;
};
ExitStatus run_interface(const InterfaceOptions& options, Console& console);

ExitStatus run_vendor(const VendorOptions& options, Console& console);

ExitStatus run_schema_add(const VendorRequest& request, Console& console);
ExitStatus run_schema_list(bool json, Console& console);

struct SchemaShowOptions {
  std::string subject;  ///< `proxmox.resource.T`, or a file
  std::string type;     ///< in a file
};
ExitStatus run_schema_show(const SchemaShowOptions& options, Console& console);

struct SchemaDiffOptions {
  std::string old;    ///< a schema of the project, by name or path
  std::string newer;  ///< a file
  unsigned jobs = 1;
};
ExitStatus run_schema_diff(const SchemaDiffOptions& options, Console& console);

}  // namespace flux
