import { setTimeout as wait } from 'node:timers/promises';
import type { Backend } from '../core/domain.js';
import type { ServerAccess } from './server-access.js';
import { LONGEST_PAUSE } from './bounds.js';
import { diagnoseFailure, isTransient } from './diagnose.js';
import { type Diagnosis, buildDiagnosis } from './diagnoses/index.js';
import { fetchTrace } from './query/query-calls.js';
import type { VerificationTrace } from './trace.js';
import type { VerifyLimits, StepOutcome, TraceRoute } from './trace-route.js';

/** What is asked for. */
interface ReadBackOptions {
  readonly route: TraceRoute;
  readonly trace: VerificationTrace;
  readonly limits: VerifyLimits;
}

/** Asks a backend for a trace that was taken in, until all of its spans are there or the time is over. */
export async function waitForTrace(
  backend: Backend,
  access: ServerAccess,
  { route, trace, limits }: ReadBackOptions,
): Promise<StepOutcome> {
  const { timeoutMs, pauseMs, signal, now } = limits;
  const start = now();
  for (let pause = pauseMs; ; pause = Math.min(pause * 1.5, pauseMs * LONGEST_PAUSE)) {
    const answer = await fetchTrace(backend, trace.traceId, access);
    const found = answer.ok ? answer.value.spans.map(({ spanId }) => spanId) : [];
    const ms = now() - start;
    if (trace.spanIds.every((spanId) => found.includes(spanId))) return { kind: 'done', ms };
    if (signal.aborted) return buildFailedOutcome(buildDiagnosis('interrupted'));
    const isOver = ms + pause > timeoutMs;
    if (!answer.ok && (isOver || !isTransient(answer.error)))
      return buildFailedOutcome(diagnoseFailure(answer.error, 'query'));
    if (isOver)
      return buildFailedOutcome(
        diagnoseLostTrace(route, { found: found.length, of: trace.spanIds.length, ms }),
      );
    // The next query shows when this side has closed.
    await wait(pause, undefined, { signal }).catch(() => undefined);
  }
}

const buildFailedOutcome = (told: Diagnosis): StepOutcome => ({ kind: 'failed', diagnosis: told });

interface ReadProgress {
  readonly found: number;
  readonly of: number;
  readonly ms: number;
}

function diagnoseLostTrace({ via, keeping }: TraceRoute, { found, of, ms }: ReadProgress): Diagnosis {
  const asked = `Asked for ${Math.round(ms / 1000)} s.`;
  if (found > 0) return buildDiagnosis('incomplete', `${found} of ${of} spans.`, asked);
  const note = keeping.note ?? '';
  if (!keeping.isCertain) return buildDiagnosis('perhaps-sampled-away', asked, note);
  if (via === undefined) return buildDiagnosis('lost-after-acceptance', asked, note);
  return buildDiagnosis(via === 'collector' ? 'lost-behind-collector' : 'lost-in-backend', asked, note);
}
