import { isMember, type Language, PROPAGATORS } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, buildFinding } from '../reasons.js';
import { findSpecField, findInstrumentationVariable } from './instrumentation-values.js';
import { AGENTS } from '../agents/agents.js';
import { cutName } from '../shown-text.js';
import { findValueFault } from './value-finding.js';
import { listVariableReaders, type ContainerContext } from './container-context.js';

const PROPAGATORS_VARIABLE = 'OTEL_PROPAGATORS';

/** Variables that are added, and the Instrumentation's that they replace. */
export interface ResolvedSettings {
  readonly variables: readonly NamedSetting[];
  readonly dropped: readonly string[];
  readonly findings: readonly Finding[];
}

const NOTHING: ResolvedSettings = { variables: [], dropped: [], findings: [] };

/**
 * The propagators of a container. Without a platform the Instrumentation's list is kept, with a notice for what an agent
 * does not have. With one, what an agent does not have is left out, since some agents do not start with it.
 */
export function resolvePropagators(context: ContainerContext): ResolvedSettings {
  const variable = findInstrumentationVariable(context.targets, PROPAGATORS_VARIABLE);
  // What a reference holds is not known.
  if (variable !== undefined && variable.value === undefined) return NOTHING;
  const ofSpec = findSpecField(context.targets, ({ propagators }) =>
    propagators?.length === 0 ? undefined : propagators,
  );
  const asked = variable?.value?.split(',').map((item) => item.trim()) ?? ofSpec;
  return context.platform === undefined
    ? keepPropagators(context, asked, ofSpec)
    : filterPropagators(context, context.platform, asked);
}

function keepPropagators(
  context: ContainerContext,
  asked: readonly string[] | undefined,
  ofSpec: readonly string[] | undefined,
): ResolvedSettings {
  const findings = listUnsupportedPropagators(context, asked ?? []).map((each) =>
    buildPropagatorFinding('propagator-unsupported', each),
  );
  return {
    variables: ofSpec === undefined ? [] : buildPropagatorSettings(ofSpec, 'instrumentation'),
    dropped: [],
    findings,
  };
}

function filterPropagators(
  context: ContainerContext,
  platform: Platform,
  asked: readonly string[] | undefined,
): ResolvedSettings {
  if (listVariableReaders(context).length === 0) return NOTHING;
  const { propagators } = platform;
  const wanted = asked ?? propagators.value;
  const missing = listUnsupportedPropagators(context, wanted);
  const left = new Set<string>(missing.map(({ propagator }) => propagator));
  const kept = wanted.filter((propagator) => !left.has(propagator));
  // Nothing is left of what was asked, so nobody's choice is against the platform's.
  if (asked !== undefined && kept.length === 0 && missing.length > 0) {
    const instead = filterPropagators(context, platform, undefined);
    const told = missing.map((each) => buildPropagatorFinding('propagator-dropped', each));
    return { ...instead, findings: [...told, ...instead.findings] };
  }
  return {
    variables: buildPropagatorSettings(kept, asked === undefined ? propagators.origin : 'instrumentation'),
    dropped: [PROPAGATORS_VARIABLE],
    // Nobody chose the default list, so that an agent lacks an item of it is no news.
    findings:
      asked === undefined && propagators.origin === 'default'
        ? []
        : missing.map((each) => buildPropagatorFinding('propagator-dropped', each)),
  };
}

interface UnsupportedPropagator {
  readonly language: Language;
  readonly propagator: string;
}

/** What agents that read variables do not have; `none` beside others is no propagator to some. */
function listUnsupportedPropagators(
  context: ContainerContext,
  wanted: readonly string[],
): readonly UnsupportedPropagator[] {
  return wanted.flatMap((propagator) =>
    listVariableReaders(context)
      .filter(
        (language) => !hasPropagator(language, propagator) || (propagator === 'none' && wanted.length > 1),
      )
      .map((language) => ({ language, propagator })),
  );
}

/** Agents that read no list of propagators have those of the specification that are written down for them. */
function hasPropagator(language: Language, propagator: string): boolean {
  const known: readonly string[] = AGENTS[language].capabilities.propagators;
  if (isMember(PROPAGATORS, propagator)) return known.includes(propagator);
  const asked = { name: PROPAGATORS_VARIABLE, value: propagator, find: (): undefined => undefined };
  return findValueFault(language, asked) === undefined;
}

function buildPropagatorFinding(
  code: 'propagator-dropped' | 'propagator-unsupported',
  { language, propagator }: UnsupportedPropagator,
): Finding {
  const says = code === 'propagator-dropped' ? 'it was left out' : 'the Instrumentation asks for it';
  return buildFinding(code, `${language}: the agent has no propagator ${cutName(propagator)}; ${says}.`, {
    language,
  });
}

const buildPropagatorSettings = (
  value: readonly string[],
  origin: NamedSetting['origin'],
): readonly NamedSetting[] =>
  value.length === 0 ? [] : [{ name: PROPAGATORS_VARIABLE, value: value.join(','), origin }];
