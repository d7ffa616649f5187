/// Argo CD's Application, ApplicationSet and AppProject, after its CRDs (argoproj.io/v1alpha1), with the rules that the
/// CRDs cannot say. What spans several of them (a project that admits its applications, names, sync waves, paths that must
/// exist) is checked when they are written.
import { Name, Url, GitUrl, Cron, IntOrPercent, Labels, Annotations } from "std/types"

/// The address by which Argo CD knows the cluster that it runs in.
let IN_CLUSTER = "https://kubernetes.default.svc"

/// The finalizer that removes an application's resources together with it.
let CASCADE = "resources-finalizer.argocd.argoproj.io"

/// Text that an ApplicationSet may fill in later: `{{ .name }}`.
type Text = string(len 1..)

/// Text by which a resource is addressed inside a document, RFC 6901.
type JsonPointer = string(/^(\/|\{\{)/)

type SyncOption = string(/^((Prune|Delete)=(true|false|confirm)|(Validate|SkipDryRunOnMissingResource|ApplyOutOfSyncOnly|PruneLast|Replace|Force|ServerSideApply|ClientSideApplyMigration|FailOnSharedResource|RespectIgnoreDifferences|CreateNamespace)=(true|false)|PrunePropagationPolicy=(foreground|background|orphan)|.*\{\{.*)$/)

/// Metadata of an object of Argo CD.
type ObjectMeta {
  /// The label of the block that writes the object, where it says no other.
  name?: Text
  namespace?: Text
  labels?: Labels
  annotations?: Annotations
  finalizers?: list<string(len 1..)>
  check can(regex("^(-?[0-9]+|.*\\{\\{.*)$", lookup(annotations ?? { }, "argocd.argoproj.io/sync-wave", "0")))
    : "the annotation `argocd.argoproj.io/sync-wave` is a string that holds an integer"
}

type NameValue { name: Text, value: string }

// ---- Application ------------------------------------------------------------------------------------------------

/// Where the manifests of one source go: to one cluster, by its address or its name.
type Destination {
  server?: string(/^(https?:\/\/|\{\{|\*|!)/)
  name?: Text
  namespace?: string
  check server is absent || name is absent : "a destination has `server` or `name`, never both"
}

/// One value of a chart, set by its path; always a string to Argo CD.
type HelmParameter {
  name: Text
  value: string
  /// Keep `"true"` and `"1"` strings for Helm as well.
  forceString?: bool
}

/// How a chart is rendered. Strongest first: `parameters`, `valuesObject`, `values`, `valueFiles`, the chart.
type HelmSource {
  releaseName?: Text
  /// Files of values, the last one winning; `$ref/…` begins at the root of the source of that `ref`.
  valueFiles?: list<Text>
  ignoreMissingValueFiles?: bool
  /// Values that keep their types.
  valuesObject?: any
  /// Values as text in YAML.
  values?: string
  parameters?: list<HelmParameter>
  fileParameters?: list<{ name: Text, path: Text }>
  passCredentials?: bool
  skipCrds?: bool
  skipSchemaValidation?: bool
  skipTests?: bool
  /// Helm's own version; 3 is the only one left.
  version?: "v3"
  kubeVersion?: string
  apiVersions?: list<string>
  namespace?: Text
  check values is absent || valuesObject is absent : "`values` is ignored where `valuesObject` is set"
}

type KustomizePatch {
  path?: Text
  patch?: string
  target?: {
    group?: string
    version?: string
    kind?: string
    name?: string
    namespace?: string
    labelSelector?: string
    annotationSelector?: string
  }
  options?: map<string, bool>
  check !(path is absent && patch is absent) : "a patch stands in `patch` or in the file `path`"
}

type KustomizeSource {
  namePrefix?: string
  nameSuffix?: string
  namespace?: Text
  images?: list<Text>
  replicas?: list<{ name: Text, count: int(0..) | string }>
  patches?: list<KustomizePatch>
  components?: list<Text>
  ignoreMissingComponents?: bool
  commonLabels?: map<string, string>
  forceCommonLabels?: bool
  labelWithoutSelector?: bool
  labelIncludeTemplates?: bool
  commonAnnotations?: map<string, string>
  forceCommonAnnotations?: bool
  commonAnnotationsEnvsubst?: bool
  version?: string
  kubeVersion?: string
  apiVersions?: list<string>
}

type JsonnetVariable { name: Text, value: string, code?: bool }

/// Plain manifests in a folder.
type DirectorySource {
  recurse?: bool
  include?: string
  exclude?: string
  disableExtensionFilter?: bool
  jsonnet?: { extVars?: list<JsonnetVariable>, tlas?: list<JsonnetVariable>, libs?: list<Text> }
}

type PluginParameter { name: Text, string?: string, array?: list<string>, map?: map<string, string> }

/// A config management plugin.
type PluginSource { name?: Text, env?: list<NameValue>, parameters?: list<PluginParameter> }

/// Where manifests come from: a path of a Git repository, a chart of a Helm repository, or a mere `ref`.
type Source {
  repoURL: Text
  /// A branch, tag or commit of a Git repository; the version of a chart.
  targetRevision?: Text
  path?: string
  chart?: Text
  /// The name by which `$ref/…` in other sources' `valueFiles` means the root of this repository.
  ref?: string(/^[A-Za-z0-9_-]+$/)
  name?: Text
  tagPrefix?: string
  helm?: HelmSource
  kustomize?: KustomizeSource
  directory?: DirectorySource
  plugin?: PluginSource
  check !(path is absent && chart is absent && ref is absent) : "a source needs `path` or `chart`, or `ref` in `sources`"
  check path is absent || chart is absent : "a source has `path` or `chart`, not both"
  check ref is absent || chart is absent : "a source with `chart` cannot have `ref`"
  check chart is absent || !(targetRevision is absent) : "a chart needs its version in `targetRevision`"
  check length([for off in [helm is absent, kustomize is absent, directory is absent, plugin is absent] if !off : off]) <= 1
    : "a source is rendered in one way: `helm`, `kustomize`, `directory` or `plugin`"
}

/// Manifests that are rendered into a branch before they are applied.
type SourceHydrator {
  drySource: {
    repoURL: Text
    targetRevision: Text
    path: string
    helm?: HelmSource
    kustomize?: KustomizeSource
    directory?: DirectorySource
    plugin?: PluginSource
  }
  syncSource: { repoURL?: Text, targetBranch: Text, path: Text }
  hydrateTo?: { targetBranch: Text }
}

/// What may differ between the cluster and Git without being out of sync.
type IgnoredDifference {
  group?: string
  kind: Text
  name?: string
  namespace?: string
  jsonPointers?: list<JsonPointer>
  jqPathExpressions?: list<Text>
  managedFieldsManagers?: list<Text>
  check !(jsonPointers is absent && jqPathExpressions is absent && managedFieldsManagers is absent)
    : "say what is ignored: `jsonPointers`, `jqPathExpressions` or `managedFieldsManagers`"
}

/// How often, and how long apart, a sync that failed is tried again.
type Retry {
  /// 0: never; below: for ever.
  limit?: int(-1..)
  backoff?: { duration?: duration as go, factor?: int(1..), maxDuration?: duration as go }
  refresh?: bool
}

type SyncPolicy {
  automated?: {
    enabled?: bool
    /// Remove what is no longer in Git.
    prune?: bool
    /// Undo what was changed in the cluster.
    selfHeal?: bool
    /// Let an application become empty.
    allowEmpty?: bool
  }
  syncOptions?: list<SyncOption>
  retry?: Retry
  /// Labels and annotations of the namespace that `CreateNamespace=true` makes.
  managedNamespaceMetadata?: { labels?: map<string, string>, annotations?: map<string, string> }
  check managedNamespaceMetadata is absent || contains(syncOptions ?? [], "CreateNamespace=true")
    : "`managedNamespaceMetadata` does nothing without the sync option `CreateNamespace=true`"
}

type ApplicationSpec {
  /// The AppProject that says what the application may do.
  project: Text
  source?: Source
  sources?: list<Source>(len 1..)
  sourceHydrator?: SourceHydrator
  destination: Destination
  syncPolicy?: SyncPolicy
  ignoreDifferences?: list<IgnoredDifference>
  info?: list<NameValue>
  revisionHistoryLimit?: int(0..)
  check !(source is absent && sources is absent && sourceHydrator is absent)
    : "an application needs `source`, `sources` or `sourceHydrator`"
  check source is absent || sources is absent : "`source` is ignored where `sources` is set"
}

/// A sync that is asked for by hand.
type Operation {
  initiatedBy?: { username?: string, automated?: bool }
  info?: list<NameValue>
  retry?: Retry
  sync?: {
    revision?: string
    revisions?: list<string>
    prune?: bool
    dryRun?: bool
    resources?: list<{ group?: string, kind: Text, name: Text, namespace?: string }>
    source?: Source
    sources?: list<Source>
    manifests?: list<string>
    syncOptions?: list<SyncOption>
    syncStrategy?: { apply?: { force?: bool }, hook?: { force?: bool } }
    autoHealAttemptsCount?: int(0..)
  }
}

/// `emit argocd { application NAME { … } }`
type Application {
  metadata: ObjectMeta = { }
  spec: ApplicationSpec
  operation?: Operation
  /// Names of applications that must be healthy first; sync waves follow from them.
  dependsOn?: list<Text>
}

// ---- ApplicationSet ---------------------------------------------------------------------------------------------

/// Metadata of generated applications: any value may be filled in later.
type TemplateMeta {
  name: Text
  namespace?: Text
  labels?: map<string, string>
  annotations?: map<string, string>
  finalizers?: list<string(len 1..)>
}

/// What generated applications look like, with the generators' parameters as `{{ .name }}`.
type ApplicationTemplate {
  metadata: TemplateMeta
  spec: ApplicationSpec
}

type LabelRequirement {
  key: Text
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist"
  values?: list<string>
}
type LabelSelector { matchLabels?: map<string, string>, matchExpressions?: list<LabelRequirement> }

type SecretRef { secretName: Text, key: Text }
type ConfigMapRef { configMapName: Text, key: Text }
type BasicAuth { username: Text, passwordRef: SecretRef }
type BearerToken { tokenRef: SecretRef }

/// Literal parameters.
type ListGenerator {
  elements?: list<any>
  /// The elements as YAML, often made by another generator of a matrix.
  elementsYaml?: string
  template?: ApplicationTemplate
}

/// The clusters that Argo CD knows: all, or those whose secrets carry the labels.
type ClusterGenerator {
  selector?: LabelSelector
  values?: map<string, string>
  flatList?: bool
  template?: ApplicationTemplate
}

type GitPath { path: Text, exclude?: bool }

/// Folders or files of a Git repository.
type GitGenerator {
  repoURL: Text
  revision: Text
  directories?: list<GitPath>
  files?: list<GitPath>
  pathParamPrefix?: string
  requeueAfterSeconds?: int(0..)
  values?: map<string, string>
  template?: ApplicationTemplate
  check !(directories is absent && files is absent) : "the generator reads `directories` or `files`"
}

/// Another controller's choice of clusters.
type ClusterDecisionResourceGenerator {
  configMapRef: Text
  name?: string
  labelSelector?: LabelSelector
  requeueAfterSeconds?: int(0..)
  values?: map<string, string>
  template?: ApplicationTemplate
}

/// A service that answers with parameters.
type PluginGenerator {
  configMapRef: { name: Text }
  input?: { parameters?: map<string, any> }
  requeueAfterSeconds?: int(0..)
  values?: map<string, string>
  template?: ApplicationTemplate
}

type ScmFilter {
  repositoryMatch?: string
  branchMatch?: string
  labelMatch?: string
  pathsExist?: list<string>
  pathsDoNotExist?: list<string>
}

/// The repositories of an organisation.
type ScmProviderGenerator {
  github?: {
    organization: Text
    api?: Url
    tokenRef?: SecretRef
    appSecretName?: Text
    allBranches?: bool
    excludeArchivedRepos?: bool
  }
  gitlab?: {
    group: Text
    api?: Url
    tokenRef?: SecretRef
    allBranches?: bool
    includeSubgroups?: bool
    includeSharedProjects?: bool
    includeArchivedRepos?: bool
    topic?: string
    insecure?: bool
    caRef?: ConfigMapRef
  }
  gitea?: {
    owner: Text
    api: Url
    tokenRef?: SecretRef
    allBranches?: bool
    excludeArchivedRepos?: bool
    insecure?: bool
  }
  bitbucket?: { owner: Text, user: Text, appPasswordRef: SecretRef, allBranches?: bool }
  bitbucketServer?: {
    project: Text
    api: Url
    basicAuth?: BasicAuth
    bearerToken?: BearerToken
    allBranches?: bool
    insecure?: bool
    caRef?: ConfigMapRef
  }
  azureDevOps?: {
    organization: Text
    teamProject: Text
    accessTokenRef: SecretRef
    api?: Url
    allBranches?: bool
  }
  awsCodeCommit?: {
    region?: string
    role?: string
    allBranches?: bool
    tagFilters?: list<{ key: Text, value?: string }>
  }
  filters?: list<ScmFilter>
  cloneProtocol?: "ssh" | "https"
  requeueAfterSeconds?: int(0..)
  values?: map<string, string>
  template?: ApplicationTemplate
  check length([for off in [github is absent, gitlab is absent, gitea is absent, bitbucket is absent, bitbucketServer is absent,
                            azureDevOps is absent, awsCodeCommit is absent] if !off : off]) == 1
    : "`scmProvider` asks exactly one provider"
}

type PullRequestFilter { branchMatch?: string, targetBranchMatch?: string, titleMatch?: string }

/// The open pull requests of a repository.
type PullRequestGenerator {
  github?: { owner: Text, repo: Text, api?: Url, tokenRef?: SecretRef, appSecretName?: Text, labels?: list<string> }
  gitlab?: {
    project: Text
    api?: Url
    tokenRef?: SecretRef
    labels?: list<string>
    pullRequestState?: "" | "opened" | "closed" | "merged" | "locked"
    insecure?: bool
    caRef?: ConfigMapRef
  }
  gitea?: { owner: Text, repo: Text, api: Url, tokenRef?: SecretRef, labels?: list<string>, insecure?: bool }
  bitbucket?: { owner: Text, repo: Text, api?: Url, basicAuth?: BasicAuth, bearerToken?: BearerToken }
  bitbucketServer?: {
    project: Text
    repo: Text
    api: Url
    basicAuth?: BasicAuth
    bearerToken?: BearerToken
    insecure?: bool
    caRef?: ConfigMapRef
  }
  azuredevops?: { organization: Text, project: Text, repo: Text, api?: Url, tokenRef?: SecretRef, labels?: list<string> }
  filters?: list<PullRequestFilter>
  continueOnRepoNotFoundError?: bool
  requeueAfterSeconds?: int(0..)
  values?: map<string, string>
  template?: ApplicationTemplate
  check length([for off in [github is absent, gitlab is absent, gitea is absent, bitbucket is absent, bitbucketServer is absent,
                            azuredevops is absent] if !off : off]) == 1
    : "`pullRequest` asks exactly one provider"
}

/// A generator inside `matrix` or `merge`. Those that are nested once more are admitted as the CRD has them: unchecked.
type NestedGenerator {
  list?: ListGenerator
  clusters?: ClusterGenerator
  git?: GitGenerator
  scmProvider?: ScmProviderGenerator
  pullRequest?: PullRequestGenerator
  plugin?: PluginGenerator
  clusterDecisionResource?: ClusterDecisionResourceGenerator
  matrix?: any
  merge?: any
  selector?: LabelSelector
  check length([for off in [list is absent, clusters is absent, git is absent, scmProvider is absent, pullRequest is absent,
                            plugin is absent, clusterDecisionResource is absent, matrix is absent, merge is absent]
                if !off : off]) == 1
    : "each entry of `generators` is exactly one generator"
}

/// Each combination of what two generators yield.
type MatrixGenerator { generators: list<NestedGenerator>(len 2), template?: ApplicationTemplate }

/// What several generators yield, joined where the keys agree; the first one says which there are.
type MergeGenerator {
  generators: list<NestedGenerator>(len 2..)
  mergeKeys: list<Text>(len 1..)
  template?: ApplicationTemplate
}

/// One source of parameters.
type Generator {
  list?: ListGenerator
  clusters?: ClusterGenerator
  git?: GitGenerator
  matrix?: MatrixGenerator
  merge?: MergeGenerator
  scmProvider?: ScmProviderGenerator
  pullRequest?: PullRequestGenerator
  plugin?: PluginGenerator
  clusterDecisionResource?: ClusterDecisionResourceGenerator
  /// Of what it yields, only what carries these labels.
  selector?: LabelSelector
  check length([for off in [list is absent, clusters is absent, git is absent, scmProvider is absent, pullRequest is absent,
                            plugin is absent, clusterDecisionResource is absent, matrix is absent, merge is absent]
                if !off : off]) == 1
    : "each entry of `generators` is exactly one generator"
}

/// In which order the generated applications are synced. `RollingSync` turns their automated sync off.
type SetStrategy {
  type?: "AllAtOnce" | "RollingSync"
  rollingSync?: {
    steps?: list<{
      matchExpressions?: list<{ key?: Text, operator?: "In" | "NotIn", values?: list<string> }>
      /// How many applications at a time.
      maxUpdate?: IntOrPercent
    }>
  }
  deletionOrder?: "AllAtOnce" | "Reverse"
  check rollingSync is absent || (type ?? "AllAtOnce") == "RollingSync" : "`rollingSync` wants `type = \"RollingSync\"`"
}

type ApplicationSetSpec {
  generators: list<Generator>(len 1..)
  template: ApplicationTemplate
  /// A patch of the template, as a Go template that yields YAML.
  templatePatch?: string
  goTemplate?: bool
  goTemplateOptions?: list<Text>
  strategy?: SetStrategy
  syncPolicy?: {
    applicationsSync?: "create-only" | "create-update" | "create-delete" | "sync"
    /// Keep what the applications deployed when the set is deleted.
    preserveResourcesOnDeletion?: bool
  }
  preservedFields?: { labels?: list<Text>, annotations?: list<Text> }
  ignoreApplicationDifferences?: list<{ name?: Text, jsonPointers?: list<JsonPointer>, jqPathExpressions?: list<Text> }>
  applyNestedSelectors?: bool
}

/// `emit argocd { applicationset NAME { … } }`
type ApplicationSet {
  metadata: ObjectMeta = { }
  spec: ApplicationSetSpec
}

// ---- AppProject -------------------------------------------------------------------------------------------------

/// Kinds of resources; `*` matches.
type GroupKind { group: string, kind: Text }
type ClusterGroupKind { group: string, kind: Text, name?: Text }

/// Where applications may go, by glob; `!` in front denies.
type ProjectDestination {
  server?: Text
  name?: Text
  namespace?: Text
  check !(server is absent && name is absent) : "a destination of a project names its cluster: `server` or `name`"
}

/// Who may do what with the project's applications.
type ProjectRole {
  name: string(/^[A-Za-z0-9]([-_A-Za-z0-9]*[A-Za-z0-9])?$/)
  description?: string
  /// Casbin: `p, proj:<project>:<role>, <resource>, <action>, <project>/<object>, allow`.
  policies?: list<string(/^p\s*,\s*proj:[^:\s]+:[^,\s]+\s*,\s*[a-z*]+\s*,\s*[^,]+\s*,\s*[^,]+\s*,\s*(allow|deny)\s*$/)>
  /// Groups of the identity provider.
  groups?: list<Text>
  jwtTokens?: list<{ iat: int, exp?: int, id?: string }>
}

/// When syncs are allowed or denied.
type SyncWindow {
  kind: "allow" | "deny"
  schedule: Cron
  duration: duration(1m..) as go
  applications?: list<Text>
  namespaces?: list<Text>
  clusters?: list<Text>
  /// Whether a sync by hand is allowed all the same.
  manualSync?: bool
  /// Whether applications, namespaces and clusters must all match.
  andOperator?: bool
  /// Whether a running sync may outlast the window.
  syncOverrun?: bool
  timeZone?: string
  description?: string
  check length([...(applications ?? []), ...(namespaces ?? []), ...(clusters ?? [])]) > 0
    : "a window names `applications`, `namespaces` or `clusters`"
}

type AppProjectSpec {
  description?: string(len ..255)
  sourceRepos?: list<Text>
  sourceNamespaces?: list<Text>
  destinations?: list<ProjectDestination>
  /// Not set: no kind of the whole cluster is admitted.
  clusterResourceWhitelist?: list<ClusterGroupKind>
  clusterResourceBlacklist?: list<ClusterGroupKind>
  /// Not set: all kinds of namespaces are admitted.
  namespaceResourceWhitelist?: list<GroupKind>
  namespaceResourceBlacklist?: list<GroupKind>
  roles?: list<ProjectRole>
  syncWindows?: list<SyncWindow>
  /// Watch for resources that no application owns.
  orphanedResources?: { warn?: bool, ignore?: list<{ group?: string, kind?: string, name?: string }> }
  destinationServiceAccounts?: list<{ server: Text, namespace?: string, defaultServiceAccount: Text }>
  permitOnlyProjectScopedClusters?: bool
  signatureKeys?: list<{ keyID: string(/^[0-9A-Fa-f]{16}$/) }>
  sourceIntegrity?: {
    git: {
      policies: list<{
        repos: list<{ url: Text }>
        gpg: { keys: list<string>, mode: "none" | "head" | "strict" }
      }>
    }
  }
  check length(distinct([for r in roles ?? [] : r.name])) == length(roles ?? []) : "two roles have one name"
}

/// `emit argocd { project NAME { … } }`
type AppProject {
  metadata: ObjectMeta = { }
  spec: AppProjectSpec
}
