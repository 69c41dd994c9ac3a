import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import type { EnvVar, PodSpec } from '../../src/core/kubernetes/pod.js';
import { buildCollectorObjects } from '../../src/render/collector/objects.js';
import { configFile } from '../pods/pod.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { VERSIONS } from '../support/platforms.js';
import { PATTERNS, settingsFrom, specOf, type Pattern } from './platforms.js';
import { FORMS } from '../../src/render/choices.js';

const TOPOLOGIES = ['gateway', 'agent', 'agent-gateway'];
const SAMPLINGS = {
  none: undefined,
  tail: { strategy: 'tail', keepErrors: true, slowMs: 2000, percent: 10 },
  adaptive: { strategy: 'adaptive', spansPerSecond: 200, services: { checkout: 20, 'shop/cart': 10 } },
} as const;

/** Every choice that changes a configuration, names of older versions included, which are aliases today; and those with what a backend may be told beside its address. */
const SPECS: readonly (readonly [string, object])[] = [
  ...VERSIONS.flatMap((version) =>
    TOPOLOGIES.flatMap((topology) =>
      Object.entries(SAMPLINGS).flatMap(([strategy, sampling]) =>
        (Object.keys(PATTERNS) as Pattern[]).map(
          (pattern) =>
            [
              `${version}, ${topology}, ${strategy}, ${pattern}`,
              specOf(pattern, {
                collector: { version, topology },
                ...(sampling === undefined ? {} : { sampling }),
              }),
            ] as const,
        ),
      ),
    ),
  ),
  [
    'dropped paths',
    specOf('default', {
      sampling: { strategy: 'tail', keepErrors: true, percent: 5, drop: ['/healthz', '/a"b'] },
    }),
  ],
  ...VERSIONS.flatMap((version) =>
    TOPOLOGIES.map(
      (topology) =>
        [
          `${version}, ${topology}, tenants by namespace`,
          specOf('default', {
            addons: { ...PATTERNS.default, enable_jaeger: true, enable_zipkin: true },
            collector: { version, topology },
            backends: { tempo: { tenant: { namespace: true } }, jaeger: { tenant: { namespace: true } } },
          }),
        ] as const,
    ),
  ),
  [
    'tenants, credentials and TLS',
    specOf('multi-backend', {
      backends: {
        tempo: {
          tenant: { fixed: 'team-a' },
          headers: [{ name: 'authorization', secretName: 'tempo', key: 'token' }],
        },
        jaeger: { endpoint: 'https://jaeger.example:4317', tls: { caFile: '/tls/ca.crt' } },
      },
    }),
  ],
];

describeWithPods('the real Collector loads what is rendered', { parts: ['collector'] }, () => {
  test.each(SPECS)('%s', async (_, spec) => {
    const settings = settingsFrom(spec, 2);
    for (const form of FORMS) {
      const objects = buildCollectorObjects({ ...settings, form }).map(({ value }) => value as Rendered);
      const configs = objects.flatMap(configsIn);
      expect(configs).not.toEqual([]);
      const variables = Object.fromEntries(objects.flatMap(variablesIn).map((name) => [name, 'a-value']));
      for (const config of configs) expect(await complaintOf(config, variables)).toBe('');
    }
  });

  test('and refuses what is wrong, by name', async () => {
    const [config = ''] = buildCollectorObjects(settingsFrom(specOf('jaeger'))).flatMap(({ value }) =>
      configsIn(value as Rendered),
    );
    const wrong = parse(config) as { readonly exporters: object };
    const exporters = { ...wrong.exporters, 'jaeger/jaeger': { endpoint: 'jaeger-collector:14250' } };
    expect(await complaintOf(stringify({ ...wrong, exporters }))).toMatch(/unknown type: "jaeger"/);
  });
});

interface Rendered {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly config?: object;
    readonly env?: readonly EnvVar[];
    readonly template?: { readonly spec: PodSpec };
  };
}

/** Configurations of a rendered object, each as text. */
function configsIn({ kind, data = {}, spec }: Rendered): readonly string[] {
  if (kind === 'ConfigMap') return Object.values(data);
  return kind === 'OpenTelemetryCollector' ? [stringify(spec?.config)] : [];
}

/** Names of the variables that a rendered workload has; a configuration may refer to no others. */
const variablesIn = ({ spec }: Rendered): readonly string[] =>
  [...(spec?.env ?? []), ...(spec?.template?.spec.containers ?? []).flatMap(({ env = [] }) => env)]
    .map(({ name }) => name)
    .filter((name) => name !== 'GOMEMLIMIT');

/** What `validate` has against a configuration; empty when it would load. */
async function complaintOf(config: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = configFile('validated.yaml', config);
  const program = join(folderOf(CATALOG.collector), 'collector');
  return promisify(execFile)(program, ['validate', `--config=${path}`], { env }).then(
    () => '',
    (error: unknown) => (error as { readonly stderr: string }).stderr,
  );
}
