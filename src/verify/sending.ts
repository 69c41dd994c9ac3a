import type { ServerAccess } from './server-access.js';
import type { Destination } from './destination.js';
import { diagnoseFailure } from './diagnose.js';
import { type Diagnosis, buildDiagnosis, type DiagnosisCode } from './diagnoses/index.js';
import { findOtherDestination } from './query-api.js';
import { SENDERS } from './send/senders.js';
import type { SentProcess } from './sent-spans.js';
import type { VerifyLimits, StepOutcome, TraceRoute } from './trace-route.js';

/** Sends a trace along a route, once; a failure comes with what the same port does accept. */
export async function sendTrace(
  route: TraceRoute,
  processes: readonly SentProcess[],
  { signal, now }: VerifyLimits,
): Promise<StepOutcome> {
  if (!route.destination.ok) return { kind: 'failed', diagnosis: route.destination.error };
  const destination = route.destination.value;
  const access = { ...route.send, url: destination.url, signal };
  const start = now();
  const answer = await SENDERS[destination.wire](processes, access);
  if (answer.ok) return { kind: 'done', ms: now() - start };
  const told = diagnoseFailure(answer.error, 'send');
  return { kind: 'failed', diagnosis: await refineDiagnosis(told, destination, access) };
}

/** Failures that a port for another format shows, each in its own way. */
const MAY_BE_ANOTHER_FORMAT: readonly DiagnosisCode[] = [
  'wrong-protocol',
  'wrong-path',
  'connection-closed',
  'request-refused',
  'no-answer',
];

/** A diagnosis with what the same port does take in, where it is another format or path that is wrong. */
async function refineDiagnosis(
  told: Diagnosis,
  tried: Destination,
  access: ServerAccess,
): Promise<Diagnosis> {
  if (!MAY_BE_ANOTHER_FORMAT.includes(told.code)) return told;
  const other = await findOtherDestination(tried, access);
  if (other === undefined) return told;
  const code = other.wire === tried.wire ? 'wrong-path' : 'wrong-protocol';
  return buildDiagnosis(code, ...told.seen, `That port accepts ${other.wire} at ${other.url}.`);
}
