// RUN: %check %s
// `delete` removes an optional field.

type Top { note?: string }
layer low : Top { note = "n" }
environment e extends low {
  delete note
  check note is absent : "gone"
}
