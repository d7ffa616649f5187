// RUN: %check %s
// Members that the grammar knows and this version does not follow are refused, not passed over.

type Top { main: int = 1 }
environment e : Top {
}
