import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { injectText, type InjectedText } from '../../../src/inject/manifests.js';
import { platformWith } from '../core/contexts.js';
import { like } from '../../support/like.js';

const SNAPSHOT = {
  ...EMPTY_SNAPSHOT,
  namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
  platform: { kind: 'ready', platform: platformWith({}) } as const,
};

function inject(text: string): InjectedText {
  const result = injectText({ file: 'app.yaml', text }, SNAPSHOT, 'shop');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const JAVA = 'instrumentation.opentelemetry.io/inject-java';
const RIGHT = 'spec.template.metadata.annotations';

/** A Deployment with something at a path of it. */
function deployment(path: readonly string[], value: unknown): string {
  const object = parse(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {}, spec: {containers: [{name: app, image: "app:1"}]}}}\n',
  ) as Record<string, unknown>;
  let at = object;
  for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
  return stringify(object);
}

const told = ({ decisions, others }: InjectedText): readonly string[] =>
  [...decisions, ...others].flatMap(({ reasons }) =>
    reasons.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
  );

const misplaced = (place: string, key = JAVA, what = 'annotation'): string =>
  `annotation-misplaced: The ${what} ${key} is in ${place} of the Deployment, where nothing reads it.`;

describe('what was meant to ask', () => {
  test.each<[string, readonly string[], unknown, string]>([
    ['on the Deployment', ['metadata', 'annotations'], { [JAVA]: 'true' }, 'metadata.annotations'],
    [
      'one level too high',
      ['spec', 'template', 'annotations'],
      { [JAVA]: 'true' },
      'spec.template.annotations',
    ],
    ['two levels too high', ['spec', 'annotations'], { [JAVA]: 'true' }, 'spec.annotations'],
    ['at the top', ['annotations'], { [JAVA]: 'true' }, 'annotations'],
    [
      'one level too deep',
      ['spec', 'template', 'spec', 'annotations'],
      { [JAVA]: 'true' },
      'spec.template.spec.annotations',
    ],
    [
      'in metadata of the pod’s spec',
      ['spec', 'template', 'spec', 'metadata'],
      { annotations: { [JAVA]: 'true' } },
      'spec.template.spec.metadata.annotations',
    ],
    [
      'beside the annotations',
      ['spec', 'template', 'metadata'],
      { [JAVA]: 'true' },
      'spec.template.metadata',
    ],
    [
      'as a label',
      ['spec', 'template', 'metadata', 'labels'],
      { [JAVA]: 'true' },
      'spec.template.metadata.labels',
    ],
    ['as a label of the Deployment', ['metadata', 'labels'], { [JAVA]: 'true' }, 'metadata.labels'],
    [
      'in another template',
      ['spec', 'volumeClaimTemplates'],
      [{ metadata: { annotations: { [JAVA]: 'true' } } }],
      'spec.volumeClaimTemplates[0].metadata.annotations',
    ],
    [
      'as a list of pairs',
      ['metadata', 'annotations'],
      [{ name: JAVA, value: 'true' }],
      'metadata.annotations',
    ],
    ['as a list of texts', ['metadata', 'annotations'], [`${JAVA}=true`], 'metadata.annotations'],
  ])('%s is reported where it belongs', (_, path, value, place) => {
    const injected = inject(deployment(path, value));
    expect(told(injected)).toContain(`${misplaced(place)} Move it to ${RIGHT}.`);
    expect(injected.decisions.map(({ status }) => status)).toEqual(['skipped']);
  });

  test.each<[string, unknown]>([
    ['pairs', [{ name: JAVA, value: 'true' }]],
    ['pairs with a key', [{ key: JAVA, value: 'true' }]],
    ['texts', [`${JAVA}: "true"`]],
    ['maps', [{ [JAVA]: 'true' }]],
  ])('in the right place as a list of %s is reported', (_, value) => {
    const text = deployment(['spec', 'template', 'metadata', 'annotations'], value);
    expect(told(inject(text)).join('\n')).toContain('annotation-misplaced: ');
  });

  test.each([
    ['opentelemetry.io/inject-java', 'did you mean instrumentation.opentelemetry.io/inject-java?'],
    [
      'instrumentation.opentelemtry.io/inject-java',
      'did you mean instrumentation.opentelemetry.io/inject-java?',
    ],
    ['inject-java', 'did you mean instrumentation.opentelemetry.io/inject-java?'],
    ['instrumentation.opentelemetry.io/inject-jav', 'did you mean inject-java?'],
  ])('as %s is reported wherever it stands', (key, sentence) => {
    for (const path of [
      ['metadata', 'annotations'],
      ['spec', 'template', 'annotations'],
      ['spec', 'template', 'metadata', 'annotations'],
      ['spec', 'template', 'metadata', 'labels'],
    ])
      expect(told(inject(deployment(path, { [key]: 'true' })))).toEqual([
        like.stringMatching(
          new RegExp(
            `^annotation-unknown: ${path.join('.').replaceAll('.', '[.]')}: .*${sentence.replaceAll('.', '[.]')}`,
          ),
        ),
      ]);
  });

  test('by the label that opts out, written as an annotation, is reported where it belongs', () => {
    const key = 'tracing.dokaseca.io/inject';
    expect(
      told(inject(deployment(['spec', 'template', 'metadata', 'annotations'], { [key]: 'disabled' }))),
    ).toEqual([`${misplaced(RIGHT, key, 'label')} Move it to spec.template.metadata.labels.`]);
  });

  test.each([
    ['canary', 'canaryMetadata'],
    ['canary', 'stableMetadata'],
    ['blueGreen', 'activeMetadata'],
    ['blueGreen', 'previewMetadata'],
  ])('of one side of a Rollout says nothing: %s.%s', (strategy, field) => {
    const rollout = deployment(['spec', 'strategy'], {
      [strategy]: { [field]: { annotations: { [JAVA]: 'true' } } },
    }).replace('apps/v1\nkind: Deployment', 'argoproj.io/v1alpha1\nkind: Rollout');
    expect(told(inject(rollout))).toEqual([]);
  });

  test('on one of several templates is reported beside one that asks as it must', () => {
    const containers = [{ name: 'app', image: 'app:1' }];
    const right = { metadata: { annotations: { [JAVA]: 'true' } }, spec: { containers } };
    const workerGroupSpecs = [
      { template: right },
      { template: { annotations: { [JAVA]: 'true' }, spec: { containers } } },
    ];
    const object = { apiVersion: 'ray.io/v1', kind: 'RayCluster', metadata: {}, spec: { workerGroupSpecs } };
    expect(told(inject(stringify(object)))).toContain(
      `annotation-misplaced: The annotation ${JAVA} is in spec.workerGroupSpecs[1].template.annotations of the RayCluster, where nothing reads it. Move it to spec.workerGroupSpecs[1].template.metadata.annotations.`,
    );
  });

  test.each([
    [5, 5, /Write instrumentation\.opentelemetry\.io\/inject-java instead/],
    [6, 6, /: 1 more key was meant to ask\./],
    [9, 6, /: 4 more keys were meant to ask\./],
  ])('by %d keys is reported %d times', (count, times, last) => {
    const keys = Array.from({ length: count }, (_, index) => [
      `opentelemetry.io/inject-java${index}`,
      'true',
    ]);
    const sentences = told(inject(deployment(['metadata', 'annotations'], Object.fromEntries(keys))));
    expect(sentences).toHaveLength(times);
    expect(sentences.at(-1)).toMatch(last);
  });

  test('in a selector, or where programs keep it, says nothing', () => {
    for (const path of [
      ['spec', 'selector', 'matchLabels'],
      ['metadata', 'managedFields'],
      ['status', 'annotations'],
    ])
      expect(told(inject(deployment(path, { [JAVA]: 'true' })))).toEqual([]);
  });
});

