import type { Logger } from '../../telemetry/logger.js';
import { MOST_TURNS, PLACEHOLDER_LIFE_MS, TOLERABLE_MS } from '../bounds.js';
import { issueSelfSigned } from '../certificates.js';
import { createChangingValue, type ChangingValue } from '../changing-value.js';
import type { CertificateSource, ServingCertificate } from '../source.js';
import type { AuthorityFacts } from './authority-facts.js';
import { isValid } from './lifetimes.js';
import { createMemory, buildView } from './memory.js';
import { getPhase, listProblems } from './plan.js';
import type { AuthorityPorts } from './ports.js';
import type { Problem } from './problems.js';
import { createReporter, type AuthorityReporter } from './reporting.js';
import { startRunner, type RunnerPace } from './runner.js';
import { takeTurn, type Replica, type Turn, type TurnDeps } from './turn.js';
import { isTrustedForPods } from './view.js';

export interface AuthorityOptions {
  readonly ports: AuthorityPorts;
  /** DNS names of the Service. */
  readonly names: readonly [string, ...string[]];
  readonly logger: Logger;
  /** A clock that never jumps. */
  readonly elapsedMs?: () => number;
  /** The clock of this machine. It is only compared with that of the API server. */
  readonly localNow?: () => number;
  readonly pace?: RunnerPace;
}

const PACE: RunnerPace = { pauseMs: 1000, retryMs: 10_000, tickMs: 60_000 };

/** Certificates signed by the CA that all replicas share. */
export interface AuthoritySource extends CertificateSource {
  /** Whether a leaf is served that the API server accepts for pods. */
  readonly isReady: () => boolean;
  readonly facts: () => AuthorityFacts;
}

/**
 * Serving certificates from a CA in a Secret, which the API server knows from the `caBundle` of the webhook
 * configurations. Starts at once and continues by itself: it looks at the cluster each minute, and whenever a
 * configuration changes. Until there is a first leaf, it serves a certificate that nobody trusts, so that probes get an
 * answer.
 */
export async function createAuthoritySource(options: AuthorityOptions): Promise<AuthoritySource> {
  const { ports, names, logger, pace = PACE } = options;
  const { elapsedMs = () => performance.now(), localNow = () => Date.now() } = options;
  const certificate = createChangingValue<ServingCertificate>(await issuePlaceholder(names));
  const state: AuthorityState = {
    replica: { memory: createMemory(elapsedMs()), leaf: undefined, observation: undefined },
    problems: [],
    isStopped: false,
  };
  const deps: AuthorityDeps = { ports, names, elapsedMs, localNow, isStopped: () => state.isStopped };
  const reporter = createReporter(logger);
  const runner = startRunner(
    () =>
      runTurns(deps, state, { certificate, reporter }).catch((error: unknown) => {
        logger.error({ err: error }, 'Certificates could not be checked; trying again soon.');
        return false;
      }),
    pace,
  );
  const unwatch = ports.watchRegistrations(runner.ask);
  return {
    current: certificate.current,
    onChange: certificate.onChange,
    isReady: () => isReady(state.replica, ports.now()),
    facts: () => collectFacts(deps, state, reporter),
    stop: () => {
      state.isStopped = true;
      unwatch();
      runner.stop();
    },
  };
}

interface AuthorityDeps extends TurnDeps {
  readonly localNow: () => number;
}

interface AuthorityState {
  replica: Replica;
  problems: readonly Problem[];
  isStopped: boolean;
}

interface TurnEffects {
  readonly certificate: ChangingValue<ServingCertificate>;
  readonly reporter: AuthorityReporter;
}

function issuePlaceholder(names: readonly [string, ...string[]]): Promise<ServingCertificate> {
  const now = Date.now();
  return issueSelfSigned({
    names,
    notBefore: new Date(now - PLACEHOLDER_LIFE_MS),
    notAfter: new Date(now + PLACEHOLDER_LIFE_MS),
  });
}

/** Takes turns until there is nothing to do, or nothing can be done; returns whether everything is in order. */
async function runTurns(deps: AuthorityDeps, state: AuthorityState, effects: TurnEffects): Promise<boolean> {
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const { failure, ...taken } = await takeTurn(deps, state.replica);
    if (state.isStopped) return true;
    applyTurn(taken, state, effects);
    if (!taken.hasMore) return reportAllProblems(deps, state, effects, buildApiProblem(failure));
  }
  return reportAllProblems(deps, state, effects, UNSETTLED);
}

const buildApiProblem = (message: string | undefined): Problem | undefined =>
  message === undefined ? undefined : { code: 'api-unavailable', message };

const UNSETTLED: Problem = {
  code: 'unsettled',
  message:
    'The Secret or a webhook configuration keeps changing; certificates are not updated until that stops.',
};

function applyTurn(
  { replica, move }: Omit<Turn, 'failure'>,
  state: AuthorityState,
  { certificate, reporter }: TurnEffects,
): void {
  const before = state.replica.leaf;
  state.replica = replica;
  if (replica.leaf !== undefined && replica.leaf !== before) certificate.replace(replica.leaf);
  if (move !== undefined) reporter.reportMove(move);
}

/** Reports all problems, and returns whether there is one. */
function reportAllProblems(
  deps: AuthorityDeps,
  state: AuthorityState,
  { reporter }: TurnEffects,
  problem?: Problem,
): boolean {
  const view = buildLastView(deps, state.replica);
  state.problems = [
    ...(problem === undefined ? [] : [problem]),
    ...(view === undefined ? [] : listProblems(view)),
    ...checkClock(deps),
  ];
  reporter.reportProblems(state.problems);
  return state.problems.length === 0;
}

const checkClock = ({ ports, localNow }: AuthorityDeps): readonly Problem[] =>
  Math.abs(ports.now().getTime() - localNow()) <= TOLERABLE_MS
    ? []
    : [
        {
          code: 'clock-off',
          message:
            'The clock of this machine and that of the API server differ by more than five minutes. ' +
            'Certificates follow the clock of the API server. Synchronize both machines with NTP.',
        },
      ];

const buildLastView = (
  { elapsedMs }: TurnDeps,
  { memory, observation: seen }: Replica,
): ReturnType<typeof buildView> | undefined => seen && buildView(memory, seen, elapsedMs());

const isReady = ({ leaf, observation: seen }: Replica, now: Date): boolean =>
  leaf !== undefined && seen !== undefined && isValid(leaf, now) && isTrustedForPods(seen, leaf.issuer);

function collectFacts(
  deps: TurnDeps,
  { replica, problems }: AuthorityState,
  reporter: AuthorityReporter,
): AuthorityFacts {
  const view = buildLastView(deps, replica);
  return {
    leafNotAfter: replica.leaf?.notAfter,
    caNotAfter: replica.observation?.secret.authorities.current?.notAfter,
    phase: view === undefined ? 'none' : getPhase(view),
    problems: problems.map(({ code }) => code),
    bundleWrites: reporter.countWrites(),
  };
}
