import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { compareObjects } from '../../../../src/render/check/object-difference.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderPart, type RenderedPart } from '../../../../src/render/parts.js';
import { joinParts } from '../../../../src/render/parts.js';
import { PATTERNS, renderSettings, STRATEGIES } from '../../../support/platforms.js';
import { like } from '../../../support/like.js';
import { FORMS, PARTS } from '../../../../src/render/choices.js';

const deployment = (spec: object): Readonly<Record<string, unknown>> => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', namespace: 'b' },
  spec,
});

const configMap = (text: string): Readonly<Record<string, unknown>> => ({
  kind: 'ConfigMap',
  data: { 'collector.yaml': text },
});

const changes = (there: object, rendered: object): readonly string[] =>
  compareObjects(there as Readonly<Record<string, unknown>>, rendered as Readonly<Record<string, unknown>>)
    .filter(({ kind }) => kind === 'in' || kind === 'out')
    .map(({ text }) => text.replace(/^(.) +/, '$1 '));

describe('no difference is', () => {
  test.each<[string, object, object]>([
    [
      'what the API server adds',
      { ...deployment({ replicas: 2, strategy: { type: 'RollingUpdate' } }), status: { replicas: 2 } },
      deployment({ replicas: 2 }),
    ],
    [
      'a container and a variable that others add',
      deployment({ containers: [{ name: 'proxy' }, { name: 'c', env: [{ name: 'X' }, { name: 'Y' }] }] }),
      deployment({ containers: [{ name: 'c', env: [{ name: 'Y' }] }] }),
    ],
    [
      'the own metrics that the Operator adds',
      { spec: { config: { service: { telemetry: { metrics: {} }, pipelines: {} } } } },
      { spec: { config: { service: { pipelines: {} } } } },
    ],
    [
      'an amount as the API server writes it',
      deployment({ resources: { requests: { cpu: '0.1' }, limits: { memory: '1Gi', pods: 3 } } }),
      deployment({ resources: { requests: { cpu: '100m' }, limits: { memory: '1024Mi', pods: '3' } } }),
    ],
    ['the order of keys', deployment({ a: 1, b: 2 }), deployment({ b: 2, a: 1 })],
    [
      'layout and comments of a configuration',
      configMap('{a: 1, b: [x]} # so\n'),
      configMap('b:\n  - x\na: 1\n'),
    ],
  ])('%s', (_, there, rendered) => {
    expect(changes(there, rendered)).toEqual([]);
  });
});

describe('a difference is', () => {
  test.each<[string, object, object, readonly string[]]>([
    [
      'another value',
      deployment({ replicas: 3 }),
      deployment({ replicas: 2 }),
      ['- replicas: 3', '+ replicas: 2'],
    ],
    [
      'another amount, or none',
      deployment({ limits: { cpu: 'much', memory: '2Gi' } }),
      deployment({ limits: { cpu: '1', memory: '1024Mi' } }),
      ['- cpu: much', '- memory: 2Gi', "+ cpu: '1'", '+ memory: 1024Mi'],
    ],
    [
      'what is missing',
      deployment({}),
      deployment({ replicas: 2 }),
      ['-spec: {}', '+spec:', '+ replicas: 2'],
    ],
    [
      'an addition to a configuration',
      configMap('a: 1\nexporters: { debug: {} }\n'),
      configMap('a: 1\n'),
      ['- exporters:', '- debug: {}'],
    ],
    [
      'a right that was added',
      { rules: [{ verbs: ['get', 'create'] }] },
      { rules: [{ verbs: ['get'] }] },
      ['- - verbs: [get, create]', '+ - verbs: [get]'],
    ],
  ])('%s', (_, there, rendered, lines) => {
    expect(changes(there, rendered)).toEqual(lines);
  });

  test('a credential, whose value is not shown', () => {
    const lines = changes(
      configMap('headers: { authorization: hunter2 }\n'),
      configMap('headers: { authorization: x }\n'),
    );
    expect(lines).toEqual([
      "- authorization: '[redacted: as it is there]'",
      "+ authorization: '[redacted: as rendered]'",
    ]);
  });

  test('a credential in an address, whose rest is shown', () => {
    const url = (word: string): object => configMap(`endpoint: http://user:${word}@vm:8428\n`);
    expect(changes(url('hunter2'), url('x'))).toEqual([
      "- endpoint: '[redacted: as it is there]'",
      "+ endpoint: '[redacted: as rendered]'",
    ]);
    expect(changes(url('hunter2'), url('hunter2'))).toEqual([]);
  });

  test.each<[string, object, object]>([
    ['routing_key', { routing_key: 'service' }, { routing_key: 'traceID' }],
    ['key', { attributes: [{ key: 'clustr.name' }] }, { attributes: [{ key: 'cluster.name' }] }],
    ['key', { secretKeyRef: { key: 'other' } }, { secretKeyRef: { key: 'header' } }],
    ['secretName', { secret: { secretName: 'y' } }, { secret: { secretName: 'x' } }],
  ])('a name, which is shown though its field is called %s', (_, there, rendered) => {
    expect(changes(there, rendered).join()).not.toContain('redacted');
    expect(changes(there, rendered).length).toBeGreaterThan(1);
  });
});