describe('a Namespace', () => {
  const namespace = (metadata: object, rest: object = {}): string =>
    stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...metadata }, ...rest });

  test.each<[string, string, string]>([
    [
      'a misspelt annotation',
      namespace({ annotations: { 'instrumentation.opentelemetry.io/inject-node': 'true' } }),
      'annotation-unknown: metadata.annotations: nothing reads instrumentation.opentelemetry.io/inject-node; did you mean inject-nodejs?',
    ],
    [
      'an annotation as a label',
      namespace({ labels: { [JAVA]: 'true' } }),
      `annotation-misplaced: The annotation ${JAVA} is in metadata.labels of the Namespace, where nothing reads it. Move it to metadata.annotations.`,
    ],
    [
      'annotations beside its metadata',
      namespace({}, { annotations: { [JAVA]: 'true' } }),
      `annotation-misplaced: The annotation ${JAVA} is in annotations of the Namespace, where nothing reads it. Move it to metadata.annotations.`,
    ],
    [
      'another prefix',
      namespace({ annotations: { 'opentelemetry.io/inject-java': 'true' } }),
      'annotation-unknown: metadata.annotations: nothing reads opentelemetry.io/inject-java; did you mean instrumentation.opentelemetry.io/inject-java?',
    ],
  ])('with %s is reported', (_, text, sentence) => {
    const { others, before, after } = inject(text);
    expect(after).toBe(before);
    expect(others.map(({ workload: { kind, namespace: of, name } }) => ({ kind, of, name }))).toEqual([
      { kind: 'Namespace', of: '', name: 'shop' },
    ]);
    expect(told(inject(text))).toEqual([like.stringContaining(sentence)]);
  });

  test('that asks as it must is not', () => {
    expect(
      told(
        inject(
          namespace({ annotations: { [JAVA]: 'true' }, labels: { 'tracing.dokaseca.io/inject': 'enabled' } }),
        ),
      ),
    ).toEqual([]);
  });
});
