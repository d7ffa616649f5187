// RUN: %check %s
// Quantities are exact; arithmetic and comparison stay within one dimension.

type Top { mem: bytes = 1536Mi, cpu: cpu = 1.5, keep: duration = 90d, share: percent = 12.5% }
environment e : Top {
  check mem in MiB == 1536 : "a number"
  check mem * 2 == 3Gi && mem / 2 == 768Mi : "scaled"
  check mem / 1Gi == 1.5 : "a ratio is a float"
  check cpu == 1500m && cpu + 500m == 2 : "cores and millicores"
  check keep > 2159h && keep == 2160h : "one instant of time"
  check share * 2 == 25% : "hundredths"
}
