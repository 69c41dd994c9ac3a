import type { Logger } from '../../telemetry/logger.js';
import { BUNDLE_WRITES, type BundleWrite, type Move } from './moves.js';
import type { Problem, ProblemCode } from './problems.js';

/** Logs what is done and what is wrong, and counts writes. */
export interface AuthorityReporter {
  readonly reportMove: (move: Move) => void;
  /** Logs each problem when it comes, and once more when it has gone. */
  readonly reportProblems: (problems: readonly Problem[]) => void;
  readonly countWrites: () => Readonly<Record<BundleWrite, number>>;
}

export function createReporter(logger: Logger): AuthorityReporter {
  const writes = Object.fromEntries(BUNDLE_WRITES.map((cause) => [cause, 0])) as Record<BundleWrite, number>;
  let known = new Map<string, Problem>();
  return {
    reportMove: (move) => {
      if (move.kind === 'publish') writes[move.cause] += 1;
      logMove(logger, move);
    },
    reportProblems: (problems) => {
      const now = new Map(problems.map((problem) => [`${problem.code} ${problem.message}`, problem]));
      for (const [id, { code, message }] of now)
        if (!known.has(id)) logger[getProblemLevel(code)]({ code }, message);
      for (const [id, { code }] of known)
        if (!now.has(id)) logger.info({ code }, 'A problem with certificates is solved.');
      known = now;
    },
    countWrites: () => ({ ...writes }),
  };
}

/** An API server that is away comes back, and a clock is no failure of ours. */
const getProblemLevel = (code: ProblemCode): 'warn' | 'error' =>
  code === 'api-unavailable' || code === 'clock-off' ? 'warn' : 'error';

function logMove(logger: Logger, move: Move): void {
  const { kind, cause } = move;
  switch (kind) {
    case 'issue':
      logger.info({ cause, as: move.as, reason: move.reason }, 'A CA was issued.');
      return;
    case 'store':
      logger.info({ cause, reason: move.reason }, 'The CAs in the Secret were changed.');
      return;
    case 'publish':
      logPublish(logger, move);
      return;
    case 'sign':
      logger.info(
        { cause, reason: move.reason, notAfter: move.lifetime.notAfter.toISOString() },
        'The serving certificate was replaced.',
      );
  }
}

function logPublish(logger: Logger, { cause, registration, bundles }: Move & { kind: 'publish' }): void {
  const { kind, name, writer } = registration;
  const fields = { cause, configuration: `${kind} ${name}`, webhooks: bundles.map((bundle) => bundle.name) };
  if (cause !== 'restored') logger.info(fields, 'The caBundle was written.');
  else logger.warn({ ...fields, writer }, 'The CA was missing in the caBundle and was put back.');
}
