/// The fleet without the bridge: what Terraform said of its outputs is committed, so that a reviewer sees what the shop is told.
import { fleet } from "fleet.flux"

environment reviewed extends fleet {
  clusters.edge.registration.bridge = false
}
