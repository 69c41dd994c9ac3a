import { assertNever, isMember, type Language, type Origin, SAMPLERS } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, buildFinding } from '../reasons.js';
import { findSpecField, findInstrumentationVariable } from './instrumentation-values.js';
import { formatServiceHost } from '../platform/addresses.js';
import { AGENTS } from '../agents/agents.js';
import { describeForm } from '../agents/value-form.js';
import { cutName, quoteValue } from '../shown-text.js';
import { findValueFault } from './value-finding.js';
import { jaeger } from '../backends/jaeger.js';
import { resolveJaegerLayout } from '../backends/jaeger-layout.js';
import { isSetByContainer } from './container-view.js';
import type { ResolvedSettings } from './propagators.js';
import { listVariableReaders, type ContainerContext } from './container-context.js';

const SAMPLER = 'OTEL_TRACES_SAMPLER';
const SAMPLER_ARG = 'OTEL_TRACES_SAMPLER_ARG';
const NOTHING: ResolvedSettings = { variables: [], dropped: [], findings: [] };

interface SamplerChoice {
  readonly type: string;
  readonly argument: string | undefined;
  readonly origin: Origin;
  /** Whether a variable of the Instrumentation says so; it stays in its place then. */
  readonly isVariable: boolean;
}

/**
 * The sampler of a container: the Instrumentation's, or else the platform's. A container that sets either variable
 * keeps its whole choice, since another sampler must not read an argument that was not meant for it.
 */
export function resolveSampler(context: ContainerContext): ResolvedSettings {
  if (isSetByContainer(context.view, SAMPLER) || isSetByContainer(context.view, SAMPLER_ARG)) return NOTHING;
  const asked = findInstrumentationSampler(context);
  const { platform } = context;
  if (platform === undefined)
    return asked === undefined ? NOTHING : keepSampler(asked, checkSamplerSupport(context, asked));
  const readers = listVariableReaders(context);
  if (readers.length === 0) return NOTHING;
  const own = buildPlatformSampler(platform, readers);
  if (asked === undefined) return { ...NOTHING, variables: own, dropped: listUnusedArguments(context, own) };
  const refused = checkSamplerSupport(context, asked);
  if (refused.length > 0) return { variables: own, dropped: [SAMPLER, SAMPLER_ARG], findings: refused };
  return keepSampler(asked, checkHeadSampling(platform, asked));
}

/** An argument without a sampler was not meant for the platform's. */
const listUnusedArguments = (
  { targets }: ContainerContext,
  own: readonly NamedSetting[],
): readonly string[] =>
  own.length > 0 && findInstrumentationVariable(targets, SAMPLER_ARG) !== undefined ? [SAMPLER_ARG] : [];

function findInstrumentationSampler({ targets }: ContainerContext): SamplerChoice | undefined {
  const variable = findInstrumentationVariable(targets, SAMPLER);
  const argument = findInstrumentationVariable(targets, SAMPLER_ARG)?.value;
  if (variable !== undefined)
    return { type: variable.value ?? '', argument, origin: 'instrumentation', isVariable: true };
  const sampler = findSpecField(targets, (spec) =>
    spec.sampler?.type === undefined ? undefined : spec.sampler,
  );
  if (sampler?.type === undefined || argument !== undefined) return undefined;
  return { type: sampler.type, argument: sampler.argument, origin: 'instrumentation', isVariable: false };
}

/** `probabilistic` is how the platform's own page writes a head ratio; no SDK has a sampler of that name. */
const getStandardName = (type: string): string =>
  type === 'probabilistic' ? 'parentbased_traceidratio' : type;

function keepSampler(choice: SamplerChoice, findings: readonly Finding[]): ResolvedSettings {
  const isStandard = getStandardName(choice.type) === choice.type;
  if (choice.isVariable && isStandard) return { ...NOTHING, findings };
  return { variables: buildSamplerSettings(choice), dropped: choice.isVariable ? [SAMPLER] : [], findings };
}

