// RUN: %fluxc build --target kubernetes -o - %s | FileCheck %s
// Documents spell quantities as Kubernetes reads them, but for those that a type's `as` spells already.
type Top {
  size: bytes as prometheus = 200Gi
  keep: duration as go = 90d
  grace: duration as seconds = 2m
  plain: bytes = 200GiB
  any: any = size
  emit kubernetes {
    manifest Prometheus main {
      apiVersion = "monitoring.coreos.com/v1"
      spec = { retentionSize = size, copied = any, keep = keep, grace = grace, plain = plain }
    }
  }
}
environment e : Top { }
// CHECK: retentionSize: 200GiB
// CHECK-NEXT: copied: 200GiB
// CHECK-NEXT: keep: 2160h
// CHECK-NEXT: grace: "120"
// CHECK-NEXT: plain: 200Gi
