type Image { tag: string = "latest" }
let registry = "registry.example.org"
layer base : Image { }
fn image(name: string): string = "${registry}/${name}"
