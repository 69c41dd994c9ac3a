import { expect, test } from 'vitest';
import { resolveLanguages } from '../../../src/config/languages.js';
import type { FileText } from '../../../src/config/context.js';
import { OPERATOR_KEYS } from '../../../src/core/annotations.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { buildExplanation } from '../../../src/inject/explanation.js';
import { readEmbeddedContext, injectText, type InjectedText } from '../../../src/inject/manifests.js';
import { like } from '../../support/like.js';

const LANGUAGES = resolveLanguages({ enable: ['go'] });

const CONTEXT = `kind: Namespace
apiVersion: v1
metadata: { name: shop }
---
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: { name: inst }
spec:
  exporter: { endpoint: http://collector.shop:4318 }
  sampler: { type: always_on }
`;

/** Injects into a text that carries its own context, as `-n shop` does. */
function inject(text: string, context = CONTEXT): InjectedText {
  const texts: FileText[] = [context, text].map((each) => ({ file: 'app.yaml', text: each }));
  const within = readEmbeddedContext(texts, { languages: LANGUAGES, namespace: 'shop' });
  if (!within.ok) throw new Error(JSON.stringify(within.error));
  const result = injectText({ file: 'app.yaml', text }, within.value.snapshot, 'shop');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

interface Shown {
  readonly object: Readonly<Record<string, string>>;
  readonly status: string;
  readonly why?: string;
  readonly reasons: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
  readonly injections: readonly { readonly settings: readonly { name: string; value: string }[] }[];
}

const decisionsOf = (text: string): readonly Shown[] =>
  inject(text).decisions.map((decision) => buildExplanation(decision) as Shown);

/** Lines of a template with one container; `indent` is that of `metadata` and `spec`. */
function template(language: string, indent: number): string {
  const lines = [
    ...['metadata:', '  annotations:', `    instrumentation.opentelemetry.io/inject-${language}: "true"`],
    ...['    instrumentation.opentelemetry.io/otel-go-auto-target-exe: /app'],
    ...['spec:', '  containers:', '    - name: app', '      image: app:1'],
  ];
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

const simple = (kind: string, language = 'java', apiVersion = 'apps/v1'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\nspec:\n  template:\n${template(language, 4)}`;

const cronJob = (language = 'java'): string =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: web }\nspec:\n  jobTemplate:\n    spec:\n      template:\n${template(language, 8)}`;

const ATTRIBUTES = /value: (k8s\.container\.name=\S+)/;

test.each([
  ['Deployment', simple('Deployment'), 'k8s.deployment.name=web'],
  ['ReplicaSet', simple('ReplicaSet'), 'k8s.replicaset.name=web'],
  ['StatefulSet', simple('StatefulSet'), 'k8s.statefulset.name=web'],
  ['DaemonSet', simple('DaemonSet'), 'k8s.daemonset.name=web'],
  ['Job', simple('Job', 'java', 'batch/v1'), 'k8s.job.name=web'],
  ['CronJob', cronJob(), 'k8s.cronjob.name=web'],
])('%s is injected with the owner that the file names, and no other', (_, text, owner) => {
  const { after, decisions } = inject(text);
  expect(decisions.map(({ status }) => status)).toEqual(['injected']);
  const attributes = ATTRIBUTES.exec(after)?.[1] ?? '';
  const owners = attributes.split(',').filter((pair) => /^k8s\.(?!container|namespace|node|pod)/.test(pair));
  expect(owners).toEqual([owner]);
  expect(after).toContain('- name: OTEL_SERVICE_NAME\n');
});

test('a Job that looks like one of a CronJob is what its file says', () => {
  const text = simple('Job', 'java', 'batch/v1').replace('name: web', 'name: web-29384040');
  expect(inject(text).after).toMatch(/k8s\.job\.name=web-29384040,(?!.*cronjob)/);
});

test.each([
  ['Job', simple('Job', 'go', 'batch/v1')],
  ['Job without a name', simple('Job', 'go', 'batch/v1').replace('name: web', 'generateName: web-')],
  ['CronJob', cronJob('go')],
])('go in a %s is refused, as the pod would be', (_, text) => {
  const [decision] = decisionsOf(text);
  expect(decision?.reasons.map(({ code }) => code)).toEqual(['go-in-job']);
});

test.each([
  ['of another group', simple('Job', 'java', 'batch.example.com/v1')],
  ['that is unknown', simple('Widget', 'java', 'example.com/v1')],
  ['with secrets', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: b}\n'],
  [
    'without a template',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: patch}\nspec: {replicas: 3}\n',
  ],
])('a kind %s passes through untouched', (_, text) => {
  expect(inject(text)).toMatchObject({ after: text, decisions: [] });
});

test('a template without metadata is asked for by its namespace', () => {
  const asking =
    'metadata: { name: shop, annotations: { instrumentation.opentelemetry.io/inject-java: "true" } }';
  const text =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: app, image: "app:1"}\n';
  const { after, decisions } = inject(text, CONTEXT.replace('metadata: { name: shop }', asking));
  expect(decisions.map(({ status }) => status)).toEqual(['injected']);
  expect(after).toContain(
    '    metadata:\n      labels:\n        tracing.dokaseca.io/status: injected\n      annotations:\n',
  );
});

test.each([
  [
    'metadata: { name: web }',
    'metadata.annotations',
    'annotations',
    'instrumentation.opentelemetry.io/inject-nodejs',
  ],
  ['metadata: { name: web }', 'metadata.annotations', 'annotations', 'tracing.dokaseca.io/backend'],
  ['metadata: { name: web }', 'metadata.annotations', 'annotations', 'tracing.dokaseca.io/memory-check'],
  ['metadata: { name: web }', 'metadata.labels', 'labels', 'tracing.dokaseca.io/inject'],
  [
    'jobTemplate:',
    'spec.jobTemplate.metadata.annotations',
    'annotations',
    'instrumentation.opentelemetry.io/inject-sdk',
  ],
])('below %s: %s is noticed where nothing reads it', (line, place, field, key) => {
  const there = line.startsWith('metadata')
    ? `metadata: { name: web, ${field}: { ${key}: "x" } }`
    : `jobTemplate:\n    metadata: { ${field}: { ${key}: "x" } }`;
  const [decision] = decisionsOf(cronJob().replace(line, there));
  expect(decision).toMatchObject({
    status: 'injected',
    reasons: [
      { code: 'injected' },
      {
        code: 'annotation-misplaced',
        kind: 'refusal',
        message: `The ${field.slice(0, -1)} ${key} is in ${place} of the CronJob, where nothing reads it.`,
        remedy: `Move it to spec.jobTemplate.spec.template.metadata.${field}.`,
      },
    ],
  });
});

test.each([
  ['inject-jav', 'inject-java'],
  ['inject-node', 'inject-nodejs'],
  ['inject-apache', 'inject-apache-httpd'],
  ['jav-container-names', 'java-container-names'],
  ['inject-cobol', undefined],
  ['inject-js', 'inject-nodejs'],
  ['inject-golang', 'inject-go'],
  ['inject-csharp', 'inject-dotnet'],
  ['inject-httpd', 'inject-apache-httpd'],
  ['py-container-names', 'python-container-names'],
])('the key %s is refused as one that nothing reads', (name, near) => {
  const key = `instrumentation.opentelemetry.io/${name}`;
  const asking = simple('Deployment').replace('instrumentation.opentelemetry.io/inject-java', key);
  const { after, decisions } = inject(asking);
  expect(after).toContain('tracing.dokaseca.io/reason: annotation-unknown');
  expect(decisions.map((each) => buildExplanation(each))).toMatchObject([
    {
      status: 'skipped',
      reasons: [
        {
          code: 'annotation-unknown',
          kind: 'refusal',
          message: like.stringContaining(
            `: nothing reads ${key}; ${near === undefined ? 'allowed: inject-java, ' : `did you mean ${near}?`}`,
          ),
          remedy: near === undefined ? 'Remove it.' : like.stringContaining(`/${near} instead`),
        },
      ],
    },
  ]);
});

test('a key that nothing reads is reported beside what was injected, and above the template as well', () => {
  const above = simple('Deployment').replace(
    'name: web',
    'name: web, annotations: { instrumentation.opentelemetry.io/inject-cobol: "true" }',
  );
  const [decision] = decisionsOf(above);
  expect(decision?.status).toBe('injected');
  expect(decision?.reasons.map(({ code }) => code)).toEqual(['injected', 'annotation-unknown']);
  expect(decision?.reasons[1]?.message).toMatch(/^metadata\.annotations: /);
});

test.each([
  ...OPERATOR_KEYS,
  'instrumentation.opentelemetry.io/default-auto-instrumentation-java-image',
  'instrumentation.opentelemetry.io/v1alpha1-fields',
])('%s is read, here or by the Operator', (key) => {
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: { name: web, annotations: { ${key}: "" } }\nspec: { containers: [] }\n`;
  expect(decisionsOf(pod).flatMap(({ reasons }) => reasons)).toEqual([]);
});

test('what is on the template as well is not misplaced', () => {
  const key = 'instrumentation.opentelemetry.io/inject-java';
  const [decision] = decisionsOf(
    simple('Deployment').replace('name: web', `name: web, annotations: { ${key}: "true" }`),
  );
  expect(decision?.reasons.map(({ code }) => code)).toEqual(['injected']);
});

test('a part of a pod that no API server would take is refused', () => {
  const [decision] = decisionsOf(`${simple('Deployment')}          env: [{ name: A, value: yes }]\n`);
  expect(decision).toMatchObject({ status: 'skipped', reasons: [{ code: 'pod-malformed' }] });
});

test.each(['true', 'yes', '1'])(
  'an annotation that says %s without quotes is no text, and refused',
  (value) => {
    const { after, decisions } = inject(simple('Deployment').replace('"true"', value));
    const [decision] = decisions.map((each) => buildExplanation(each) as Shown);
    expect(decision).toMatchObject({ status: 'skipped', reasons: [{ code: 'pod-malformed' }] });
    expect(decision?.reasons[0]?.message).toMatch(
      /inject-java in spec\.template\.metadata\.annotations is the/,
    );
    expect(after).not.toContain('tracing.dokaseca.io');
  },
);

test('values of secrets are redacted in an explanation, not in the text', () => {
  const env = '          env: [{ name: JAVA_TOOL_OPTIONS, value: -Dpassword=hunter2 }]\n';
  const { after, decisions } = inject(simple('Deployment') + env);
  expect(after).toContain('-Dpassword=hunter2');
  expect(JSON.stringify(decisions.map(buildExplanation))).not.toContain('hunter2');
});

test('anchors that contain themselves are refused with their place', () => {
  const text = 'apiVersion: v1\nkind: Pod\nmetadata: &m\n  labels: { a: *m }\n';
  const result = injectText({ file: 'a.yaml', text }, EMPTY_SNAPSHOT, 'shop');
  expect(result).toMatchObject({ ok: false, error: [{ path: 'a.yaml:4:16' }] });
});
