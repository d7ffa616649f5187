// RUN: %check %s
// Fields are late bound: reading a name goes to its final value in the environment being built.

type Top {
  domain: string
  host: string = "app.${domain}"
}
layer low : Top {
  domain = "local"
}
environment e extends low {
  domain = "company.com"
  check host == "app.company.com" : "host sees the final domain"
}
