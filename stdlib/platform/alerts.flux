/// Alerts: when they fire, and whom they reach.
import { Name, DnsName, Url, Labels } from "std/types"

/// When something is wrong, and what whoever is woken reads.
type Alert {
  /// In PromQL: fires where it yields anything.
  expr: string(len 1..)
  /// How long it holds before anybody is told.
  for: duration(0s..) as prometheus = 5m
  /// How bad it is; routes go by it.
  severity: "critical" | "warning" | "info" = "warning"
  /// What is wrong, in a line.
  summary: string(len 1..)
  /// What is wrong, at length.
  description?: string(len 1..)
  /// What to do about it.
  runbook?: Url
  /// More that routes can go by.
  labels: Labels = { }
}

/// Alerts that belong together.
type AlertGroup {
  /// The alerts by name, such as `DiskIsFull`.
  alerts: map<string(/^[A-Z][A-Za-z0-9]*$/), Alert>
  /// As Prometheus reads them.
  written: any = [for name, alert in alerts : {
    alert = name
    expr = alert.expr
    for = alert.for
    labels = { ...alert.labels, severity = alert.severity }
    annotations = {
      summary = alert.summary
      if !(alert.description is absent) { description = alert.description }
      if !(alert.runbook is absent) { runbook_url = alert.runbook }
    }
  }]
}

/// Whom alerts reach. What is secret about it stands in a Secret, which Alertmanager mounts and reads as a file.
abstract type Receiver {
  /// The Secret, in the namespace of the monitoring.
  secret: DnsName
  /// The key of the Secret.
  secretKey: string(/^[-._a-zA-Z0-9]+$/)
  /// Where Alertmanager finds it.
  final file: string = "/etc/alertmanager/secrets/${secret}/${secretKey}" because "Alertmanager mounts its Secrets there"
  /// As Alertmanager reads it, beside the name.
  config: any
}

/// A channel of Slack.
type SlackReceiver : Receiver {
  /// The channel or person: `#alerts`, `@somebody`.
  channel: string(/^[#@]/)
  secret = "alertmanager-slack"
  secretKey = "url"
  config = { slack_configs = [{ api_url_file = file, channel = channel, send_resolved = true }] }
}

/// A service of PagerDuty.
type PagerDutyReceiver : Receiver {
  secret = "alertmanager-pagerduty"
  secretKey = "routing-key"
  config = { pagerduty_configs = [{ routing_key_file = file, send_resolved = true }] }
}

/// Whoever takes Alertmanager's webhook.
type WebhookReceiver : Receiver {
  secret = "alertmanager-webhook"
  secretKey = "url"
  config = { webhook_configs = [{ url_file = file, send_resolved = true }] }
}

/// Which alerts go to a receiver; the first route that matches decides.
type AlertRoute {
  /// Who gets them: one of the `receivers`.
  receiver: string(len 1..)
  /// Conditions on labels, such as `severity = "critical"`.
  matchers: list<string(/^[a-zA-Z_][a-zA-Z0-9_]*\s*(=|!=|=~|!~)\s*".*"$/)>(len 1..)
  /// How often it is told again while it lasts.
  repeat: duration(1m..) as prometheus = 4h
}

/// Alertmanager: whom it tells.
type Alerting {
  /// Whether there is an Alertmanager.
  enabled: bool = true
  /// How long silences and what was told are kept.
  retention: duration(1h..) as go = 120h
  /// The volume that they are kept on.
  storage: bytes(1Gi..) = 10Gi
  /// None: alerts are seen in Alertmanager alone.
  receivers: map<Name, Receiver> = { }
  /// Who gets what no route takes; `none` is nobody.
  receiver: Name = "none"
  /// Who gets what; what no route takes goes to `receiver`.
  routes: list<AlertRoute> = []
  let named = distinct([receiver, ...[for route in routes : route.receiver]])
  let unknown = [for name in named if name != "none" && !contains(keys(receivers), name) : name]
  check !contains(keys(receivers), "none") : "the receiver `none` is there already, and tells nobody; call it otherwise"
  check length(unknown) == 0
    : "alerts go to `${join("`, `", unknown)}`, and there is no such receiver; there are ${join(", ", ["none", ...keys(receivers)])}"
  /// The Secrets that Alertmanager mounts.
  secrets: list<DnsName> = distinct([for r in receivers : r.secret])
  /// As Alertmanager reads it.
  config: any = {
    route = {
      receiver = receiver
      group_by = ["namespace", "alertname"]
      routes = [
        { receiver = "none", matchers = ["alertname = \"Watchdog\""] },
        ...[for route in routes : { receiver = route.receiver, matchers = route.matchers, repeat_interval = route.repeat }],
      ]
    }
    inhibit_rules = [{ source_matchers = ["severity = \"critical\""], target_matchers = ["severity =~ \"warning|info\""], equal = ["namespace", "alertname"] }]
    receivers = [{ name = "none" }, ...[for name, r in receivers : { name = name, ...r.config }]]
  }
}
