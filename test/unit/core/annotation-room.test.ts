import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import jsonPatch, { type Operation as PatchOperation } from 'fast-json-patch';
import { describe, expect, test } from 'vitest';
import { admit } from '../../../src/core/admit.js';
import { countAnnotationBytes } from '../../../src/core/kubernetes/annotation-size.js';
import {
  CONFIG_HASH,
  MESSAGE,
  REASON,
  SAFE_TO_EVICT_VOLUMES,
  STATUS,
} from '../../../src/core/annotations.js';
import type { Outcome } from '../../../src/core/outcome.js';
import type { Pod, StringMap } from '../../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../../src/core/review.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { anyText } from '../../support/arbitraries-text.js';
import { platformWith, podWith } from './contexts.js';

/** Pods whose annotations are a few bytes below the most that the API server takes: 256 KiB of UTF-8. */
const MOST = 256 * 1024;
const sizeOf = (annotations: StringMap): number =>
  Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );

const INJECT = 'instrumentation.opentelemetry.io/inject-';
const KINDS = {
  injected: { [`${INJECT}java`]: 'true' },
  'injected without a volume': { [`${INJECT}sdk`]: 'true' },
  partial: { [`${INJECT}java`]: 'true', [`${INJECT}go`]: 'true' },
  skipped: { [`${INJECT}go`]: 'true' },
} as const;
type Kind = keyof typeof KINDS;
const NAMES = Object.keys(KINDS) as readonly Kind[];

const snapshot = {
  ...EMPTY_SNAPSHOT,
  platform: { kind: 'ready', platform: platformWith({}) } as const,
  namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
};
const admitted = (pod: Pod): Outcome => admit(buildCreationRequest(pod, 'shop'), snapshot);

/** A pod whose annotations leave so many bytes. A fox takes four bytes and is two units. */
function podLeaving(room: number, own: StringMap): Pod {
  const left = MOST - room - sizeOf({ ...own, note: '' });
  const note = `${'🦊'.repeat(Math.floor(left / 4))}${'x'.repeat(left % 4)}`;
  return podWith({}, { name: 'orders', annotations: { ...own, note } });
}

const annotationsOf = ({ metadata }: Pod): StringMap => metadata?.annotations ?? {};
const statusOf = (outcome: Outcome): string => (outcome.kind === 'decided' ? outcome.status : outcome.why);

/** Admits a pod twice and gives what is wrong with that; undefined where nothing is. */
function wrongWith(pod: Pod): string | undefined {
  const first = admitted(pod);
  if (first.kind !== 'decided') return `not decided: ${first.why}`;
  const after = jsonPatch.applyPatch(
    structuredClone(pod),
    structuredClone(first.operations) as PatchOperation[],
    true,
  ).newDocument;
  const annotations = annotationsOf(after);
  if (sizeOf(annotations) > MOST) return `${sizeOf(annotations)} bytes after the first admission`;
  if (!isDeepStrictEqual({ ...annotations }, { ...annotationsOf(first.pod) })) return 'another pod is shown';
  const told = annotations[STATUS];
  if (told !== undefined && told !== first.status) return `told ${told}, but it is ${first.status}`;
  const second = admitted(after);
  if (second.kind === 'decided' && second.operations.length > 0) return 'the second admission has operations';
  const expected = first.status === 'skipped' ? 'skipped' : 'already-injected';
  return statusOf(second) === expected ? undefined : `${first.status}, then ${statusOf(second)}`;
}

/** `.ci/run` tries every number of bytes. */
const ROOM_STEP = process.env['CI'] === 'true' ? 1 : 3;

describe.each(NAMES)('a pod that would be %s', (kind) => {
  test('says the same at a second admission, however few bytes are left', () => {
    const rooms = Array.from({ length: 401 }, (_, room) => room).filter((room) => room % ROOM_STEP === 0);
    const wrong = rooms.map((room) => [room, wrongWith(podLeaving(room, KINDS[kind]))]);
    expect(wrong.filter(([, what]) => what !== undefined)).toEqual([]);
  });
});

