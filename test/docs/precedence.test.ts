import { describe, expect, test } from '@jest/globals';
import { mergeAnnotation, mergePlain, type Merged } from '../../src/core/decide/merge.js';
import { isRecord } from '../../src/core/review.js';
import { plain, tableIn, textOf } from './markdown.js';
import { LADDERS, type Ladder, type Layer } from './precedence-ladders.js';
import { decided, outcomeOf, type Scene } from './scene.js';

const PAGE = textOf('docs/precedence.md');

/** A cell of an annotation as a map with one key; empty for `absent`. */
const annotated = (cell: string): Readonly<Record<string, string>> =>
  cell === 'absent' ? {} : { key: plain(cell) };

const told = (merged: Merged | undefined): string =>
  merged === undefined ? 'nothing' : `${merged.value} of the ${merged.origin}`;

describe('annotations', () => {
  test.each(tableIn(PAGE, 'inject keys'))(
    'pod %s, namespace %s: %s',
    (pod = '', namespace = '', holds = '') => {
      expect(told(mergeAnnotation('key', annotated(pod), annotated(namespace)))).toBe(plain(holds));
    },
  );

  test.each(tableIn(PAGE, 'other keys'))(
    'other keys: pod %s, namespace %s: %s',
    (pod = '', namespace = '', holds = '') => {
      expect(told(mergePlain('key', annotated(pod), annotated(namespace)))).toBe(plain(holds));
    },
  );
});

interface Said {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Reads `–`, `inject-java: true` and `label disabled`. */
function said(cell: string): Said {
  const text = plain(cell);
  if (text === 'label disabled') return { labels: { 'tracing.dokaseca.io/inject': 'disabled' } };
  const [key, value] = text.split(': ');
  return key === undefined || value === undefined ? {} : { annotations: { [key]: value } };
}

describe('who is injected', () => {
  test.each(tableIn(PAGE, 'who is injected'))(
    'pod %s, namespace %s, rule %s: %s',
    (pod = '', namespace = '', rule = '', injected = '') => {
      const { annotations = {}, labels = {} } = said(pod);
      const rules = rule === '–' ? [] : [{ languages: [rule] }];
      const outcome = outcomeOf({
        annotations,
        metadata: { labels },
        namespace: said(namespace),
        instrumentations: {},
        platform: { injection: { rules } },
      });
      const languages = outcome.kind === 'decided' ? outcome.injections.map(({ language }) => language) : [];
      expect(languages.join(' and ') || 'no').toBe(injected);
    },
  );
});

const HEAD = ['place', 'endpoint', 'sampler', 'propagators', 'service name', 'image of the agent'] as const;
const VALUES = tableIn(PAGE, 'values');
const PLACES = VALUES.map(([place = '']) => place);

const BASE: Layer = {
  annotations: { 'inject-java': 'true' },
  platform: {
    route: 'direct',
    addons: { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true },
  },
};

/** Merges what several places say: objects by key, lists one after the other. */
function merged(left: unknown, right: unknown): unknown {
  if (Array.isArray(left) && Array.isArray(right)) return [...(left as unknown[]), ...(right as unknown[])];
  if (!isRecord(left) || !isRecord(right)) return right;
  const entries = Object.entries(right).map(([key, value]) => [
    key,
    key in left ? merged(left[key], value) : value,
  ]);
  return { ...left, ...(Object.fromEntries(entries) as Record<string, unknown>) };
}

function sceneOf(layers: readonly Layer[]): Scene {
  const {
    env = [],
    annotations = {},
    namespace = {},
    instrumentation = {},
    platform,
  } = layers.reduce<Layer>((all, layer) => merged(all, layer) as Layer, BASE);
  return {
    annotations,
    namespace: { annotations: namespace },
    metadata: { ownerReferences: [{ kind: 'Deployment', name: 'owner' }] },
    app: { env },
    instrumentations: { main: instrumentation },
    platform,
  };
}

describe.each(Object.entries(LADDERS))('%s', (name, { read, steps }: Ladder) => {
  const column = HEAD.findIndex((head) => head === name);
  const places = PLACES.filter((place) => place in steps);

  test('the column names the places', () => {
    const written = VALUES.map((row) => [row[0], plain(row[column] ?? '')]);
    expect(written).toEqual(PLACES.map((place) => [place, steps[place]?.cell ?? '–']));
    expect(Object.keys(steps).sort()).toEqual([...places].sort());
  });

  test.each(places)('%s holds over all below it', (place) => {
    const layers = places.slice(places.indexOf(place)).map((each) => steps[each]?.layer ?? {});
    expect(read(decided(sceneOf(layers)))).toBe(steps[place]?.holds);
  });
});

describe('variables of an Instrumentation that do not follow the order', () => {
  test('OTEL_SERVICE_NAME holds over annotations', () => {
    const layer = LADDERS['service name']?.steps['pod']?.layer ?? {};
    const env = [{ name: 'OTEL_SERVICE_NAME', value: 'of-the-instrumentation' }];
    const outcome = decided(sceneOf([layer, { instrumentation: { env } }]));
    expect(LADDERS['service name']?.read(outcome)).toBe('of-the-instrumentation');
  });

  test('OTEL_RESOURCE_ATTRIBUTES is joined with the generated attributes', () => {
    const env = [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=blue' }];
    const outcome = decided(sceneOf([{ instrumentation: { env } }]));
    const text = outcome.pod.spec.containers[0]?.env?.at(-1);
    expect(text?.name).toBe('OTEL_RESOURCE_ATTRIBUTES');
    expect(text?.value).toMatch(/^team=blue,.*k8s\.container\.name=app/);
  });
});
