// RUN: %check %s
// `null` where a value is needed.

type Top {
  settings: any = null
  size: int = settings.size // expected-error [E4021] {{`.size` is read of a value that is null}}
  count: int = settings // expected-error [E4021] {{`count` is null, and `int` does not admit it}}
  all: list<any> = [for s in settings : s] // expected-error [E4021] {{null cannot be looped over}}
  passed: any = settings?.size ?? "none"
}
environment e : Top { }
