// RUN: %check %s
// A record field can be amended from nothing.

type Image {
  repository: string = "none"
  tag: string = "latest"
}
type Top { image: Image }
environment e : Top {
  image.tag = "v2"
  image { repository = "r" }
  check image.tag == "v2" && image.repository == "r" : "both amendments apply"
}
