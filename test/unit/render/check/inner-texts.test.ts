import { expect, test } from 'vitest';
import { MOST_TEXT_LEVELS } from '../../../../src/config/bounds.js';
import { checkDocuments, hasCheckable } from '../../../../src/render/check/check-documents.js';
import {
  parseCheckedDocuments,
  type CheckedDocument,
} from '../../../../src/render/check/checked-documents.js';
import { compareObjects } from '../../../../src/render/check/object-difference.js';
import { renderSettings } from '../../../support/platforms.js';
import { like } from '../../../support/like.js';

const PLATFORM = {
  addons: { enable_tempo: true, enable_opentelemetry_operator: true },
  collector: { version: '0.118.0' },
};

function parse(text: string): readonly CheckedDocument[] {
  const found = parseCheckedDocuments(text, 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

/** `place message`, for each fault. */
const faultsIn = (text: string): readonly string[] =>
  checkDocuments(parse(text), [], renderSettings(PLATFORM)).map((finding) =>
    finding.kind === 'fault' ? `${finding.place} ${finding.message}` : finding.kind,
  );

const configMap = (data: object): object => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
  data,
});

const FAULTY = `receivers: { otlp: {} }
exporters: { logging: {} }
service: { pipelines: { traces: { receivers: [otlp], exporters: [logging] } } }
`;

const DEEP = 100_000;

test.each<[string, string]>([
  ['a host with an asterisk', '*.example.com'],
  ['an alias without an anchor', 'a: *b'],
  ['anchors that contain themselves', 'datasources: &a [*a]'],
  [
    'too many aliases',
    [
      'a: &a [x, x, x, x, x, x, x, x]',
      ...['b', 'c', 'd', 'e'].map((name, index) => {
        const before = '*' + 'abcd'.charAt(index);
        return `${name}: &${name} [${Array(8).fill(before).join(', ')}]`;
      }),
    ].join('\n'),
  ],
  ['lists that are nested deep', '['.repeat(DEEP) + ']'.repeat(DEEP)],
  ['lists that are not closed', '['.repeat(DEEP)],
  ['maps that are nested deep', `a: ${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
  ['maps one level deeper than allowed', '- '.repeat(MOST_TEXT_LEVELS + 1)],
  ['several documents', 'a: b\n---\nc: d\n'],
  ['a tab', 'a:\n\tb: c\n'],
  ['nothing', ''],
])('a text of a ConfigMap with %s is no configuration, and keeps nothing from being judged', (_, text) => {
  const object = configMap({ 'a.yaml': text, 'b.yaml': FAULTY });
  expect(faultsIn(JSON.stringify(object))).toEqual([like.stringContaining('exporters.logging is gone')]);
  const other = compareObjects(
    object as Record<string, unknown>,
    configMap({ 'a.yaml': '' }) as Record<string, unknown>,
  );
  expect(other).not.toEqual([]);
});

const MERGED_CONFIG = `plain: &plain { tls: { insecure: true } }
receivers: { otlp: {} }
exporters: { otlp/tempo: { <<: *plain, endpoint: 'tempo.monitoring.svc:4317' } }
service: { pipelines: { traces: { receivers: [otlp], exporters: [otlp/tempo] } } }
`;
const MERGED_DATASOURCES = `tempo: &tempo { type: tempo, uid: tempo }
datasources: [{ <<: *tempo, name: Tempo, url: 'http://elsewhere:3200' }]
`;

test.each<[string, string, readonly unknown[]]>([
  ['a configuration', MERGED_CONFIG, []],
  ['datasources', MERGED_DATASOURCES, [like.stringContaining('Tempo is at http://elsewhere:3200, where')]],
])('maps that are merged in %s are what they stand for', (_, text, expected) => {
  expect(faultsIn(JSON.stringify(configMap({ 'a.yaml': text })))).toEqual(expected);
});

const BROKEN = FAULTY.replace('logging: {}', 'logging: {}, logging: {}');

test.each<[string, object, string]>([
  ['a ConfigMap', configMap({ relay: BROKEN }), 'data.relay'],
  [
    'an OpenTelemetryCollector',
    {
      ...{ apiVersion: 'opentelemetry.io/v1beta1', kind: 'OpenTelemetryCollector' },
      ...{ metadata: { name: 'otel', namespace: 'monitoring' }, spec: { config: BROKEN } },
    },
    'spec.config',
  ],
  ['values of the chart', { config: BROKEN }, 'config'],
])('a configuration in %s that no Collector can read is a fault', (_, object, path) => {
  const text = JSON.stringify(object);
  expect(faultsIn(text)).toEqual([like.stringMatching(/^x\.yaml:1:\d+: /)]);
  expect(faultsIn(text)[0]).toContain(`: ${path} is not YAML: Map keys must be unique`);
  expect(hasCheckable(parse(text), [])).toBe(true);
});

test('the place of such a fault is a line of the file, in a block', () => {
  const lines = BROKEN.split('\n').map((line) => `    ${line}`);
  const text = ['kind: ConfigMap', 'metadata: { name: a }', 'data:', '  relay: |', ...lines].join('\n');
  expect(faultsIn(text)).toEqual(['x.yaml:6:31: data.relay is not YAML: Map keys must be unique']);
});

test.each<[string, string]>([
  ['a template of one', BROKEN.replace('{ otlp: {} }', '{{ .Values.receivers }}')],
  ['a text with some of its sections', 'receivers: {\nexporters: {\n'],
  ['one inside of something else', `a:\n  ${BROKEN.replaceAll('\n', '\n  ')}`],
])('%s that is not YAML is no fault', (_, text) => {
  expect(faultsIn(JSON.stringify(configMap({ relay: text })))).toEqual([]);
});
