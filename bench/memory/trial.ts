import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startReceiver } from '../../test/agents/values/programs.js';
import { eventually } from '../../test/pods/eventually.js';
import { request } from '../../test/pods/traced-request.js';
import { createCgroup, joining, type Cgroup } from '../../test/support/cgroup.js';
import { freePorts } from '../../test/support/free-ports.js';
import type { MeasuredLanguage, Programs } from './programs.js';

/** One start of a program under a limit. */
export interface Trial {
  readonly language: MeasuredLanguage;
  readonly hasAgent: boolean;
  /** Bytes; undefined for none. */
  readonly limit: number | undefined;
}

/** What became of it: it answered all requests and was not killed, and its agent sent spans; or why not. */
export interface TrialResult {
  readonly failure: string | undefined;
  /** The most bytes that it had. */
  readonly peak: number;
  /** Seconds to the first answer, and seconds of CPU that it had used by then. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Bytes of its own in memory once it had answered all requests. */
  readonly resident: number;
}

const REQUESTS = 100;
/** A start that takes longer would be ended by a probe. */
const START_MS = 60_000;
const EXPORT_MS = 20_000;
const GRACE_MS = 5_000;

/** Starts a program in a cgroup of its own, asks it, and stops it. */
export async function tryProgram(programs: Programs, trial: Trial): Promise<TrialResult> {
  const receiver = await startReceiver();
  const [port = 0] = await freePorts(1);
  const cgroup = createCgroup(trial.limit === undefined ? {} : { memory: trial.limit });
  const [file = '', ...words] = [...joining(cgroup), ...programs.command(trial.language, port)];
  const env = programs.environment(trial.language, trial.hasAgent ? receiver.url : undefined);
  const child = spawn(file, words, { env, stdio: 'ignore' });
  const start = performance.now();
  const taken = { seconds: Number.NaN, cpuSeconds: Number.NaN, resident: Number.NaN };
  const use = async (): Promise<void> => {
    const url = `http://127.0.0.1:${port}/`;
    await untilAnswered(child, url);
    taken.seconds = (performance.now() - start) / 1000;
    taken.cpuSeconds = readCpuSeconds(child.pid);
    for (let count = 0; count < REQUESTS; count += 1) await request(url);
    taken.resident = readResident(child.pid);
    const hasSpans = (): true | undefined =>
      receiver.takePaths().some((path) => path.endsWith('/v1/traces')) || undefined;
    if (trial.hasAgent) await eventually(hasSpans, { deadlineMs: EXPORT_MS, what: 'A span' });
  };
  const failure = await use().then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
  await end(child);
  const result = { failure: describeKills(cgroup) ?? failure, peak: cgroup.peak() ?? Number.NaN, ...taken };
  receiver.close();
  await removeEmptied(cgroup);
  return result;
}

/** The kernel counts in hundredths of a second. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;

const readProcess = (pid: number | undefined, file: string): string =>
  readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');

/** Time in the program and in the kernel; the name of the program, which may have spaces, stands in brackets. */
function readCpuSeconds(pid: number | undefined): number {
  const text = readProcess(pid, 'stat');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const readResident = (pid: number | undefined): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readProcess(pid, 'status'))?.[1]) * 1024;

const describeKills = (cgroup: Cgroup): string | undefined =>
  cgroup.kills() > 0 ? 'it was killed for memory' : undefined;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function untilAnswered(child: ChildProcess, url: string): Promise<void> {
  const ask = async (): Promise<boolean | undefined> => {
    if (hasEnded(child)) return false;
    return (await request(url)).status === 200 || undefined;
  };
  const isUp = await eventually(ask, { deadlineMs: START_MS, everyMs: 50, what: 'An answer' });
  if (!isUp) throw new Error('it ended');
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const closed = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await closed;
  clearTimeout(kill);
}

/** The kernel takes a moment until a cgroup is empty of a process that has ended. */
const removeEmptied = (cgroup: Cgroup): Promise<true> =>
  eventually(
    () => {
      cgroup.remove();
      return true as const;
    },
    { deadlineMs: GRACE_MS, everyMs: 50, what: 'The end of a cgroup' },
  );
