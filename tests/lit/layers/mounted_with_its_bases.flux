// RUN: %fluxc build %s -o %t --target kubernetes
// RUN: FileCheck %s --input-file=%t/e/kubernetes/shared/web/x-one.yaml
// What a mounted layer extends comes with it, in its order; a base that two mounts share is one layer.

type App {
  a: int
  b: int
  c: int
  l: list<string> = []
  emit kubernetes { manifest X one { apiVersion = "v1", spec = { a = a, b = b, c = c, l = l } } }
}
type Top { web: App = { } }

layer base : App {
  a = 1
  b = 1
  c = 1
  l += ["base"]
}
layer left extends base { b = 2, l += ["left"] }
layer right extends base { c = 3, l += ["right"] }

environment e : Top extends left at web, right at web { }
// CHECK: spec:
// CHECK-NEXT: a: 1
// CHECK-NEXT: b: 2
// CHECK-NEXT: c: 3
// CHECK-NEXT: l:
// CHECK-NEXT: - base
// CHECK-NEXT: - left
// CHECK-NEXT: - right
