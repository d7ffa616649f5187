// RUN: %check %s
// A layer is extended once: what another already brings is dropped.

type Top { n: int = 1 }
layer base : Top { }
layer web extends base { }
environment e extends base, web { } // expected-error [E3016] {{`web` already extends `base`}}
environment f extends web, web { } // expected-error [E3016] {{`web` is extended twice}}
