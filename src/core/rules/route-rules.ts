import { BACKEND as PICKED_BACKEND } from '../annotations.js';
import { isMember, LANGUAGES, type Backend, type Language } from '../domain.js';
import { listEnabledBackends, listIdleBackends, type Platform } from '../platform/platform.js';
import { listBackendsWithNamespaceTenants } from '../platform/tenants.js';
import { parseChart } from '../backends/charts.js';
import { resolveJaegerLayout, type JaegerLayout } from '../backends/jaeger-layout.js';
import { PRESETS } from '../backends/presets.js';
import { canNameTenant } from '../resolve/collector-tenant.js';
import { listSenders } from '../resolve/sending-languages.js';
import type { Issue } from '../result.js';
import { DEFAULT_LANGUAGES } from '../agents/agents.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';

/** Rules for the way of traces: that there is one, and that the agents that are asked for can take it. */

type RouteRule = (spec: TracingPlatformSpec, platform: Platform) => readonly Issue[];

/** What is wrong with the way of traces. */
export const checkRoute: RouteRule = (spec, platform) => ERRORS.flatMap((rule) => rule(spec, platform));

/** Where the way of traces is closed to some agents, or not open by itself. */
export const listRouteNotices: RouteRule = (spec, platform) =>
  NOTICES.flatMap((rule) => rule(spec, platform));

const checkCharts: RouteRule = (_, platform) =>
  listEnabledBackends(platform).flatMap((backend) => {
    const { name } = parseChart(platform.backends[backend]?.chart ?? '');
    const { charts } = PRESETS[backend];
    if (name === undefined || charts.includes(name)) return [];
    const message = `is of the chart ${name}, which is not known; allowed: ${charts.join(', ')}; correct it, or name the version alone and the endpoint`;
    return [{ path: `spec.backends.${backend}.chart`, message }];
  });

/** An endpoint that is written out may name the port of a protocol in which its backend takes nothing in. */
const checkEndpointProtocols: RouteRule = ({ backends }, platform) =>
  listEnabledBackends(platform).flatMap((backend) => {
    const isWritten = backends?.[backend]?.endpoint !== undefined && platform.route.value === 'direct';
    if (!isWritten || listSenders(platform, backend).length > 0) return [];
    const message = `names the port of a protocol that no agent can send to ${backend}; allowed: another port, or none; correct it`;
    return [{ path: `spec.backends.${backend}.endpoint`, message }];
  });

/** A language that the platform itself asks for must be able to send to one of the backends. */
const checkNamedLanguages: RouteRule = (spec, platform) => {
  const backends = listEnabledBackends(platform);
  const senders = LANGUAGES.filter((language) =>
    backends.some((backend) => listSenders(platform, backend).includes(language)),
  );
  // Where nobody can, the endpoint is to blame.
  if (senders.length === 0) return [];
  return listNamedLanguages(spec).flatMap(({ language, path }) => {
    if (senders.includes(language)) return [];
    const message = `is asked for, but its agent can send nothing that ${describeRoute(platform, backends)} in; allowed: ${senders.join(', ')}; ${describeRouteRemedy(spec, platform)} or remove the language`;
    return [{ path, message }];
  });
};

const describeRoute = ({ route }: Platform, backends: readonly Backend[]): string =>
  route.value === 'direct' ? `${backends.join(' or ')} takes` : 'spec.collector.endpoint takes';

/** Through the Collector all agents have a way, unless its address is written out and offers one protocol alone. */
function describeRouteRemedy({ collector }: TracingPlatformSpec, { route }: Platform): string {
  if (route.value === 'direct') return 'set spec.route: collector';
  // Without a port, https is that of a proxy, which takes OTLP over HTTP alone.
  const isProxied = collector?.endpoint?.startsWith('https:') === true;
  return `leave ${isProxied ? 'out' : 'the port out of'} spec.collector.endpoint`;
}

interface NamedLanguage {
  readonly language: Language;
  readonly path: string;
}

function listNamedLanguages({ agents = {}, injection }: TracingPlatformSpec): readonly NamedLanguage[] {
  const switchedOn = LANGUAGES.filter((language) => agents[language]?.enabled === true);
  return [
    ...switchedOn.map((language) => ({ language, path: `spec.agents.${language}.enabled` })),
    ...(injection?.rules ?? []).flatMap(({ languages }, rule) =>
      languages.map((language, index) => ({
        language,
        path: `spec.injection.rules[${rule}].languages[${index}]`,
      })),
    ),
  ];
}

