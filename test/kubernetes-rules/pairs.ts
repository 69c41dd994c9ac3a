import fc from 'fast-check';
import { admit } from '../../src/core/admit.js';
import { findSection } from '../../src/core/objects/instrumentation-sections.js';
import type { Outcome } from '../../src/core/outcome.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../src/core/review.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { NAMESPACE, snapshot } from '../support/arbitraries-contexts.js';
import { pod, wholePod } from '../support/arbitraries-pods.js';
import { chance, withBigIntegers } from '../support/arbitraries-text.js';
import { askRules, type Question, type Verdict } from './checker.js';
import { buildQuota, describeCluster, withStoredRanges } from './clusters.js';
import { NEWER_FIELDS, type NewerField } from './newer-fields.js';
import { meetLevel, tidyPod } from './tidy-pod.js';

/** A pod and its cluster before anything is asked. */
export interface Scene {
  /** JSON text of the pod. */
  readonly pod: string;
  readonly snapshot: ClusterSnapshot;
  readonly quotas: readonly unknown[];
  readonly fields: readonly NewerField[];
}

/** A pod that Kubernetes takes and that is injected into, with what Kubernetes says before and after. */
export interface Pair {
  /** Where the pod is: on its way through an API server, or in a file. */
  readonly way: 'webhook' | 'file';
  readonly scene: Scene;
  readonly before: string;
  readonly outcome: Outcome & { readonly kind: 'decided' };
  readonly verdicts: { readonly before: Verdict; readonly after: Verdict };
}

/** Resources that a ResourceQuota counts and that every container must then set. */
const DEMANDS = [
  {},
  { 'limits.cpu': '1k', 'limits.memory': '1Ti' },
  { 'requests.cpu': '1k' },
  { memory: '1Ti', 'requests.ephemeral-storage': '1Ti' },
];

const someFields = fc.oneof(
  { weight: 2, arbitrary: fc.constant<readonly NewerField[]>([]) },
  { weight: 3, arbitrary: fc.constantFrom(...NEWER_FIELDS).map((field) => [field]) },
);

interface Made {
  readonly object: object;
  readonly fields: readonly NewerField[];
  /** Those of a few are as odd as generated pods are. */
  readonly isTidy: boolean;
}

const made: fc.Arbitrary<Made> = fc.oneof(
  {
    weight: 19,
    arbitrary: fc.record({ object: wholePod, fields: someFields, isTidy: fc.constant(true) }),
  },
  { weight: 1, arbitrary: pod.map((object) => ({ object, fields: [], isTidy: false })) },
);

export const scenes: fc.Arbitrary<Scene> = fc
  .record({ made, snapshot, demand: chance(30, fc.constantFrom(...DEMANDS)) })
  .map(({ made: { object, fields, isTidy }, snapshot: held, demand }) => ({
    pod: withBigIntegers(JSON.stringify(isTidy ? tidyFor(object, fields, held) : object)),
    snapshot: held,
    quotas: demand === undefined ? [] : [buildQuota('demand', demand)],
    fields,
  }));

function tidyFor(object: object, fields: readonly NewerField[], held: ClusterSnapshot): object {
  const draft = tidyPod(object);
  for (const { set } of fields) set(draft);
  meetLevel(draft, describeCluster(held, []).level);
  return draft;
}

const describe = ({ snapshot: held, quotas }: Scene, more: readonly unknown[] = []): string =>
  JSON.stringify(describeCluster(held, [...quotas, ...more]));

/** Those of the scenes that Kubernetes takes and the engine changes, each as both ways give it. */
export function makePairs(all: readonly Scene[]): readonly Pair[] {
  const first = askRules(all.map((scene) => ({ pod: scene.pod, cluster: describe(scene) })));
  const pending = all.flatMap((scene, index) => {
    const before = first[index];
    if (before?.pod === undefined || isRefused(before)) return [];
    const stored = { ...scene, snapshot: withStoredRanges(scene.snapshot, before.limitRanges ?? []) };
    return [
      ...decide('webhook', stored, JSON.stringify(before.pod), before),
      ...decide('file', stored, scene.pod, before),
    ];
  });
  const second = askRules(pending.map(({ question }) => question));
  return pending.map(({ pair, before }, index) => ({
    ...pair,
    verdicts: { before, after: second[index] ?? { refusals: ['no answer'] } },
  }));
}

export const isRefused = ({ refusals }: Verdict): boolean => (refusals ?? []).length > 0;

interface Pending {
  readonly pair: Omit<Pair, 'verdicts'>;
  readonly question: Question;
  readonly before: Verdict;
}

function decide(way: Pair['way'], scene: Scene, text: string, before: Verdict): readonly Pending[] {
  const object = JSON.parse(text) as Pod;
  const outcome = admit(buildCreationRequest(object, NAMESPACE), scene.snapshot);
  if (outcome.kind !== 'decided' || outcome.injections.length === 0) return [];
  const tight = asksForMore(outcome, scene.snapshot) ? [] : [buildQuota('tight', before.usage ?? {})];
  const question = {
    pod: text,
    patch: JSON.stringify(outcome.operations),
    cluster: describe(scene, tight),
  };
  return [{ pair: { way, scene, before: text, outcome }, question, before }];
}

/** Go's agent runs beside the program, and resources that an Instrumentation writes are taken as they are. */
export const asksForMore = ({ injections }: Pair['outcome'], held: ClusterSnapshot): boolean =>
  injections.some(({ language, instrumentation = '' }) => {
    const [namespace = '', name = ''] = instrumentation.split('/');
    const spec = held.instrumentations.get(namespace)?.get(name)?.spec;
    const { resources, resourceRequirements } = findSection(spec ?? {}, language) ?? {};
    return language === 'go' || (resources ?? resourceRequirements) !== undefined;
  });
