import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCgroup, joining } from '../../test/support/cgroup.js';
import { section, table } from '../table.js';
import type { Programs } from './programs.js';

/** Languages whose agents are here in files like those of their images. */
const COPIED = ['java', 'python'] as const;

/** How long the files of agents take to be copied with so many thousandths of a core, as a table. */
export function measureCopies(programs: Programs, limits: readonly number[]): string {
  const head = ['CPU limit', ...COPIED.map((language) => `${language}, s`)];
  const rows = limits.map((cpu) => [
    `${cpu}m`,
    ...COPIED.map((language) => measureCopy(programs.agentFolder(language), cpu).toFixed(1)),
  ]);
  return section('Copying the files of an agent', table([head, ...rows]));
}

/** Seconds of what an init container runs, in its cgroup. */
function measureCopy(source: string, cpu: number): number {
  const target = mkdtempSync(join(tmpdir(), 'doka-tracing-copy-'));
  const cgroup = createCgroup({ cpu });
  try {
    const [file, ...words] = [...joining(cgroup), 'cp', '-r', `${source}/.`, target];
    const start = performance.now();
    execFileSync(file, words);
    return (performance.now() - start) / 1000;
  } finally {
    cgroup.remove();
    rmSync(target, { recursive: true, force: true });
  }
}
