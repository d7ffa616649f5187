variable "range" {}

resource "terraform_data" "this" {
  input = { range = var.range }
}

resource "terraform_data" "subnet" {
  for_each = toset(["a", "b"])
  input    = { zone = each.key, network = terraform_data.this.id }
}
