/// The kinds of apps. `std/platform` has them too; this is the shelf to look for them on.
import "std/platform" as platform

/// What every app has: a namespace of its own with its guards, and an application of Argo CD.
type App = platform.App

/// An app by a chart of its own, told what `values` say.
type ChartApp = platform.ChartApp

/// Pods that answer HTTP.
type WebService = platform.WebService

/// A web service that programs call.
type Api = platform.Api

/// Pods that take their work from elsewhere, such as a queue.
type Worker = platform.Worker

/// Pods that start by a schedule, do their work and end.
type CronJob = platform.CronJob

/// A PostgreSQL.
type Database = platform.Database

/// A few pods at a time.
type Rolling = platform.Rolling

/// All old pods stop before the first new one starts.
type Recreate = platform.Recreate

/// The new version stands beside the old one until all traffic is switched over.
type BlueGreen = platform.BlueGreen

/// The new version gets more and more of the traffic.
type Canary = platform.Canary

/// The operator that databases need.
type CloudNativePg = platform.CloudNativePg
