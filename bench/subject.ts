import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../test/support/free-ports.js';
import { sendReview, type Target } from './call.js';
import { imageFlags } from './entrypoint.js';
import type { Peer } from './peer-options.js';
import { CORES, startNode, stop, type Core } from './pinned.js';
import { reviewText, type Ask } from './reviews.js';

export const SUBJECTS = ['floor', 'webhook', 'peer'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** A webhook that answers reviews. */
export interface Subject extends Target {
  readonly name: SubjectName;
  /** Absent for a peer whose process was not named. */
  readonly pid?: number;
  /** Milliseconds from the start of the process to its first answered review; absent for a peer. */
  readonly startMs?: number;
  readonly stop: () => Promise<void>;
}

/** How a subject is started; `own-certificate` is the webhook as it starts by default, with a certificate that it issues. */
const COMMANDS = {
  floor: (certs: string, port: number) => ['bench/floor.mjs', certs, String(port)],
  webhook: (certs: string, port: number) => [...serve(port), '--certs', certs],
  'own-certificate': (_certs: string, port: number) => serve(port),
} as const;

/** With the flags for Node.js that the image has. */
const serve = (port: number): readonly string[] => [
  ...imageFlags(),
  ...['dist/main.js', 'serve', '--context', 'bench/context.yaml'],
  ...['--host', '127.0.0.1', '--port', String(port), '--admin-port', '0', '--page-port', '0'],
];

/** A process that was just started, and where it will answer. */
export interface StartedProcess {
  readonly child: ChildProcess;
  readonly name: SubjectName;
  readonly target: Target;
  /** When it was started. */
  readonly start: number;
}

/**
 * Starts the floor or the webhook with a certificate of a folder, and waits for nothing. What the webhook logs is
 * dropped by the system, as the cost of a reader is not its own.
 */
export async function startProcess(
  how: keyof typeof COMMANDS,
  certs: string,
  core: Core = CORES.server,
): Promise<StartedProcess> {
  // The time to the first answer is polled, so the port must be known before.
  const [port = 0] = await freePorts(1);
  const trust: Pick<Target, 'ca'> =
    how === 'own-certificate' ? {} : { ca: readFileSync(join(certs, 'tls.crt'), 'utf8') };
  const target: Target = { url: new URL(`https://127.0.0.1:${port}/mutate?timeout=2s`), ...trust };
  const start = performance.now();
  const child = startNode(core, COMMANDS[how](certs, port), 'ignore');
  return { child, name: how === 'floor' ? 'floor' : 'webhook', target, start };
}

/** Starts the floor or the webhook and waits for its first answer. Throws when it ends instead. */
export async function startSubject(
  how: keyof typeof COMMANDS,
  certs: string,
  core: Core = CORES.server,
): Promise<Subject> {
  const { child, name, target, start } = await startProcess(how, certs, core);
  await firstAnswer(child, target, name);
  const startMs = performance.now() - start;
  if (child.pid === undefined) throw new Error(`the ${name} has no process id`);
  const subject: Subject = { ...target, name, pid: child.pid, startMs, stop: () => stop(child) };
  await expectAnswers(subject, { nothing: name === 'floor', java: true });
  return subject;
}

/** Takes a running peer as a subject. Throws when it does not answer; whether it patches is its own affair. */
export async function peerSubject({ url, ca, pid }: Peer): Promise<Subject> {
  const subject: Subject = {
    name: 'peer',
    url,
    ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
    ...(pid === undefined ? {} : { pid }),
    stop: () => Promise.resolve(),
  };
  await sendReview(subject, reviewText('java'));
  return subject;
}

/** Figures of a webhook that does not do its work would mean nothing. */
async function expectAnswers(
  subject: Subject,
  patched: Readonly<Record<'nothing' | 'java', boolean>>,
): Promise<void> {
  for (const ask of ['nothing', 'java'] as const satisfies readonly Ask[]) {
    const { status, isPatched } = await sendReview(subject, reviewText(ask));
    if (status !== 200 || isPatched !== patched[ask])
      throw new Error(
        `the ${subject.name} answered ${status}, patched: ${isPatched}, for a pod that asks for ${ask}`,
      );
  }
}

const POLL_MS = 2;

async function firstAnswer(child: ChildProcess, target: Target, name: SubjectName): Promise<void> {
  const review = reviewText('java');
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`the ${name} ended with code ${child.exitCode} instead of serving`);
    try {
      await sendReview(target, review);
      return;
    } catch (error) {
      if (!isRefused(error)) throw error;
      await delay(POLL_MS);
    }
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
