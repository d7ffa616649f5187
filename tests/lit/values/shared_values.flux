// RUN: split-file %s %t
// RUN: not %fluxc check %t/lists.flux 2>&1 | FileCheck %s --check-prefix=HOLDS
// RUN: not %fluxc check %t/flat.flux 2>&1 | FileCheck %s --check-prefix=HOLDS
// RUN: not %fluxc check %t/layers.flux 2>&1 | FileCheck %s --check-prefix=HOLDS
// RUN: not %fluxc check %t/maps.flux 2>&1 | FileCheck %s --check-prefix=MAKES
// RUN: not %fluxc check %t/deferred.flux 2>&1 | FileCheck %s --check-prefix=HOLDS
// RUN: not %fluxc check %t/texts.flux 2>&1 | FileCheck %s --check-prefix=HOLDS
// RUN: %fluxc check %t/sets.flux
// A value that doubles with each line is small in memory and endless to whoever walks it; a set finds its duplicates at once.
// HOLDS: error[E4018]: this holds more than 1000000 other values
// MAKES: error[E4018]: the program makes more than

//--- lists.flux
let a0: any = [1]
let a1: any = [a0, a0]
let a2: any = [a1, a1]
let a3: any = [a2, a2]
let a4: any = [a3, a3]
let a5: any = [a4, a4]
let a6: any = [a5, a5]
let a7: any = [a6, a6]
let a8: any = [a7, a7]
let a9: any = [a8, a8]
let a10: any = [a9, a9]
let a11: any = [a10, a10]
let a12: any = [a11, a11]
let a13: any = [a12, a12]
let a14: any = [a13, a13]
let a15: any = [a14, a14]
let a16: any = [a15, a15]
let a17: any = [a16, a16]
let a18: any = [a17, a17]
let a19: any = [a18, a18]
let a20: any = [a19, a19]
let a21: any = [a20, a20]
let a22: any = [a21, a21]
let a23: any = [a22, a22]
let a24: any = [a23, a23]
let a25: any = [a24, a24]
let a26: any = [a25, a25]
let a27: any = [a26, a26]
let a28: any = [a27, a27]
let a29: any = [a28, a28]
let a30: any = [a29, a29]
let a31: any = [a30, a30]
let a32: any = [a31, a31]
let a33: any = [a32, a32]
let a34: any = [a33, a33]
let a35: any = [a34, a34]
let a36: any = [a35, a35]
let a37: any = [a36, a36]
let a38: any = [a37, a37]
let a39: any = [a38, a38]
let a40: any = [a39, a39]
type Top { same: bool = a40 == a40 }
environment e : Top { }

//--- flat.flux
let a0 = [1]
let a1 = [...a0, ...a0]
let a2 = [...a1, ...a1]
let a3 = [...a2, ...a2]
let a4 = [...a3, ...a3]
let a5 = [...a4, ...a4]
let a6 = [...a5, ...a5]
let a7 = [...a6, ...a6]
let a8 = [...a7, ...a7]
let a9 = [...a8, ...a8]
let a10 = [...a9, ...a9]
let a11 = [...a10, ...a10]
let a12 = [...a11, ...a11]
let a13 = [...a12, ...a12]
let a14 = [...a13, ...a13]
let a15 = [...a14, ...a14]
let a16 = [...a15, ...a15]
let a17 = [...a16, ...a16]
let a18 = [...a17, ...a17]
let a19 = [...a18, ...a18]
let a20 = [...a19, ...a19]
let a21 = [...a20, ...a20]
let a22 = [...a21, ...a21]
let a23 = [...a22, ...a22]
let a24 = [...a23, ...a23]
let a25 = [...a24, ...a24]
let a26 = [...a25, ...a25]
let a27 = [...a26, ...a26]
let a28 = [...a27, ...a27]
let a29 = [...a28, ...a28]
let a30 = [...a29, ...a29]
let a31 = [...a30, ...a30]
let a32 = [...a31, ...a31]
let a33 = [...a32, ...a32]
let a34 = [...a33, ...a33]
let a35 = [...a34, ...a34]
let a36 = [...a35, ...a35]
let a37 = [...a36, ...a36]
let a38 = [...a37, ...a37]
let a39 = [...a38, ...a38]
let a40 = [...a39, ...a39]
type Top { n: int = length(a40) }
environment e : Top { }

//--- layers.flux
type Top { xs: list<any> = [1] }
layer a0 : Top { }
layer a1 extends a0 { xs += [super, super] }
layer a2 extends a1 { xs += [super, super] }
layer a3 extends a2 { xs += [super, super] }
layer a4 extends a3 { xs += [super, super] }
layer a5 extends a4 { xs += [super, super] }
layer a6 extends a5 { xs += [super, super] }
layer a7 extends a6 { xs += [super, super] }
layer a8 extends a7 { xs += [super, super] }
layer a9 extends a8 { xs += [super, super] }
layer a10 extends a9 { xs += [super, super] }
layer a11 extends a10 { xs += [super, super] }
layer a12 extends a11 { xs += [super, super] }
layer a13 extends a12 { xs += [super, super] }
layer a14 extends a13 { xs += [super, super] }
layer a15 extends a14 { xs += [super, super] }
layer a16 extends a15 { xs += [super, super] }
layer a17 extends a16 { xs += [super, super] }
layer a18 extends a17 { xs += [super, super] }
layer a19 extends a18 { xs += [super, super] }
layer a20 extends a19 { xs += [super, super] }
environment e extends a20 { }

