import { isMember, type Language, PROPAGATORS, type Propagator } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, finding } from '../reasons.js';
import { askedSpec, askedVariable } from './asked.js';
import { CAPABILITIES } from './capabilities.js';
import { readersOf, type Scope } from './scope.js';

const PROPAGATORS_VARIABLE = 'OTEL_PROPAGATORS';

/** Variables that are added, and the Instrumentation's that they replace. */
export interface Settled {
  readonly variables: readonly NamedSetting[];
  readonly dropped: readonly string[];
  readonly findings: readonly Finding[];
}

const NOTHING: Settled = { variables: [], dropped: [], findings: [] };

/**
 * The propagators of a scope. Without a platform the Instrumentation's list is kept, with a notice for what an agent
 * does not have. With one, what an agent does not have is left out, since some agents do not start with it.
 */
export function propagatorsOf(scope: Scope): Settled {
  const variable = askedVariable(scope.targets, PROPAGATORS_VARIABLE);
  // What a reference holds is not known.
  if (variable !== undefined && variable.value === undefined) return NOTHING;
  const ofSpec = askedSpec(scope.targets, ({ propagators }) =>
    propagators?.length === 0 ? undefined : propagators,
  );
  const asked = variable?.value?.split(',').map((item) => item.trim()) ?? ofSpec;
  return scope.platform === undefined
    ? keptList(scope, asked, ofSpec)
    : fittedList(scope, scope.platform, asked);
}

function keptList(
  scope: Scope,
  asked: readonly string[] | undefined,
  ofSpec: readonly string[] | undefined,
): Settled {
  const findings = lacking(scope, asked ?? []).map((each) => notice('propagator-unsupported', each));
  return {
    variables: ofSpec === undefined ? [] : settings(ofSpec, 'instrumentation'),
    dropped: [],
    findings,
  };
}

function fittedList(scope: Scope, { propagators }: Platform, asked: readonly string[] | undefined): Settled {
  if (readersOf(scope).length === 0) return NOTHING;
  const wanted = asked ?? propagators.value;
  const missing = lacking(scope, wanted);
  const left = new Set<string>(missing.map(({ propagator }) => propagator));
  const kept = wanted.filter((propagator) => !left.has(propagator));
  return {
    variables: settings(kept, asked === undefined ? propagators.origin : 'instrumentation'),
    dropped: [PROPAGATORS_VARIABLE],
    // Nobody chose the default list, so that an agent lacks an item of it is no news.
    findings:
      asked === undefined && propagators.origin === 'default'
        ? []
        : missing.map((each) => notice('propagator-dropped', each)),
  };
}

interface Lack {
  readonly language: Language;
  readonly propagator: string;
}

/** What agents that read variables do not have; a name outside the closed set may come from an extension and is left alone. */
function lacking(scope: Scope, wanted: readonly string[]): readonly Lack[] {
  return wanted
    .filter((propagator): propagator is Propagator => isMember(PROPAGATORS, propagator))
    .flatMap((propagator) =>
      readersOf(scope)
        .filter((language) => !CAPABILITIES[language].propagators.includes(propagator))
        .map((language) => ({ language, propagator })),
    );
}

function notice(
  code: 'propagator-dropped' | 'propagator-unsupported',
  { language, propagator }: Lack,
): Finding {
  const says = code === 'propagator-dropped' ? 'it was left out' : 'the Instrumentation asks for it';
  return finding(code, `${language}: the agent has no propagator ${propagator}; ${says}.`, { language });
}

const settings = (value: readonly string[], origin: NamedSetting['origin']): readonly NamedSetting[] =>
  value.length === 0 ? [] : [{ name: PROPAGATORS_VARIABLE, value: value.join(','), origin }];
