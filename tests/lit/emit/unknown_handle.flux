// RUN: %check %s
// A reference to a Terraform block names one that its object emits.

type Node {
  id: any = terraform.null_resource.secnd.id // expected-error [E3028] {{`Node` emits no resource named `secnd`}}
  region: any = terraform.var.region
  emit terraform {
    variable region { type = "string" }
    resource null_resource first { }
    resource null_resource second { }
    output id { value = null_resource.frist.id } // expected-error [E3028] {{named `frist`}}
    output zone { value = var.zone } // expected-error [E3028] {{named `zone`}}
    output other { value = data.null_data_source.x.id } // expected-error [E3028] {{`Node` emits no}}
    output last { value = nul_resource.first.id } // expected-error [E2006] {{unknown name `nul_resource`}}
    output first { value = null_resource.first.id }
  }
}
type Top { node: Node = {}, from: any = node.terraform.null_resource.third.id } // expected-error [E3028] {{named `third`}}
environment e : Top { }