//--- maps.flux
let a0: any = { x = 1 }
let a1: any = { l = a0, r = a0 }
let a2: any = { l = a1, r = a1 }
let a3: any = { l = a2, r = a2 }
let a4: any = { l = a3, r = a3 }
let a5: any = { l = a4, r = a4 }
let a6: any = { l = a5, r = a5 }
let a7: any = { l = a6, r = a6 }
let a8: any = { l = a7, r = a7 }
let a9: any = { l = a8, r = a8 }
let a10: any = { l = a9, r = a9 }
let a11: any = { l = a10, r = a10 }
let a12: any = { l = a11, r = a11 }
let a13: any = { l = a12, r = a12 }
let a14: any = { l = a13, r = a13 }
let a15: any = { l = a14, r = a14 }
let a16: any = { l = a15, r = a15 }
let a17: any = { l = a16, r = a16 }
let a18: any = { l = a17, r = a17 }
let a19: any = { l = a18, r = a18 }
let a20: any = { l = a19, r = a19 }
let a21: any = { l = a20, r = a20 }
let a22: any = { l = a21, r = a21 }
let a23: any = { l = a22, r = a22 }
let a24: any = { l = a23, r = a23 }
let a25: any = { l = a24, r = a24 }
let a26: any = { l = a25, r = a25 }
let a27: any = { l = a26, r = a26 }
let a28: any = { l = a27, r = a27 }
let a29: any = { l = a28, r = a28 }
let a30: any = { l = a29, r = a29 }
let a31: any = { l = a30, r = a30 }
let a32: any = { l = a31, r = a31 }
let a33: any = { l = a32, r = a32 }
let a34: any = { l = a33, r = a33 }
let a35: any = { l = a34, r = a34 }
let a36: any = { l = a35, r = a35 }
let a37: any = { l = a36, r = a36 }
let a38: any = { l = a37, r = a37 }
let a39: any = { l = a38, r = a38 }
let a40: any = { l = a39, r = a39 }
type Top { all: any = a40 }
environment e : Top { }

//--- sets.flux
type Top { numbers: set<int> = range(60000), mixed: set<any> = [] }
layer defaults : Top { mixed += [...range(60000), ...range(60000)] }
environment e extends defaults {
  numbers -= range(30000)
  mixed -= range(10000)
  check length(numbers) == 30000 && length(mixed) == 50000 : "each is held once"
}

//--- deferred.flux
type Top {
  emit terraform {
    resource null_resource x { }
    let a0 = "${null_resource.x.id}"
    let a1 = "${a0}${a0}"
    let a2 = "${a1}${a1}"
    let a3 = "${a2}${a2}"
    let a4 = "${a3}${a3}"
    let a5 = "${a4}${a4}"
    let a6 = "${a5}${a5}"
    let a7 = "${a6}${a6}"
    let a8 = "${a7}${a7}"
    let a9 = "${a8}${a8}"
    let a10 = "${a9}${a9}"
    let a11 = "${a10}${a10}"
    let a12 = "${a11}${a11}"
    let a13 = "${a12}${a12}"
    let a14 = "${a13}${a13}"
    let a15 = "${a14}${a14}"
    let a16 = "${a15}${a15}"
    let a17 = "${a16}${a16}"
    let a18 = "${a17}${a17}"
    let a19 = "${a18}${a18}"
    let a20 = "${a19}${a19}"
    let a21 = "${a20}${a20}"
    let a22 = "${a21}${a21}"
    let a23 = "${a22}${a22}"
    let a24 = "${a23}${a23}"
    let a25 = "${a24}${a24}"
    let a26 = "${a25}${a25}"
    let a27 = "${a26}${a26}"
    let a28 = "${a27}${a27}"
    let a29 = "${a28}${a28}"
    let a30 = "${a29}${a29}"
    let a31 = "${a30}${a30}"
    let a32 = "${a31}${a31}"
    let a33 = "${a32}${a32}"
    let a34 = "${a33}${a33}"
    let a35 = "${a34}${a34}"
    let a36 = "${a35}${a35}"
    let a37 = "${a36}${a36}"
    let a38 = "${a37}${a37}"
    let a39 = "${a38}${a38}"
    let a40 = "${a39}${a39}"
    output ids { value = a40 }
  }
}
environment e : Top { }

//--- texts.flux
let t0 = "a text that is longer than what counts as one value, whatever it says"
let t1 = "${t0}${t0}"
let t2 = "${t1}${t1}"
let t3 = "${t2}${t2}"
let t4 = "${t3}${t3}"
let t5 = "${t4}${t4}"
let t6 = "${t5}${t5}"
let t7 = "${t6}${t6}"
let t8 = "${t7}${t7}"
let t9 = "${t8}${t8}"
let t10 = "${t9}${t9}"
let t11 = "${t10}${t10}"
let t12 = "${t11}${t11}"
let t13 = "${t12}${t12}"
let t14 = "${t13}${t13}"
let a0: any = t14
let a1: any = [a0, a0]
let a2: any = [a1, a1]
let a3: any = [a2, a2]
let a4: any = [a3, a3]
let a5: any = [a4, a4]
let a6: any = [a5, a5]
let a7: any = [a6, a6]
let a8: any = [a7, a7]
let a9: any = [a8, a8]
let a10: any = [a9, a9]
let a11: any = [a10, a10]
let a12: any = [a11, a11]
let a13: any = [a12, a12]
let a14: any = [a13, a13]
type Top { all: any = a14 }
environment e : Top { }
