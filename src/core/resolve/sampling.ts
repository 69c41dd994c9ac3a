import { assertNever, isMember, type Language, type Origin, SAMPLERS } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, finding } from '../reasons.js';
import { askedSpec, askedVariable } from './asked.js';
import { serviceHost } from '../backends/backends.js';
import { CAPABILITIES } from './capabilities.js';
import { majorOf } from '../backends/charts.js';
import { isSetIn } from './container-view.js';
import { PRESETS } from '../backends/presets.js';
import type { Settled } from './propagators.js';
import { readersOf, type Scope } from './scope.js';

const SAMPLER = 'OTEL_TRACES_SAMPLER';
const SAMPLER_ARG = 'OTEL_TRACES_SAMPLER_ARG';
const NOTHING: Settled = { variables: [], dropped: [], findings: [] };

interface Choice {
  readonly type: string;
  readonly argument: string | undefined;
  readonly origin: Origin;
  /** Whether a variable of the Instrumentation says so; it stays in its place then. */
  readonly isVariable: boolean;
}

/**
 * The sampler of a scope: the Instrumentation's, else the platform's. A container that sets either variable keeps its
 * own choice whole, since a lone argument would otherwise be read by a sampler that it was not meant for.
 */
export function samplerOf(scope: Scope): Settled {
  if (isSetIn(scope.view, SAMPLER) || isSetIn(scope.view, SAMPLER_ARG)) return NOTHING;
  const asked = askedSampler(scope);
  const { platform } = scope;
  if (platform === undefined) return asked === undefined ? NOTHING : kept(asked, unsupported(scope, asked));
  const readers = readersOf(scope);
  if (readers.length === 0) return NOTHING;
  const own = platformSampler(platform, readers);
  if (asked === undefined) return { ...NOTHING, variables: own, dropped: loneArgument(scope, own) };
  const refused = unsupported(scope, asked);
  if (refused.length > 0) return { variables: own, dropped: [SAMPLER, SAMPLER_ARG], findings: refused };
  return kept(asked, headThinsTail(platform, asked));
}

/** An argument without a sampler was not meant for the platform's. */
const loneArgument = ({ targets }: Scope, own: readonly NamedSetting[]): readonly string[] =>
  own.length > 0 && askedVariable(targets, SAMPLER_ARG) !== undefined ? [SAMPLER_ARG] : [];

function askedSampler({ targets }: Scope): Choice | undefined {
  const variable = askedVariable(targets, SAMPLER);
  const argument = askedVariable(targets, SAMPLER_ARG)?.value;
  if (variable !== undefined)
    return { type: variable.value ?? '', argument, origin: 'instrumentation', isVariable: true };
  const sampler = askedSpec(targets, (spec) => (spec.sampler?.type === undefined ? undefined : spec.sampler));
  if (sampler?.type === undefined || argument !== undefined) return undefined;
  return { type: sampler.type, argument: sampler.argument, origin: 'instrumentation', isVariable: false };
}

/** `probabilistic` is how the platform's own page writes a head ratio; no SDK has a sampler of that name. */
const standardName = (type: string): string => (type === 'probabilistic' ? 'parentbased_traceidratio' : type);

function kept(choice: Choice, findings: readonly Finding[]): Settled {
  const isStandard = standardName(choice.type) === choice.type;
  if (choice.isVariable && isStandard) return { ...NOTHING, findings };
  return { variables: settings(choice), dropped: choice.isVariable ? [SAMPLER] : [], findings };
}

function settings({ type, argument, origin }: Omit<Choice, 'isVariable'>): readonly NamedSetting[] {
  const sampler = { name: SAMPLER, value: standardName(type), origin };
  return argument === undefined || argument === ''
    ? [sampler]
    : [sampler, { name: SAMPLER_ARG, value: argument, origin }];
}

function unsupported(scope: Scope, { type }: Choice): readonly Finding[] {
  const sampler = standardName(type);
  if (!isMember(SAMPLERS, sampler)) return [];
  return readersOf(scope)
    .filter((language) => !CAPABILITIES[language].samplers.includes(sampler))
    .map((language) => {
      const allowed = CAPABILITIES[language].samplers.join(', ');
      return finding(
        'sampler-unsupported',
        `${language}: the agent has no sampler ${sampler}; it has ${allowed}.`,
        { language },
      );
    });
}

function headThinsTail(platform: Platform, { type }: Choice): readonly Finding[] {
  const decidesLater = platform.sampling !== undefined && platform.sampling.strategy !== 'probabilistic';
  return decidesLater && standardName(type).endsWith('traceidratio') ? [finding('head-thins-tail')] : [];
}

/** What a strategy means for agents: a head ratio, or everything where the Collector decides later. */
function platformSampler(platform: Platform, readers: readonly Language[]): readonly NamedSetting[] {
  const { sampling } = platform;
  const always = settings({ type: 'parentbased_always_on', argument: undefined, origin: 'platform' });
  if (sampling === undefined) return [];
  switch (sampling.strategy) {
    case 'probabilistic':
      return headRatio(sampling.ratio);
    case 'tail':
      return always;
    case 'adaptive':
      return sampling.mode === 'collector' ? always : jaegerRemote(platform, sampling, readers);
    default:
      return assertNever(sampling);
  }
}

const headRatio = (ratio: number): readonly NamedSetting[] =>
  settings({ type: 'parentbased_traceidratio', argument: ratio.toString(), origin: 'platform' });

type JaegerRemote = Extract<NonNullable<Platform['sampling']>, { mode: 'jaeger-remote' }>;

/** Only the Java agent has the remote sampler; the others keep the ratio that it starts with. */
function jaegerRemote(
  platform: Platform,
  { endpoint, ratio }: JaegerRemote,
  readers: readonly Language[],
): readonly NamedSetting[] {
  const hasRemote = readers.every((language) =>
    CAPABILITIES[language].samplers.includes('parentbased_jaeger_remote'),
  );
  if (!hasRemote) return headRatio(ratio);
  const url = endpoint ?? jaegerSamplingUrl(platform);
  const argument = `endpoint=${url},pollingIntervalMs=5000,initialSamplingRate=${ratio.toString()}`;
  return settings({ type: 'parentbased_jaeger_remote', argument, origin: 'platform' });
}

/** Jaeger 2 serves strategies over gRPC on 5779, Jaeger 1 on the Collector's 14250. */
function jaegerSamplingUrl({ backends, cluster }: Platform): string {
  const { namespace, chart } = backends.jaeger ?? { namespace: 'monitoring', chart: '4' };
  const port = majorOf(chart) < 4 ? 14250 : 5779;
  return `http://${serviceHost(PRESETS.jaeger.service(chart), namespace, cluster.domain)}:${port.toString()}`;
}
