// RUN: %check %s
// A field with neither default nor `?` is required: checked per environment, never per layer.

type Top { a: int, b?: int }
layer low : Top { }
environment ok extends low { a = 1 }
environment e extends low { } // expected-error [E4003] {{`a` is required and nothing sets it}}
