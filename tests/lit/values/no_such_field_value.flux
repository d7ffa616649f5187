// RUN: %check %s
// A value that turns out not to have the field.

type Image { tag: string = "v1" }
type Top {
  extra: any = 3
  image: any = Image { }
  size: int = extra.size // expected-error [E4026] {{an int has no field `size`}}
  tag: string = image.tga // expected-error [E4026] {{`Image` has no field `tga`}}
}
environment e : Top { }
