#include "fluxc/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace flux {
namespace {

struct Flag {
  std::string name;  ///< `--color`, `-j`
  std::string description;
  bool takes_value = false;
  std::vector<std::string> choices;
};

/// A command, `build` or `new app`, with what may follow it.
struct Command {
  std::string path;
  std::string description;
  std::vector<Flag> flags;
  std::vector<std::string> words;  ///< sub-commands, or the choices of an argument
};

std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const bool is_placeholder = type.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos;
  return is_placeholder || type.empty() ? std::vector<std::string>() : CLI::detail::split(type, '|');
}

void collect(const CLI::App& app, const std::string& path, std::vector<Command>& commands) {
  Command command{path, app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    const bool takes_value = option->get_items_expected_max() > 0;
    if (option->get_positional()) {
      for (std::string& word : choices_of(*option)) command.words.push_back(std::move(word));
    }
    for (const std::string& name : option->get_lnames()) {
      command.flags.push_back({"--" + name, option->get_description(), takes_value, choices_of(*option)});
    }
    for (const std::string& name : option->get_snames()) {
      command.flags.push_back({"-" + name, option->get_description(), takes_value, choices_of(*option)});
    }
  }
  const std::vector<const CLI::App*> below = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* sub : below) command.words.push_back(sub->get_name());
  commands.push_back(std::move(command));
  for (const CLI::App* sub : below) {
    collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), commands);
  }
}

std::string flag_names(const Command& command) {
  std::vector<std::string> names;
  for (const Flag& flag : command.flags) names.push_back(flag.name);
  return fmt::format("{}", fmt::join(names, " "));
}

/// Without what a single-quoted string of the shell would read.
std::string quotable(std::string text) {
  for (char& c : text) {
    if (c == '\'' || c == '[' || c == ']' || c == ':' || c == '`') c = ' ';
  }
  return text;
}

std::string bash_script(const std::vector<Command>& commands) {
  std::string words;
  std::string values;
  for (const Command& command : commands) {
    words += fmt::format("    '{}') flags='{}' words='{}' ;;\n", command.path, flag_names(command),
                         fmt::join(command.words, " "));
    for (const Flag& flag : command.flags) {
      if (!flag.takes_value) continue;
      values += fmt::format("    '{} {}') words='{}' takes_value=1 ;;\n", command.path, flag.name,
                            fmt::join(flag.choices, " "));
    }
  }
  return fmt::format(
      R"bash(# bash completion for fluxc; put it into ~/.local/share/bash-completion/completions/fluxc
_fluxc() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local command='' flags='' words='' takes_value='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${{COMP_WORDS[i]}}" in
{}    esac
  done
  case "$command" in
{}  esac
  case "$command $previous" in
{}  esac
  if [[ -n $takes_value ]]; then
    flags=''
  fi
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -o bashdefault -F _fluxc fluxc
)bash",
      [&] {
        std::string cases;
        for (const Command& command : commands) {
          if (command.path.empty()) continue;
          const std::size_t space = command.path.rfind(' ');
          const std::string parent = space == std::string::npos ? "" : command.path.substr(0, space);
          const std::string own = space == std::string::npos ? command.path : command.path.substr(space + 1);
          cases += fmt::format("      '{} {}') command='{}' ;;\n", parent, own, command.path);
        }
        return cases;
      }(),
      words, values);
}

std::string zsh_script(const std::vector<Command>& commands) {
  std::string cases;
  for (const Command& command : commands) {
    std::string specs;
    for (const Flag& flag : command.flags) {
      const std::string value = !flag.takes_value ? ""
                                : flag.choices.empty()
                                    ? ":value:_files"
                                    : fmt::format(":value:({})", fmt::join(flag.choices, " "));
      specs += fmt::format(" \\\n        '*{}[{}]{}'", flag.name, quotable(flag.description), value);
    }
    const std::string rest =
        command.words.empty() ? "*:file:_files" : fmt::format("*:word:({})", fmt::join(command.words, " "));
    cases += fmt::format("    '{}')\n      _arguments{} \\\n        '{}' ;;\n", command.path, specs, rest);
  }
  std::string paths;
  for (const Command& command : commands) {
    if (!command.path.empty()) paths += fmt::format(" '{}'", command.path);
  }
  return fmt::format(R"zsh(#compdef fluxc
# zsh completion for fluxc; put it into a folder of $fpath as _fluxc
_fluxc() {{
  local -a paths=({})
  local command='' candidate word
  for word in ${{words[2,CURRENT-1]}}; do
    candidate="${{command:+$command }}$word"
    (( ${{paths[(Ie)$candidate]}} )) && command=$candidate
  done
  case $command in
{}  esac
}}
if [[ $funcstack[1] == _fluxc ]]; then
  _fluxc "$@"
else
  compdef _fluxc fluxc
fi
)zsh",
                     paths, cases);
}

std::string fish_script(const std::vector<Command>& commands) {
  std::string script = "# fish completion for fluxc; put it into ~/.config/fish/completions/fluxc.fish\n";
  for (const Command& command : commands) {
    std::vector<std::string> conditions;
    for (const std::string& word : CLI::detail::split(command.path, ' ')) {
      if (!word.empty()) conditions.push_back(fmt::format("__fish_seen_subcommand_from {}", word));
    }
    if (command.path.empty()) conditions.emplace_back("__fish_use_subcommand");
    const std::string condition = fmt::format("{}", fmt::join(conditions, "; and "));
    for (const Flag& flag : command.flags) {
      const bool is_long = flag.name.starts_with("--");
      script += fmt::format("complete -c fluxc -n '{}' {} {} -d '{}'", condition, is_long ? "-l" : "-s",
                            flag.name.substr(is_long ? 2 : 1), quotable(flag.description));
      if (flag.takes_value)
        script += flag.choices.empty() ? " -r" : fmt::format(" -x -a '{}'", fmt::join(flag.choices, " "));
      script += '\n';
    }
    if (!command.words.empty()) {
      script +=
          fmt::format("complete -c fluxc -n '{}' -f -a '{}'\n", condition, fmt::join(command.words, " "));
    }
  }
  return script;
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
  std::vector<Command> commands;
  collect(app, "", commands);
  if (shell == "zsh") return zsh_script(commands);
  if (shell == "fish") return fish_script(commands);
  return bash_script(commands);
}

}  // namespace flux