const checkOmittedLanguages: RouteRule = (spec, platform) => {
  const { value: primary } = platform.primary;
  const senders = listSenders(platform, primary);
  const missing = LANGUAGES.filter(
    (language) => isLanguageEnabled(platform, language) && !senders.includes(language),
  );
  if (missing.length === 0 || senders.length === 0) return [];
  const told = spec.route === undefined ? 'spec.addons' : 'spec.route';
  const path = platform.route.value === 'direct' ? told : 'spec.collector.endpoint';
  const message = `leaves out pods that ask for ${missing.join(', ')}, whose agents can send nothing that ${describeRoute(platform, [primary])} in; ${describeRouteRemedy(spec, platform)} to take them along`;
  return [{ path, message }];
};

/** Whether a webhook without flags for languages takes pods that ask for a language. */
export const isLanguageEnabled = ({ agents }: Platform, language: Language): boolean =>
  agents.languages[language]?.enabled ?? isMember(DEFAULT_LANGUAGES, language);

/** An agent sends to one address, so without a Collector the other backends stay empty. */
const checkIdleBackends: RouteRule = (spec, platform) => {
  const idle = listIdleBackends(platform);
  if (idle.length === 0) return [];
  const [path, why, remedy] =
    spec.route === undefined
      ? ['spec.addons', 'enables no Collector', 'set enable_opentelemetry_operator: true']
      : ['spec.route', 'is direct', 'set it to collector'];
  const message = `${why}, so agents send to ${platform.primary.value} alone, and only pods that pick ${idle.join(' or ')} by the annotation ${PICKED_BACKEND} send there; ${remedy} to send to all, or name another backend in spec.backend`;
  return [{ path, message }];
};

/** Through the Collector an agent names its namespace in a header, which those that read a file cannot be given. */
const checkTenantLanguages: RouteRule = (_, platform) => {
  const [backend] = listBackendsWithNamespaceTenants(platform);
  const missing = LANGUAGES.filter(
    (language) => isLanguageEnabled(platform, language) && !canNameTenant(language),
  );
  if (backend === undefined || platform.route.value === 'direct' || missing.length === 0) return [];
  const message = `leaves out pods that ask for ${missing.join(', ')}, whose agents cannot name their namespace to the Collector; name a fixed tenant to take them along`;
  return [{ path: `spec.backends.${backend}.tenant.namespace`, message }];
};

const SAMPLING_PORT_REMEDIES = {
  open: undefined,
  added: 'its chart opens only by jaeger.service.extraPorts; add it there, or name spec.sampling.endpoint',
  closed: 'its chart cannot open before 4.4.3; take a newer chart, or name spec.sampling.endpoint',
} as const satisfies Readonly<Record<JaegerLayout['sampling'], string | undefined>>;

const checkSamplingPort: RouteRule = ({ sampling }, { backends: { jaeger } }) => {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'jaeger-remote') return [];
  if (sampling.endpoint !== undefined || jaeger === undefined) return [];
  const layout = resolveJaegerLayout(jaeger.chart);
  const remedy = SAMPLING_PORT_REMEDIES[layout.sampling];
  if (remedy === undefined) return [];
  const message = `needs port ${layout.samplingPort.toString()} of Jaeger’s Service, which ${remedy}`;
  return [{ path: 'spec.sampling.mode', message }];
};

const checkNodeAddress: RouteRule = ({ collector }) =>
  collector?.nodeAddress !== undefined && (collector.topology ?? 'gateway') === 'gateway'
    ? [
        {
          path: 'spec.collector.nodeAddress',
          message: 'has no effect with the topology gateway; remove it or choose another topology',
        },
      ]
    : [];

const ERRORS: readonly RouteRule[] = [checkCharts, checkEndpointProtocols, checkNamedLanguages];
const NOTICES: readonly RouteRule[] = [
  checkIdleBackends,
  checkOmittedLanguages,
  checkTenantLanguages,
  checkSamplingPort,
  checkNodeAddress,
];
