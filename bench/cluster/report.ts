import { aimTable, atMost, type Aim } from '../aims.js';
import type { Machine } from '../report.js';
import { half, section, table } from '../table.js';
import type { AdmissionTimeRow } from './admission-time.js';
import type { ArmName } from './arms.js';
import { CLIENTS, type BurstRow } from './burst-row.js';
import { callsPerReview, type CallRow } from './calls.js';
import type { ClientRow } from './client-row.js';
import type { MemoryRow } from './memory.js';

/** Everything that one run measured. */
export interface ClusterReport {
  readonly machine: Omit<Machine, 'isPinned'>;
  readonly clients: readonly ClientRow[];
  readonly admission: readonly AdmissionTimeRow[];
  readonly bursts: readonly BurstRow[];
  readonly memory: readonly MemoryRow[];
  /** What the webhook called while reviews were counted, and how many reviews there were. */
  readonly calls: readonly CallRow[];
  readonly reviews: number;
}

/** A run as text: one table for each question, the aims last. */
export function reportText(report: ClusterReport): string {
  const { machine, clients, admission, bursts, memory, calls, reviews } = report;
  return [
    `Node.js ${machine.node}, ${machine.cores} cores, which API server, etcd, webhook and client share.\n` +
      `Load averages before ${machine.loadBefore}, after ${machine.loadAfter}.\n`,
    section('One client: time of a pod create', clientTable(clients)),
    section('The API server on its webhooks, ms of one call', admissionTable(admission)),
    section(`Bursts by ${CLIENTS} clients`, burstTable(bursts)),
    section('Resident memory of the webhook, MiB', memoryTable(memory)),
    section(`Calls to the API server during ${reviews} reviews`, callTable(calls)),
    section('Aims', aimTable(aimsOf(report))),
  ].join('\n');
}

const clientTable = (rows: readonly ClientRow[]): string =>
  table([
    ['', 'times', 'middle half', 'added p50 ms', 'middle half', 'p50 ms', 'p99 ms'],
    ...rows.map(({ arm, ratio, addedMs, p50, p99 }) => [
      arm,
      ratio.median.toFixed(2),
      half(ratio, 2),
      addedMs.median.toFixed(2),
      half(addedMs, 2),
      p50.median.toFixed(2),
      p99.toFixed(2),
    ]),
  ]);

const admissionTable = (rows: readonly AdmissionTimeRow[]): string =>
  table([
    ['', 'calls', 'mean', 'middle half', 'in our process', 'p99 within'],
    ...rows.map(({ arm, calls, mean, inside, p99 }) => [
      arm,
      String(calls),
      mean.median.toFixed(2),
      half(mean, 2),
      inside === undefined ? '-' : inside.median.toFixed(2),
      `${p99.above}-${p99.atMost}`,
    ]),
  ]);

const burstTable = (rows: readonly BurstRow[]): string =>
  table([
    ['', 'share', 'middle half', 'pods per s', 'created', 'missed', 'failed open'],
    ...rows.map(({ arm, share, perSecond, created, missed, failedOpen }) => [
      arm,
      share.median.toFixed(2),
      half(share, 2),
      perSecond.median.toFixed(0),
      String(created),
      missed === undefined ? '-' : String(missed),
      String(failedOpen),
    ]),
  ]);

const memoryTable = (rows: readonly MemoryRow[]): string =>
  table([
    ['', 'resident', 'peak'],
    ...rows.map(({ moment, resident, peak }) => [moment, resident.toFixed(1), peak.toFixed(1)]),
  ]);

const callTable = (rows: readonly CallRow[]): string =>
  table([
    ['', 'calls', ''],
    ...rows.map(({ verb, resource, calls, isStanding }) => [
      `${verb} ${resource}`,
      String(calls),
      isStanding ? 'by a watch or the clock' : 'BY REVIEWS',
    ]),
  ]);

const MOST_TIMES = { untouched: 1.1, injected: 1.4 } as const;
const MOST_ADDED_MS = 2;
const MOST_MIB = 130;

/** The aims and what came of them. They are read, never enforced: on a shared machine times are no proof. */
export function aimsOf({ clients, bursts, memory, calls, reviews }: ClusterReport): readonly Aim[] {
  const arms = ['untouched', 'injected'] as const satisfies readonly ArmName[];
  return [
    ...arms.flatMap((name) =>
      clients
        .filter(({ arm }) => arm === name)
        .flatMap(({ ratio, addedMs }) => [
          atMost(`times of a create, ${name}`, ratio.median, MOST_TIMES[name]),
          atMost(`added p50, ${name}, ms`, addedMs.median, MOST_ADDED_MS),
        ]),
    ),
    ...bursts
      .filter(({ arm }) => arm in MOST_TIMES)
      .map(({ arm, failedOpen, missed = 0 }) =>
        atMost(`failed open or missed in the burst, ${arm}`, failedOpen + missed, 0),
      ),
    atMost('resident memory, MiB', Math.max(...memory.map(({ resident }) => resident)), MOST_MIB),
    atMost('calls to the API server per review', callsPerReview(calls, reviews), 0),
  ];
}
