// RUN: not %fluxc check --diagnostics=json %s | FileCheck %s
// The closest name in sight is suggested, and the fix replaces that name alone; a name spelt with a dash that was meant
// as a subtraction is told so.

type Top {
  domain: string = "example.org"
  host: string = "web.${doman}"
  // CHECK: "message": "unknown name `doman`"
  // CHECK: "replacement": "domain"
  replicas: int = 3
  rest: int = replicas-1
  // CHECK: "message": "unknown name `replicas-1`"
  // CHECK: replicas - 1
}
environment e : Top { }
