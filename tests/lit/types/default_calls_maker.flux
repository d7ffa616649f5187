// RUN: not %fluxc check %s 2>&1 | FileCheck %s
// A function that constructs a type whose default calls it: the circle is named, not "calls itself".

fn mk(): A = A { }
type A { n: int = 1, next: any = mk() }
type Top { n: int = 1 }
environment e : Top { }
// CHECK: error[E3014]: `mk` constructs `A`, whose defaults call it again
// CHECK: the way round: `mk` → the defaults of `A` → `mk`
