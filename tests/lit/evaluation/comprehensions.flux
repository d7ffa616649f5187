// RUN: %check %s
// Lists and maps are computed; maps are iterated by key, bytewise.

type Top { m: map<string, int> = { b = 2, a = 1 }, xs: list<int> = [3, 1, 2] }
environment e : Top {
  check [for k, v in m : "${k}${v}"] == ["a1", "b2"] : "by key"
  check [for i, x in xs if x > 1 : i * 10 + x] == [3, 22] : "index and element"
  check ({for k, v in m : "x-${k}" => v * 2} == { x-a = 2, x-b = 4 }) : "a map"
}
