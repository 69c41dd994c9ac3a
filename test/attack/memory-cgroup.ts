import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A cgroup with a limit on memory, as a kubelet makes one for a container. */
export interface MemoryCgroup {
  /** The file by which a process joins it. */
  readonly joins: string;
  /** The most bytes that it ever had; `undefined` where the kernel does not count them. */
  readonly peak: () => number | undefined;
  /** How many of its processes the kernel has killed for memory. */
  readonly kills: () => number;
  readonly remove: () => void;
}

const MOUNT = '/sys/fs/cgroup';

/** https://docs.kernel.org/admin-guide/cgroup-v2.html, https://docs.kernel.org/admin-guide/cgroup-v1/memory.html */
interface Version {
  readonly root: string;
  readonly limit: string;
  readonly peak: string;
  readonly events: string;
}

const V2: Version = { root: MOUNT, limit: 'memory.max', peak: 'memory.peak', events: 'memory.events' };
const V1: Version = {
  root: join(MOUNT, 'memory'),
  limit: 'memory.limit_in_bytes',
  peak: 'memory.max_usage_in_bytes',
  events: 'memory.oom_control',
};

/** Says why no cgroup can be made here; `undefined` where one can. */
export function whyNoCgroup(): string | undefined {
  if (process.platform !== 'linux') return 'cgroups are of Linux';
  if (process.getuid?.() !== 0) return 'making a cgroup needs root; run it with sudo';
  const { root, limit } = version();
  if (!existsSync(join(root, 'cgroup.procs'))) return `there is no cgroup for memory in ${root}`;
  return isLimited(root, limit) ? undefined : `the memory controller is not switched on in ${root}`;
}

const isUnified = (): boolean => existsSync(join(MOUNT, 'cgroup.controllers'));
const version = (): Version => (isUnified() ? V2 : V1);

function isLimited(root: string, limit: string): boolean {
  const probe = join(root, `doka-tracing-probe-${process.pid}`);
  if (isUnified()) writeFileSync(join(root, 'cgroup.subtree_control'), '+memory');
  mkdirSync(probe);
  const found = existsSync(join(probe, limit));
  rmdirSync(probe);
  return found;
}

/** Makes a cgroup that may have so many bytes, at the root of the tree. Throws where that cannot be. */
export function createMemoryCgroup(bytes: number): MemoryCgroup {
  const { root, limit, peak, events } = version();
  const folder = mkdtempSync(join(root, 'doka-tracing-attack-'));
  writeFileSync(join(folder, limit), String(bytes));
  const read = (file: string): string | undefined =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
  return {
    joins: join(folder, 'cgroup.procs'),
    peak: () => (read(peak) === undefined ? undefined : Number(read(peak))),
    kills: () => Number(/^oom_kill (\d+)$/m.exec(read(events) ?? '')?.[1] ?? 0),
    remove: () => {
      rmdirSync(folder);
    },
  };
}
