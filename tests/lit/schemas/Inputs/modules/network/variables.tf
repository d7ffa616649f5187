# Of the tests: what a module takes.
variable "cidr" {
  type        = string
  description = "of the \"network\""
  validation {
    condition     = can(cidrhost(var.cidr, 0))
    error_message = "not } a network: ${var.cidr == "" ? "}" : "{"}"
  }
}
variable "zones" { type = list(string) }
variable "options" {
  type = object({
    name = string
    size = optional(number, 3) // of each
    tags = optional(map(string), {})
  })
  default = { name = "x" }
}
variable "anything" {
  default = <<-EOT
    } not the end
  EOT
}
