// RUN: %check %s
// The number of values is bounded: loops in loops end.

// expected-error@+1 [E4018] {{the program makes more than}}
type Top { xs: list<int> = [for a in range(10000) : sum([for b in range(10000) : a * b])] }
environment e : Top { }
