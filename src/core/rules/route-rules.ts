import { BACKENDS, isMember, LANGUAGES, type Backend, type Language } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { chartOf, majorOf } from '../backends/charts.js';
import { PRESETS } from '../backends/presets.js';
import { sendersTo } from '../resolve/senders.js';
import type { Issue } from '../result.js';
import { DEFAULT_LANGUAGES } from '../snapshot.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';

/** Rules for the way of traces: that there is one, and that the agents that are asked for can take it. */

type Rule = (spec: TracingPlatformSpec, platform: Platform) => readonly Issue[];

/** What is wrong with the way of traces. */
export const routeIssues: Rule = (spec, platform) => ERRORS.flatMap((rule) => rule(spec, platform));

/** Where the way of traces is closed to some agents, or not open by itself. */
export const routeNotices: Rule = (spec, platform) => NOTICES.flatMap((rule) => rule(spec, platform));

const enabled = ({ backends }: Platform): readonly Backend[] =>
  BACKENDS.filter((backend) => backends[backend] !== undefined);

const knownCharts: Rule = (_, platform) =>
  enabled(platform).flatMap((backend) => {
    const { name } = chartOf(platform.backends[backend]?.chart ?? '');
    const { charts } = PRESETS[backend];
    if (name === undefined || charts.includes(name)) return [];
    const message = `is of the chart ${name}, which is not known; allowed: ${charts.join(', ')}; correct it, or name the version alone and the endpoint`;
    return [{ path: `spec.backends.${backend}.chart`, message }];
  });

/** An endpoint that is written out may name the port of a protocol in which its backend takes nothing in. */
const spokenEndpoints: Rule = ({ backends }, platform) =>
  enabled(platform).flatMap((backend) => {
    const isWritten = backends?.[backend]?.endpoint !== undefined && platform.route.value === 'direct';
    if (!isWritten || sendersTo(platform, backend).length > 0) return [];
    const message = `names the port of a protocol that no agent can send to ${backend}; allowed: another port, or none; correct it`;
    return [{ path: `spec.backends.${backend}.endpoint`, message }];
  });

/** A language that the platform itself asks for must be able to send to one of the backends. */
const spokenLanguages: Rule = (spec, platform) => {
  const backends = enabled(platform);
  const senders = LANGUAGES.filter((language) =>
    backends.some((backend) => sendersTo(platform, backend).includes(language)),
  );
  // Where nobody can, the endpoint is to blame.
  if (senders.length === 0) return [];
  return namedLanguages(spec).flatMap(({ language, path }) => {
    if (senders.includes(language)) return [];
    const message = `is asked for, but its agent can send nothing that ${way(platform, backends)} in; allowed: ${senders.join(', ')}; ${opening(spec, platform)} or remove the language`;
    return [{ path, message }];
  });
};

const way = ({ route }: Platform, backends: readonly Backend[]): string =>
  route.value === 'direct' ? `${backends.join(' or ')} takes` : 'spec.collector.endpoint takes';

/** Through the Collector all agents have a way, unless its address is written out and offers one protocol alone. */
function opening({ collector }: TracingPlatformSpec, { route }: Platform): string {
  if (route.value === 'direct') return 'set spec.route: collector';
  // Without a port, https is that of a proxy, which takes OTLP over HTTP alone.
  const isProxied = collector?.endpoint?.startsWith('https:') === true;
  return `leave ${isProxied ? 'out' : 'the port out of'} spec.collector.endpoint`;
}

interface Named {
  readonly language: Language;
  readonly path: string;
}

function namedLanguages({ agents = {}, injection }: TracingPlatformSpec): readonly Named[] {
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

const leftOut: Rule = (spec, platform) => {
  const { value: primary } = platform.primary;
  const senders = sendersTo(platform, primary);
  const missing = LANGUAGES.filter((language) => isOn(platform, language) && !senders.includes(language));
  if (missing.length === 0 || senders.length === 0) return [];
  const told = spec.route === undefined ? 'spec.addons' : 'spec.route';
  const path = platform.route.value === 'direct' ? told : 'spec.collector.endpoint';
  const message = `leaves out pods that ask for ${missing.join(', ')}, whose agents can send nothing that ${way(platform, [primary])} in; ${opening(spec, platform)} to take them along`;
  return [{ path, message }];
};

const isOn = ({ agents }: Platform, language: Language): boolean =>
  agents.languages[language]?.enabled ?? isMember(DEFAULT_LANGUAGES, language);

/** https://github.com/jaegertracing/helm-charts/tree/main/charts/jaeger */
const samplingPort: Rule = ({ sampling }, { backends }) => {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'jaeger-remote') return [];
  if (sampling.endpoint !== undefined || majorOf(backends.jaeger?.chart ?? '') < 4) return [];
  const message =
    'needs port 5779 of Jaeger’s Service, which its chart opens only by jaeger.service.extraPorts; add it there, or name spec.sampling.endpoint';
  return [{ path: 'spec.sampling.mode', message }];
};

const unusedNodeAddress: Rule = ({ collector }) =>
  collector?.nodeAddress !== undefined && (collector.topology ?? 'gateway') === 'gateway'
    ? [
        {
          path: 'spec.collector.nodeAddress',
          message: 'has no effect with the topology gateway; remove it or choose another topology',
        },
      ]
    : [];

const ERRORS: readonly Rule[] = [knownCharts, spokenEndpoints, spokenLanguages];
const NOTICES: readonly Rule[] = [leftOut, samplingPort, unusedNodeAddress];
