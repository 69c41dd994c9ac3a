import { BACKENDS, type Backend } from '../domain.js';
import { ADDON_OF } from '../platform-defaults.js';
import type { Platform } from '../platform.js';
import type { Issue } from '../result.js';
import type { TracingPlatformSpec } from './tracing-platform.js';

type Rule = (spec: TracingPlatformSpec, platform: Platform) => readonly Issue[];

/** What cannot work together in a TracingPlatform whose fields are each well-formed; all issues at once. */
export function platformIssues(spec: TracingPlatformSpec, platform: Platform): readonly Issue[] {
  return RULES.flatMap((rule) => rule(spec, platform));
}

/** What has no effect in a valid TracingPlatform: flags that are not of tracing, settings of backends that are off. */
export function platformNotices(
  spec: TracingPlatformSpec,
  platform: Platform,
  knownFlags: readonly string[],
): readonly Issue[] {
  const others = Object.keys(spec.addons ?? {}).filter((flag) => !knownFlags.includes(flag));
  const flags =
    others.length === 0
      ? []
      : [
          {
            path: 'spec.addons',
            message: `has flags that are not of tracing and are ignored: ${others.join(', ')}`,
          },
        ];
  return [...flags, ...BACKENDS.flatMap((backend) => unusedBackend(backend, spec, platform))];
}

function unusedBackend(backend: Backend, spec: TracingPlatformSpec, platform: Platform): readonly Issue[] {
  if (spec.backends?.[backend] === undefined || platform.backends[backend] !== undefined) return [];
  const message = `is ignored, as ${backend} is not enabled; set spec.addons.${ADDON_OF[backend]}: true or remove it`;
  return [{ path: `spec.backends.${backend}`, message }];
}

const enabledBackend: Rule = (_, { backends }) =>
  Object.keys(backends).length > 0
    ? []
    : [
        {
          path: 'spec.addons',
          message: `enables no tracing backend; allowed: ${BACKENDS.map((backend) => ADDON_OF[backend]).join(', ')}; set one of them to true`,
        },
      ];

const primaryEnabled: Rule = ({ backend }, { backends }) => {
  if (backend === undefined || backends[backend] !== undefined) return [];
  const enabled = Object.keys(backends).join(', ');
  const message = `is ${backend}, which is not enabled; allowed: ${enabled === '' ? 'none' : enabled}; set spec.addons.${ADDON_OF[backend]}: true or name an enabled one`;
  return [{ path: 'spec.backend', message }];
};

const needsCollector: Rule = (_, { sampling, route }) => {
  if (sampling === undefined || sampling.strategy === 'probabilistic' || route.value !== 'direct') return [];
  const message = `is ${sampling.strategy}, which the Collector does, but the route is direct; allowed: probabilistic; set spec.route: collector or use probabilistic`;
  return [{ path: 'spec.sampling.strategy', message }];
};

/** Agents are not given them yet, so a backend that asks for them would refuse every trace. */
const ACCESS_FIELDS = ['tenant', 'headers', 'tls'] as const;

const directAccess: Rule = (_, { backends, route }) => {
  if (route.value !== 'direct') return [];
  return BACKENDS.flatMap((backend) =>
    ACCESS_FIELDS.filter((field) => backends[backend]?.[field] !== undefined).map((field) => ({
      path: `spec.backends.${backend}.${field}`,
      message:
        'is for the Collector, which the direct route leaves out; set spec.route: collector or remove it',
    })),
  );
};

const jaegerRemote: Rule = (_, { sampling, backends }) => {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'jaeger-remote') return [];
  if (sampling.endpoint !== undefined || backends.jaeger !== undefined) return [];
  const message =
    'is jaeger-remote, but there is no Jaeger to ask; allowed: collector; set spec.addons.enable_jaeger: true or name spec.sampling.endpoint';
  return [{ path: 'spec.sampling.mode', message }];
};

/** First Collector version whose tail_sampling processor has the `drop` policy. */
const DROP_FROM = '0.126.0';

const tailDrop: Rule = (_, { sampling, collector }) => {
  if (sampling?.strategy !== 'tail' || sampling.drop === undefined || !isOlder(collector.version, DROP_FROM))
    return [];
  const message = `needs Collector ${DROP_FROM} or later, and spec.collector.version is ${collector.version}; raise that version or remove drop`;
  return [{ path: 'spec.sampling.drop', message }];
};

const shares: Rule = (_, { sampling }) => {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'collector') return [];
  const sum = Object.values(sampling.services ?? {}).reduce((total, share) => total + share, 0);
  if (sum < 100 || sampling.services === undefined) return [];
  const message = `takes ${sum} percent of the rate and leaves nothing for other services; allowed: less than 100 together; lower a share`;
  return [{ path: 'spec.sampling.services', message }];
};

const lonelyNone: Rule = ({ propagators = [] }) =>
  propagators.includes('none') && propagators.length > 1
    ? [
        {
          path: 'spec.propagators',
          message: 'has none beside others; allowed: none alone; remove it or the others',
        },
      ]
    : [];

const selectorValues: Rule = ({ injection }) =>
  (injection?.rules ?? []).flatMap((rule, index) =>
    (['namespaceSelector', 'podSelector'] as const).flatMap((key) =>
      (rule[key]?.matchExpressions ?? []).flatMap(({ operator, values = [] }, at) => {
        const wantsValues = operator === 'In' || operator === 'NotIn';
        if (wantsValues === values.length > 0) return [];
        const path = `spec.injection.rules[${index}].${key}.matchExpressions[${at}].values`;
        const message = wantsValues
          ? `is empty, but ${operator} compares with values; add at least one`
          : `has values, but ${operator} takes none; remove them`;
        return [{ path, message }];
      }),
    ),
  );

const RULES: readonly Rule[] = [
  enabledBackend,
  primaryEnabled,
  needsCollector,
  directAccess,
  jaegerRemote,
  tailDrop,
  shares,
  lonelyNone,
  selectorValues,
];

/** Compares versions of three numbers. */
function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  const index = [0, 1, 2].find((at) => left?.[at] !== right?.[at]);
  return index !== undefined && (left?.[index] ?? 0) < (right?.[index] ?? 0);
}
