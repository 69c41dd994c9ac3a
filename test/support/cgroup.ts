import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What the processes of a cgroup may have together, as a kubelet bounds a container. */
export interface CgroupLimits {
  /** Bytes, without swap. */
  readonly memory?: number;
  /** Thousandths of a core. */
  readonly cpu?: number;
}

/** A cgroup for memory and CPU time. */
export interface Cgroup {
  /** The files by which a process joins it. */
  readonly joins: readonly string[];
  /** The most bytes that it ever had; `undefined` where the kernel does not count them. */
  readonly peak: () => number | undefined;
  /** How many of its processes the kernel has killed for memory. */
  readonly kills: () => number;
  readonly remove: () => void;
}

const MOUNT = '/sys/fs/cgroup';
/** Microseconds in which a cgroup may use its CPU time; what a kubelet takes. */
const PERIOD = 100_000;

/** https://docs.kernel.org/admin-guide/cgroup-v2.html, https://docs.kernel.org/admin-guide/cgroup-v1/memory.html */
interface Version {
  readonly roots: Readonly<Record<'memory' | 'cpu', string>>;
  readonly limit: string;
  readonly swap: string;
  readonly peak: string;
  readonly events: string;
  readonly quota: string;
}

const V2: Version = {
  roots: { memory: MOUNT, cpu: MOUNT },
  limit: 'memory.max',
  swap: 'memory.swap.max',
  peak: 'memory.peak',
  events: 'memory.events',
  quota: 'cpu.max',
};
const V1: Version = {
  roots: { memory: join(MOUNT, 'memory'), cpu: join(MOUNT, 'cpu') },
  limit: 'memory.limit_in_bytes',
  swap: 'memory.memsw.limit_in_bytes',
  peak: 'memory.max_usage_in_bytes',
  events: 'memory.oom_control',
  quota: 'cpu.cfs_quota_us',
};

/** Says why no cgroup can be made here; `undefined` where one can. */
export function whyNoCgroup(): string | undefined {
  if (process.platform !== 'linux') return 'cgroups are of Linux';
  if (process.getuid?.() !== 0) return 'making a cgroup needs root; run it with sudo';
  const { roots, limit } = version();
  if (!existsSync(join(roots.memory, 'cgroup.procs')))
    return `there is no cgroup for memory in ${roots.memory}`;
  return isLimited(roots.memory, limit)
    ? undefined
    : `the memory controller is not switched on in ${roots.memory}`;
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

/** Makes a cgroup with limits, at the root of the tree. Throws where that cannot be. */
export function createCgroup({ memory, cpu }: CgroupLimits): Cgroup {
  const { roots, limit, swap, peak, events } = version();
  if (isUnified() && cpu !== undefined) writeFileSync(join(MOUNT, 'cgroup.subtree_control'), '+cpu');
  const folder = mkdtempSync(join(roots.memory, 'doka-tracing-'));
  const cpuFolder = cpu === undefined ? folder : makeCpuFolder(folder, cpu);
  if (memory !== undefined) writeFileSync(join(folder, limit), String(memory));
  // Kernels that do not count swap lack the file. Version 1 counts memory and swap together.
  if (memory !== undefined && existsSync(join(folder, swap)))
    writeFileSync(join(folder, swap), String(isUnified() ? 0 : memory));
  const folders = [...new Set([folder, cpuFolder])];
  const read = (file: string): string | undefined =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
  return {
    joins: folders.map((each) => join(each, 'cgroup.procs')),
    peak: () => (read(peak) === undefined ? undefined : Number(read(peak))),
    kills: () => Number(/^oom_kill (\d+)$/m.exec(read(events) ?? '')?.[1] ?? 0),
    remove: () => {
      folders.forEach((each) => {
        rmdirSync(each);
      });
    },
  };
}

/** The folder in which CPU time is bounded: of version 2 the same. */
function makeCpuFolder(folder: string, cpu: number): string {
  const { roots, quota } = version();
  const own = join(roots.cpu, basename(folder));
  mkdirSync(own, { recursive: true });
  const microseconds = String((cpu / 1000) * PERIOD);
  writeFileSync(join(own, quota), isUnified() ? `${microseconds} ${String(PERIOD)}` : microseconds);
  return own;
}

/** The first words of a command that joins cgroups before the rest of it runs. */
export const joining = ({ joins }: Cgroup): readonly string[] => [
  'sh',
  '-c',
  'while [ "$1" != -- ]; do echo $$ >"$1" || exit 1; shift; done; shift; exec "$@"',
  'sh',
  ...joins,
  '--',
];
