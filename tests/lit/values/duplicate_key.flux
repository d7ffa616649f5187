// RUN: %check %s
// Two elements of a keyed list, or two entries of a map, have different keys.

type Container { name: string, image: string = "nginx" }
type Top {
  prefix: string = "a"
  containers: list<Container by name> = [{ name = "app" }, { name = "app" }] // expected-error [E4022] {{two elements have the name `app`}}
  m: map<string, int> = { a = 1, ["${prefix}"] = 2 } // expected-error [E4012] {{`m.a` is set twice}}
  n: map<string, int> = {for x in ["a", "a"] : x => 1} // expected-error [E4022] {{`n.a` is made twice by this `for`}}
}
environment e : Top { }
