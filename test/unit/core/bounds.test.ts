import { describe, expect, test } from '@jest/globals';
import { admit } from '../../../src/core/admit.js';
import type { Outcome } from '../../../src/core/outcome.js';
import type { Container, ObjectMeta } from '../../../src/core/pod.js';
import { type ClusterSnapshot, EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { instrumentationWith, platformWith, podWith } from './subjects.js';

const snapshot = {
  ...EMPTY_SNAPSHOT,
  platform: { kind: 'ready', platform: platformWith({}) } as const,
  namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
};

const OTEL = 'instrumentation.opentelemetry.io/';
const asking = (...languages: readonly string[]): Record<string, string> =>
  Object.fromEntries(languages.map((language) => [`${OTEL}inject-${language}`, 'true']));

const containers = (count: number): readonly Container[] =>
  Array.from({ length: count }, (_, index) => ({ name: `c${index}` }));
const named = (count: number): Record<string, string> => ({
  [`${OTEL}container-names`]: containers(count)
    .map(({ name }) => name)
    .join(','),
});

function admitted(
  annotations: ObjectMeta['annotations'],
  spec: readonly Container[],
  around: ClusterSnapshot = snapshot,
): Outcome {
  const object = podWith({ containers: spec }, { name: 'orders', ...(annotations && { annotations }) });
  const request = { uid: '1', group: '', kind: 'Pod', operation: 'CREATE', subResource: '' };
  return admit({ ...request, namespace: 'shop', object, oldObject: undefined, dryRun: false }, around);
}

function told(outcome: Outcome): { readonly codes: readonly string[]; readonly injections: number } {
  if (outcome.kind !== 'decided') throw new Error(outcome.kind);
  return {
    codes: [...new Set(outcome.findings.map(({ code }) => code))],
    injections: outcome.injections.length,
  };
}

describe('what one pod may ask for', () => {
  test('64 injections are made', () => {
    expect(told(admitted({ ...asking('java'), ...named(64) }, containers(64)))).toEqual({
      codes: [],
      injections: 64,
    });
  });

  test.each<readonly [string, Record<string, string>, number]>([
    ['65 containers of one language', { ...asking('java'), ...named(65) }, 65],
    [
      '17 containers of four languages',
      { ...asking('java', 'nodejs', 'python', 'dotnet'), ...named(17) },
      17,
    ],
    [
      'a longer list than is looked up',
      { ...asking('java'), [`${OTEL}container-names`]: 'c0,'.repeat(3000) },
      1,
    ],
    [
      'more resource attributes than every container can be given',
      { ...asking('java'), 'resource.opentelemetry.io/team': 'x'.repeat(8 * 1024) },
      1,
    ],
  ])('%s are refused as a whole', (_, annotations, count) => {
    expect(told(admitted(annotations, containers(count)))).toEqual({ codes: ['too-large'], injections: 0 });
  });

  test('and says how much is allowed', () => {
    const outcome = admitted({ ...asking('java'), ...named(65) }, containers(65));
    expect(JSON.stringify(outcome)).toContain('65 injections are asked for');
    expect(JSON.stringify(outcome)).toContain('64 are made at most');
  });

  test('an Instrumentation that is large is read for one injection, and not for many', () => {
    const env = [{ name: 'LONG', value: 'x'.repeat(1_200_000) }];
    const instrumentation = instrumentationWith({ env });
    const instrumentations = new Map([['shop', new Map([['main', instrumentation]])]]);
    const around = { ...snapshot, instrumentations };
    expect(told(admitted({ ...asking('java'), ...named(1) }, containers(1), around))).toEqual({
      codes: [],
      injections: 1,
    });
    expect(told(admitted({ ...asking('java'), ...named(2) }, containers(2), around))).toEqual({
      codes: ['too-large'],
      injections: 0,
    });
  });

  test.each([
    ['OTEL_RESOURCE_ATTRIBUTES', 'k=v,'.repeat(2049)],
    ['JAVA_TOOL_OPTIONS', '-Da=b '.repeat(11_000)],
  ])('a container whose %s is too long to be joined to is left as it is; others are not', (name, value) => {
    const [long, other] = [{ name: 'c0', env: [{ name, value }] }, { name: 'c1' }];
    const outcome = admitted({ ...asking('java'), ...named(2) }, [long, other]);
    expect(told(outcome)).toEqual({ codes: ['too-large'], injections: 1 });
    expect(outcome).toMatchObject({ pod: { spec: { containers: [long, {}] } } });
  });

  test('annotations that the API server refuses are not read', () => {
    const annotations = { ...asking('java'), note: 'x'.repeat(256 * 1024) };
    expect(told(admitted(annotations, containers(1)))).toEqual({ codes: ['pod-malformed'], injections: 0 });
  });
});
