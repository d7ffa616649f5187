// RUN: %check %s
// A `delete` of what is not there is an error.

type Top { labels: map<string, string> = {} }
environment e : Top {
  delete labels.x // expected-error {{x}}
}
