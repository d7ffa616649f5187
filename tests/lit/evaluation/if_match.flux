// RUN: %check %s
// `if` and `match` choose; what is not chosen is not run.

type Top { tier: "small" | "large" = "large", size: int = match tier { "small" => 1, "large" => 10 }, zero: int = 0 }
environment e : Top {
  check (if size > 5 then "big" else "${1 % zero}") == "big" : "only one branch runs"
  check (match size { 1..5 => "low", 6.. => "high", else => "none" }) == "high" : "ranges"
}