/** Plain data with each of its scalars changed in turn. */
function mutationsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => mutationsOf(item).map((changed) => replaced(value, at, changed)));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) =>
      mutationsOf(inner).map((changed) => ({ ...value, [key]: changed })),
    );
  if (typeof value === 'string') return value.includes('\n') ? [] : [`${value}x`];
  return typeof value === 'number' ? [value + 1] : [!(value as boolean)];
}

const replaced = (items: readonly unknown[], at: number, changed: unknown): readonly unknown[] =>
  items.map((item, index) => (index === at ? changed : item));

/** An object with each scalar changed in turn, those in the texts of a ConfigMap too. */
function mutated(object: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const texts = object['kind'] === 'ConfigMap' ? Object.entries(object['data'] as object) : [];
  const inside = texts.flatMap(([key, text]) =>
    mutationsOf(parse(text as string)).map((data) => ({ ...object, data: { [key]: JSON.stringify(data) } })),
  );
  return [...(mutationsOf(object) as readonly Readonly<Record<string, unknown>>[]), ...inside];
}

const EVERYTHING = {
  addons: PATTERNS.default,
  cluster: { name: 'c' },
  sampling: STRATEGIES.adaptive,
  backends: {
    tempo: {
      tenant: { fixed: 'blue' },
      headers: [{ name: 'Authorization', secretName: 's', key: 'k' }],
      tls: { caFile: 'ca.crt', certFile: 'a.crt', keyFile: 'a.key', secretName: 't' },
    },
  },
};

test.each(FORMS)('every scalar of what is rendered counts, in the form %s', (as) => {
  const settings = renderSettings(EVERYTHING, { as });
  const rendered = (['collector', 'datasources', 'instrumentation'] as const)
    .flatMap((part) => renderPart(part, settings).objects)
    .map(({ value }) => value as Readonly<Record<string, unknown>>);
  const unseen = rendered.flatMap((object) =>
    mutated(object).filter((changed) => compareObjects(changed, object).length === 0),
  );
  expect(unseen).toEqual([]);
});

const parts = (names: readonly (typeof PARTS)[number][]): readonly RenderedPart[] =>
  names.map((part) => renderPart(part, renderSettings({ addons: PATTERNS.default })));

function findings(text: string, names: readonly (typeof PARTS)[number][]): readonly string[] {
  const found = parseCheckedDocuments(text, 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, parts(names), renderSettings({ addons: PATTERNS.default })).map(
    (finding) => (finding.kind === 'fault' ? finding.message : `${finding.kind} ${finding.object}`),
  );
}

describe('what is rendered', () => {
  test('does not differ from itself, and has no fault', () => {
    expect(findings(joinParts(parts(PARTS)), PARTS)).toEqual([]);
  });

  test('is compared where its namespace is left to others, as in kustomize', () => {
    const text = joinParts(parts(['datasources'])).replace('  namespace: monitoring\n', '');
    expect(findings(text, ['datasources'])).toEqual([]);
    expect(findings(text.replace('type: tempo', 'type: loki'), ['datasources'])).toEqual([
      'drift ConfigMap monitoring/doka-tracing-datasources',
    ]);
    const elsewhere = joinParts(parts(['datasources'])).replace('namespace: monitoring', 'namespace: a');
    expect(findings(elsewhere, ['datasources'])).toEqual([
      'missing ConfigMap monitoring/doka-tracing-datasources',
    ]);
  });

  test('is missing where its part was asked for', () => {
    expect(findings('', ['dashboard'])).toEqual(['missing ConfigMap monitoring/doka-tracing-service-map']);
  });

  test('of several parts is missing where others of its part are there', () => {
    const text = joinParts(parts(['collector'])).replace(
      /---\n(?:(?!---)[^])*?kind: ClusterRoleBinding\n(?:(?!---)[^])*?(?=---\n)/,
      '',
    );
    expect(findings(text, PARTS)).toEqual(['missing ClusterRoleBinding monitoring-otel-collector']);
  });
});

test('anchors that contain themselves are refused at their place', () => {
  const text = 'kind: ConfigMap\nmetadata: { name: a }\n---\nkind: ConfigMap\ndata: &a { b: *a }\n';
  expect(parseCheckedDocuments(text, 'x.yaml')).toEqual({
    ok: false,
    error: [{ path: 'x.yaml:4:1', message: like.stringContaining('has anchors that contain themselves') }],
  });
});

test('a Secret is passed over unread', () => {
  const found = parseCheckedDocuments(
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: hunter2 }\n',
    'x',
  );
  expect(found).toEqual({ ok: true, value: [] });
});
