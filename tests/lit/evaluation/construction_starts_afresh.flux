// RUN: %check %s
// `=` with a construction starts a new stack above the type's defaults and the stars: what lower
// layers put there is dropped.

type Image {
  repository: string = "none"
  tag: string = "latest"
}
type Top { image: Image }

layer low : Top {
  image = Image { repository = "a", tag = "v1" }
}
environment e extends low {
  image = Image { tag = "v2" } // expected-warning [W4001] {{drops what layer `low` put into `image`}}
  check image.repository == "none" : "the default returns"
  check image.tag == "v2" : "the new body stands"
}
