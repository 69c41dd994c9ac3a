import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time that a process has used so far, in microseconds: the sum over its threads of the first field of `schedstat`,
 * in nanoseconds, which is finer than the hundredths of a second of `stat`. Threads of Node.js live as long as it does, but for
 * the one that judges large bodies, which may end while this reads.
 * https://docs.kernel.org/scheduler/sched-stats.html
 */
export const cpuMicroseconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + (attemptThread(pid, task) ?? 0), 0);

/** CPU time of a thread; undefined where it has ended. */
function attemptThread(pid: number, task: string): number | undefined {
  try {
    return threadMicroseconds(pid, task);
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
      return undefined;
    throw error;
  }
}

/** CPU time that the first thread of a process has used so far, in microseconds; in Node.js it runs the program. */
export const mainThreadMicroseconds = (pid: number): number => threadMicroseconds(pid, String(pid));

const threadMicroseconds = (pid: number, task: string): number =>
  Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ', 1)[0]) / 1000;

/** Resident memory of a process in MiB. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export const residentMiB = (pid: number): number => statusMiB(pid, 'VmRSS');

/** The most resident memory that a process had since its start, in MiB. */
export const peakResidentMiB = (pid: number): number => statusMiB(pid, 'VmHWM');

function statusMiB(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`process ${pid} has no ${field}; has it ended?`);
  return Number(kibibytes) / 1024;
}

/** Load averages of the machine over 1, 5 and 15 minutes. */
export const loadAverages = (): string =>
  readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');
