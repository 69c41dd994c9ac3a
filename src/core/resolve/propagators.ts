import { isMember, type Language, PROPAGATORS, type Propagator } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, buildFinding } from '../reasons.js';
import { findSpecField, findInstrumentationVariable } from './instrumentation-values.js';
import { AGENTS } from '../agents/agents.js';
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
  { propagators }: Platform,
  asked: readonly string[] | undefined,
): ResolvedSettings {
  if (listVariableReaders(context).length === 0) return NOTHING;
  const wanted = asked ?? propagators.value;
  const missing = listUnsupportedPropagators(context, wanted);
  const left = new Set<string>(missing.map(({ propagator }) => propagator));
  const kept = wanted.filter((propagator) => !left.has(propagator));
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

/** What agents that read variables do not have; a name outside the closed set may come from an extension and is left alone. */
function listUnsupportedPropagators(
  context: ContainerContext,
  wanted: readonly string[],
): readonly UnsupportedPropagator[] {
  return wanted
    .filter((propagator): propagator is Propagator => isMember(PROPAGATORS, propagator))
    .flatMap((propagator) =>
      listVariableReaders(context)
        .filter((language) => !AGENTS[language].capabilities.propagators.includes(propagator))
        .map((language) => ({ language, propagator })),
    );
}

function buildPropagatorFinding(
  code: 'propagator-dropped' | 'propagator-unsupported',
  { language, propagator }: UnsupportedPropagator,
): Finding {
  const says = code === 'propagator-dropped' ? 'it was left out' : 'the Instrumentation asks for it';
  return buildFinding(code, `${language}: the agent has no propagator ${propagator}; ${says}.`, { language });
}

const buildPropagatorSettings = (
  value: readonly string[],
  origin: NamedSetting['origin'],
): readonly NamedSetting[] =>
  value.length === 0 ? [] : [{ name: PROPAGATORS_VARIABLE, value: value.join(','), origin }];
