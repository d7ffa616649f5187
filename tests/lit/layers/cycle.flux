// RUN: %check %s
// Layers that extend each other in a circle.

layer a extends b { } // expected-error@* [E3015] {{extends itself}}
layer b extends a { }
layer alone extends alone { } // expected-error [E3015] {{`alone` extends itself}}
