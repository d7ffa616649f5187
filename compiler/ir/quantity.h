// Exact quantities: CPU in millicores, bytes in bytes, durations in nanoseconds, percentages in hundredths.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flux {

enum class Dimension : std::uint8_t { cpu, bytes, duration, percent };

/// `cpu`, `bytes`, `duration`, `percent`.
std::string_view dimension_name(Dimension dimension);

/// The result of reading or computing a quantity: an amount in base units, or why not (a phrase for a
/// diagnostic).
struct QuantityResult {
  std::optional<std::int64_t> amount;
  std::string error;
};

/// Reads a spelling of one dimension: `500m`, `2` (cores) for cpu; `16Gi`, `1.5G`, `200GiB`, `1024` for
/// bytes; `90d`, `1h30m`, `720h`, `250ms`, `1y`, `2w` for duration (a bare number is an error there); `80%`,
/// `80`, `12.5%` for percent. `_` between digits and a leading `-` are admitted; an exponent (`1e3`) for cpu
/// and bytes without a unit. Inexact spellings (more digits than the unit holds) and overflow are errors.
QuantityResult parse_quantity(std::string_view text, Dimension dimension);

/// The dimensions whose spellings include this one that carries a unit: `5m` is cpu and duration, `16Gi`
/// bytes alone. A bitmask of 1 << Dimension. Zero: no unit that we know.
unsigned dimensions_of_spelling(std::string_view text);

/// The amount in the house spelling: the largest unit that is exact (`1500m`, `16Gi`, `1h30m`, `12.5%`).
std::string format_quantity(std::int64_t amount, Dimension dimension);

/// The amount in another tool's spelling, exactly, or nothing: styles `kubernetes` (any dimension it has),
/// `prometheus` (bytes `200GiB`, duration `90d`, largest exact unit and combinations as Prometheus reads
/// them), `go` (duration `2160h0m0s` in the short form `2160h`), `seconds` (duration as a whole number),
/// `plain` (bytes as a whole number).
std::optional<std::string> format_quantity_as(std::int64_t amount, Dimension dimension,
                                              std::string_view style);
/// Whether `style` exists for the dimension at all.
bool is_quantity_style(Dimension dimension, std::string_view style);

/// Base units in one `unit` (`MiB`, `GiB`, `MB`, `m` (millicores), `cores`, `s`, `ms`, `h`, `%` …): for
/// `memory in MiB`.
std::optional<std::int64_t> unit_size(std::string_view unit, Dimension dimension);
/// The units that `in` admits for the dimension, for messages: "`KiB`, `MiB`, …".
std::string unit_list(Dimension dimension);

}  // namespace flux
