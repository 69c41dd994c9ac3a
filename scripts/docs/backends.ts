import { BACKENDS, LANGUAGES, type Backend, type Language } from '../../src/core/domain.js';
import { addressesOf } from '../../src/core/backends/backends.js';
import { CAPABILITIES } from '../../src/core/resolve/capabilities.js';
import { PRESETS } from '../../src/core/backends/presets.js';
import type { Resolution } from '../../src/core/resolve/resolve.js';
import { textOf } from '../../src/core/resolve/variable.js';
import { code, codes, reasonLink, table } from './markdown.js';
import { platformWith, resolved, resolvedFor } from './platform-scene.js';

type Spec = Readonly<Record<string, unknown>>;

const ROUTES: readonly (readonly [string, Spec])[] = [
  ['Collector (gateway)', { route: 'collector' }],
  ['Collector (on each node)', { route: 'collector', collector: { topology: 'agent' } }],
  ['direct', { route: 'direct' }],
];

/** What each language is told per route and backend; backends for which it is the same share a row. */
export function resolverTable(): string {
  const rows = LANGUAGES.flatMap((language) =>
    ROUTES.flatMap(([route, spec]) =>
      [...groupedBackends(language, spec)].map(([cells, backends]) => [
        code(language),
        route,
        backends.length === BACKENDS.length ? 'all' : codes(backends),
        ...cells.split('\n'),
      ]),
    ),
  );
  return table(['language', 'route', 'backend', 'exporter', 'protocol', 'endpoint', 'told by'], rows);
}

function groupedBackends(language: Language, spec: Spec): ReadonlyMap<string, readonly Backend[]> {
  const groups = new Map<string, Backend[]>();
  for (const backend of BACKENDS) {
    const cells = exporterCells(language, resolvedFor(language, backend, spec)).join('\n');
    groups.set(cells, [...(groups.get(cells) ?? []), backend]);
  }
  return groups;
}

const ENDPOINT = /^OTEL_EXPORTER_(OTLP|OTLP_TRACES|ZIPKIN)_ENDPOINT$/;

/** Exporter, protocol, endpoint and where they are written; or the code of the refusal. */
function exporterCells(language: Language, resolution: Resolution): readonly string[] {
  const { targets, findings, exporter, fileEndpoint } = resolution;
  if (targets.length === 0)
    return [`refused: ${findings.map((each) => reasonLink(each.code)).join(', ')}`, '–', '–', '–'];
  if (fileEndpoint !== undefined) {
    const { exporters, protocols } = CAPABILITIES[language];
    return [codes(exporters), codes(protocols), code(fileEndpoint.value), 'configuration file of the module'];
  }
  const valueOf = (name: string): string => textOf(exporter, name) ?? '–';
  const endpoint = exporter.find(({ name }) => ENDPOINT.test(name))?.name ?? '';
  const protocol = valueOf('OTEL_EXPORTER_OTLP_PROTOCOL');
  return [
    code(valueOf('OTEL_TRACES_EXPORTER')),
    protocol === '–' ? protocol : code(protocol),
    code(valueOf(endpoint)),
    code(endpoint),
  ];
}

const STRATEGIES: readonly (readonly [string, Spec])[] = [
  ['none', {}],
  ['probabilistic, 0.1', { sampling: { strategy: 'probabilistic', ratio: 0.1 } }],
  ['tail', { sampling: { strategy: 'tail', percent: 10 } }],
  ['adaptive', { sampling: { strategy: 'adaptive', spansPerSecond: 100 } }],
  ['adaptive, jaeger-remote', { sampling: { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 } }],
];

/** Propagators and sampler of each language under the default platform and each strategy. */
export function samplingTable(): string {
  const valueOf = (language: Language, spec: Spec, name: string): string => {
    const { sdk } = resolved(language, platformWith(spec));
    return sdk.find((setting) => setting.name === name)?.value ?? '';
  };
  const shown = (text: string): string => (text === '' ? '–' : code(text));
  const rows = LANGUAGES.map((language) => [
    code(language),
    shown(valueOf(language, {}, 'OTEL_PROPAGATORS')),
    ...STRATEGIES.map(
      ([, spec]) =>
        ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG']
          .map((name) => valueOf(language, spec, name))
          .filter((value) => value !== '')
          .map(code)
          .join(' ') || '–',
    ),
  ]);
  return table(['language', 'propagators', ...STRATEGIES.map(([name]) => name)], rows);
}

/** Charts beside the default ones: those of the platform's other clusters, and other ways to install a backend. */
const OTHER_CHARTS: Readonly<Record<Backend, readonly string[]>> = {
  tempo: ['1.18.2', 'tempo-distributed-1.61.3'],
  jaeger: ['3.4.0'],
  'victoria-traces': ['0.0.3'],
  zipkin: ['0.3.4'],
};

/** Where each backend is found, by chart; the first row of a backend is the default. */
export function presetTable(): string {
  const rows = BACKENDS.flatMap((backend) => {
    const { chart, namespace } = platformWith({ backend }).backends[backend] ?? { chart: '', namespace: '' };
    return [chart, ...OTHER_CHARTS[backend]].map((each) => {
      const spec = { backend, route: 'direct', backends: { [backend]: { chart: each } } };
      const addresses = addressesOf(platformWith(spec), backend).map(
        ({ url, exporter, protocol }) => `${code(url)} (${exporter === 'zipkin' ? exporter : protocol})`,
      );
      return [
        code(backend),
        each,
        code(namespace),
        code(PRESETS[backend].service(each)),
        addresses.join(', '),
      ];
    });
  });
  return table(['backend', 'chart', 'namespace', 'Service', 'takes in'], rows);
}
