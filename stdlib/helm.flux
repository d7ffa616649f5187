/// Helm releases: what `emit helm { release NAME { … } }` is made of.
import { Name, Url, SemVer } from "std/types"

/// One installation of a chart. Its `values` become `helm/<cluster>/<release>/values.yaml`: fully merged, and only what was
/// set, never the chart's own defaults. Whatever installs the release (an Argo CD application, `helm upgrade`) names chart,
/// version and namespace itself.
type Release {
  /// The chart's name in its repository, or its path.
  chart: string(len 1..)
  /// The repository of charts; none for a chart that lies in a folder.
  repo?: Url
  /// The chart's version.
  version?: SemVer
  /// The namespace it is installed in.
  namespace: Name
  /// The key of the cluster it belongs to, where that is not the emitting object's.
  cluster?: Name
  /// Set where Argo CD cannot be first: bootstrap.md installs the release by hand, those of one cluster by this number, and
  /// Argo CD takes it over from the same values.
  bootstrap?: int(1..1000)
  /// What the chart is told.
  values: any = { }
}
