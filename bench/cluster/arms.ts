import { statusOf, type AnsweredPod } from '../../test/cluster/suite/webhook.js';
import { reviewText, type Ask } from '../reviews.js';

/** One way in which pods are created: into which namespace, and what they ask for. */
export interface Arm {
  readonly name: ArmName;
  readonly namespace: string;
  readonly pod: object;
  /** The webhook that the API server calls for it, as its metrics name it. */
  readonly webhook?: string;
  /** Whether a created pod is what it should be. */
  readonly isRight: (pod: AnsweredPod) => boolean;
}

export type ArmName =
  'no webhook' | 'untouched' | 'injected' | 'floor' | 'peer, untouched' | 'peer, injected';

/** Where no pod is sent to any webhook: ours leaves namespaces out that carry this label. */
export const EXCLUDED = { 'tracing.dokaseca.io/inject': 'disabled' } as const;

export const NAMESPACES = {
  none: 'bench-none',
  own: 'bench-own',
  floor: 'bench-floor',
  peer: 'bench-peer',
} as const;

/** Webhooks as the API server's metrics name them. */
export const WEBHOOKS = {
  own: 'pods.tracing.dokaseca.io',
  floor: 'floor.bench.tracing.dokaseca.io',
  peer: 'peer.bench.tracing.dokaseca.io',
} as const;

/**
 * The pod of the reviews of `npm run bench` as its author writes it: without the ServiceAccount's token, which the API
 * server adds. No scheduler takes it, so that it costs the node nothing. It has no owner: the garbage collector would
 * remove a pod whose owner is not there, and a real one would count it.
 */
function heldPod(ask: Ask): object {
  const { request } = JSON.parse(reviewText(ask)) as { readonly request: { readonly object: WrittenPod } };
  const { metadata, spec } = request.object;
  const { generateName, labels, annotations } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName, labels, annotations },
    spec: {
      ...spec,
      volumes: spec.volumes.filter(isNoToken),
      containers: spec.containers.map((container) => ({
        ...container,
        volumeMounts: container.volumeMounts.filter(isNoToken),
      })),
      serviceAccountName: 'default',
      schedulingGates: [{ name: 'tracing.dokaseca.io/bench' }],
    },
  };
}

interface WrittenPod {
  readonly metadata: {
    readonly generateName: string;
    readonly labels: object;
    readonly annotations: object;
  };
  readonly spec: {
    readonly volumes: readonly Named[];
    readonly containers: readonly { readonly volumeMounts: readonly Named[] }[];
  };
}

interface Named {
  readonly name: string;
}

const isNoToken = ({ name }: Named): boolean => name !== 'token';

const isUntouched = (pod: AnsweredPod): boolean =>
  statusOf(pod) === undefined && pod.spec.initContainers === undefined;
/** What a peer does with a pod is its own affair. */
const isAnything = (): boolean => true;

const { own, none, floor, peer } = NAMESPACES;

const OWN_ARMS: readonly Arm[] = [
  { name: 'no webhook', namespace: none, pod: heldPod('nothing'), isRight: isUntouched },
  {
    name: 'untouched',
    namespace: own,
    pod: heldPod('nothing'),
    webhook: WEBHOOKS.own,
    isRight: isUntouched,
  },
  {
    name: 'injected',
    namespace: own,
    pod: heldPod('java'),
    webhook: WEBHOOKS.own,
    isRight: (pod) => statusOf(pod) === 'injected' && pod.spec.initContainers?.length === 1,
  },
  {
    name: 'floor',
    namespace: floor,
    pod: heldPod('nothing'),
    webhook: WEBHOOKS.floor,
    isRight: ({ metadata }) => metadata.labels?.['bench'] === 'floor',
  },
];

const PEER_ARMS: readonly Arm[] = [
  {
    name: 'peer, untouched',
    namespace: peer,
    pod: heldPod('nothing'),
    webhook: WEBHOOKS.peer,
    isRight: isAnything,
  },
  {
    name: 'peer, injected',
    namespace: peer,
    pod: heldPod('java'),
    webhook: WEBHOOKS.peer,
    isRight: isAnything,
  },
];

/** All that is measured side by side. The first one is what the others are compared with. */
export const armsWith = (hasPeer: boolean): readonly Arm[] =>
  hasPeer ? [...OWN_ARMS, ...PEER_ARMS] : OWN_ARMS;

/** The arms in an order that goes on by one place with each turn, so that none always comes after the same other. */
export const turned = <T>(arms: readonly T[], turn: number): readonly T[] => {
  const first = turn % arms.length;
  return [...arms.slice(first), ...arms.slice(0, first)];
};
