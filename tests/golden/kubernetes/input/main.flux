// Kinds that bring their version, others that name it, and objects of several kinds and names.
type Space {
  quota: bytes
  emit kubernetes {
    manifest Namespace "${key}" { }
    /// No more than this.
    manifest ResourceQuota "${key}" {
      metadata { namespace = key }
      spec { hard = { "limits.memory" = quota } }
    }
    manifest Widget "${key}" {
      apiVersion = "example.org/v1"
      metadata { namespace = key, annotations = { "example.org/on" = "true" } }
      spec { on = true }
    }
  }
}
type Top { spaces: map<string, Space> = {} }

environment prod : Top {
  spaces.shop = Space { quota = 64Gi }
  spaces.blog = Space { quota = 512Mi }
}
