// RUN: %check %s
// Two siblings that set one leaf to different values are an error naming both.

type Top { region: string }
layer a : Top { region = "eu" }
layer b : Top { region = "us" } // expected-error [E4006] {{layer `a` and layer `b` disagree about `region`}}
environment e extends a, b { }
