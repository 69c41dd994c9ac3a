import { setTimeout as delay } from 'node:timers/promises';
import type { Loader } from './loader.js';
import { residentMiB } from './process-facts.js';
import { reviewText } from './reviews.js';
import { spreadOf, type Spread } from './statistics.js';
import { startSubject, type Subject, type SubjectName } from './subject.js';

/** Resident memory in MiB. */
export interface MemoryRow {
  readonly subject: SubjectName;
  readonly idle: number;
  readonly afterLoad: number;
  readonly reviews: number;
}

const IDLE_MS = 2000;
const CLIENTS = 16;

/** Reads the memory of a fresh process, and again when it has rested after many reviews, half of them to be patched. */
export async function measureMemory(
  subject: Subject,
  loader: Loader,
  { reviews, restSeconds }: { readonly reviews: number; readonly restSeconds: number },
): Promise<MemoryRow> {
  const { pid, name, url } = subject;
  if (pid === undefined) throw new Error(`the process of ${url.href} is not known`);
  await delay(IDLE_MS);
  const idle = residentMiB(pid);
  const bodies = [reviewText('nothing'), reviewText('java')];
  await loader.measure({ url: url.href, bodies, clients: CLIENTS, reviews });
  await delay(restSeconds * 1000);
  return { subject: name, idle, afterLoad: residentMiB(pid), reviews };
}

/** Milliseconds from the start of a process to its first answered review. */
export interface StartRow {
  readonly subject: SubjectName;
  readonly certificate: 'file' | 'own';
  readonly milliseconds: Spread;
}

const STARTS = [
  ['floor', 'file'],
  ['webhook', 'file'],
  ['own-certificate', 'own'],
] as const;

/** Starts floor and webhook in turn, several times, and says how long each took. */
export async function measureStarts(certs: string, repeats: number): Promise<readonly StartRow[]> {
  const times = new Map<string, number[]>(STARTS.map(([how]) => [how, []]));
  for (let repeat = 0; repeat < repeats; repeat += 1)
    for (const [how] of STARTS) {
      const { startMs = Number.NaN, stop } = await startSubject(how, certs);
      times.get(how)?.push(startMs);
      await stop();
    }
  return STARTS.map(([how, certificate]) => ({
    subject: how === 'floor' ? 'floor' : 'webhook',
    certificate,
    milliseconds: spreadOf(times.get(how) ?? []),
  }));
}
