import { NODE_IMAGE } from '../images/catalogue.js';
import { apply, kubectl } from './test-cluster.js';
import { INJECT } from './webhook.js';

export const HERE = 'mistaken';
export const OUTSIDE = 'mistaken-outside';
export const TWO = 'mistaken-two';
export const ELSEWHERE = 'mistaken-elsewhere';

type Annotations = Readonly<Record<string, string>>;

export const NODEJS: Annotations = { [`${INJECT}nodejs`]: 'true' };
const NAMES = 'instrumentation.opentelemetry.io/container-names';
export const PLATFORM = { addons: { enable_jaeger: true, enable_opentelemetry_operator: true } };

const RUNNING = {
  terminationGracePeriodSeconds: 0,
  containers: [{ name: 'app', image: NODE_IMAGE, command: ['node', '-e', 'setInterval(() => {}, 1e6)'] }],
};

interface Written {
  readonly namespace?: string;
  readonly onObject?: Annotations;
  readonly onTemplate?: Annotations;
  readonly labels?: Annotations;
  readonly spec?: object;
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
    selector: { matchLabels: { app: name } },
    ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
    template: template(name, written),
  },
});

export const deployment = (name: string, written: Written = {}): object =>
  workload('Deployment', name, written);

export const instrumentation = (name: string, namespace: string): object => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name, namespace },
  spec: {},
});

export const applyAll = (objects: readonly object[]): string =>
  apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));

const patchTemplate = (name: string, annotations: Annotations, namespace = HERE): string => {
  const patch = { spec: { template: { metadata: { annotations } } } };
  return kubectl('-n', namespace, 'patch', `deployment/${name}`, '--type=merge', '-p', JSON.stringify(patch));
};

/** What a person sees, and what mends it: the commands that are told, or those of a person who has read what is told. */
export interface Mistake {
  readonly what: string;
  readonly name: string;
  readonly namespace?: string;
  readonly words: readonly string[];
  readonly fixes?: readonly string[];
  readonly mend?: () => void;
}

export const MISTAKES: readonly Mistake[] = [
  {
    what: 'an annotation on the Deployment',
    name: 'deployment/on-object',
    words: ['annotation-misplaced', 'Move it to spec.template.metadata.annotations.'],
    fixes: ['patch deployment/on-object'],
  },
  {
    what: 'a misspelt key',
    name: 'deployment/misspelt',
    words: ['annotation-unknown', 'did you mean inject-nodejs?'],
    fixes: ['patch deployment/misspelt'],
  },
  {
    what: 'a wrong prefix',
    name: 'deployment/prefix',
    words: ['annotation-unknown', 'did you mean instrumentation.opentelemetry.io/inject-nodejs?'],
    fixes: ['patch deployment/prefix'],
  },
  {
    what: 'a value that is no name',
    name: 'deployment/yes',
    words: ['skipped', 'instrumentation-not-found', 'write "true" if that is meant'],
    mend: () => patchTemplate('yes', NODEJS),
  },
  {
    what: 'an Instrumentation of another namespace',
    name: 'deployment/elsewhere',
    words: ['skipped', `${ELSEWHERE}/prod`],
    mend: () => patchTemplate('elsewhere', { [`${INJECT}nodejs`]: `${ELSEWHERE}/prod` }),
  },
  {
    what: 'a container that is not there',
    name: 'deployment/container',
    words: ['container-not-found', 'the pod has no container ap; it has app.'],
    mend: () => patchTemplate('container', { [NAMES]: 'app' }),
  },
  {
    what: 'two languages and two containers',
    name: 'deployment/languages',
    words: ['ambiguous-containers', 'app, beside'],
    mend: () => patchTemplate('languages', { [NAMES]: 'app', [`${INJECT}python`]: 'false' }),
  },
  {
    what: 'a namespace that is not selected',
    name: 'deployment/outside',
    namespace: OUTSIDE,
    words: [`${OUTSIDE} is NOT selected`, 'NOT INJECTED the webhook is not asked about its namespace'],
    fixes: [`label namespace ${OUTSIDE}`, 'rollout restart deployment/outside'],
  },
  {
    what: 'two Instrumentations',
    name: 'deployment/ambiguous',
    namespace: TWO,
    words: ['skipped', 'instrumentation-ambiguous', 'one', 'two'],
    mend: () => patchTemplate('ambiguous', { [`${INJECT}nodejs`]: 'one' }, TWO),
  },
  {
    what: 'a pod older than the webhook',
    name: 'deployment/early',
    words: ['NOT INJECTED created', 'before the webhook was installed'],
    fixes: ['rollout restart deployment/early'],
  },
  {
    what: 'a StatefulSet older than the webhook',
    name: 'sts/early',
    words: ['NOT INJECTED created', 'before the webhook was installed'],
    fixes: ['rollout restart statefulset/early'],
  },
  {
    what: 'a DaemonSet older than the webhook',
    name: 'ds/early',
    words: ['NOT INJECTED created', 'before the webhook was installed'],
    fixes: ['rollout restart daemonset/early'],
  },
  {
    what: 'a webhook that was down',
    name: 'deployment/unanswered',
    words: ['NOT INJECTED created', 'while no replica of the webhook was ready'],
    fixes: ['rollout restart deployment/unanswered'],
  },
  {
    what: 'a pod that was annotated when it ran',
    name: 'pod/lone',
    words: ['NOT INJECTED created', 'annotated later', 'pods are injected only when they are created'],
    fixes: ['delete pod lone'],
    mend: () => applyAll([lone(NODEJS)]),
  },
];

const lone = (annotations: Annotations): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'lone', namespace: HERE, annotations },
  spec: RUNNING,
});

const job = (name: string): object => ({
  ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: HERE } },
  spec: { template: { metadata: { annotations: NODEJS }, spec: { ...RUNNING, restartPolicy: 'Never' } } },
});

const NEIGHBOURS: readonly object[] = [
  deployment('right', { onTemplate: NODEJS }),
  deployment('upper', { onTemplate: { [`${INJECT}nodejs`]: 'True' } }),
  deployment('named', { onTemplate: { ...NODEJS, [NAMES]: 'app' } }),
  deployment('out', { onTemplate: NODEJS, labels: { 'tracing.dokaseca.io/inject': 'disabled' } }),
  deployment('silent'),
  workload('StatefulSet', 'right', { onTemplate: NODEJS }),
  workload('DaemonSet', 'right', { onTemplate: NODEJS }),
  job('right'),
];

/** The workloads of all cases that are applied once the webhook answers. */
export function buildMistaken(): readonly object[] {
  const beside = { ...RUNNING.containers[0], name: 'beside' };
  return [
    ...NEIGHBOURS,
    deployment('on-object', { onObject: NODEJS }),
    deployment('misspelt', { onTemplate: { [`${INJECT}node`]: 'true' } }),
    deployment('prefix', { onTemplate: { 'opentelemetry.io/inject-nodejs': 'true' } }),
    deployment('yes', { onTemplate: { [`${INJECT}nodejs`]: 'yes' } }),
    deployment('elsewhere', { onTemplate: { [`${INJECT}nodejs`]: 'prod' } }),
    deployment('container', { onTemplate: { ...NODEJS, [NAMES]: 'ap' } }),
    deployment('languages', {
      onTemplate: { ...NODEJS, [`${INJECT}python`]: 'true' },
      spec: { ...RUNNING, containers: [...RUNNING.containers, beside] },
    }),
    deployment('outside', { namespace: OUTSIDE, onTemplate: NODEJS }),
    deployment('ambiguous', { namespace: TWO, onTemplate: NODEJS }),
    lone({}),
  ];
}
