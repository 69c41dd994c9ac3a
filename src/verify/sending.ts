import type { Access } from './access.js';
import type { Destination } from './destination.js';
import { diagnose } from './diagnose.js';
import { type Diagnosis, diagnosis, type DiagnosisCode } from './diagnoses/index.js';
import { otherDestination } from './recognition.js';
import { SENDERS } from './send/senders.js';
import type { SentProcess } from './sent-spans.js';
import type { Limits, Step, Way } from './way.js';

/** Sends a trace along a way, once; a failure is told with what the same port does take in. */
export async function sendAlong(
  way: Way,
  processes: readonly SentProcess[],
  { signal, now }: Limits,
): Promise<Step> {
  if (!way.destination.ok) return { kind: 'failed', diagnosis: way.destination.error };
  const destination = way.destination.value;
  const access = { ...way.send, url: destination.url, signal };
  const start = now();
  const answer = await SENDERS[destination.wire](processes, access);
  if (answer.ok) return { kind: 'done', ms: now() - start };
  const told = diagnose(answer.error, 'send');
  return { kind: 'failed', diagnosis: await moreExact(told, destination, access) };
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
async function moreExact(told: Diagnosis, tried: Destination, access: Access): Promise<Diagnosis> {
  if (!MAY_BE_ANOTHER_FORMAT.includes(told.code)) return told;
  const other = await otherDestination(tried, access);
  if (other === undefined) return told;
  const code = other.wire === tried.wire ? 'wrong-path' : 'wrong-protocol';
  return diagnosis(code, ...told.seen, `That port takes ${other.wire} at ${other.url}.`);
}
