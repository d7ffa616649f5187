# An estate as people write it by hand. Its resources are of Terraform itself, so that it needs no account and no network;
# read `server`, `disk` and `subnet` for `terraform_data`.
terraform {
  required_version = ">= 1.5"
}

variable "machines" {
  default = ["web-1", "web-2"]
}

resource "terraform_data" "web" {
  count = length(var.machines)
  input = { name = var.machines[count.index], cores = 4, image = "debian-12" }
}

resource "terraform_data" "data" {
  for_each = { "web-1" = 100, "web-2" = 200 }
  input    = { label = "data-${each.key}", size = each.value }
}

resource "terraform_data" "address" {
  input = { port = 443, machine = terraform_data.web[0].id }
}

module "network" {
  source = "./network"
  range  = "10.0.0.0/16"
}
