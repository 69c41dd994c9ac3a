import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { TOPOLOGIES } from '../../../../src/core/domain.js';
import { PINS } from '../../../../src/core/pins.js';
import { KINDS, getComponentType } from '../../../../src/render/collector/component.js';
import { buildCollectorConfig } from '../../../../src/render/collector/config.js';
import { getComponentName, hasOption } from '../../../../src/render/collector/names.js';
import { buildTiers } from '../../../../src/render/collector/tiers.js';
import { ALL_FLAGS, PATTERNS, renderSettings, STRATEGIES } from '../../../support/platforms.js';

type Fields = Readonly<Record<string, unknown>>;

type Recorded = Fields & { readonly policy_types: readonly string[] };

/** Versions that the tests do not run, and what was recorded of each. */
const RECORDED = [PINS.oldestCollector, PINS.previousCollector].map(
  ({ version }) => [version, readRecord(version)] as const,
);

function readRecord(version: string): Recorded {
  const file = new URL(`../../../fixtures/collector-${version}.yaml`, import.meta.url);
  return parse(readFileSync(fileURLToPath(file), 'utf8')) as Recorded;
}

const ACCESS = {
  tempo: {
    tenant: { fixed: 'blue' },
    headers: [{ name: 'authorization', secretName: 'credentials', key: 'header' }],
    tls: { caFile: '/ca.crt', certFile: '/tls.crt', keyFile: '/tls.key' },
  },
  jaeger: { endpoint: 'https://jaeger.example.org:4318', tls: { caFile: '/ca.crt' } },
};

const BY_NAMESPACE = { tempo: { tenant: { namespace: true } }, jaeger: { tenant: { namespace: true } } };

/** What is asked of the backends, by pattern and strategy: what gathers traces cannot keep tenants apart. */
const ASKED: Readonly<Record<string, object>> = {
  'all, none': { backends: BY_NAMESPACE },
  'all, probabilistic': { backends: BY_NAMESPACE },
  'all, tail': { backends: ACCESS },
  'all, adaptive': { backends: ACCESS },
  'multi-backend, none': { backends: ACCESS },
};

/** Paths of a value that a recorded shape does not have. */
function strangers(value: unknown, shape: unknown, path: string): readonly string[] {
  if (shape === true) return [];
  if (Array.isArray(value) && Array.isArray(shape)) {
    const item: unknown = shape[0];
    return (value as readonly unknown[]).flatMap((each, index) =>
      strangers(each, item, `${path}[${index.toString()}]`),
    );
  }
  if (typeof value !== 'object' || value === null || typeof shape !== 'object' || shape === null)
    return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    key in shape ? strangers(inner, (shape as Fields)[key], `${path}.${key}`) : [`${path}.${key}`],
  );
}

function strangersIn(config: Fields, record: Recorded): readonly string[] {
  const ofKinds = KINDS.flatMap((kind) =>
    Object.entries((config[kind] ?? {}) as Fields).flatMap(([id, options]) => {
      const shape = (record[kind] as Fields)[getComponentType({ id })];
      return shape === undefined ? [`${kind}.${id}`] : strangers(options, shape, `${kind}.${id}`);
    }),
  );
  return [...ofKinds, ...strangers(config['service'], record['service'], 'service')];
}

/** The strategies, and one more for Collectors that know it. */
const strategiesFor = (version: string): Fields =>
  hasOption(version, 'dropPolicy')
    ? { ...STRATEGIES, drop: { ...STRATEGIES.tail, drop: ['/healthz'] } }
    : STRATEGIES;

const configsFor = (version: string) =>
  Object.entries({ ...PATTERNS, all: ALL_FLAGS }).flatMap(([pattern, addons]) =>
    TOPOLOGIES.flatMap((topology) =>
      Object.entries(strategiesFor(version)).flatMap(([strategy, sampling]) => {
        const spec = {
          addons,
          cluster: { name: 'production' },
          collector: { topology, version },
          ...(sampling === undefined ? {} : { sampling }),
          ...ASKED[`${pattern}, ${strategy}`],
        };
        return buildTiers(renderSettings(spec)).map(
          (tier) => [`${pattern}, ${topology}, ${strategy}, ${tier.name}`, tier] as const,
        );
      }),
    ),
  );

describe.each(RECORDED)('for the Collector %s', (version, record) => {
  const configs = configsFor(version);

  test.each(configs)('%s has nothing that this version does not know', (_, { pipelines }) => {
    expect(strangersIn(buildCollectorConfig(pipelines, true).config, record)).toEqual([]);
  });

  test('every policy of the sampling has a type that this version knows', () => {
    const types = configs.flatMap(([, { pipelines }]) => {
      const { processors } = buildCollectorConfig(pipelines, true).config as { processors: Fields };
      const { policies = [] } = (processors['tail_sampling'] ?? {}) as { policies?: readonly Fields[] };
      return policies.map(({ type }) => String(type));
    });
    const common = ['composite', 'latency', 'probabilistic', 'status_code'];
    expect([...new Set(types)].sort()).toEqual(
      hasOption(version, 'dropPolicy') ? [...common, 'drop'].sort() : common,
    );
    expect(types.filter((type) => !record.policy_types.includes(type))).toEqual([]);
  });

  test('and this test sees an option and a component of another one', () => {
    const { config } = buildCollectorConfig(configs[0]?.[1].pipelines ?? [], true);
    const exporter = getComponentName('otlpExporter', version);
    const other = exporter === 'otlp' ? 'otlp_grpc' : 'otlp';
    const exporters = { [other]: {}, [exporter]: { endpoint: 'x', sending_queue: { sizer: 'items' } } };
    expect(strangersIn({ ...config, exporters }, record)).toEqual([
      `exporters.${other}`,
      `exporters.${exporter}.sending_queue.sizer`,
    ]);
  });
});
