import type { Path } from '../core/objects/paths.js';
import { EACH, type TemplatePattern, type TemplateRule } from './template-path.js';

/** A kind whose objects hold pod templates. */
export interface TemplateKind {
  /** API group; empty for the core group; any group when absent. */
  readonly group: string | undefined;
  readonly kind: string;
  /** Where its pod templates are. */
  readonly templates: readonly TemplatePattern[];
  /** How a template describes its pod: as Kubernetes does, or as Argo Workflows do. */
  readonly form: 'pod' | 'argo';
  /** What it makes its pods by, and names only then. */
  readonly between?: string;
  /** The field that names another object with the template. */
  readonly reference?: Path;
  /** The name of a container that has none in the template. */
  readonly unnamed?: string;
  /** A notice for somebody whose template was injected. */
  readonly condition?: KindCondition;
  /** The `--template-path` that said so. */
  readonly rule?: string;
}

export interface KindCondition {
  readonly message: string;
  readonly remedy: string;
}

const SPEC: TemplatePattern = ['spec', 'template'];

const defineKinds = (
  group: string,
  kinds: Readonly<Record<string, Partial<TemplateKind>>>,
): readonly TemplateKind[] =>
  Object.entries(kinds).map(([kind, rest]) => ({ group, kind, templates: [SPEC], form: 'pod', ...rest }));

/** https://knative.dev/docs/serving/configuration/feature-flags/ */
const KNATIVE: Partial<TemplateKind> = {
  unnamed: 'user-container',
  condition: {
    message:
      'Knative takes init containers, and variables that refer to fields of the pod, in a template only where kubernetes.podspec-init-containers and kubernetes.podspec-fieldref are enabled in its ConfigMap config-features.',
    remedy: 'Enable both, or apply the object as it was and let the webhook inject its pods.',
  },
};

const replicaSpecs = (field: string): Partial<TemplateKind> => ({
  templates: [['spec', field, EACH, 'template']],
});

const ray = (...at: TemplatePattern): Partial<TemplateKind> => ({
  templates: [
    [...at, 'headGroupSpec', 'template'],
    [...at, 'workerGroupSpecs', EACH, 'template'],
  ],
});

const argo = (...at: TemplatePattern): Partial<TemplateKind> => ({
  form: 'argo',
  templates: [at],
  reference: [...at, 'workflowTemplateRef'],
});

