import { expect, test } from 'vitest';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';

/** What is said of a configuration in values of the Collector's chart, which name the image. */
function faultsOfImage(repository: string, kind: string, id: string): readonly string[] {
  const config = {
    ...{ receivers: { otlp: {} }, processors: {}, exporters: { debug: {} } },
    [kind]: { [id]: {} },
    service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'], processors: [id] } } },
  };
  const found = parseCheckedDocuments(JSON.stringify({ image: { repository }, config }), 'values.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  const settings = renderSettings({ addons: { enable_tempo: true }, route: 'collector' });
  return checkDocuments(found.value, [], settings).flatMap((each) =>
    each.kind === 'fault' && each.message.includes('is not in the image') ? [each.message] : [],
  );
}

const [CORE, K8S, CONTRIB] = [
  'opentelemetry-collector',
  'opentelemetry-collector-k8s',
  'opentelemetry-collector-contrib',
];

test.each([
  [CORE, 'exporters', 'zipkin', true],
  [K8S, 'exporters', 'zipkin', false],
  [K8S, 'exporters', 'prometheus_remote_write/metrics', false],
  [CORE, 'exporters', 'prometheusremotewrite', true],
  [CORE, 'processors', 'tail_sampling', false],
  [K8S, 'processors', 'tail_sampling', true],
  [CORE, 'processors', 'k8sattributes', false],
  [K8S, 'processors', 'k8sattributes/pods', true],
  [K8S, 'processors', 'k8s_attributes', true],
  [K8S, 'processors', 'memorylimter', false],
  [K8S, 'processors', 'constructor', false],
  [CORE, 'connectors', 'spanmetrics', false],
  [K8S, 'connectors', 'span_metrics', true],
  [K8S, 'receivers', 'kafka', false],
  [CORE, 'receivers', 'kafka', true],
  [K8S, 'extensions', 'headers_setter', true],
  [CORE, 'extensions', 'headers_setter', false],
  [CONTRIB, 'exporters', 'zipkin', true],
  ['our-collector', 'exporters', 'ours', true],
  ['toString', 'exporters', 'ours', true],
] as const)('%s and %s.%s: %s', (image = '', kind, id, isThere) => {
  for (const registry of [
    'otel/',
    'ghcr.io/open-telemetry/opentelemetry-collector-releases/',
    'mirror.example:5000/',
  ])
    expect(faultsOfImage(`${registry}${image}`, kind, id)).toHaveLength(isThere ? 0 : 1);
});

test('a component that is gone is reported once', () => {
  expect(faultsOfImage(`otel/${K8S}`, 'exporters', 'logging')).toEqual([]);
});
