// RUN: %check %s
// … unless something above both sets it.

type Top { region: string }
layer a : Top { region = "eu" }
layer b : Top { region = "us" }
environment e extends a, b {
  region = "eu"
  check region == "eu" : "decided above both"
}
