// RUN: %check %s
// Each prefix needed by `super` is evaluated once, so a chain of layers that name it twice stays
// linear.

type Top { n: int = 1 }
layer l0 : Top {
  n = super + super - super
}
layer l1 extends l0 {
  n = super + super - super
}
layer l2 extends l1 {
  n = super + super - super
}
layer l3 extends l2 {
  n = super + super - super
}
layer l4 extends l3 {
  n = super + super - super
}
layer l5 extends l4 {
  n = super + super - super
}
layer l6 extends l5 {
  n = super + super - super
}
layer l7 extends l6 {
  n = super + super - super
}
layer l8 extends l7 {
  n = super + super - super
}
layer l9 extends l8 {
  n = super + super - super
}
layer l10 extends l9 {
  n = super + super - super
}
layer l11 extends l10 {
  n = super + super - super
}
layer l12 extends l11 {
  n = super + super - super
}
layer l13 extends l12 {
  n = super + super - super
}
layer l14 extends l13 {
  n = super + super - super
}
layer l15 extends l14 {
  n = super + super - super
}
layer l16 extends l15 {
  n = super + super - super
}
layer l17 extends l16 {
  n = super + super - super
}
layer l18 extends l17 {
  n = super + super - super
}
layer l19 extends l18 {
  n = super + super - super
}
layer l20 extends l19 {
  n = super + super - super
}
layer l21 extends l20 {
  n = super + super - super
}
layer l22 extends l21 {
  n = super + super - super
}
layer l23 extends l22 {
  n = super + super - super
}
layer l24 extends l23 {
  n = super + super - super
}
layer l25 extends l24 {
  n = super + super - super
}
layer l26 extends l25 {
  n = super + super - super
}
layer l27 extends l26 {
  n = super + super - super
}
layer l28 extends l27 {
  n = super + super - super
}
layer l29 extends l28 {
  n = super + super - super
}
layer l30 extends l29 {
  n = super + super - super
}
layer l31 extends l30 {
  n = super + super - super
}
layer l32 extends l31 {
  n = super + super - super
}
layer l33 extends l32 {
  n = super + super - super
}
layer l34 extends l33 {
  n = super + super - super
}
layer l35 extends l34 {
  n = super + super - super
}
layer l36 extends l35 {
  n = super + super - super
}
layer l37 extends l36 {
  n = super + super - super
}
layer l38 extends l37 {
  n = super + super - super
}
layer l39 extends l38 {
  n = super + super - super
}
environment e extends l39 {
  check n == 1 : "n"
}
