// Reads the command line. The only file that knows CLI11, with completion.cpp, which asks it what there is.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <new>
#include <thread>

#include "base/big_stack.h"
#include "base/failure.h"
#include "diagnostics/suggest.h"
#include "fluxc/commands.h"
#include "fluxc/completion.h"
#include "fluxc/interrupt.h"
#include "project/version.h"
#include "tools/add_schema.h"
#include "tools/scaffold.h"

namespace flux {
namespace {

/// What to say of a word that is none of `names`.
template <typename Range>
std::string not_one_of(std::string_view kind, const std::string& word, const Range& names) {
  const auto near = closest(word, names);
  return fmt::format("there is no {} `{}`; {}", kind, word,
                     near ? fmt::format("did you mean `{}`?", *near)
                          : fmt::format("there are `{}`", fmt::join(names, "`, `")));
}

/// Admits the words of `choices`, `a|b|c`, which the help and the completion show as they are.
CLI::Option* choose(CLI::Option* option, const std::string& kind, const std::string& choices) {
  const std::vector<std::string> names = CLI::detail::split(choices, '|');
  option->type_name(choices)->check([kind, names](const std::string& word) {
    return std::find(names.begin(), names.end(), word) != names.end() ? "" : not_one_of(kind, word, names);
  });
  return option;
}

class CommandLine {
public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", fmt::format("fluxc {}", compiler_version()), "Show the version");
    app_.set_help_all_flag("--help-all", "Show the help of every command");
    app_.failure_message([this](const CLI::App* app, const CLI::Error& error) {
      std::string command = "fluxc";
      if (!app->get_subcommands().empty()) command += " " + app->get_subcommands().front()->get_name();
      return fmt::format("error: {}\n  = help: `{} --help` shows what there is\n",
                         without_values(error.what(), arguments_), command);
    });
    app_.footer(
        "Exit status: 0 fine, 1 errors in the sources, 2 misuse, 3 out of date (--check, verify), 4 the "
        "machine.\n"
        "Diagnostics go to standard error; those of `check` as JSON to standard output.");
    add_build();
    add_check();
    add_verify();
    add_explain();
    add_record();
    add_adopt_state();
    add_init();
    add_new();
    add_schema();
    add_vendor();
    add_interface();
    add_doc();
    add_version();
    add_completion();
  }

  int run(int count, char** arguments) {
    arguments_.assign(arguments + 1, arguments + count);
    if (!names_a_command(arguments_)) return kMisuse;
    try {
      app_.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == 0 ? kFine : kMisuse;
    }
    Console console(console_options_);
    ExitStatus status = kMachine;
    run_on_big_stack([&] { status = guarded(console); });
    return console.flush() ? status : kMachine;
  }

private:
  /// False, and says so, when a command is missing or unknown: CLI11 would not say which there are.
  bool names_a_command(const std::vector<std::string>& words) const {
    const CLI::App* app = &app_;
    for (const std::string& word : words) {
      if (word.starts_with('-')) return true;  // help, or a mistake that CLI11 tells
      const auto commands = commands_of(*app);
      if (commands.empty()) return true;
      const auto found = std::find_if(commands.begin(), commands.end(),
                                      [&](const CLI::App* command) { return command->get_name() == word; });
      if (found == commands.end()) {
        return complain(not_one_of("command", word, names_of(commands)), *app);
      }
      app = *found;
    }
    const auto commands = commands_of(*app);
    if (commands.empty()) return true;
    return complain(fmt::format("a command is missing: `{}`", fmt::join(names_of(commands), "`, `")), *app);
  }

