import { BACKENDS, ENVIRONMENTS, LANGUAGES, type Backend, type Language } from '../../src/core/domain.js';
import { listAddresses } from '../../src/core/platform/addresses.js';
import { findQueryAddress } from '../../src/core/platform/query-address.js';
import { AGENTS } from '../../src/core/agents/agents.js';
import { getBackendRow } from '../../src/core/backends/backends.js';
import { PRESETS } from '../../src/core/backends/presets.js';
import type { Resolution } from '../../src/core/resolve/resolve.js';
import { findVariableText } from '../../src/core/resolve/variable.js';
import { formatCode, formatCodes, formatReasonLink, formatTable } from './markdown.js';
import { buildPlatform, resolveLanguage, resolveForBackend } from './platform-scene.js';

type SpecFields = Readonly<Record<string, unknown>>;

const ROUTES: readonly (readonly [string, SpecFields])[] = [
  ['Collector (gateway)', { route: 'collector' }],
  ['Collector (on each node)', { route: 'collector', collector: { topology: 'agent' } }],
  ['direct', { route: 'direct' }],
];

/** What each language is told per route and backend; backends for which it is the same share a row. */
export function buildResolverTable(): string {
  const rows = LANGUAGES.flatMap((language) =>
    ROUTES.flatMap(([route, spec]) =>
      [...groupBackends(language, spec)].map(([cells, backends]) => [
        formatCode(language),
        route,
        backends.length === BACKENDS.length ? 'all' : formatCodes(backends),
        ...cells.split('\n'),
      ]),
    ),
  );
  return formatTable(['language', 'route', 'backend', 'exporter', 'protocol', 'endpoint', 'told by'], rows);
}

function groupBackends(language: Language, spec: SpecFields): ReadonlyMap<string, readonly Backend[]> {
  const groups = new Map<string, Backend[]>();
  for (const backend of BACKENDS) {
    const cells = buildExporterCells(language, resolveForBackend(language, backend, spec)).join('\n');
    groups.set(cells, [...(groups.get(cells) ?? []), backend]);
  }
  return groups;
}

const ENDPOINT = /^OTEL_EXPORTER_(OTLP|OTLP_TRACES|ZIPKIN)_ENDPOINT$/;

/** Exporter, protocol, endpoint and where they are written; or the code of the refusal. */
function buildExporterCells(language: Language, resolution: Resolution): readonly string[] {
  const { targets, findings, exporter, fileEndpoint } = resolution;
  if (targets.length === 0)
    return [`refused: ${findings.map((each) => formatReasonLink(each.code)).join(', ')}`, '–', '–', '–'];
  if (fileEndpoint !== undefined) {
    const { exporters, protocols } = AGENTS[language].capabilities;
    return [
      formatCodes(exporters),
      formatCodes(protocols),
      formatCode(fileEndpoint.value),
      'configuration file of the module',
    ];
  }
  const valueOf = (name: string): string => findVariableText(exporter, name) ?? '–';
  const endpoint = exporter.find(({ name }) => ENDPOINT.test(name))?.name ?? '';
  const protocol = valueOf('OTEL_EXPORTER_OTLP_PROTOCOL');
  return [
    formatCode(valueOf('OTEL_TRACES_EXPORTER')),
    protocol === '–' ? protocol : formatCode(protocol),
    formatCode(valueOf(endpoint)),
    formatCode(endpoint),
  ];
}

const STRATEGIES: readonly (readonly [string, SpecFields])[] = [
  ['none', {}],
  ['probabilistic, 0.1', { sampling: { strategy: 'probabilistic', ratio: 0.1 } }],
  ['tail', { sampling: { strategy: 'tail', percent: 10 } }],
  ['adaptive', { sampling: { strategy: 'adaptive', spansPerSecond: 100 } }],
  ['adaptive, jaeger-remote', { sampling: { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 } }],
];

/** Propagators and sampler of each language under the default platform and each strategy. */
export function buildSamplingTable(): string {
  const valueOf = (language: Language, spec: SpecFields, name: string): string => {
    const { sdk } = resolveLanguage(language, buildPlatform(spec));
    return sdk.find((setting) => setting.name === name)?.value ?? '';
  };
  const shown = (text: string): string => (text === '' ? '–' : formatCode(text));
  const rows = LANGUAGES.map((language) => [
    formatCode(language),
    shown(valueOf(language, {}, 'OTEL_PROPAGATORS')),
    ...STRATEGIES.map(
      ([, spec]) =>
        ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG']
          .map((name) => valueOf(language, spec, name))
          .filter((value) => value !== '')
          .map(formatCode)
          .join(' ') || '–',
    ),
  ]);
  return formatTable(['language', 'propagators', ...STRATEGIES.map(([name]) => name)], rows);
}

/** Where each backend is found, by chart, and in which environments; the first row of a backend is the default. */
export function buildPresetTable(): string {
  const rows = BACKENDS.flatMap((backend) => {
    const { chart, namespace } = buildPlatform({ backend }).backends[backend] ?? { chart: '', namespace: '' };
    return [chart, ...getBackendRow(backend).otherCharts].map((each) => {
      const spec = { backend, route: 'direct', backends: { [backend]: { chart: each } } };
      const platform = buildPlatform(spec);
      const addresses = listAddresses(platform, backend).map(
        ({ url, exporter, protocol }) =>
          `${formatCode(url)} (${exporter === 'zipkin' ? exporter : protocol})`,
      );
      return [
        formatCode(backend),
        each,
        describeAssumption(backend, each),
        formatCode(namespace),
        formatCode(PRESETS[backend].service(each)),
        addresses.join(', '),
        formatCode(findQueryAddress(platform, backend)?.url ?? ''),
      ];
    });
  });
  const head = ['backend', 'chart', 'assumed in', 'namespace', 'Service', 'takes in', 'answers at'];
  return formatTable(head, rows);
}

/** Environments in which a chart is assumed if none is written; the default one is, too, where none is named. */
function describeAssumption(backend: Backend, chart: string): string {
  const { chart: usual, pins } = getBackendRow(backend);
  const environments = ENVIRONMENTS.filter((environment) => pins[environment] === chart).map(formatCode);
  const all = [...environments, ...(chart === usual ? ['no environment'] : [])];
  return all.length === 0 ? '–' : all.join(', ');
}

/** The versions that are assumed in each environment, and where none is named. */
export function buildEnvironmentTable(): string {
  const rows = [...ENVIRONMENTS, undefined].map((environment) => {
    const cluster = environment === undefined ? {} : { environment };
    const charts = BACKENDS.map(
      (backend) => buildPlatform({ cluster, backend }).backends[backend]?.chart ?? '',
    );
    const { version } = buildPlatform({ cluster }).collector;
    return [environment === undefined ? 'none' : formatCode(environment), ...charts, version];
  });
  const charts = BACKENDS.map((backend) => `chart of ${getBackendRow(backend).title}`);
  return formatTable(['`environment`', ...charts, 'Collector'], rows);
}
