#include "tools/record_outputs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace flux {

std::optional<RecordedText> record_outputs(std::string_view printed, Diagnostics& diagnostics) {
  using nlohmann::json;
  constexpr int kDeepest = 200;  // as deep as what reads it goes
  bool shallow = true;
  const json outputs = json::parse(
      printed,
      [&](int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
        shallow &= depth <= kDeepest;
        return shallow;
      },
      /*allow_exceptions=*/false);
  const auto refuse = [&](std::string what) {
    diagnostics.error(Code::recorded_unreadable, {}, std::move(what))
        .with_help("give it what `terraform output -json` prints: nothing else on standard input");
    return std::nullopt;
  };
  if (!shallow || !outputs.is_object()) return refuse("standard input holds no outputs of Terraform");
  RecordedText text;
  json recorded = json::object();
  for (const auto& [name, output] : outputs.items()) {
    if (!output.is_object() || !output.contains("value") || !output.contains("type") ||
        !output.contains("sensitive") || !output["sensitive"].is_boolean())
      return refuse(fmt::format("`{}` on standard input is no output of Terraform", name));
    if (output["sensitive"].get<bool>()) {
      text.left_out.push_back(name);
      continue;
    }
    recorded[name] = output;
    ++text.outputs;
  }
  text.bytes = recorded.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
  return text;
}

}  // namespace flux
