// RUN: %check %s
// A type may not contain itself, nor be made of itself, nor extend itself: no value of it could end.

type Node { parent: Node } // expected-error [E3012] {{every `Node` would contain another one, without end}}
type Size = list<Size> // expected-error [E3012] {{the type `Size` is made of itself}}
type A : B { } // expected-error@* [E3012] {{extends itself}}
type B : A { }
type Tree { left?: Tree, all: list<Tree> = [], up?: ref<Tree> }
type Top { tree: Tree = {} }
environment e : Top { tree.left = Tree { } }
