import { describe, expect, test } from 'vitest';
import { TOPOLOGIES } from '../../../../src/core/domain.js';
import { formatCollectorHost } from '../../../../src/core/platform/addresses.js';
import { collectComponents, collectExtensions } from '../../../../src/render/collector/component.js';
import { buildCollectorConfig } from '../../../../src/render/collector/config.js';
import { buildCollectorObjects } from '../../../../src/render/collector/objects.js';
import { hasSecondTier, buildTiers } from '../../../../src/render/collector/tiers.js';
import { ALL_FLAGS, renderSettings, STRATEGIES } from '../../../support/platforms.js';
import { like } from '../../../support/like.js';

const TEMPO = { enable_tempo: true, enable_opentelemetry_operator: true };
const METRICS = { ...TEMPO, enable_victoria_metrics_k8s_stack: true };

describe('a second tier', () => {
  test.each<[string, object, number, boolean]>([
    ['is not there for a gateway alone', { addons: TEMPO }, 2, false],
    ['is not there on nodes alone', { addons: TEMPO, collector: { topology: 'agent' } }, 2, false],
    ['is what the topology says', { addons: TEMPO, collector: { topology: 'agent-gateway' } }, 1, true],
    ['is for the service graph of several', { addons: METRICS }, 2, true],
    ['is not for the service graph of one', { addons: METRICS }, 1, false],
    ['is for the service graph of nodes', { addons: METRICS, collector: { topology: 'agent' } }, 1, true],
    ['is for tail sampling, of one too', { addons: TEMPO, sampling: STRATEGIES.tail }, 1, true],
    ['is for adaptive sampling', { addons: TEMPO, sampling: STRATEGIES.adaptive }, 1, true],
    ['is not for sampling by agents', { addons: TEMPO, sampling: STRATEGIES.probabilistic }, 2, false],
  ])('%s', (_, spec, replicas, expected) => {
    expect(hasSecondTier(renderSettings(spec, { replicas }))).toBe(expected);
  });
});

const EVERY = TOPOLOGIES.flatMap((topology) =>
  Object.entries(STRATEGIES).map(([strategy, sampling]) => {
    const spec = { addons: ALL_FLAGS, collector: { topology }, ...(sampling && { sampling }) };
    return [`${topology}, ${strategy}`, renderSettings(spec)] as const;
  }),
);

describe.each(EVERY)('under %s', (_, settings) => {
  const tiers = buildTiers(settings);

  test('metrics are made before anything is sampled', () => {
    const makers = tiers.flatMap(({ pipelines }) =>
      pipelines.filter(({ exporters }) => exporters.some(({ id }) => id === 'span_metrics')),
    );
    expect(makers.map(({ id }) => id)).toEqual(['traces/in']);
    expect(makers.flatMap(({ processors }) => processors.map(({ id }) => id))).not.toContain('tail_sampling');
  });

  test('every backend has a pipeline and an exporter of its own, with a queue', () => {
    const last = tiers.at(-1)?.pipelines ?? [];
    const own = last.filter(({ id }) => /^traces\/(tempo|jaeger|victoria-traces|zipkin)$/.test(id));
    expect(own.map(({ exporters }) => exporters.length)).toEqual([1, 1, 1, 1]);
    for (const { exporters } of own) expect(exporters[0]?.config['sending_queue']).toBeDefined();
    expect(new Set(own.map(({ exporters }) => exporters[0]?.id)).size).toBe(4);
  });

  test('memory is limited where spans come in, and pods are named where they connect', () => {
    const incoming = tiers.map(({ pipelines }) => pipelines[0]?.processors.map(({ id }) => id) ?? []);
    expect(incoming.map(([first]) => first)).toEqual(tiers.map(() => 'memory_limiter'));
    expect(incoming.map((ids) => ids.includes('k8s_attributes'))).toEqual(tiers.map((_tier, at) => at === 0));
  });

  test('what a pipeline names is there, and nothing else', () => {
    for (const { pipelines } of tiers) {
      const { config } = buildCollectorConfig(pipelines, true);
      const written = ['receivers', 'processors', 'connectors', 'exporters'].flatMap((kind) =>
        Object.keys(config[kind] ?? {}),
      );
      expect(written.length).toBe(collectComponents(pipelines).length);
    }
  });

  test('agents reach the Service that the resolver tells them, in both forms', () => {
    const [service] = formatCollectorHost(settings.platform).split('.');
    const plain = buildCollectorObjects({ ...settings, form: 'plain' }).map(({ value }) => value);
    expect(plain).toContainEqual(
      like.objectContaining({
        kind: 'Service',
        metadata: like.objectContaining({ name: service }) as object,
      }),
    );
    const operators = buildCollectorObjects({ ...settings, form: 'operator' }).map(({ value }) => value);
    // The Operator calls the Service after the object, with -collector behind.
    expect(operators).toContainEqual(
      like.objectContaining({
        kind: 'OpenTelemetryCollector',
        metadata: like.objectContaining({
          name: service?.replace(/-collector$/, ''),
          namespace: 'monitoring',
        }),
      }),
    );
  });

  test('it reads of the cluster what it needs, and writes nothing', () => {
    const roles = buildCollectorObjects(settings)
      .map(({ value }) => value as Readonly<Record<string, unknown>>)
      .filter(({ kind }) => kind === 'ClusterRole');
    expect(roles.map(({ rules }) => rules)).toEqual([
      [
        { apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
      ],
    ]);
  });
});

describe.each(TOPOLOGIES)('tenants by namespace pass %s', (topology) => {
  const backends = { tempo: { tenant: { namespace: true } } };
  const tiersWith = (rest: object): ReturnType<typeof buildTiers> =>
    buildTiers(renderSettings({ addons: ALL_FLAGS, collector: { topology }, ...rest }));

  /** Components in whose configuration something of a tenant stands, and extensions. */
  const touched = (tiers: ReturnType<typeof buildTiers>): readonly string[] =>
    tiers.flatMap(({ pipelines }) =>
      [...collectExtensions(pipelines), ...collectComponents(pipelines)]
        .filter(({ config }) =>
          /include_metadata|metadata_keys|from_context|auth/.test(JSON.stringify(config)),
        )
        .filter(({ kind, id }) => kind !== 'processors' || id.startsWith('batch'))
        .map(({ kind, id }) => `${kind} ${id}`),
    );

  test('every tier between pods and the backend, and nothing else', () => {
    const arriving = ['receivers otlp', 'receivers jaeger', 'receivers zipkin'];
    expect(touched(tiersWith({ backends }))).toEqual([
      'extensions headers_setter/tiers',
      ...arriving,
      'processors batch/tenants',
      'exporters load_balancing',
      'extensions headers_setter/tempo',
      'receivers otlp',
      'processors batch/tenants',
      'exporters otlp_grpc/tempo',
    ]);
    expect(touched(tiersWith({}))).toEqual([]);
  });

  test('an extension that is referred to is there and on', () => {
    for (const { pipelines } of tiersWith({ backends })) {
      const { config } = buildCollectorConfig(pipelines, true);
      const { extensions } = config['service'] as { readonly extensions: readonly string[] };
      expect(Object.keys(config['extensions'] ?? {})).toEqual(extensions);
      expect(extensions.length).toBe(2);
    }
  });
});

test('a direct route has no Collector', () => {
  expect(buildCollectorObjects(renderSettings({ addons: { enable_zipkin: true } }))).toEqual([]);
});
