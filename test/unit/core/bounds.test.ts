import { describe, expect, test } from 'vitest';
import { admit } from '../../../src/core/admit.js';
import { MOST_LIMITS } from '../../../src/core/bounds.js';
import { countLimits, cutRanges } from '../../../src/core/kubernetes/limit-range.js';
import { parseLimitRange } from '../../../src/core/objects/facts.js';
import type { Outcome } from '../../../src/core/outcome.js';
import type { Container, ObjectMeta, Quantities } from '../../../src/core/kubernetes/pod.js';
import { type ClusterSnapshot, EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import type { LimitRange, LimitRangeItem } from '../../../src/core/kubernetes/limit-range.js';
import { instrumentationWith, platformWith, podWith } from './contexts.js';

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
    // Of another language, so that it is written into no container.
    const python = { env: [{ name: 'LONG', value: 'x'.repeat(1_200_000) }] };
    const instrumentation = instrumentationWith({ python });
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

  const quantities = (count: number): Quantities =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`example.com/r${index}`, '1']));
  const otherItems = (count: number): readonly Partial<LimitRangeItem>[] =>
    Array.from({ length: count }, (_, index) => ({ type: `example.com/t${index}`, max: quantities(1) }));
  const limitRange = (...limits: readonly Partial<LimitRangeItem>[]): LimitRange => {
    const items = limits.map((item) => ({ type: 'Container', ...item }));
    const parsed = parseLimitRange({
      metadata: { name: 'limits', namespace: 'shop' },
      spec: { limits: items },
    });
    if (!parsed.ok) throw new Error('The LimitRange is refused.');
    return parsed.value.value;
  };
  const half = MOST_LIMITS / 2;

  test.each<readonly [string, readonly LimitRange[], readonly string[]]>([
    ['as many as are read', [limitRange({ max: quantities(MOST_LIMITS) })], []],
    ['one more', [limitRange({ max: quantities(MOST_LIMITS + 1) })], ['too-large']],
    [
      'one more of two kinds',
      [limitRange({ max: quantities(half), min: quantities(half + 1) })],
      ['too-large'],
    ],
    [
      'one more in two items',
      [limitRange({ max: quantities(half) }, { max: quantities(half + 1) })],
      ['too-large'],
    ],
    [
      'one more in two LimitRanges',
      [limitRange({ default: quantities(half) }), limitRange({ defaultRequest: quantities(half + 1) })],
      ['too-large'],
    ],
    ['far more', [limitRange({ max: quantities(40_000) })], ['too-large']],
    ['many items of other types', [limitRange(...otherItems(1000), { max: quantities(2) })], []],
    [
      'too many behind items of other types',
      [limitRange(...otherItems(1000), { max: quantities(257) })],
      ['too-large'],
    ],
  ])('LimitRanges with %s', (_, ranges, codes) => {
    const around = { ...snapshot, limitRanges: new Map([['shop', ranges]]) };
    const outcome = admitted(asking('java'), containers(1), around);
    expect(told(outcome)).toEqual({ codes, injections: codes.length === 0 ? 1 : 0 });
  });

  test('of a LimitRange no more is kept than shows that it is too large', () => {
    const every = limitRange(
      ...Array.from({ length: 40 }, () => ({ max: quantities(100), min: quantities(100) })),
    );
    expect(countLimits([every])).toBe(MOST_LIMITS + 1);
    expect(limitRange(...Array.from({ length: 40_000 }, () => ({}))).limits).toEqual([]);
    expect(limitRange(...otherItems(1000)).limits).toEqual([]);
  });

  test('of many LimitRanges no more go to the thread than show that they are too many', () => {
    const full = limitRange({ max: quantities(100) });
    expect(cutRanges(Array.from({ length: 3000 }, () => full)).length).toBe(3);
    expect(cutRanges([...Array.from({ length: 3000 }, () => limitRange()), full])).toEqual([full]);
  });

  test('a LimitRange behind many items of other types is kept to', () => {
    const range = limitRange(...otherItems(257), { min: { cpu: '100m', memory: '100Mi' } });
    const around = { ...snapshot, limitRanges: new Map([['shop', [range]]]) };
    const requests = { cpu: '200m', memory: '200Mi' };
    const outcome = admitted(asking('java'), [{ name: 'c0', resources: { requests } }], around);
    expect(outcome).toMatchObject({
      pod: { spec: { initContainers: [{ resources: { requests: { cpu: '100m', memory: '104857600' } } }] } },
    });
  });
});
