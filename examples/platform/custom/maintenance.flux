/// For a maintenance night: `fluxc build envs/prod.flux -c custom/maintenance.flux`.
import { defaults } from "../infrastructure/defaults.flux"

layer maintenance extends defaults {
  clusters.main.protected = false

  /// Nobody syncs by accident while the machines are exchanged.
  projects.applications.syncWindows = [{
    kind = "deny"
    schedule = "0 22 * * *"
    duration = 6h
    applications = ["*"]
    manualSync = true
    description = "Machines are exchanged"
  }]
}