function buildSamplerSettings({
  type,
  argument,
  origin,
}: Omit<SamplerChoice, 'isVariable'>): readonly NamedSetting[] {
  const sampler = { name: SAMPLER, value: getStandardName(type), origin };
  return argument === undefined || argument === ''
    ? [sampler]
    : [sampler, { name: SAMPLER_ARG, value: argument, origin }];
}

function checkSamplerSupport(
  context: ContainerContext,
  { type, argument }: SamplerChoice,
): readonly Finding[] {
  const sampler = getStandardName(type);
  const find = (name: string): string | undefined => (name === SAMPLER ? sampler : undefined);
  return listVariableReaders(context).flatMap((language) => {
    const allowed = AGENTS[language].capabilities.samplers.join(', ');
    if (
      findValueFault(language, { name: SAMPLER, value: sampler, find }) !== undefined ||
      (isMember(SAMPLERS, sampler) && !AGENTS[language].capabilities.samplers.includes(sampler))
    )
      return [
        buildFinding(
          'sampler-unsupported',
          `${language}: the agent has no sampler ${cutName(sampler)}; it has ${allowed}.`,
          { language },
        ),
      ];
    const fault =
      argument === undefined
        ? undefined
        : findValueFault(language, { name: SAMPLER_ARG, value: argument, find });
    if (fault === undefined || argument === '') return [];
    const message = `${language}: the agent does not accept ${quoteValue(fault.value)} as argument of ${sampler}; allowed: ${describeForm(fault.rule.form)}.`;
    return [buildFinding('sampler-unsupported', message, { language })];
  });
}

function checkHeadSampling(platform: Platform, { type }: SamplerChoice): readonly Finding[] {
  const decidesLater = platform.sampling !== undefined && platform.sampling.strategy !== 'probabilistic';
  return decidesLater && getStandardName(type).endsWith('traceidratio')
    ? [buildFinding('head-thins-tail')]
    : [];
}

/** What a strategy means for agents: a head ratio, or every trace if the Collector decides later. */
function buildPlatformSampler(platform: Platform, readers: readonly Language[]): readonly NamedSetting[] {
  const { sampling } = platform;
  const always = buildSamplerSettings({
    type: 'parentbased_always_on',
    argument: undefined,
    origin: 'platform',
  });
  if (sampling === undefined) return [];
  switch (sampling.strategy) {
    case 'probabilistic':
      return buildHeadRatio(sampling.ratio);
    case 'tail':
      return always;
    case 'adaptive':
      return sampling.mode === 'collector' ? always : buildJaegerRemote(platform, sampling, readers);
    default:
      return assertNever(sampling);
  }
}

const buildHeadRatio = (ratio: number): readonly NamedSetting[] =>
  buildSamplerSettings({ type: 'parentbased_traceidratio', argument: ratio.toString(), origin: 'platform' });

type JaegerRemoteSampling = Extract<NonNullable<Platform['sampling']>, { mode: 'jaeger-remote' }>;

/** Only the Java agent has the remote sampler; the others keep the ratio that it starts with. */
function buildJaegerRemote(
  platform: Platform,
  { endpoint, ratio }: JaegerRemoteSampling,
  readers: readonly Language[],
): readonly NamedSetting[] {
  const hasRemote = readers.every((language) =>
    AGENTS[language].capabilities.samplers.includes('parentbased_jaeger_remote'),
  );
  if (!hasRemote) return buildHeadRatio(ratio);
  const url = endpoint ?? formatSamplingUrl(platform);
  const argument = `endpoint=${url},pollingIntervalMs=5000,initialSamplingRate=${ratio.toString()}`;
  return buildSamplerSettings({ type: 'parentbased_jaeger_remote', argument, origin: 'platform' });
}

/** Where the Jaeger of a chart serves strategies over gRPC. */
function formatSamplingUrl({ backends, cluster }: Platform): string {
  const { namespace, chart } = backends.jaeger ?? jaeger;
  const { service, samplingPort } = resolveJaegerLayout(chart);
  return `http://${formatServiceHost(service, namespace, cluster.domain)}:${samplingPort.toString()}`;
}
