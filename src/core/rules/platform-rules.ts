import { BACKENDS, type Backend } from '../domain.js';
import { ADDON_OF } from '../platform/defaults.js';
import type { Platform } from '../platform/platform.js';
import type { Issue } from '../result.js';
import { countEdits } from '../edit-distance.js';
import { formatPath } from '../objects/paths.js';
import { isOlder } from '../version.js';
import { checkBackendAccess } from './access-rules.js';
import { RULE_MESSAGES } from './platform-sentences.js';
import { checkRoute, listRouteNotices } from './route-rules.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';

type CombinationRule = (spec: TracingPlatformSpec, platform: Platform) => readonly Issue[];

/**
 * Settings that cannot work together in a TracingPlatform whose fields are each well-formed; all issues at once. The
 * API server itself checks `RULES`; the webhook checks the others when a TracingPlatform is stored.
 */
export function checkPlatform(spec: TracingPlatformSpec, platform: Platform): readonly Issue[] {
  return [
    ...Object.values(RULES).flatMap((rule) => rule(spec, platform)),
    ...checkBackendAccess(platform),
    ...checkRoute(spec, platform),
  ];
}

/**
 * Settings that have no effect in a valid TracingPlatform, such as flags that do not concern tracing and settings of
 * backends that are off, or less effect than one may think.
 */
export function listPlatformNotices(
  spec: TracingPlatformSpec,
  platform: Platform,
  knownFlags: readonly string[],
): readonly Issue[] {
  return [
    ...listFlagNotices(spec.addons, knownFlags),
    ...BACKENDS.flatMap((backend) => checkUnusedBackend(backend, spec, platform)),
    ...listRouteNotices(spec, platform),
  ];
}

/** Notices about flags that do not concern tracing: those that are misspelt, and all others. */
export function listFlagNotices(
  addons: TracingPlatformSpec['addons'] = {},
  knownFlags: readonly string[],
): readonly Issue[] {
  const unknown = Object.keys(addons).filter((flag) => !knownFlags.includes(flag));
  const misspelt = unknown.flatMap((flag) => {
    const near = knownFlags.find((known) => isMisspelt(flag, known));
    const message = `is not a flag for tracing and is ignored; write ${near ?? ''} if that is meant`;
    return near === undefined
      ? []
      : [{ flag, issue: { path: formatPath(['spec', 'addons', flag]), message } }];
  });
  const others = unknown.filter((flag) => !misspelt.some((each) => each.flag === flag));
  return [
    ...misspelt.map(({ issue }) => issue),
    ...(others.length === 0
      ? []
      : [
          {
            path: 'spec.addons',
            message: `has flags that do not concern tracing and are ignored: ${others.join(', ')}`,
          },
        ]),
  ];
}

/** Most letters that a typing error changes in a flag. */
const MOST_EDITS = 2;

/** Tells whether a flag is a known one but for a few letters, or for how its words are joined. */
function isMisspelt(flag: string, known: string): boolean {
  const [one, other] = [flag, known].map((text) => text.toLowerCase().replaceAll(/[_-]/g, ''));
  if (one === undefined || other === undefined) return false;
  return Math.abs(one.length - other.length) <= MOST_EDITS && countEdits(one, other) <= MOST_EDITS;
}

function checkUnusedBackend(
  backend: Backend,
  spec: TracingPlatformSpec,
  platform: Platform,
): readonly Issue[] {
  if (spec.backends?.[backend] === undefined || platform.backends[backend] !== undefined) return [];
  const message = `is ignored, as ${backend} is not enabled; set spec.addons.${ADDON_OF[backend]}: true or remove it`;
  return [{ path: `spec.backends.${backend}`, message }];
}

const checkAnyBackend: CombinationRule = (_, { backends }) =>
  Object.keys(backends).length > 0 ? [] : [{ path: 'spec.addons', message: RULE_MESSAGES.enabledBackend }];

