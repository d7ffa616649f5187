// RUN: %check %s
// A provider's functions are called through its schema, and held to what the schema says of them.
import "Inputs/tools.schema.json" as tools

let id = "eu/1"
let places = [1, 2]

type Node {
  name: string = "n"
  emit terraform {
    terraform { required_providers { tools = { source = "example/tools" } } }
    resource tools_file a {
      path = tools.function.parse_id(id).region
      tags = tools.function.parse_id("eu/${tools_file.b.path}").parts
    }
    resource tools_file b { path = tools.function.join_all(null, ["a"], [name]) }
    resource tools_file c { path = tools.function.join_all(", ") }
    resource tools_file d {
      path = tools.function.parse_id("a") // expected-error [E6003] {{expected a string, found `parse_id` known during apply}}
      tags = tools.function.parse_id("a").partz // expected-error [E3004] {{unknown field `partz`}}
    }
    resource tools_file e { path = tools.function.old_id() } // expected-warning [W6003] {{`provider::tools::old_id` is deprecated}}
    resource tools_file f {
      path = tools.function.parse_di("a") // expected-error [E3020] {{has no function `parse_di`}}
      tags = [tools.function.parse_id().region] // expected-error [E3019] {{`parse_id` takes 1 argument, found 0}}
    }
    resource tools_file g {
      path = tools.function.parse_id("a", "b").region // expected-error [E3019] {{`parse_id` takes 1 argument, found 2}}
      tags = [tools.function.join_all()] // expected-error [E3019] {{`join_all` takes at least 1 argument, found 0}}
    }
    resource tools_file h {
      path = tools.function.parse_id(["a"]).region // expected-error [E6003] {{`id` of `provider::tools::parse_id`: expected a string, found `list<string>`}}
      tags = [tools.function.join_all("-", "a")] // expected-error [E6003] {{`lists` of `provider::tools::join_all`: expected a list, found the string "a"}}
    }
    resource tools_file i { path = tools.function.join_all("-", places) } // expected-error [E6003] {{`[0]` in `lists` of `provider::tools::join_all`: expected a string, found the number 1}} expected-error [E6003] {{found the number 2}}
  }
}
type Top { node: Node = {} }
environment e : Top { }
