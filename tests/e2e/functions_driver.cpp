// Calls functions for the comparison with Terraform: each line of the input is `name TAB
// json-list-of-arguments`, each line of the output the result as JSON, or `ERR` and the reason. With any
// argument it lists the functions instead.
#include <iostream>
#include <string>

#include "functions/functions.h"

int main(int argc, char**) {
  if (argc > 1) {
    for (const flux::FunctionInfo& function : flux::all_functions()) std::cout << function.name << '\n';
    return 0;
  }
  for (std::string line; std::getline(std::cin, line);) {
    flux::Arena arena;
    flux::CallContext context{arena};
    const std::size_t tab = line.find('\t');
    const std::string name = line.substr(0, tab), json = line.substr(tab + 1);
    const flux::FunctionInfo* function = flux::find_function(name);
    if (function == nullptr) {
      std::cout << "ERR no such function\n";
      continue;
    }
    const flux::Value json_text[] = {flux::Value::string(json)};
    const flux::CallResult arguments =
        flux::call_function(*flux::find_function("jsondecode"), context, json_text);
    if (!arguments.ok()) {
      std::cout << "ERR the arguments: " << arguments.error << '\n';
      continue;
    }
    const flux::CallResult result = flux::call_function(*function, context, arguments.value.as_list().items);
    std::cout << (result.ok() ? flux::encode_json(result.value) : "ERR " + result.error) << '\n';
  }
}
