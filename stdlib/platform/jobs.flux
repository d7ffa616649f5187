/// Apps that run and end.
import { Cron } from "std/types"
import { Workload } from "std/platform/workloads"

/// Pods that start by a schedule, do their work and end.
type CronJob : Workload {
  component = "cron-job"
  /// By manifests, always.
  render: "manifests" = "manifests"
  /// When it starts.
  schedule: Cron
  /// In whose time the schedule is meant.
  timeZone: string(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/) = "Etc/UTC"
  /// What happens when it is time and the last run still goes on.
  concurrency: "Allow" | "Forbid" | "Replace" = "Forbid"
  /// Do not start any, for now.
  suspend: bool = false
  /// A run that takes longer is ended.
  deadline: duration(1s..) as seconds = 1h
  /// A run that could not start within this time after its hour is left out.
  startingDeadline: duration(10s..) as seconds = 5m
  /// How often a run that failed is tried again.
  retries: int(0..100) = 2
  /// How many runs are kept to be looked at.
  keep: { successful: int(0..) = 3, failed: int(0..) = 3 } = { }

  emit kubernetes {
    manifest CronJob "${id}" {
      metadata = { namespace = namespace, labels = podLabels }
      spec = {
        schedule = schedule
        timeZone = timeZone
        concurrencyPolicy = concurrency
        suspend = suspend
        startingDeadlineSeconds = startingDeadline in s
        successfulJobsHistoryLimit = keep.successful
        failedJobsHistoryLimit = keep.failed
        jobTemplate = {
          spec = {
            backoffLimit = retries
            activeDeadlineSeconds = deadline in s
            template = { metadata = { labels = podLabels }, spec = { restartPolicy = "Never", ...pod } }
          }
        }
      }
    }
  }
}