/** What an earlier admission, or a hand, left of our own annotations. */
const stale = fc.record(
  {
    [STATUS]: fc.constantFrom('injected', 'partial', 'skipped', ''),
    [REASON]: fc.constantFrom('injected', 'too-large'),
    [MESSAGE]: fc.nat(2100).map((length) => 'm'.repeat(length)),
    [CONFIG_HASH]: fc.constantFrom('', '0123456789abcdef'),
    [SAFE_TO_EVICT_VOLUMES]: fc.constantFrom('', 'cache', 'opentelemetry-auto-instrumentation-java'),
  },
  { requiredKeys: [] },
);

test('says the same whatever stands in place of our annotations', () => {
  const room = fc.oneof(fc.nat(400), fc.nat(2600));
  const property = fc.property(fc.constantFrom(...NAMES), room, stale, (kind, bytes, own) => {
    expect(wrongWith(podLeaving(bytes, { ...own, ...KINDS[kind] }))).toBeUndefined();
  });
  fc.assert(property, { numRuns: 200 });
});

/** Names of our annotations on a pod after its admission. */
const written = (room: number, own: StringMap): readonly string[] => {
  const outcome = admitted(podLeaving(room, own));
  if (outcome.kind !== 'decided') throw new Error(outcome.why);
  const keys = [SAFE_TO_EVICT_VOLUMES, STATUS, REASON, MESSAGE, CONFIG_HASH];
  const there = keys.filter((key) => key in annotationsOf(outcome.pod));
  return [outcome.status, ...there.map((key) => key.slice(key.indexOf('/') + 1))];
};

test.each<[number, readonly string[]]>([
  [0, ['skipped']],
  [33, ['skipped', 'status']],
  [179, ['skipped', 'status', 'reason', 'config-hash']],
  [180, ['injected', 'safe-to-evict-local-volumes', 'status', 'config-hash']],
  [214, ['injected', 'safe-to-evict-local-volumes', 'status', 'reason', 'config-hash']],
  [264, ['injected', 'safe-to-evict-local-volumes', 'status', 'reason', 'message', 'config-hash']],
])('with %i bytes left, a pod gets %j', (room, expected) => {
  expect(written(room, KINDS.injected)).toEqual(expected);
});

test('a pod without room for its marks is not injected, and the finding says how many bytes it would take', () => {
  const pod = podLeaving(100, KINDS.injected);
  const outcome = admitted(pod);
  expect(outcome).toMatchObject({ status: 'skipped', injections: [], pod: { spec: pod.spec } });
  const message = `The annotations, with those that an injected pod needs, would take ${MOST + 80} bytes; Kubernetes allows ${MOST}.`;
  expect(outcome).toMatchObject({ findings: [{ code: 'too-large', message }] });
});

test('a report that does not fit takes the place of none: what an earlier one said goes', () => {
  const own = { ...KINDS.skipped, [STATUS]: 'injected', [MESSAGE]: '' };
  const outcome = admitted(podLeaving(0, own));
  expect(outcome).toMatchObject({ status: 'skipped' });
  expect(outcome.kind === 'decided' && annotationsOf(outcome.pod)).not.toHaveProperty([MESSAGE]);
});

test('annotations of more bytes than the API server takes are malformed, though they have fewer characters', () => {
  expect(admitted(podLeaving(-1, KINDS.injected))).toMatchObject({ findings: [{ code: 'pod-malformed' }] });
});

test('a message is not cut within a character', () => {
  const asked = (name: string): Pod =>
    podWith({}, { name: 'orders', annotations: { [`${INJECT}java`]: `shop/${name}` } });
  for (const name of ['🦊'.repeat(2000), `x${'🦊'.repeat(2000)}`]) {
    const outcome = admitted(asked(name));
    const message = outcome.kind === 'decided' ? annotationsOf(outcome.pod)[MESSAGE] : undefined;
    expect(message?.length).toBeGreaterThan(2000);
    expect(Buffer.from(message ?? '').toString()).toBe(message);
  }
});

test('bytes are counted as UTF-8 has them', () => {
  const text = anyText({ maxLength: 40 });
  fc.assert(
    fc.property(fc.dictionary(text, text), (annotations) => {
      expect(countAnnotationBytes(annotations)).toBe(sizeOf(annotations));
    }),
  );
});
