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

/// An option of a sync, such as `CreateNamespace=true`.
type SyncOption = string(/^((Prune|Delete)=(true|false|confirm)|(Validate|SkipDryRunOnMissingResource|ApplyOutOfSyncOnly|PruneLast|Replace|Force|ServerSideApply|ClientSideApplyMigration|FailOnSharedResource|RespectIgnoreDifferences|CreateNamespace)=(true|false)|PrunePropagationPolicy=(foreground|background|orphan)|.*\{\{.*)$/)

/// Metadata of an object of Argo CD.
type ObjectMeta {
  /// The label of the block that writes the object, where it says no other.
  name?: Text
  /// The namespace it lives in: Argo CD's own, unless that admits others.
  namespace?: Text
  /// By which it is found.
  labels?: Labels
  /// What is noted on it; `argocd.argoproj.io/sync-wave` follows from `dependsOn`.
  annotations?: Annotations
  /// What has to happen before it is gone.
  finalizers?: list<string(len 1..)>
  check can(regex("^(-?[0-9]+|.*\\{\\{.*)$", lookup(annotations ?? { }, "argocd.argoproj.io/sync-wave", "0")))
    : "the annotation `argocd.argoproj.io/sync-wave` is a string that holds an integer"
}

/// A name with its value.
type NameValue { name: Text, value: string }

// ---- Application ------------------------------------------------------------------------------------------------

/// Where the manifests of one source go: to one cluster, by its address or its name.
type Destination {
  /// The address of the cluster's API server, as Argo CD knows it.
  server?: string(/^(https?:\/\/|\{\{|\*|!)/)
  /// The name by which Argo CD knows the cluster.
  name?: Text
  /// The namespace of objects that name none.
  namespace?: string
  check server is absent || name is absent : "a destination has `server` or `name`, never both"
}

/// One value of a chart, set by its path; always a string to Argo CD.
type HelmParameter {
  /// The path in the values: `image.tag`.
  name: Text
  /// What is set there.
  value: string
  /// Keep `"true"` and `"1"` strings for Helm as well.
  forceString?: bool
}

/// How a chart is rendered. Strongest first: `parameters`, `valuesObject`, `values`, `valueFiles`, the chart.
type HelmSource {
  /// The release's name; not set: the application's.
  releaseName?: Text
  /// Files of values, the last one winning; `$ref/…` begins at the root of the source of that `ref`.
  valueFiles?: list<Text>
  /// Files of values that do not exist are passed over.
  ignoreMissingValueFiles?: bool
  /// Values that keep their types.
  valuesObject?: any
  /// Values as text in YAML.
  values?: string
  /// Single values, above all others.
  parameters?: list<HelmParameter>
  /// Single values that stand in files.
  fileParameters?: list<{ name: Text, path: Text }>
  /// Send the repository's credentials to other hosts as well.
  passCredentials?: bool
  /// Leave out what lies in the chart's folder `crds`.
  skipCrds?: bool
  /// Do not hold the values against the chart's schema.
  skipSchemaValidation?: bool
  /// Leave out the chart's tests.
  skipTests?: bool
  /// Helm's own version; 3 is the only one left.
  version?: "v3"
  /// The version of Kubernetes that templates see; not set: the cluster's.
  kubeVersion?: string
  /// The kinds that templates see; not set: the cluster's.
  apiVersions?: list<string>
  /// The namespace that templates see; not set: the destination's.
  namespace?: Text
  check values is absent || valuesObject is absent : "`values` is ignored where `valuesObject` is set"
}

/// A change of what Kustomize yields.
type KustomizePatch {
  /// The file with the patch.
  path?: Text
  /// The patch itself.
  patch?: string
  /// Which objects are changed.
  target?: {
    group?: string
    version?: string
    kind?: string
    name?: string
    namespace?: string
    labelSelector?: string
    annotationSelector?: string
  }
  /// Such as `allowNameChange`.
  options?: map<string, bool>
  check !(path is absent && patch is absent) : "a patch stands in `patch` or in the file `path`"
}

/// A folder with a kustomization, and what is changed of it.
type KustomizeSource {
  /// Put in front of every name.
  namePrefix?: string
  /// Put behind every name.
  nameSuffix?: string
  /// The namespace of everything in it.
  namespace?: Text
  /// Images that take the place of others: `old=new:tag`.
  images?: list<Text>
  /// Numbers of pods, by the name of what makes them.
  replicas?: list<{ name: Text, count: int(0..) | string }>
  /// Changes of single objects.
  patches?: list<KustomizePatch>
  /// Folders of components that are added.
  components?: list<Text>
  /// Components that do not exist are passed over.
  ignoreMissingComponents?: bool
  /// Labels of everything in it.
  commonLabels?: map<string, string>
  /// They replace labels that are there.
  forceCommonLabels?: bool
  /// They stay out of selectors.
  labelWithoutSelector?: bool
  /// They go into the templates of pods.
  labelIncludeTemplates?: bool
  /// Annotations of everything in it.
  commonAnnotations?: map<string, string>
  /// They replace annotations that are there.
  forceCommonAnnotations?: bool
  /// Variables of the build are filled into them.
  commonAnnotationsEnvsubst?: bool
  /// Which Kustomize, where Argo CD has several.
  version?: string
  /// The version of Kubernetes that charts in it see; not set: the cluster's.
  kubeVersion?: string
  /// The kinds that charts in it see; not set: the cluster's.
  apiVersions?: list<string>
}

/// A variable of Jsonnet: text, or with `code` an expression.
type JsonnetVariable { name: Text, value: string, code?: bool }

/// Plain manifests in a folder.
type DirectorySource {
  /// Folders in it as well.
  recurse?: bool
  /// Only files that match the glob.
  include?: string
  /// No files that match the glob.
  exclude?: string
  /// Files of every extension, not only of YAML and JSON.
  disableExtensionFilter?: bool
  /// What Jsonnet is told, for files of it.
  jsonnet?: { extVars?: list<JsonnetVariable>, tlas?: list<JsonnetVariable>, libs?: list<Text> }
}

/// A parameter of a plugin: text, a list or a map.
type PluginParameter { name: Text, string?: string, array?: list<string>, map?: map<string, string> }

/// A config management plugin.
type PluginSource { name?: Text, env?: list<NameValue>, parameters?: list<PluginParameter> }

/// Where manifests come from: a path of a Git repository, a chart of a Helm repository, or a mere `ref`.
type Source {
  /// The Git repository, or the repository of charts.
  repoURL: Text
  /// A branch, tag or commit of a Git repository; the version of a chart.
  targetRevision?: Text
  /// The folder in the Git repository.
  path?: string
  /// The chart in the repository of charts.
  chart?: Text
  /// The name by which `$ref/…` in other sources' `valueFiles` means the root of this repository.
  ref?: string(/^[A-Za-z0-9_-]+$/)
  /// What the source is called, where there are several.
  name?: Text
  /// What stands in front of the version in tags, where `targetRevision` is a constraint.
  tagPrefix?: string
  /// How it is rendered, where it is a chart.
  helm?: HelmSource
  /// How it is rendered, where it is a kustomization.
  kustomize?: KustomizeSource
  /// How it is read, where it is plain manifests.
  directory?: DirectorySource
  /// What renders it, where that is a plugin.
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
  /// What is rendered.
  drySource: {
    repoURL: Text
    targetRevision: Text
    path: string
    helm?: HelmSource
    kustomize?: KustomizeSource
    directory?: DirectorySource
    plugin?: PluginSource
  }
  /// The branch and folder that Argo CD deploys from.
  syncSource: { repoURL?: Text, targetBranch: Text, path: Text }
  /// The branch that is written instead, to be merged into that one.
  hydrateTo?: { targetBranch: Text }
}

/// What may differ between the cluster and Git without being out of sync.
type IgnoredDifference {
  /// The group of the kind.
  group?: string
  /// The kind.
  kind: Text
  /// Only the object of this name.
  name?: string
  /// Only objects of this namespace.
  namespace?: string
  /// The fields, by JSON pointers.
  jsonPointers?: list<JsonPointer>
  /// The fields, by paths of jq.
  jqPathExpressions?: list<Text>
  /// All fields that these managers own.
  managedFieldsManagers?: list<Text>
  check !(jsonPointers is absent && jqPathExpressions is absent && managedFieldsManagers is absent)
    : "say what is ignored: `jsonPointers`, `jqPathExpressions` or `managedFieldsManagers`"
}

/// How often, and how long apart, a sync that failed is tried again.
type Retry {
  /// 0: never; below: for ever.
  limit?: int(-1..)
  /// How long it waits before each try.
  backoff?: { duration?: duration as go, factor?: int(1..), maxDuration?: duration as go }
  /// Try with what Git says by then.
  refresh?: bool
}

/// How and when the cluster is made to be as Git says.
type SyncPolicy {
  /// Sync without being asked.
  automated?: {
    enabled?: bool
    /// Remove what is no longer in Git.
    prune?: bool
    /// Undo what was changed in the cluster.
    selfHeal?: bool
    /// Let an application become empty.
    allowEmpty?: bool
  }
  /// Options of every sync.
  syncOptions?: list<SyncOption>
  /// What happens when a sync fails.
  retry?: Retry
  /// Labels and annotations of the namespace that `CreateNamespace=true` makes.
  managedNamespaceMetadata?: { labels?: map<string, string>, annotations?: map<string, string> }
  check managedNamespaceMetadata is absent || contains(syncOptions ?? [], "CreateNamespace=true")
    : "`managedNamespaceMetadata` does nothing without the sync option `CreateNamespace=true`"
}

/// What an application deploys, and where.
type ApplicationSpec {
  /// The AppProject that says what the application may do.
  project: Text
  /// Where its manifests come from.
  source?: Source
  /// The same, where they come from several places.
  sources?: list<Source>(len 1..)
  /// Manifests that Argo CD renders into a branch before it deploys them.
  sourceHydrator?: SourceHydrator
  /// Where it goes.
  destination: Destination
  /// How and when it is deployed; not set: when somebody asks.
  syncPolicy?: SyncPolicy
  /// What may differ between the cluster and Git.
  ignoreDifferences?: list<IgnoredDifference>
  /// What its page shows beside it.
  info?: list<NameValue>
  /// How many of its past deployments are kept.
  revisionHistoryLimit?: int(0..)
  check !(source is absent && sources is absent && sourceHydrator is absent)
    : "an application needs `source`, `sources` or `sourceHydrator`"
  check source is absent || sources is absent : "`source` is ignored where `sources` is set"
}

/// A sync that is asked for by hand.
type Operation {
  /// Who asks.
  initiatedBy?: { username?: string, automated?: bool }
  /// What is noted on it.
  info?: list<NameValue>
  /// What happens when it fails.
  retry?: Retry
  /// What is synced, and how.
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
  /// Its name, and what is noted on it.
  metadata: ObjectMeta = { }
  /// What it deploys, and where.
  spec: ApplicationSpec
  /// A sync that is asked for with it.
  operation?: Operation
  /// Names of applications that must be healthy first; sync waves follow from them.
  dependsOn?: list<Text>
}

// ---- ApplicationSet ---------------------------------------------------------------------------------------------

/// Metadata of generated applications: any value may be filled in later.
type TemplateMeta {
  /// The application's name; two must not have the same.
  name: Text
  /// The namespace it lives in.
  namespace?: Text
  /// By which it is found.
  labels?: map<string, string>
  /// What is noted on it.
  annotations?: map<string, string>
  /// What has to happen before it is gone.
  finalizers?: list<string(len 1..)>
}

/// What generated applications look like, with the generators' parameters as `{{ .name }}`.
type ApplicationTemplate {
  /// Its name, and what is noted on it.
  metadata: TemplateMeta
  /// What it deploys, and where.
  spec: ApplicationSpec
}

/// A condition on one label.
type LabelRequirement {
  /// The label.
  key: Text
  /// What must hold of it.
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist"
  /// The values that `In` and `NotIn` ask for.
  values?: list<string>
}
/// Conditions on labels, all of which must hold.
type LabelSelector { matchLabels?: map<string, string>, matchExpressions?: list<LabelRequirement> }

/// A value of a Secret in Argo CD's namespace.
type SecretRef { secretName: Text, key: Text }
/// A value of a ConfigMap in Argo CD's namespace.
type ConfigMapRef { configMapName: Text, key: Text }
/// A user with the password that a Secret holds.
type BasicAuth { username: Text, passwordRef: SecretRef }
/// A token that a Secret holds.
type BearerToken { tokenRef: SecretRef }

/// Literal parameters.
type ListGenerator {
  /// A record of parameters for each application.
  elements?: list<any>
  /// The elements as YAML, often made by another generator of a matrix.
  elementsYaml?: string
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
}

/// The clusters that Argo CD knows: all, or those whose secrets carry the labels.
type ClusterGenerator {
  /// Labels of the Secrets by which Argo CD knows clusters; not set: all.
  selector?: LabelSelector
  /// More parameters, as `{{ .values.name }}`.
  values?: map<string, string>
  /// One record with all clusters, in the place of one for each.
  flatList?: bool
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
}

/// A folder or file, by glob; `exclude` takes it out.
type GitPath { path: Text, exclude?: bool }

/// Folders or files of a Git repository.
type GitGenerator {
  /// The repository.
  repoURL: Text
  /// The branch, tag or commit of it.
  revision: Text
  /// An application for each folder.
  directories?: list<GitPath>
  /// An application for each file, with what it holds as parameters.
  files?: list<GitPath>
  /// Put in front of the names of the path's parameters.
  pathParamPrefix?: string
  /// How often it is looked at again.
  requeueAfterSeconds?: int(0..)
  /// More parameters, as `{{ .values.name }}`.
  values?: map<string, string>
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
  check !(directories is absent && files is absent) : "the generator reads `directories` or `files`"
}

/// Another controller's choice of clusters.
type ClusterDecisionResourceGenerator {
  /// The ConfigMap that says where the choice is read.
  configMapRef: Text
  /// The object that holds it.
  name?: string
  /// The labels of the objects that hold it.
  labelSelector?: LabelSelector
  /// How often it is looked at again.
  requeueAfterSeconds?: int(0..)
  /// More parameters, as `{{ .values.name }}`.
  values?: map<string, string>
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
}

/// A service that answers with parameters.
type PluginGenerator {
  /// The ConfigMap that says where the service is.
  configMapRef: { name: Text }
  /// What the service is asked with.
  input?: { parameters?: map<string, any> }
  /// How often it is asked again.
  requeueAfterSeconds?: int(0..)
  /// More parameters, as `{{ .values.name }}`.
  values?: map<string, string>
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
}

/// Which repositories and branches are meant: all conditions of one filter, any of the filters.
type ScmFilter {
  /// The repository's name, as a regular expression.
  repositoryMatch?: string
  /// The branch's name, as a regular expression.
  branchMatch?: string
  /// A label or topic of the repository, as a regular expression.
  labelMatch?: string
  /// Paths that the branch has.
  pathsExist?: list<string>
  /// Paths that the branch does not have.
  pathsDoNotExist?: list<string>
}

/// The repositories of an organisation.
type ScmProviderGenerator {
  /// An organisation of GitHub.
  github?: {
    organization: Text
    api?: Url
    tokenRef?: SecretRef
    appSecretName?: Text
    allBranches?: bool
    excludeArchivedRepos?: bool
  }
  /// A group of GitLab.
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
  /// An owner at Gitea.
  gitea?: {
    owner: Text
    api: Url
    tokenRef?: SecretRef
    allBranches?: bool
    excludeArchivedRepos?: bool
    insecure?: bool
  }
  /// An owner at Bitbucket Cloud.
  bitbucket?: { owner: Text, user: Text, appPasswordRef: SecretRef, allBranches?: bool }
  /// A project of Bitbucket Server.
  bitbucketServer?: {
    project: Text
    api: Url
    basicAuth?: BasicAuth
    bearerToken?: BearerToken
    allBranches?: bool
    insecure?: bool
    caRef?: ConfigMapRef
  }
  /// A team's project at Azure DevOps.
  azureDevOps?: {
    organization: Text
    teamProject: Text
    accessTokenRef: SecretRef
    api?: Url
    allBranches?: bool
  }
  /// The repositories of an account at AWS CodeCommit.
  awsCodeCommit?: {
    region?: string
    role?: string
    allBranches?: bool
    tagFilters?: list<{ key: Text, value?: string }>
  }
  /// Which of them are meant; not set: all.
  filters?: list<ScmFilter>
  /// How they are cloned.
  cloneProtocol?: "ssh" | "https"
  /// How often they are looked at again.
  requeueAfterSeconds?: int(0..)
  /// More parameters, as `{{ .values.name }}`.
  values?: map<string, string>
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
  check length([for off in [github is absent, gitlab is absent, gitea is absent, bitbucket is absent, bitbucketServer is absent,
                            azureDevOps is absent, awsCodeCommit is absent] if !off : off]) == 1
    : "`scmProvider` asks exactly one provider"
}

/// Which pull requests are meant.
type PullRequestFilter { branchMatch?: string, targetBranchMatch?: string, titleMatch?: string }

/// The open pull requests of a repository.
type PullRequestGenerator {
  /// A repository at GitHub.
  github?: { owner: Text, repo: Text, api?: Url, tokenRef?: SecretRef, appSecretName?: Text, labels?: list<string> }
  /// A project at GitLab.
  gitlab?: {
    project: Text
    api?: Url
    tokenRef?: SecretRef
    labels?: list<string>
    pullRequestState?: "" | "opened" | "closed" | "merged" | "locked"
    insecure?: bool
    caRef?: ConfigMapRef
  }
  /// A repository at Gitea.
  gitea?: { owner: Text, repo: Text, api: Url, tokenRef?: SecretRef, labels?: list<string>, insecure?: bool }
  /// A repository at Bitbucket Cloud.
  bitbucket?: { owner: Text, repo: Text, api?: Url, basicAuth?: BasicAuth, bearerToken?: BearerToken }
  /// A repository at Bitbucket Server.
  bitbucketServer?: {
    project: Text
    repo: Text
    api: Url
    basicAuth?: BasicAuth
    bearerToken?: BearerToken
    insecure?: bool
    caRef?: ConfigMapRef
  }
  /// A repository at Azure DevOps.
  azuredevops?: { organization: Text, project: Text, repo: Text, api?: Url, tokenRef?: SecretRef, labels?: list<string> }
  /// Which of them are meant; not set: all.
  filters?: list<PullRequestFilter>
  /// A repository that does not exist has none, and is no error.
  continueOnRepoNotFoundError?: bool
  /// How often they are looked at again.
  requeueAfterSeconds?: int(0..)
  /// More parameters, as `{{ .values.name }}`.
  values?: map<string, string>
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
  check length([for off in [github is absent, gitlab is absent, gitea is absent, bitbucket is absent, bitbucketServer is absent,
                            azuredevops is absent] if !off : off]) == 1
    : "`pullRequest` asks exactly one provider"
}

/// A generator inside `matrix` or `merge`. Those that are nested once more are admitted as the CRD has them: unchecked.
type NestedGenerator {
  /// Literal parameters.
  list?: ListGenerator
  /// The clusters that Argo CD knows.
  clusters?: ClusterGenerator
  /// Folders or files of a Git repository.
  git?: GitGenerator
  /// The repositories of an organisation.
  scmProvider?: ScmProviderGenerator
  /// The open pull requests of a repository.
  pullRequest?: PullRequestGenerator
  /// A service that answers with parameters.
  plugin?: PluginGenerator
  /// Another controller's choice of clusters.
  clusterDecisionResource?: ClusterDecisionResourceGenerator
  /// Each combination of what two generators yield.
  matrix?: any
  /// What several generators yield, joined.
  merge?: any
  /// Of what it yields, only what carries these labels.
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
  /// The generators; what the later ones say goes above the first.
  generators: list<NestedGenerator>(len 2..)
  /// The parameters by which records are joined.
  mergeKeys: list<Text>(len 1..)
  /// Goes above the set's own, for these.
  template?: ApplicationTemplate
}

/// One source of parameters.
type Generator {
  /// Literal parameters.
  list?: ListGenerator
  /// The clusters that Argo CD knows.
  clusters?: ClusterGenerator
  /// Folders or files of a Git repository.
  git?: GitGenerator
  /// Each combination of what two generators yield.
  matrix?: MatrixGenerator
  /// What several generators yield, joined.
  merge?: MergeGenerator
  /// The repositories of an organisation.
  scmProvider?: ScmProviderGenerator
  /// The open pull requests of a repository.
  pullRequest?: PullRequestGenerator
  /// A service that answers with parameters.
  plugin?: PluginGenerator
  /// Another controller's choice of clusters.
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
  /// All at once, or step by step.
  type?: "AllAtOnce" | "RollingSync"
  /// The steps; each waits until the applications of the one before are healthy.
  rollingSync?: {
    steps?: list<{
      matchExpressions?: list<{ key?: Text, operator?: "In" | "NotIn", values?: list<string> }>
      /// How many applications at a time.
      maxUpdate?: IntOrPercent
    }>
  }
  /// In which order applications go that are no longer wanted.
  deletionOrder?: "AllAtOnce" | "Reverse"
  check rollingSync is absent || (type ?? "AllAtOnce") == "RollingSync" : "`rollingSync` wants `type = \"RollingSync\"`"
}

/// Which applications there are, and what they look like.
type ApplicationSetSpec {
  /// Where parameters come from; each record of them becomes an application.
  generators: list<Generator>(len 1..)
  /// What an application looks like.
  template: ApplicationTemplate
  /// A patch of the template, as a Go template that yields YAML.
  templatePatch?: string
  /// Parameters are filled in by Go's templates: on, unless it is said.
  goTemplate?: bool
  /// A parameter that does not exist is an error, unless it is said: `missingkey=error`.
  goTemplateOptions?: list<Text>
  /// In which order the applications are synced.
  strategy?: SetStrategy
  /// What becomes of applications that are made, changed or no longer wanted.
  syncPolicy?: {
    applicationsSync?: "create-only" | "create-update" | "create-delete" | "sync"
    /// Keep what the applications deployed when the set is deleted.
    preserveResourcesOnDeletion?: bool
  }
  /// Labels and annotations that others may put on the applications.
  preservedFields?: { labels?: list<Text>, annotations?: list<Text> }
  /// What others may change of the applications.
  ignoreApplicationDifferences?: list<{ name?: Text, jsonPointers?: list<JsonPointer>, jqPathExpressions?: list<Text> }>
  /// Selectors of generators inside of others are obeyed.
  applyNestedSelectors?: bool
}

/// `emit argocd { applicationset NAME { … } }`
type ApplicationSet {
  /// Its name, and what is noted on it.
  metadata: ObjectMeta = { }
  /// Which applications it makes.
  spec: ApplicationSetSpec
}

// ---- AppProject -------------------------------------------------------------------------------------------------

/// Kinds of resources; `*` matches.
type GroupKind { group: string, kind: Text }
/// Kinds of the whole cluster; with `name`, only objects that are called so.
type ClusterGroupKind { group: string, kind: Text, name?: Text }

/// Where applications may go, by glob; `!` in front denies.
type ProjectDestination {
  /// The address of the cluster's API server.
  server?: Text
  /// The name by which Argo CD knows the cluster.
  name?: Text
  /// The namespaces, by glob.
  namespace?: Text
  check !(server is absent && name is absent) : "a destination of a project names its cluster: `server` or `name`"
}

/// Who may do what with the project's applications.
type ProjectRole {
  /// What the role is called.
  name: string(/^[A-Za-z0-9]([-_A-Za-z0-9]*[A-Za-z0-9])?$/)
  /// What it is for.
  description?: string
  /// Casbin: `p, proj:<project>:<role>, <resource>, <action>, <project>/<object>, allow`.
  policies?: list<string(/^p\s*,\s*proj:[^:\s]+:[^,\s]+\s*,\s*[a-z*]+\s*,\s*[^,]+\s*,\s*[^,]+\s*,\s*(allow|deny)\s*$/)>
  /// Groups of the identity provider.
  groups?: list<Text>
  /// Tokens that were issued for it.
  jwtTokens?: list<{ iat: int, exp?: int, id?: string }>
}

/// When syncs are allowed or denied.
type SyncWindow {
  /// Whether it opens or closes.
  kind: "allow" | "deny"
  /// When it begins.
  schedule: Cron
  /// How long it lasts.
  duration: duration(1m..) as go
  /// The applications that it is about, by glob.
  applications?: list<Text>
  /// The namespaces that it is about, by glob.
  namespaces?: list<Text>
  /// The clusters that it is about, by glob.
  clusters?: list<Text>
  /// Whether a sync by hand is allowed all the same.
  manualSync?: bool
  /// Whether applications, namespaces and clusters must all match.
  andOperator?: bool
  /// Whether a running sync may outlast the window.
  syncOverrun?: bool
  /// In whose time the schedule is meant.
  timeZone?: string
  /// What it is for.
  description?: string
  check length([...(applications ?? []), ...(namespaces ?? []), ...(clusters ?? [])]) > 0
    : "a window names `applications`, `namespaces` or `clusters`"
}

/// What the applications of a project may do, and who may do what with them.
type AppProjectSpec {
  /// What the project is for.
  description?: string(len ..255)
  /// The repositories that they may come from.
  sourceRepos?: list<Text>
  /// The namespaces that they may be declared in, besides Argo CD's own.
  sourceNamespaces?: list<Text>
  /// The clusters and namespaces that they may go to.
  destinations?: list<ProjectDestination>
  /// Not set: no kind of the whole cluster is admitted.
  clusterResourceWhitelist?: list<ClusterGroupKind>
  /// Kinds of the whole cluster that are denied.
  clusterResourceBlacklist?: list<ClusterGroupKind>
  /// Not set: all kinds of namespaces are admitted.
  namespaceResourceWhitelist?: list<GroupKind>
  /// Kinds of namespaces that are denied.
  namespaceResourceBlacklist?: list<GroupKind>
  /// Who may do what with them.
  roles?: list<ProjectRole>
  /// When they may be synced.
  syncWindows?: list<SyncWindow>
  /// Watch for resources that no application owns.
  orphanedResources?: { warn?: bool, ignore?: list<{ group?: string, kind?: string, name?: string }> }
  /// The accounts as which Argo CD deploys them.
  destinationServiceAccounts?: list<{ server: Text, namespace?: string, defaultServiceAccount: Text }>
  /// Only clusters that belong to the project.
  permitOnlyProjectScopedClusters?: bool
  /// Commits must be signed by one of these keys of GnuPG.
  signatureKeys?: list<{ keyID: string(/^[0-9A-Fa-f]{16}$/) }>
  /// Which commits must be signed, and by whom.
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
  /// Its name, and what is noted on it.
  metadata: ObjectMeta = { }
  /// What it admits.
  spec: AppProjectSpec
}