/** Every kind that is looked into, with the places of its pod templates. */
export const TEMPLATE_KINDS: readonly TemplateKind[] = [
  // https://kubernetes.io/docs/concepts/workloads/controllers/
  ...defineKinds('', {
    Pod: { templates: [[]] },
    PodTemplate: { templates: [['template']] },
    ReplicationController: {},
    DeploymentConfig: { between: 'ReplicationController' },
  }),
  ...defineKinds('apps', {
    Deployment: { between: 'ReplicaSet' },
    ReplicaSet: {},
    StatefulSet: {},
    DaemonSet: {},
  }),
  ...defineKinds('batch', {
    Job: {},
    CronJob: { templates: [['spec', 'jobTemplate', 'spec', 'template']], between: 'Job' },
  }),
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/, https://argo-workflows.readthedocs.io/en/latest/fields/
  ...defineKinds('argoproj.io', {
    Rollout: { between: 'ReplicaSet', reference: ['spec', 'workloadRef'] },
    Workflow: argo('spec'),
    WorkflowTemplate: argo('spec'),
    ClusterWorkflowTemplate: argo('spec'),
    CronWorkflow: argo('spec', 'workflowSpec'),
  }),
  // https://docs.okd.io/latest/rest_api/workloads_apis/deploymentconfig-apps-openshift-io-v1.html
  ...defineKinds('apps.openshift.io', { DeploymentConfig: { between: 'ReplicationController' } }),
  // https://knative.dev/docs/serving/reference/serving-api/
  ...defineKinds('serving.knative.dev', { Service: KNATIVE, Configuration: KNATIVE }),
  // https://keda.sh/docs/latest/reference/scaledjob-spec/
  ...defineKinds('keda.sh', {
    ScaledJob: { templates: [['spec', 'jobTargetRef', 'template']], between: 'Job' },
  }),
  // https://jobset.sigs.k8s.io/docs/reference/jobset.v1alpha2/
  ...defineKinds('jobset.x-k8s.io', {
    JobSet: { templates: [['spec', 'replicatedJobs', EACH, 'template', 'spec', 'template']], between: 'Job' },
  }),
  // https://lws.sigs.k8s.io/docs/reference/leaderworkerset.v1/
  ...defineKinds('leaderworkerset.x-k8s.io', {
    LeaderWorkerSet: {
      templates: [
        ['spec', 'leaderWorkerTemplate', 'leaderTemplate'],
        ['spec', 'leaderWorkerTemplate', 'workerTemplate'],
      ],
    },
  }),
  // https://volcano.sh/en/docs/vcjob/
  ...defineKinds('batch.volcano.sh', { Job: { templates: [['spec', 'tasks', EACH, 'template']] } }),
  // https://www.kubeflow.org/docs/components/trainer/legacy-v1/
  ...defineKinds('kubeflow.org', {
    PyTorchJob: replicaSpecs('pytorchReplicaSpecs'),
    TFJob: replicaSpecs('tfReplicaSpecs'),
    MPIJob: replicaSpecs('mpiReplicaSpecs'),
    XGBoostJob: replicaSpecs('xgbReplicaSpecs'),
    PaddleJob: replicaSpecs('paddleReplicaSpecs'),
    JAXJob: replicaSpecs('jaxReplicaSpecs'),
  }),
  // https://docs.ray.io/en/latest/cluster/kubernetes/references.html
  ...defineKinds('ray.io', {
    RayCluster: ray('spec'),
    RayJob: ray('spec', 'rayClusterSpec'),
    RayService: ray('spec', 'rayClusterConfig'),
  }),
  // https://openkruise.io/docs/
  ...defineKinds('apps.kruise.io', { CloneSet: {}, StatefulSet: {}, DaemonSet: {}, BroadcastJob: {} }),
  // https://agones.dev/site/docs/reference/
  ...defineKinds('agones.dev', {
    GameServer: {},
    Fleet: { templates: [['spec', 'template', 'spec', 'template']] },
    GameServerSet: { templates: [['spec', 'template', 'spec', 'template']] },
  }),
];

/** The fields that say which kind an object is of. */
export interface InputKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The API group in an `apiVersion`; empty for the core group. */
export const extractGroup = (apiVersion: string): string => apiVersion.replace(/(^|\/)[^/]*$/, '');

/** Finds where an object has its templates; rules of the command line come first. */
export function findTemplateKind(
  { apiVersion, kind }: InputKind,
  rules: readonly TemplateRule[],
): TemplateKind | undefined {
  const group = extractGroup(apiVersion);
  const own = rules.filter((rule) => rule.kind === kind && (rule.group ?? group) === group);
  const known = TEMPLATE_KINDS.find((each) => each.kind === kind && each.group === group);
  const [first] = own;
  if (first === undefined) return known;
  const templates = own.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
  return { ...known, group, kind, templates, form: 'pod', rule: first.text };
}

/**
 * The kind that was meant by one that does not exist: of the same group in other letters, or in another group of
 * Kubernetes itself. Those have no dot; a group with one belongs to somebody else, who may call a kind as they like.
 */
export function findMeantKind({ apiVersion, kind }: InputKind): TemplateKind | undefined {
  const group = extractGroup(apiVersion);
  const isOwn = (other: string): boolean => !other.includes('.');
  const letters = kind.toLowerCase();
  return TEMPLATE_KINDS.find(
    (known) =>
      [known.kind, `${known.kind}s`].some((each) => each.toLowerCase() === letters) &&
      (known.group === group || (isOwn(known.group ?? '.') && isOwn(group))),
  );
}
