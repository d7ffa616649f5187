// RUN: %check %s
// A path prefix opens no scope: the names of `a.b = e` are those of the braces around it.

type Inner { domain: string = "inner", host: string = "?" }
type Top { domain: string = "outer", inner: Inner }
environment e : Top {
  inner.host = "h.${domain}"
  check inner.host == "h.outer" : "the enclosing body's name"
}
