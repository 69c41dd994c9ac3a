import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCgroup, joining } from '../../test/support/cgroup.js';
import { spreadOf } from '../statistics.js';
import { formatSpread, section, table } from '../table.js';
import { LANGUAGES, type Programs } from './programs.js';

/** A limit in thousandths of a core, and how often the files are copied under it. */
export interface CopyLimit {
  readonly cpu: number;
  readonly repeats: number;
}

/** How long the files of agents take to be copied under limits of CPU, as a table. */
export function measureCopies(programs: Programs, limits: readonly CopyLimit[]): string {
  const folders = LANGUAGES.map((language) => ({ language, folder: programs.copiedFolder(language) }));
  const head = [
    'CPU limit',
    ...folders.map(({ language, folder }) => `${language}, s (${describeFiles(folder)})`),
  ];
  const rows = limits.map(({ cpu, repeats }) => [
    `${cpu}m, ${repeats} times`,
    ...folders.map(({ folder }) =>
      formatSpread(spreadOf(Array.from({ length: repeats }, () => measureCopy(folder, cpu)))),
    ),
  ]);
  return section('Copying the files of an agent, median (least to most)', table([head, ...rows]));
}

function describeFiles(folder: string): string {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return `files: ${sizes.length.toString()}, MB: ${(bytes / 1e6).toFixed(0)}`;
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