  static std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
  }
  static std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const CLI::App* command : commands) names.push_back(command->get_name());
    return names;
  }
  static bool complain(const std::string& message, const CLI::App& app) {
    Console({}).fail(message, fmt::format("`{} --help` shows what they do",
                                          app.get_parent() == nullptr ? "fluxc" : "fluxc " + app.get_name()));
    return false;
  }

  ExitStatus guarded(Console& console) {
    try {
      return command_(console);
    } catch (const std::bad_alloc&) {
      console.fail("out of memory");
    } catch (const std::exception& error) {
      console.fail(fmt::format("fluxc failed: {}", failure_of(error)),
                   "this is a mistake of fluxc; please report it");
    }
    return kMachine;
  }

  CLI::App* add_command(CLI::App& parent, const char* name, const char* description) {
    CLI::App* command = parent.add_subcommand(name, description);
    const auto diagnostics = [this](const std::string& word) {
      console_options_.json_diagnostics = word == "json";
    };
    choose(
        command->add_option_function<std::string>("--diagnostics", diagnostics, "How diagnostics are shown"),
        "format", "text|json");
    const auto colour = [this](const std::string& word) {
      console_options_.colour = word == "always"  ? ColourMode::always
                                : word == "never" ? ColourMode::never
                                                  : ColourMode::automatic;
    };
    choose(command->add_option_function<std::string>("--color", colour, "Whether to use colours"), "choice",
           "auto|always|never");
    return command;
  }

  void add_layers(CLI::App* command) {
    command
        ->add_option("-c", custom_files_, "A Flux, YAML or JSON file that is a layer above the environment")
        ->type_name("LAYER")
        ->allow_extra_args(false);
    add_assignments(command, assignments_, "Set one value above all layers");
  }

  static void add_assignments(CLI::App* command, std::vector<std::string>& to, const char* what) {
    command->add_option("--set", to, what)
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false)
        ->check([](const std::string& text) {
          const std::size_t equals = text.find('=');
          // It may be the value of a secret, and is not repeated.
          return equals != std::string::npos && equals > 0 ? "" : "it is not PATH=VALUE";
        });
  }

  std::vector<CustomLayer> layers() const {
    std::vector<CustomLayer> layers;
    for (const std::string& file : custom_files_) layers.push_back({CustomLayer::Kind::file, file});
    for (const std::string& text : assignments_) layers.push_back({CustomLayer::Kind::assignment, text});
    return layers;
  }

  void add_jobs(CLI::App* command, unsigned& jobs) {
    jobs = std::max(1U, std::thread::hardware_concurrency());
    command->add_option("-j", jobs, "How many environments to work on at once")
        ->type_name("N")
        ->check(CLI::Range(1U, 256U).description(""));
  }

  void add_build() {
    CLI::App* command = add_command(app_, "build", "Write what environments become");
    command->add_option("paths", build_.paths, "Files with environments, or folders; none: the project")
        ->type_name("PATH");
    command->add_option("-o", build_.output, "The output folder; `-`: YAML of one target to standard output")
        ->type_name("DIR");
    add_layers(command);
    command
        ->add_option("--target", target_names_, "Build these targets only, and leave the files of the others")
        ->type_name("terraform|helm|argocd|kubernetes|file")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check([](const std::string& word) {
          std::vector<std::string_view> names;
          names.reserve(kEmitTargets.size());
          for (const auto& [name, target] : kEmitTargets) names.push_back(name);
          return std::find(names.begin(), names.end(), word) != names.end()
                     ? ""
                     : not_one_of("target", word, names);
        });
    const auto mode = [this](BuildMode chosen) {
      return [this, chosen](std::int64_t) { build_.mode = chosen; };
    };
    CLI::Option* dry =
        command->add_flag_function("--dry-run", mode(BuildMode::dry_run),
                                   "Write nothing; show how the output differs from what is on disk");
    CLI::Option* check = command->add_flag_function(
        "--check", mode(BuildMode::check),
        "Write nothing; exit with 3 when the output on disk is not what would be written");
    check->excludes(dry);
    add_jobs(command, build_.jobs);
    on(command, [this](Console& console) { return build(console); });
  }

  ExitStatus build(Console& console) {
    build_.layers = layers();
    if (!target_names_.empty()) {
      build_.targets = {};
      build_.all_targets = false;
    }
    for (const std::string& word : target_names_) {
      for (const auto& [name, target] : kEmitTargets) {
        if (name == word) build_.targets.insert(target);
      }
    }
    if (build_.output == "-") {
      const bool is_yaml = build_.targets.contains(EmitTarget::helm) ||
                           build_.targets.contains(EmitTarget::argocd) ||
                           build_.targets.contains(EmitTarget::kubernetes);
      if (target_names_.size() != 1 || !is_yaml) {
        console.fail("`-o -` writes the YAML of one target", "add `--target helm`, `argocd` or `kubernetes`");
        return kMisuse;
      }
      if (build_.mode != BuildMode::write) {
        console.fail("`-o -` has no folder to compare with", "leave out `--check` and `--dry-run`");
        return kMisuse;
      }
      build_.to_stdout = true;
    }
    return run_build(build_, console);
  }

  void add_check() {
    CLI::App* command = add_command(app_, "check", "Report mistakes, write nothing");
    command->add_option("paths", check_.paths, "Files or folders; none: the project")->type_name("PATH");
    add_layers(command);
    command->add_flag("--verify", check_.verify, "Compare with the `expected-error` comments in the sources");
    command->add_flag("--deny-warnings", check_.deny_warnings, "Make errors of warnings");
    add_jobs(command, check_.jobs);
    on(command, [this](Console& console) {
      check_.layers = layers();
      return run_check(check_, console);
    });
  }

  void add_verify() {
    CLI::App* command =
        add_command(app_, "verify", "Prove that an output folder is what its sources build; writes nothing");
    command->add_option("output", verify_.output, "The folder of an environment, or the one they are all in")
        ->type_name("OUT")
        ->required();
    add_assignments(command, verify_.secrets, "Give a secret again that the build was given by `--set`");
    add_jobs(command, verify_.jobs);
    on(command, [this](Console& console) { return run_verify(verify_, console); });
  }

  void add_explain() {
    CLI::App* command = add_command(app_, "explain", "Show why a value is what it is, or what a code means");
    command->add_option("subject", explain_.subject, "An environment's file or name; or a code, as E3004")
        ->type_name("ENV|CODE")
        ->required();
    command->add_option("path", explain_.path, "The value, as apps.my-app.replicas")->type_name("PATH");
    add_layers(command);
    const auto format = [this](const std::string& word) { explain_.json = word == "json"; };
    choose(command->add_option_function<std::string>("--format", format, "How to show it"), "format",
           "text|json");
    on(command, [this](Console& console) {
      explain_.layers = layers();
      return run_explain(explain_, console);
    });
  }

  void add_record() {
    CLI::App* command = add_command(
        app_, "record", "Keep Terraform's outputs, from `terraform output -json`, for the next build");
    command->add_option("environment", record_.environment, "The environment")->type_name("ENV")->required();
    command->add_option("stack", record_.stack, "Whose outputs come by standard input")
        ->type_name("STACK")
        ->required()
        ->check([](const std::string& name) {
          return name.find('/') == std::string::npos && !name.starts_with('.')
                     ? ""
                     : fmt::format("`{}` is no name of a stack", name);
        });
    on(command, [this](Console& console) { return run_record(record_, console); });
  }

  void add_adopt_state() {
    CLI::App* command = add_command(app_, "adopt-state",
                                    "Propose how resources that are applied get the addresses of a stack");
    command->add_option("environment", adopt_.subject, "An environment's file or name")
        ->type_name("ENV")
        ->required();
    command
        ->add_option("state", adopt_.state,
                     "What `terraform state pull` or `terraform show -json` prints; `-`: standard input")
        ->type_name("STATE")
        ->required();
    command->add_option("--stack", adopt_.stack, "The stack that takes it over; none: the only one")
        ->type_name("STACK");
    command->add_flag("--import", adopt_.import,
                      "The state is not the stack's own: import by id, instead of moving");
    add_layers(command);
    on(command, [this](Console& console) {
      adopt_.layers = layers();
      return run_adopt_state(adopt_, console);
    });
  }

  void add_init() {
    CLI::App* command = add_command(app_, "init", "Start a project");
    command->add_option("folder", init_folder_, "Where; the current folder if none")->type_name("DIR");
    on(command, [this](Console& console) { return run_init(init_folder_, console); });
  }

  void add_new() {
    CLI::App* command = app_.add_subcommand("new", "Add something to a project");
    command->require_subcommand(1);
    CLI::App* app = add_command(*command, "app", "Add an app");
    app->add_option("name", new_app_.name, "Its key in `apps`: lower case letters, digits and `-`")
        ->type_name("NAME")
        ->required()
        ->check(app_name_problem);
    choose(app->add_option("--type", new_app_.type, "What kind of app"), "type",
           fmt::format("{}", fmt::join(app_kinds(), "|")))
        ->required();
    on(app, [this](Console& console) { return run_new_app(new_app_, console); });
  }

  void add_schema() {
    CLI::App* command = app_.add_subcommand("schema", "Work with the schemas of providers, charts and kinds");
    command->require_subcommand(1);
    add_schema_add(*command);

    CLI::App* list = add_command(*command, "list", "Show the schemas of the project");
    const auto format = [this](const std::string& word) { schema_list_json_ = word == "json"; };
    choose(list->add_option_function<std::string>("--format", format, "How to show them"), "format",
           "text|json");
    on(list, [this](Console& console) { return run_schema_list(schema_list_json_, console); });

    CLI::App* show = add_command(*command, "show", "Print a type of a schema as Flux");
    show->add_option("schema", schema_show_.subject, "As proxmox, cilium.Values.hubble or a file")
        ->type_name("SCHEMA[.TYPE[.PATH]]|FILE")
        ->required();
    show->add_option("type", schema_show_.type, "The type, where a file is named")->type_name("TYPE[.PATH]");
    on(show, [this](Console& console) { return run_schema_show(schema_show_, console); });

    CLI::App* diff = add_command(*command, "diff", "Tell what of the project breaks with a newer schema");
    diff->add_option("old", schema_diff_.old, "A schema of the project")
        ->type_name("SCHEMA|FILE")
        ->required();
    diff->add_option("new", schema_diff_.newer, "The newer one")->type_name("FILE")->required();
    add_jobs(diff, schema_diff_.jobs);
    on(diff, [this](Console& console) { return run_schema_diff(schema_diff_, console); });
  }

  void add_schema_add(CLI::App& parent) {
    CLI::App* add = add_command(parent, "add", "Put a tool's schema into the project");
    choose(add->add_option("kind", schema_kind_, "What kind of schema"), "kind",
           "terraform|chart|crd|openapi|module")
        ->required();
    add->add_option("name", schema_add_.name, "What the project calls it; of a chart, the chart's name")
        ->type_name("NAME")
        ->required()
        ->check(schema_name_problem);
    add->add_option("--from", schema_add_.from,
                    "The file that the tool wrote, or the folder of a chart or module")
        ->type_name("FILE")
        ->required();
    const auto many = [add](const char* name, std::vector<std::string>& to, const char* what) {
      return add->add_option(name, to, what)->delimiter(',')->allow_extra_args(false);
    };
    many("--only", schema_add_.only, "Keep these types or kinds only, and what they refer to")
        ->type_name("TYPE,...");
    many("--open", schema_add_.open, "Places of a chart's values that admit any name")->type_name("PATH,...");
    add->add_option("--version", schema_add_.version, "Of the provider, chart or module that it describes")
        ->type_name("VERSION")
        ->check(schema_version_problem);
    on(add, [this](Console& console) {
      schema_add_.kind = *schema_kind_named(schema_kind_);
      return run_schema_add(schema_add_, console);
    });
  }

  void add_vendor() {
    CLI::App* command = add_command(app_, "vendor", "Put the packages that the project depends on into it");
    command->add_option("packages", vendor_.names, "Their names in flux.yaml; none: all of them")
        ->type_name("NAME");
    command->add_flag("--update", vendor_.update, "Ask again what their revisions are");
    on(command, [this](Console& console) { return run_vendor(vendor_, console); });
  }

  void add_interface() {
    CLI::App* command =
        add_command(app_, "interface", "Write what an environment exports to other repositories");
    command->add_option("environment", interface_.environment, "The environment's name")->type_name("ENV");
    command->add_option("-o", interface_.output, "The file; `interface/ENV.flux` of the project if none")
        ->type_name("FILE");
    CLI::Option* check = command->add_flag("--check", interface_.check,
                                           "Write nothing; exit with 3 when the file is not current");
    command
        ->add_flag("--accept", interface_.accept,
                   "Record in flux.lock the interfaces that the project imports, as they are now")
        ->excludes(check);
    on(command, [this](Console& console) {
      if (interface_.accept != interface_.environment.empty()) {
        console.fail("`fluxc interface` wants an environment, or `--accept`");
        return kMisuse;
      }
      return run_interface(interface_, console);
    });
  }

  void add_doc() {
    CLI::App* command = add_command(app_, "doc", "Write the documentation of modules, as Markdown");
    command->add_option("modules", doc_.modules, "The modules' files; none: the standard library")
        ->type_name("FILE");
    command->add_option("-o", doc_.output, "The folder of the pages; `docs` if none")->type_name("DIR");
    command->add_flag("--check", doc_.check, "Write nothing; exit with 3 when a page is not current");
    on(command, [this](Console& console) { return run_doc(doc_, console); });
  }

  void add_version() {
    on(add_command(app_, "version", "Show the version"), [](Console& console) {
      console.print(fmt::format("fluxc {}\n", compiler_version()));
      return kFine;
    });
  }

  void add_completion() {
    CLI::App* command = add_command(app_, "completion", "Print a script that completes command lines");
    choose(command->add_option("shell", shell_, "For which shell"), "shell", "bash|zsh|fish")->required();
    on(command, [this](Console& console) {
      console.print(completion_script(app_, shell_));
      return kFine;
    });
  }

  void on(CLI::App* command, std::function<ExitStatus(Console&)> run) {
    command->callback([this, run = std::move(run)] { command_ = run; });
  }

  CLI::App app_{
      "fluxc compiles a typed description of a platform to Terraform, Helm, Argo CD and Kubernetes.",
      "fluxc"};
  std::vector<std::string> arguments_;
  std::function<ExitStatus(Console&)> command_;
  ConsoleOptions console_options_;
  std::vector<std::string> custom_files_;
  std::vector<std::string> assignments_;
  std::vector<std::string> target_names_;
  BuildOptions build_;
  CheckOptions check_;
  VerifyOptions verify_;
  ExplainOptions explain_;
  RecordOptions record_;
  AdoptOptions adopt_;
  std::string init_folder_ = ".";
  NewAppOptions new_app_;
  std::string schema_kind_;
  VendorRequest schema_add_;
  VendorOptions vendor_;
  InterfaceOptions interface_;
  bool schema_list_json_ = false;
  SchemaShowOptions schema_show_;
  SchemaDiffOptions schema_diff_;
  DocOptions doc_;
  std::string shell_;
};

}  // namespace
}  // namespace flux

int main(int count, char** arguments) {
  flux::end_silently("error: fluxc failed\n  = help: this is a mistake of fluxc; please report it\n");
  flux::handle_interrupts();
  return flux::CommandLine().run(count, arguments);
}
