// RUN: %check %s
// A value whose type is known only when it is computed is checked then.

type Image { tag: string = "v1" }
type Top {
  settings: any = { size = "big", zones = { a = 1 }, ratio = 1.5 }
  size: int = settings.size // expected-error [E4001] {{`size` wants `int`, found a string "big"}}
  whole: int = settings.ratio // expected-error [E4001] {{`whole` wants `int`, found a float 1.5}}
  list: list<int> = [for z in settings.size : 1] // expected-error [E4001] {{a string cannot be looped over}}
  first: any = settings[0] // expected-error [E4008] {{`settings` has no entry `0`}}
  sum: any = settings.size + 1 // expected-error [E4001] {{`+` cannot be applied to a string and an int}}
  choice: int = if settings.size then 1 else 2 // expected-error [E4001] {{the condition must be a bool, found a string}}
  both: any = settings.size && true // expected-error [E4001] {{`&&` wants a bool, found a string}}
  mib: any = settings.size in MiB // expected-error [E4001] {{`in` wants a quantity, found a string}}
  not: any = !settings.size // expected-error [E4001] {{`!` cannot be applied to a string}}
  disk: any = 10Gi
  span: any = 30s
  mixed: any = disk + span // expected-error [E4001] {{they measure different things}}
  item: any = settings.size["a"] // expected-error [E4026] {{a string has no field `a`}}
}
environment e : Top {
  check settings.size : "a size is no condition" // expected-error [E4001] {{a check must be a bool, found a string}}
}
