import { aimTable, atLeast, atMost, type Aim } from './aims.js';
import type { FreshReport, FreshRow } from './fresh.js';
import type { MemoryRow, StartRow } from './footprint.js';
import type { InProcessRow } from './in-process-row.js';
import type { Row } from './rounds.js';
import type { Scenario } from './scenarios.js';
import type { SizeRow } from './sizes.js';
import { relativeSpread } from './statistics.js';
import { half, section, table } from './table.js';

/** Everything that one run measured. */
export interface Report {
  readonly machine: Machine;
  readonly headline: readonly Row[];
  readonly clients: readonly Row[];
  readonly sizes: readonly SizeRow[];
  readonly inProcess: readonly InProcessRow[];
  readonly memory: readonly MemoryRow[];
  readonly starts: readonly StartRow[];
  readonly fresh: FreshReport;
}

export interface Machine {
  readonly node: string;
  readonly cores: number;
  /** Whether server and load had a core each. */
  readonly isPinned: boolean;
  readonly loadBefore: string;
  readonly loadAfter: string;
}

/** A run as text: one table for each question, the aims last. */
export function reportText(report: Report): string {
  return [
    machineText(report),
    section('CPU per review, and the share of the floor', loadTable(report.headline)),
    section('By the number of clients', loadTable(report.clients)),
    section('CPU per review against the size of the review, µs (µs per KiB)', sizeTable(report.sizes)),
    section('Inside the process: decode, admit, respond, µs', inProcessTable(report.inProcess)),
    section('Resident memory, MiB', memoryTable(report.memory)),
    section('From start to the first answered review, ms', startTable(report.starts)),
    section('Injected reviews after ready, CPU µs of each', freshTable(report.fresh)),
    section('Aims', aimTable(aimsOf(report))),
  ].join('\n');
}

function machineText({ machine, headline }: Report): string {
  const floor = headline.find(({ subject }) => subject === 'floor')?.cpu;
  const noise =
    floor === undefined ? '' : `The floor's own CPU time varied by ${percent(relativeSpread(floor))}.\n`;
  return (
    `Node.js ${machine.node}, ${machine.cores} cores, ` +
    `${machine.isPinned ? 'server and load on one core each' : 'NOT pinned: server and load share cores'}.\n` +
    `Load averages before ${machine.loadBefore}, after ${machine.loadAfter}.\n${noise}`
  );
}

const LOAD_HEAD = [
  '',
  'clients',
  'CPU µs',
  'middle half',
  'share (CPU)',
  'middle half',
  'per s',
  'share',
  'busy',
  'p50 ms',
  'p99 ms',
];

const loadTable = (rows: readonly Row[]): string => table([LOAD_HEAD, ...rows.map(loadCells)]);

const loadCells = (row: Row): readonly string[] => [
  `${row.subject}, ${row.ask}`,
  String(row.clients),
  row.cpu === undefined ? '-' : row.cpu.median.toFixed(0),
  row.cpu === undefined ? '-' : half(row.cpu, 0),
  row.cpuShare === undefined ? '-' : row.cpuShare.median.toFixed(2),
  row.cpuShare === undefined ? '-' : half(row.cpuShare, 2),
  row.reviewsPerSecond.median.toFixed(0),
  row.rateShare.median.toFixed(2),
  row.busy === undefined ? '-' : row.busy.toFixed(2),
  row.p50.toFixed(2),
  row.p99.toFixed(2),
];

function sizeTable(rows: readonly SizeRow[]): string {
  const sizes = rows[0]?.points.map(({ kibibytes }) => `${kibibytes.toFixed(0)} KiB`) ?? [];
  return table([
    ['', ...sizes, 'power'],
    ...rows.map(({ subject, ask, by, points, power }) => [
      `${subject}, ${ask}, more ${by}`,
      ...points.map(({ cpu, kibibytes }) => `${cpu.toFixed(0)} (${(cpu / kibibytes).toFixed(1)})`),
      power.toFixed(2),
    ]),
  ]);
}

/** What a review costs inside the process, scenario by scenario. */
export const inProcessTable = (rows: readonly InProcessRow[]): string =>
  table([
    ['', 'CPU', 'middle half', 'p50', 'p99', 'most', 'p99 on one core', 'KiB allocated'],
    ...rows.map(({ scenario, cpu, p99OnOneCore, kibibytes, ...wall }) => [
      scenario,
      cpu.median.toFixed(0),
      half(cpu, 0),
      ...[wall.p50, wall.p99, wall.most, p99OnOneCore, kibibytes].map((each) => each.toFixed(0)),
    ]),
  ]);

