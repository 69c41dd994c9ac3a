import { describe, expect, test } from 'vitest';
import { COLLECTOR_HASH, computeCollectorHash } from '../../../src/core/platform/collector-hash.js';
import type { TracingPlatformSpec } from '../../../src/core/objects/tracing-platform.js';
import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';
import { formatPart, renderPart } from '../../../src/render/parts.js';
import type { CollectorForm } from '../../../src/render/choices.js';
import { resolveRenderSettings } from '../../../src/render/settings.js';
import { acceptedPlatforms } from '../../support/platform-fixtures.js';

const addons = { enable_tempo: true, enable_opentelemetry_operator: true };

/** Specs that are neighbours of the first, some of which mean the same Collector. */
const SPECS: readonly TracingPlatformSpec[] = [
  { addons },
  { addons, backend: 'tempo', route: 'collector' },
  { addons, collector: { name: 'otel', namespace: 'monitoring' } },
  { addons, collector: { name: 'edge' } },
  { addons, collector: { topology: 'agent' } },
  { addons, collector: { topology: 'agent', nodeAddress: 'service' } },
  { addons, collector: { version: '0.126.0' } },
  { addons, backends: { tempo: { chart: '1.24.4' } } },
  { addons, backends: { tempo: { chart: 'tempo-distributed-1.0.0' } } },
  { addons, backends: { tempo: { endpoint: 'http://tempo:4317' } } },
  { addons, backends: { tempo: { tenant: { fixed: 'a' } } } },
  { addons: { ...addons, enable_jaeger: true } },
  { addons: { ...addons, enable_jaeger: true }, backend: 'jaeger' },
  { addons: { ...addons, enable_victoria_metrics_k8s_stack: true } },
  { addons: { ...addons, enable_loki: true } },
  { addons, cluster: { name: 'hub' } },
  { addons, cluster: { domain: 'cluster.local' } },
  { addons, cluster: { environment: 'dev' } },
  { addons, cluster: { environment: 'prod' } },
  { addons, cluster: { podSecurity: 'baseline' } },
  { addons, sampling: { strategy: 'probabilistic', ratio: 0.1 } },
  { addons, sampling: { strategy: 'tail', percent: 10 } },
  { addons, sampling: { strategy: 'tail', percent: 10, keepErrors: true } },
  { addons, sampling: { strategy: 'tail', percent: 20 } },
  { addons, agents: { registry: 'mirror.example.org' } },
  { addons, propagators: ['b3'] },
  ...acceptedPlatforms().map(({ object }) => (object as { readonly spec?: TracingPlatformSpec }).spec ?? {}),
];

function renderCollector(spec: TracingPlatformSpec, as: CollectorForm): string {
  const reading = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const settings = resolveRenderSettings(reading.value, { replicas: 2, as, namespaces: false });
  return formatPart(renderPart('collector', settings));
}

const hasCollector = (spec: TracingPlatformSpec): boolean =>
  renderCollector(spec, 'plain').includes(COLLECTOR_HASH);

describe.each<CollectorForm>(['plain', 'operator'])('as %s', (as) => {
  test('platforms with one hash have one Collector', () => {
    const seen = new Map<string, string>();
    for (const spec of SPECS.filter(hasCollector)) {
      const hash = computeCollectorHash(spec);
      const text = renderCollector(spec, as);
      expect(seen.get(hash) ?? text).toBe(text);
      seen.set(hash, text);
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  test('the hash stands at what leads agents to the Collector, and nowhere else', () => {
    const spec: TracingPlatformSpec = { addons, sampling: { strategy: 'tail', percent: 10 } };
    const text = renderCollector(spec, as);
    expect(text.split(`${COLLECTOR_HASH}: `)).toHaveLength(2);
    const place =
      /kind: (\w+)\nmetadata:\n {2}name: ([\w-]+)\n(?: {2}.*\n| {4}.*\n)*? {4}tracing\.dokaseca\.io\/collector-hash: (\S+)/.exec(
        text,
      );
    expect(place?.slice(1, 4).map((each) => each.replaceAll(/["']/g, ''))).toEqual(
      as === 'plain'
        ? ['Service', 'otel-collector', computeCollectorHash(spec)]
        : ['OpenTelemetryCollector', 'otel', computeCollectorHash(spec)],
    );
  });
});

test.each<[string, TracingPlatformSpec]>([
  ['what is a default and is written', { addons, collector: { name: 'otel', topology: 'gateway' } }],
  ['the chart of the default', { addons, backends: { tempo: { chart: '1.24.4' } } }],
  ['settings of agents', { addons, agents: { registry: 'mirror.example.org' }, propagators: ['b3'] }],
  ['links of Grafana', { addons: { ...addons, enable_loki: true } }],
  ['a Pod Security level', { addons, cluster: { podSecurity: 'restricted' } }],
  ['the primary backend', { addons, backend: 'tempo' }],
  ['an address that agents send to', { addons, collector: { endpoint: 'http://otel.example.org:4318' } }],
])('%s does not change it', (_what, spec) => {
  expect(computeCollectorHash(spec)).toBe(computeCollectorHash({ addons }));
});

test('the order of keys does not change it', () => {
  const one = { strategy: 'adaptive', spansPerSecond: 100, services: { a: 1, b: 2 } } as const;
  const other = { strategy: 'adaptive', services: { b: 2, a: 1 }, spansPerSecond: 100 } as const;
  expect(computeCollectorHash({ addons, sampling: one })).toBe(
    computeCollectorHash({ addons, sampling: other }),
  );
});
