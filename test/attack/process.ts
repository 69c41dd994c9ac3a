import { readFileSync } from 'node:fs';

const KIB = 1024;

/** Bytes of memory that a process has resident, and the most that it ever had; proc_pid_status(5). */
export function readMemory(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * KIB;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** Ticks of 10 ms that a process has spent, in all of its threads, also those that have ended; proc_pid_stat(5). */
export function readTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name before them may have spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
