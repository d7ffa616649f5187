/// Talos Linux, on whatever machines.
import { SemVer, ImageName } from "std/types"

type TalosSettings {
  version: SemVer = "v1.6.0"
  /// The image that installs Talos, from the image factory where it has extensions.
  installer: ImageName = "ghcr.io/siderolabs/installer"
  /// Number of the template that machines are cloned from.
  template: int(100..999999999) = 9000
}
