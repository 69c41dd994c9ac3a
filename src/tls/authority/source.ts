import type { Logger } from '../../telemetry/logger.js';
import { issueSelfSigned } from '../certificates.js';
import { changing, type Changing } from '../change.js';
import type { CertificateSource, ServingCertificate } from '../source.js';
import type { AuthorityFacts } from './facts.js';
import { isValid } from './lifetimes.js';
import { newMemory, viewOf } from './memory.js';
import { phaseOf, problemsOf } from './plan.js';
import type { AuthorityPorts } from './ports.js';
import type { Problem } from './problems.js';
import { createReporter, type Reporter } from './reporting.js';
import { runRepeatedly, type Pace } from './runner.js';
import { turn, type Replica, type Turn, type TurnDeps } from './turn.js';
import { isTrustedForPods } from './view.js';

export interface AuthorityOptions {
  readonly ports: AuthorityPorts;
  /** DNS names of the Service. */
  readonly names: readonly [string, ...string[]];
  readonly logger: Logger;
  /** A clock that never jumps. */
  readonly elapsedMs?: () => number;
  /** The clock of this machine, which only has to be right for others. */
  readonly localNow?: () => number;
  readonly pace?: Pace;
}

const PACE: Pace = { pauseMs: 1000, retryMs: 10_000, tickMs: 60_000 };

/** Certificates signed by the CA that all replicas share. */
export interface AuthoritySource extends CertificateSource {
  /** Whether a leaf is served that the API server accepts for pods. */
  readonly isReady: () => boolean;
  readonly facts: () => AuthorityFacts;
}

/** More turns in a row mean that the cluster does not come to rest. */
const MOST_TURNS = 20;

/**
 * Serving certificates from a CA in a Secret, which is made known to the API server in the `caBundle` of the webhook
 * configurations. Starts at once and goes on by itself: a look at the cluster each minute, and whenever a configuration
 * changes. Until the first leaf is there, a certificate is served that nobody trusts, so that probes get an answer.
 */
export async function createAuthoritySource(options: AuthorityOptions): Promise<AuthoritySource> {
  const { ports, names, logger, pace = PACE } = options;
  const { elapsedMs = () => performance.now(), localNow = () => Date.now() } = options;
  const certificate = changing<ServingCertificate>(await placeholder(names));
  const state: State = {
    replica: { memory: newMemory(elapsedMs()), leaf: undefined, seen: undefined },
    problems: [],
    isStopped: false,
  };
  const deps: Deps = { ports, names, elapsedMs, localNow, isStopped: () => state.isStopped };
  const reporter = createReporter(logger);
  const runner = runRepeatedly(
    () =>
      pass(deps, state, { certificate, reporter }).catch((error: unknown) => {
        logger.error({ err: error }, 'Certificates could not be looked after; it is tried again soon.');
        return false;
      }),
    pace,
  );
  const unwatch = ports.watchRegistrations(runner.ask);
  return {
    current: certificate.current,
    onChange: certificate.onChange,
    isReady: () => isReady(state.replica, ports.now()),
    facts: () => factsOf(deps, state, reporter),
    stop: () => {
      state.isStopped = true;
      unwatch();
      runner.stop();
    },
  };
}

interface Deps extends TurnDeps {
  readonly localNow: () => number;
}

interface State {
  replica: Replica;
  problems: readonly Problem[];
  isStopped: boolean;
}

interface Effects {
  readonly certificate: Changing<ServingCertificate>;
  readonly reporter: Reporter;
}

const HOUR_MS = 60 * 60 * 1000;

function placeholder(names: readonly [string, ...string[]]): Promise<ServingCertificate> {
  const now = Date.now();
  return issueSelfSigned({ names, notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + HOUR_MS) });
}

/** Takes turns until there is nothing to do, or nothing can be done; tells whether all is as it should be. */
async function pass(deps: Deps, state: State, effects: Effects): Promise<boolean> {
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const { failure, ...taken } = await turn(deps, state.replica);
    if (state.isStopped) return true;
    apply(taken, state, effects);
    if (!taken.goesOn) return judge(deps, state, effects, unavailable(failure));
  }
  return judge(deps, state, effects, UNSETTLED);
}

const unavailable = (message: string | undefined): Problem | undefined =>
  message === undefined ? undefined : { code: 'api-unavailable', message };

const UNSETTLED: Problem = {
  code: 'unsettled',
  message:
    'The Secret or a webhook configuration changes all the time; certificates wait until that is over.',
};

function apply(
  { replica, move }: Omit<Turn, 'failure'>,
  state: State,
  { certificate, reporter }: Effects,
): void {
  const before = state.replica.leaf;
  state.replica = replica;
  if (replica.leaf !== undefined && replica.leaf !== before) certificate.replace(replica.leaf);
  if (move !== undefined) reporter.moved(move);
}

/** Tells all problems, and whether there is one. */
function judge(deps: Deps, state: State, { reporter }: Effects, problem?: Problem): boolean {
  const view = lastView(deps, state.replica);
  state.problems = [
    ...(problem === undefined ? [] : [problem]),
    ...(view === undefined ? [] : problemsOf(view)),
    ...clockProblem(deps),
  ];
  reporter.problems(state.problems);
  return state.problems.length === 0;
}

const TOLERABLE_MS = 5 * 60_000;

const clockProblem = ({ ports, localNow }: Deps): readonly Problem[] =>
  Math.abs(ports.now().getTime() - localNow()) <= TOLERABLE_MS
    ? []
    : [
        {
          code: 'clock-off',
          message:
            'The clock of this machine and that of the API server differ by more than five minutes. ' +
            'Certificates go by the latter. Let both machines keep time with NTP.',
        },
      ];

const lastView = (
  { elapsedMs }: TurnDeps,
  { memory, seen }: Replica,
): ReturnType<typeof viewOf> | undefined => seen && viewOf(memory, seen, elapsedMs());

const isReady = ({ leaf, seen }: Replica, now: Date): boolean =>
  leaf !== undefined && seen !== undefined && isValid(leaf, now) && isTrustedForPods(seen, leaf.issuer);

function factsOf(deps: TurnDeps, { replica, problems }: State, reporter: Reporter): AuthorityFacts {
  const view = lastView(deps, replica);
  return {
    leafNotAfter: replica.leaf?.notAfter,
    caNotAfter: replica.seen?.secret.authorities.current?.notAfter,
    phase: view === undefined ? 'none' : phaseOf(view),
    problems: problems.map(({ code }) => code),
    bundleWrites: reporter.writes(),
  };
}
