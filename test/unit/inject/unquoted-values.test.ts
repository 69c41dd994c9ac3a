import { expect, test } from 'vitest';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { injectText } from '../../../src/inject/manifests.js';
import { platformWith } from '../core/contexts.js';

const PREFIX = 'instrumentation.opentelemetry.io';
const SNAPSHOT = {
  ...EMPTY_SNAPSHOT,
  namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
  platform: { kind: 'ready', platform: platformWith({}) } as const,
};

/** What is said of a text, with the place of each sentence. */
function tell(text: string): readonly string[] {
  const result = injectText({ file: 'app.yaml', text }, SNAPSHOT, 'shop');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.decisions.flatMap(({ reasons }) =>
    reasons.map(({ code, place, message }) => `${place ?? ''} ${code}: ${message}`),
  );
}

const deployment = (...annotations: readonly string[]): string =>
  [
    ...['apiVersion: apps/v1', 'kind: Deployment', 'metadata: {name: web}', 'spec:', '  template:'],
    ...['    metadata:', '      annotations:', ...annotations.map((line) => `        ${line}`)],
    '    spec: {containers: [{name: app, image: "app:1"}]}',
  ].join('\n');

const unquoted = (line: number, key: string, value: string): string =>
  `app.yaml:${line}:9 pod-malformed: The annotation ${key} in spec.template.metadata.annotations is the ${value}; the API server accepts only text.`;

test.each<[string, readonly string[], readonly string[]]>([
  ['a boolean', [`${PREFIX}/inject-java: true`], [unquoted(8, `${PREFIX}/inject-java`, 'boolean true')]],
  [
    'a word that is one',
    [`${PREFIX}/inject-java: yes`],
    [unquoted(8, `${PREFIX}/inject-java`, 'boolean true')],
  ],
  [
    'a number beside a request, once',
    [`${PREFIX}/inject-java: "true"`, `${PREFIX}/container-names: 1`],
    [unquoted(9, `${PREFIX}/container-names`, 'number 1')],
  ],
  [
    'the switch of a check',
    [`${PREFIX}/inject-java: "true"`, 'tracing.dokaseca.io/memory-check: false'],
    [unquoted(9, 'tracing.dokaseca.io/memory-check', 'boolean false')],
  ],
  [
    'two',
    [`${PREFIX}/inject-java: true`, `${PREFIX}/inject-nodejs: false`],
    [
      unquoted(8, `${PREFIX}/inject-java`, 'boolean true'),
      unquoted(9, `${PREFIX}/inject-nodejs`, 'boolean false'),
    ],
  ],
  [
    'one of somebody else',
    [`${PREFIX}/inject-java: "true"`, 'prometheus.io/port: 8080'],
    [
      'app.yaml:9:9 pod-malformed: metadata.annotations["prometheus.io/port"] is a number; it must be text, so put it in quotes.',
    ],
  ],
])('an annotation without quotes names its place: %s', (_, annotations, said) => {
  expect(tell(deployment(...annotations))).toEqual(said);
});

test('in the metadata that a Workflow gives to all its pods, too', () => {
  const text = [
    ...['apiVersion: argoproj.io/v1alpha1', 'kind: Workflow', 'metadata: {generateName: etl-}', 'spec:'],
    ...['  podMetadata:', '    annotations:', `      ${PREFIX}/inject-java: true`],
    '  templates: [{name: main, container: {image: "app:1"}}]',
  ].join('\n');
  expect(tell(text)).toEqual([
    `app.yaml:7:7 pod-malformed: The annotation ${PREFIX}/inject-java in spec.podMetadata.annotations is the boolean true; the API server accepts only text.`,
  ]);
});
