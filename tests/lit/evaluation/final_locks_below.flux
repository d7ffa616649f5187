// RUN: %check %s
// `final` locks anything under it, and no construction above shakes it off.

type Image { tag: string = "latest" }
type Top { image: Image, other: Image }
layer low : Top {
  final image { tag = "v1" }
  other { final tag = "v1" }
}
environment e extends low {
  image.tag = "v2" // expected-error [E4007] {{final}}
  other = Image { } // expected-error [E4007] {{final}}
}
