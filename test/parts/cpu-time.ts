import { existsSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second for programs, whatever its own clock is; see times(2). */
const TICKS_PER_SECOND = 100;

const FILE = '/proc/self/stat';

/**
 * Seconds of processor time that ended children of this process and theirs have used, which Node.js does not give; 0
 * where there is no such file.
 */
export function childrensCpuSeconds(): number {
  if (!existsSync(FILE)) return 0;
  // The second field, a name, may hold spaces; user and system time of children are fields 16 and 17.
  const fields = readFileSync(FILE, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}