/** Where no backend is enabled at all, `enabledBackend` has said so. */
const checkPrimaryBackend: CombinationRule = ({ backend }, { backends }) => {
  const enabled = Object.keys(backends);
  if (backend === undefined || enabled.length === 0 || backends[backend] !== undefined) return [];
  const message = RULE_MESSAGES.primaryEnabled(backend, enabled.join(', '), ADDON_OF[backend]);
  return [{ path: 'spec.backend', message }];
};

const checkCollectorSampling: CombinationRule = (_, { sampling, route }) => {
  if (sampling === undefined || sampling.strategy === 'probabilistic' || route.value !== 'direct') return [];
  return [{ path: 'spec.sampling.strategy', message: RULE_MESSAGES.needsCollector(sampling.strategy) }];
};

const checkJaegerRemote: CombinationRule = (_, { sampling, backends }) => {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'jaeger-remote') return [];
  if (sampling.endpoint !== undefined || backends.jaeger !== undefined) return [];
  return [{ path: 'spec.sampling.mode', message: RULE_MESSAGES.jaegerRemote }];
};

/** A comma would end the endpoint in the argument of the sampler. */
const checkRemoteEndpoint: CombinationRule = ({ sampling }) =>
  sampling?.strategy === 'adaptive' &&
  sampling.mode === 'jaeger-remote' &&
  sampling.endpoint?.includes(',') === true
    ? [{ path: 'spec.sampling.endpoint', message: RULE_MESSAGES.remoteEndpoint }]
    : [];

/** First Collector version whose tail_sampling processor has the `drop` policy. */
export const DROP_FROM = '0.126.0';

const checkTailDrop: CombinationRule = (_, { sampling, collector }) => {
  if (sampling?.strategy !== 'tail' || sampling.drop === undefined || !isOlder(collector.version, DROP_FROM))
    return [];
  return [{ path: 'spec.sampling.drop', message: RULE_MESSAGES.tailDrop(DROP_FROM, collector.version) }];
};

const checkServiceShares: CombinationRule = (_, { sampling }) => {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'collector') return [];
  const sum = Object.values(sampling.services ?? {}).reduce((total, share) => total + share, 0);
  return sum < 100 ? [] : [{ path: 'spec.sampling.services', message: RULE_MESSAGES.shares }];
};

const checkNonePropagator: CombinationRule = ({ propagators = [] }) =>
  propagators.includes('none') && propagators.length > 1
    ? [{ path: 'spec.propagators', message: RULE_MESSAGES.lonelyNone }]
    : [];

const checkSelectorValues: CombinationRule = ({ injection }) =>
  (injection?.rules ?? []).flatMap((rule, index) =>
    SELECTORS.flatMap((key) =>
      (rule[key]?.matchExpressions ?? []).flatMap(({ operator, values = [] }, at) => {
        const wantsValues = COMPARING.includes(operator);
        if (wantsValues === values.length > 0) return [];
        const path = `spec.injection.rules[${index}].${key}.matchExpressions[${at}].values`;
        return [
          { path, message: wantsValues ? RULE_MESSAGES.noValues(operator) : RULE_MESSAGES.values(operator) },
        ];
      }),
    ),
  );

/** The selectors of a rule. */
export const SELECTORS = ['namespaceSelector', 'podSelector'] as const;
/** Operators that compare with values. */
export const COMPARING: readonly string[] = ['In', 'NotIn'];

const RULES = {
  enabledBackend: checkAnyBackend,
  primaryEnabled: checkPrimaryBackend,
  needsCollector: checkCollectorSampling,
  jaegerRemote: checkJaegerRemote,
  remoteEndpoint: checkRemoteEndpoint,
  tailDrop: checkTailDrop,
  shares: checkServiceShares,
  lonelyNone: checkNonePropagator,
  selectorValues: checkSelectorValues,
} satisfies Readonly<Record<string, CombinationRule>>;

/** A rule by its name; each has a twin for the API server in `platform-validations.ts`. */
export type PlatformRuleName = keyof typeof RULES;
