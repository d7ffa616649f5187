// RUN: %check %s
// A `match` covers its subject, or says `else`.

type S3 { bucket: string = "b" }
type Http { url: string = "u" }
type Top {
  tier: "dev" | "staging" | "prod" = "dev"
  on: bool = true
  nodes: int = 1
  store: S3 | Http = S3 { }
  copies: int = match tier { "dev" => 1, "prod" => 3 } // expected-error [E3022] {{this `match` has no arm for `"staging"`}}
  flag: int = match on { true => 1 } // expected-error [E3022] {{this `match` does not cover every value}}
  many: int = match nodes { 1..5 => 1 } // expected-error [E3022] {{this `match` does not cover every value}}
  where: string = match store { is S3 => "s3" } // expected-error [E3022] {{this `match` has no arm for `Http`}}
  all: int = match on { true => 1, false => 2 }
}
environment e : Top { }
