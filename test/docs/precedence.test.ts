import { describe, expect, test } from 'vitest';
import {
  mergeAnnotation,
  mergePlainAnnotation,
  type AnnotationSetting,
} from '../../src/core/decide/merge.js';
import { plain, tableIn, textOf } from './markdown.js';
import { LADDERS, type Ladder } from './precedence-ladders.js';
import { said, sceneOf } from './precedence-scenes.js';
import { decided, outcomeOf } from './scene.js';

const PAGE = textOf('docs/precedence.md');

/** A cell of an annotation as a map with one key; empty for `absent`. */
const annotated = (cell: string): Readonly<Record<string, string>> =>
  cell === 'absent' ? {} : { key: plain(cell) };

const told = (merged: AnnotationSetting | undefined): string =>
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
      expect(told(mergePlainAnnotation('key', annotated(pod), annotated(namespace)))).toBe(plain(holds));
    },
  );
});

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
