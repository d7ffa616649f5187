// RUN: %check %s
// Off: not checked for completeness, not emitted; a ref to it is an error.

type App { enabled: bool = true, image: string }
type Top { apps: map<string, App> = {}, front?: ref<App> }
layer low : Top {
  apps.a = App { enabled = false }
}
environment ok extends low { }
environment e extends low {
  front = apps.a // expected-error [E4024] {{switched off}}
}
