import { expect, test } from 'vitest';
import { admit } from '../../../../src/core/admit.js';
import { LANGUAGES, type Language } from '../../../../src/core/domain.js';
import { parseInstrumentation } from '../../../../src/core/objects/parse-instrumentation.js';
import type { Outcome } from '../../../../src/core/outcome.js';
import { EMPTY_SNAPSHOT } from '../../../../src/core/snapshot.js';
import { like } from '../../../support/like.js';

function admitted(spec: object, languages: readonly Language[]): Outcome & { kind: 'decided' } {
  const read = parseInstrumentation({ metadata: { name: 'main', namespace: 'shop' }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const annotations = Object.fromEntries(
    languages.map((language) => [`instrumentation.opentelemetry.io/inject-${language}`, 'main']),
  );
  const outcome = admit(
    {
      uid: '1',
      operation: 'CREATE',
      group: '',
      kind: 'Pod',
      subResource: '',
      namespace: 'shop',
      dryRun: false,
      object: { metadata: { annotations }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
      oldObject: undefined,
    },
    {
      ...EMPTY_SNAPSHOT,
      languages: new Set(LANGUAGES),
      namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
      instrumentations: new Map([['shop', new Map([['main', read.value.instrumentation]])]]),
    },
  );
  if (outcome.kind !== 'decided') throw new Error(outcome.kind);
  return outcome;
}

const ENDPOINT = { exporter: { endpoint: 'http://otel:4318' } };

const said = (outcome: Outcome & { kind: 'decided' }): readonly string[] =>
  outcome.findings.flatMap(({ code, message }) =>
    code === 'instrumentation-value-ignored' ? [message] : [],
  );

test('each language is told of its own section and of what is for all, and is injected without', () => {
  const outcome = admitted(
    {
      ...ENDPOINT,
      imagePullPolicy: 'Sometimes',
      java: { image: 'my image' },
      python: { env: [{ name: '1A', value: 'x' }] },
    },
    ['java', 'nodejs'],
  );
  const start = 'values of Instrumentation shop/main that a pod must not carry are ignored:';
  expect(said(outcome)).toEqual([
    `java: ${start} spec.imagePullPolicy, spec.java.image.`,
    `nodejs: ${start} spec.imagePullPolicy.`,
  ]);
  expect(outcome.status).toBe('injected');
  expect(outcome.pod.spec.initContainers).toMatchObject([
    { image: like.stringContaining('autoinstrumentation-java:') },
    { image: like.stringContaining('autoinstrumentation-nodejs:') },
  ]);
});

test('a section of another language concerns neither it nor sdk', () => {
  const spec = { ...ENDPOINT, python: { image: 'a b' }, java: { image: 'a b' } };
  expect(said(admitted(spec, ['nodejs']))).toEqual([]);
  expect(said(admitted(spec, ['sdk']))).toEqual([]);
  expect(said(admitted(spec, ['python']))).toHaveLength(1);
});

test('many places are cut to five', () => {
  const env = Array.from({ length: 7 }, () => ({ name: '' }));
  const places = [0, 1, 2, 3, 4].map((index) => `spec.env[${index}].name`).join(', ');
  expect(said(admitted({ ...ENDPOINT, env }, ['sdk']))).toEqual([
    `sdk: values of Instrumentation shop/main that a pod must not carry are ignored: ${places} and 2 more.`,
  ]);
});
