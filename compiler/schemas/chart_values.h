// The values of a Helm chart: the chart's own defaults complete what is given, and its schema speaks of the
// whole.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ir/value.h"
#include "schemas/schema.h"
#include "schemas/validate.h"

namespace flux {

/// What is known of a chart's values.
struct ChartValues {
  const Schema* schema = nullptr;   ///< null when no schema describes the chart
  const Value* defaults = nullptr;  ///< a map: its values.yaml; null when that is not known
  std::span<const Name> handed_on;  ///< names whose values go to other charts: `global`, and its subcharts
};

/// The text of a chart's values.yaml; null when it cannot be read or is no map.
const Value* read_chart_defaults(std::string_view text, Arena& arena);

/// The names whose values a chart hands on, by the text of its Chart.yaml: `global`, and its dependencies by
/// their aliases or names. https://helm.sh/docs/chart_template_guide/subcharts_and_globals/
std::vector<Name> names_handed_on(std::string_view chart);

/// All mistakes of `values`. With the defaults known, what Helm will validate is validated: maps merged,
/// lists replaced, and null takes a default away. Otherwise what is missing counts as given by the defaults,
/// except in lists. A name that only the defaults know, and the schema forgot, is no mistake; nor is one
/// whose values go to other charts.
std::vector<SchemaMistake> validate_chart_values(const Value& values, const ChartValues& chart, Arena& arena);

}  // namespace flux
