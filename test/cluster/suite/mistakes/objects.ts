import { importImage } from '../../control-plane/cluster.js';
import { archiveOf, idleAgentImage, NODE_IMAGE } from '../../images/catalogue.js';
import { apply, eventually, kubectl, paths } from '../test-cluster.js';
import { INJECT } from '../webhook.js';

export const HERE = 'mistaken';
/** Whose workloads are there before the webhook is. */
export const EARLY = 'mistaken-early';
/** Whose workloads roll while the webhook is away. */
export const DOWN = 'mistaken-down';
/** Not selected, in three ways. */
export const OUTSIDE = 'mistaken-outside';
export const ALMOST = 'mistaken-almost';
export const UNTOLD = 'mistaken-untold';
/** With two Instrumentations, and with one called `prod`. */
export const TWO = 'mistaken-two';
export const ELSEWHERE = 'mistaken-elsewhere';
/** Whose Namespace asks with a misspelt key, and with a value that is no name. */
export const MISSPELT = 'mistaken-misspelt';
export const VAGUE = 'mistaken-vague';

export type Annotations = Readonly<Record<string, string>>;

const PREFIX = 'instrumentation.opentelemetry.io/';
const SELECTED: Annotations = { 'tracing.dokaseca.io/inject': 'enabled' };
export const NODEJS: Annotations = { [`${INJECT}nodejs`]: 'true' };
export const NAMES = `${PREFIX}container-names`;
const IDLE_AGENT = 'docker.io/test/idle-agent:1';
export const PLATFORM = {
  addons: { enable_jaeger: true, enable_opentelemetry_operator: true },
  agents: { nodejs: { image: IDLE_AGENT } },
};

/** Gives the cluster the agent of `PLATFORM`. */
export const bringIdleAgent = async (): Promise<void> => {
  importImage(paths, await archiveOf(idleAgentImage(IDLE_AGENT)));
};

const namespace = (name: string, labels: Annotations = SELECTED, annotations: Annotations = {}): object => ({
  ...{ apiVersion: 'v1', kind: 'Namespace' },
  metadata: { name, labels, annotations },
});

export const NAMESPACES: readonly object[] = [
  ...[HERE, EARLY, DOWN, TWO, ELSEWHERE].map((name) => namespace(name)),
  ...[OUTSIDE, UNTOLD].map((name) => namespace(name, {})),
  namespace(ALMOST, { 'tracing.dokaseca.io/inject': 'enable' }),
  namespace(MISSPELT, SELECTED, { [`${INJECT}node`]: 'true' }),
  namespace(VAGUE, SELECTED, { [`${INJECT}nodejs`]: 'yes' }),
];

export const CONTAINER = {
  ...{ name: 'app', image: NODE_IMAGE, imagePullPolicy: 'IfNotPresent' },
  command: ['node', '-e', 'setInterval(() => {}, 1e6)'],
};
export const RUNNING = { terminationGracePeriodSeconds: 0, containers: [CONTAINER] };

interface Written {
  readonly namespace?: string;
  readonly onObject?: Annotations;
  readonly onTemplate?: Annotations;
  readonly labels?: Annotations;
  readonly spec?: object;
  readonly replicas?: number;
}

const template = (name: string, { onTemplate = {}, labels = {}, spec = RUNNING }: Written): object => ({
  metadata: { labels: { app: name, ...labels }, annotations: onTemplate },
  spec,
});

export const workload = (kind: string, name: string, written: Written = {}): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: written.namespace ?? HERE, annotations: written.onObject ?? {} },
  spec: {
    ...(written.replicas === undefined ? {} : { replicas: written.replicas }),
    selector: { matchLabels: { app: name } },
    ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
    template: template(name, written),
  },
});

export const deployment = (name: string, written: Written = {}): object =>
  workload('Deployment', name, written);

/** A CronJob that does not run by itself; `onJob` stands one level too high. */
export const cronJob = (
  name: string,
  { onObject = {}, onJob = {}, onTemplate = {} }: Written & { readonly onJob?: Annotations },
): object => ({
  ...{ apiVersion: 'batch/v1', kind: 'CronJob' },
  metadata: { name, namespace: HERE, annotations: onObject },
  spec: {
    ...{ schedule: '0 0 1 1 *', suspend: true },
    jobTemplate: {
      metadata: { annotations: onJob },
      spec: {
        template: { metadata: { annotations: onTemplate }, spec: { ...RUNNING, restartPolicy: 'Never' } },
      },
    },
  },
});

export const job = (name: string, inNamespace = HERE): object => ({
  ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: inNamespace } },
  spec: { template: { metadata: { annotations: NODEJS }, spec: { ...RUNNING, restartPolicy: 'Never' } } },
});

export const lonePod = (name: string, annotations: Annotations = {}): object => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: HERE, annotations } },
  spec: RUNNING,
});

export const instrumentation = (name: string, inNamespace: string, spec: object = {}): object => ({
  ...{ apiVersion: 'opentelemetry.io/v1alpha1', kind: 'Instrumentation' },
  metadata: { name, namespace: inNamespace },
  spec,
});

export const listOf = (objects: readonly object[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

export const applyAll = (objects: readonly object[]): string =>
  objects.length === 0 ? '' : apply(listOf(objects));

/** Writes an annotation on the pods that a Deployment has, and waits for the first one: its controller may be behind. */
export const annotatePods = (name: string): Promise<string> =>
  eventually(`There is no pod of ${name}`, () => {
    const annotated = kubectl('-n', HERE, 'annotate', 'pod', '-l', `app=${name}`, `${INJECT}nodejs=true`);
    return annotated === '' ? undefined : annotated;
  });

/** What is no mistake. */
export const NEIGHBOURS: readonly (readonly [name: string, object: object, words: string])[] = [
  ['deployment/right', deployment('right', { onTemplate: NODEJS }), 'injected current'],
  [
    'deployment/upper',
    deployment('upper', { onTemplate: { [`${INJECT}nodejs`]: 'True' } }),
    'injected current',
  ],
  [
    'deployment/named',
    deployment('named', { onTemplate: { ...NODEJS, [NAMES]: 'app' } }),
    'injected current',
  ],
  [
    'deployment/out',
    deployment('out', { onTemplate: NODEJS, labels: { 'tracing.dokaseca.io/inject': 'disabled' } }),
    'opted-out',
  ],
  ['deployment/silent', deployment('silent'), 'asks for nothing'],
  ['sts/right', workload('StatefulSet', 'right', { onTemplate: NODEJS }), 'injected current'],
  ['ds/right', workload('DaemonSet', 'right', { onTemplate: NODEJS }), 'injected current'],
  ['job/right', job('right'), 'injected current'],
  ['cronjob/right', cronJob('right', { onTemplate: NODEJS }), 'new pods injected'],
];
