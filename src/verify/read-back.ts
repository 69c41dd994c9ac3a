import { setTimeout as wait } from 'node:timers/promises';
import type { Backend } from '../core/domain.js';
import type { Access } from './access.js';
import { diagnose, isTransient } from './diagnose.js';
import { type Diagnosis, diagnosis } from './diagnoses/index.js';
import { readTrace } from './query/read-trace.js';
import type { VerificationTrace } from './trace.js';
import type { Limits, Step, Way } from './way.js';

/** The longest pause, in first pauses. */
const LONGEST = 10;

/** What is asked for. */
interface Asked {
  readonly way: Way;
  readonly trace: VerificationTrace;
  readonly limits: Limits;
}

/** Asks a backend for a trace that was taken in, until all of its spans are there or the time is over. */
export async function readBack(
  backend: Backend,
  access: Access,
  { way, trace, limits }: Asked,
): Promise<Step> {
  const { timeoutMs, pauseMs, signal, now } = limits;
  const start = now();
  for (let pause = pauseMs; ; pause = Math.min(pause * 1.5, pauseMs * LONGEST)) {
    const answer = await readTrace(backend, trace.traceId, access);
    const found = answer.ok ? answer.value.spans.map(({ spanId }) => spanId) : [];
    const ms = now() - start;
    if (trace.spanIds.every((spanId) => found.includes(spanId))) return { kind: 'done', ms };
    if (signal.aborted) return failed(diagnosis('interrupted'));
    const isOver = ms + pause > timeoutMs;
    if (!answer.ok && (isOver || !isTransient(answer.error))) return failed(diagnose(answer.error, 'query'));
    if (isOver) return failed(lost(way, { found: found.length, of: trace.spanIds.length, ms }));
    // An end from here is told by the next question.
    await wait(pause, undefined, { signal }).catch(() => undefined);
  }
}

const failed = (told: Diagnosis): Step => ({ kind: 'failed', diagnosis: told });

interface Part {
  readonly found: number;
  readonly of: number;
  readonly ms: number;
}

function lost({ via, keeping }: Way, { found, of, ms }: Part): Diagnosis {
  const asked = `Asked for ${Math.round(ms / 1000)} s.`;
  if (found > 0) return diagnosis('incomplete', `${found} of ${of} spans.`, asked);
  const note = keeping.note ?? '';
  if (!keeping.isCertain) return diagnosis('perhaps-sampled-away', asked, note);
  if (via === undefined) return diagnosis('lost-after-acceptance', asked, note);
  return diagnosis(via === 'collector' ? 'lost-behind-collector' : 'lost-in-backend', asked, note);
}
