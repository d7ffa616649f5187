locals { a = { b = "}" } }
resource "cloud_network" "n" {
  name = "x"
  dynamic "y" {
    for_each = [for z in var.zones : z if z != "{"]
    content { z = y.value }
  }
}
output "id" { value = cloud_network.n.id }
output "token" {
  value     = local.a
  sensitive = true
}
