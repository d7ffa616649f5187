import { Estate } from "../estate.flux"

environment prod : Estate {
  network = { range = "10.0.0.0/16", zones = ["a", "b"] }
  machines = {
    web-1 = { disk = 100 }
    web-2 = { disk = 200 }
  }
  address = { machine = machines.web-1 }
}