const memoryTable = (rows: readonly MemoryRow[]): string =>
  table([
    ['', 'idle', 'after', 'reviews'],
    ...rows.map(({ subject, idle, afterLoad, reviews }) => [
      subject,
      idle.toFixed(1),
      afterLoad.toFixed(1),
      String(reviews),
    ]),
  ]);

const startTable = (rows: readonly StartRow[]): string =>
  table([
    ['', 'median', 'least', 'most'],
    ...rows.map(({ subject, certificate, milliseconds: { median, least, most } }) => [
      `${subject}, certificate: ${certificate}`,
      ...[median, least, most].map((each) => each.toFixed(0)),
    ]),
  ]);

/** What the first injected reviews of a fresh process cost. */
export const freshTable = ({ rows }: FreshReport): string =>
  table([
    ['', 'all threads', 'middle half', 'main thread', 'middle half'],
    ...rows.map((row) => [
      `${row.from + 1} to ${row.to}`,
      ...[row.cpu, row.mainThread].flatMap((each) => [each.median.toFixed(0), half(each, 0)]),
    ]),
  ]);

/** How often a review may cost what it costs the floor. */
const MOST_TIMES_FLOOR: Partial<Record<Scenario, number>> = {
  nothing: 1.25,
  java: 3,
  '1,000 templates in turn': 3,
};
/** How often an injected review is to cost a peer what it costs the webhook. */
const LEAST_TIMES_LESS = 5;
const MOST_P99_MICROSECONDS = 1000;
const MOST_MIB = 90;
const MOST_START_MS = 1000;
const MOST_READY_MS = 1200;
/** How much more the first reviews may cost than later ones. */
const MOST_FRESH = 1.5;
/** A power of growth that still counts as linear, for the noise of the two sizes that it is taken from. */
const MOST_POWER = 1.1;

/** The aims and what came of them. They are read, never enforced: on a shared machine times are no proof. */
export function aimsOf({ headline, inProcess, memory, starts, sizes, fresh }: Report): readonly Aim[] {
  return [
    ...listFloorAims(headline),
    ...listPeerAims(headline),
    ...inProcess.map(({ scenario, p99 }) =>
      atMost(`in-process p99, ${scenario}, µs`, p99, MOST_P99_MICROSECONDS),
    ),
    ...memory
      .filter(({ subject }) => subject === 'webhook')
      .map(({ idle, afterLoad }) => atMost('resident memory, MiB', Math.max(idle, afterLoad), MOST_MIB)),
    ...starts
      .filter(({ subject }) => subject === 'webhook')
      .map(({ certificate, milliseconds }) =>
        atMost(`start, certificate: ${certificate}, ms`, milliseconds.median, MOST_START_MS),
      ),
    atMost('ready, ms', fresh.readyMs.median, MOST_READY_MS),
    ...listFreshAims(fresh.rows),
    ...sizes
      .filter(({ subject }) => subject === 'webhook')
      .map(({ ask, by, power }) => atMost(`power of growth, ${ask}, more ${by}`, power, MOST_POWER)),
  ];
}

function listFloorAims(headline: readonly Row[]): readonly Aim[] {
  return headline.flatMap(({ subject, ask, cpuShare }) => {
    const most = MOST_TIMES_FLOOR[ask];
    return subject !== 'webhook' || most === undefined || cpuShare === undefined
      ? []
      : [atMost(`times the floor, ${ask}`, 1 / cpuShare.median, most)];
  });
}

/** A peer is asked for pods of one template, with which those of many are compared, too: it need not remember any. */
function listPeerAims(headline: readonly Row[]): readonly Aim[] {
  const cpuOf = (name: Row['subject'], what: Row['ask']): number | undefined =>
    headline.find(({ subject, ask }) => subject === name && ask === what)?.cpu?.median;
  const peer = cpuOf('peer', 'java');
  return (['java', '1,000 templates in turn'] as const).flatMap((ask) => {
    const own = cpuOf('webhook', ask);
    return own === undefined || peer === undefined
      ? []
      : [atLeast(`times less than the peer, ${ask}`, peer / own, LEAST_TIMES_LESS)];
  });
}

function listFreshAims(rows: readonly FreshRow[]): readonly Aim[] {
  const [first, steady] = [rows[0], rows.at(-1)];
  return first === undefined || steady === undefined
    ? []
    : [
        atMost(
          `first ${first.to} injected reviews, times the steady state`,
          first.cpu.median / steady.cpu.median,
          MOST_FRESH,
        ),
      ];
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
