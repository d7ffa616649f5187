// RUN: %check %s
// A type may lead to its own subtypes by way of what it refers to, whichever is met first.

type Home {
  owner: enclosing<Owner>
  name: string = key
}
type House : Home {
  floors: int = 2
}
type Owner {
  houses: map<string, House> = { }
  names: list<string> = [for house in houses : "${house.name} ${house.floors}"]
}
layer one : House { floors = 3 }
layer owner : Owner { houses.mine = House { } }
environment e extends owner, one at houses.mine { }
environment f : Owner { houses.mine = House { storeys = 3 } } // expected-error [E3004] {{unknown field `storeys` of `House`}}
