// RUN: %check %s
// Records are closed: a field that the type does not have is an error, where it is written and where it is read.

type Image { repository: string = "nginx", tag: string = "latest" }
type App { replicas: int = 1, image: Image = {} }
type Top { web: App = {}, size: int = web.replcas } // expected-error [E3004] {{unknown field `replcas` of `App`}}
let common = { replicas = 2, colour = "blue" }
environment e : Top {
  web.replicsa = 3 // expected-error [E3004] {{unknown field `replicsa` of `App`}}
  web.image { tagg = "v1" } // expected-error [E3004] {{unknown field `tagg` of `Image`}}
}
environment f : Top {
  web = App { replica = 3 } // expected-error [E3004] {{unknown field `replica` of `App`}}
}
environment g : Top {
  web { ...web.image } // expected-error [E3004] {{`Image` has a field `repository`, and `App` has none}}
}
