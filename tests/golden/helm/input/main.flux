// Values hold what was set, and quote what a reader of YAML 1.1 or 1.2 would take for something else.
type App {
  tag: string
  values: any = {}
  emit helm {
    release "${key}" {
      chart = "web"
      repo = "https://charts.example.org"
      version = "1.2.3"
      namespace = "apps"
      values = { image = { tag = tag }, ...values }
    }
  }
}
type Top { apps: map<string, App> = {} }

environment prod : Top {
  apps.plain = App { tag = "v1", values = { replicas = 3, resources = { memory = "1Gi" } } }
  apps.strange = App {
    tag = "1.10"
    values = {
      country = "no", octal = "0777", time = "12:30:00", date = "2024-01-01", empty = "", tilde = "~", float = 0.5
      lines = "one\ntwo\n", unicode = "Zürich ✓", dash = "- a", hash = "a # b", list = [1, [2, {}], []], nothing = null
    }
  }
}
