import { Counter, Gauge, type Registry } from 'prom-client';

/** One watch of a cluster as metrics show it; its names are from a closed set. */
export interface WatchFacts {
  readonly row: string;
  readonly isSynced: boolean;
  /** Milliseconds since the API server last said something. */
  readonly ageMs: number | undefined;
  readonly objects: number;
  readonly refused: number;
  /** Failures so far by kind. */
  readonly failures: ReadonlyMap<string, number>;
}

/** The state of the TracingPlatform; `outdated`: its newest version is refused, and the last good one is in force. */
const PLATFORM_STATES = ['absent', 'ready', 'outdated', 'invalid'] as const;
export type PlatformStateName = (typeof PLATFORM_STATES)[number];

/** Adds what is known of the watches; a server without a cluster has no series of them. */
export function registerWatchMetrics(registry: Registry, watches: () => readonly WatchFacts[]): void {
  const read = (name: string, help: string, value: (watch: WatchFacts) => number): void => {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['watch'],
      registers: [registry],
      collect: () => {
        for (const watch of watches()) gauge.set({ watch: watch.row }, value(watch));
      },
    });
  };
  read(
    'doka_tracing_watch_synced',
    '1 when all objects of a watch were read once; until then, the webhook is not ready.',
    ({ isSynced }) => (isSynced ? 1 : 0),
  );
  read(
    'doka_tracing_watch_age_seconds',
    'Time since the API server last sent something on a watch; for a quiet watch, below 130.',
    ({ ageMs }) => (ageMs === undefined ? Number.NaN : ageMs / 1000),
  );
  read('doka_tracing_watch_objects', 'Objects that a watch holds.', ({ objects }) => objects);
  read(
    'doka_tracing_refused_objects',
    'Objects whose newest version is refused; their last good one stays in force.',
    ({ refused }) => refused,
  );
  registerFailureCounter(registry, watches);
}

function registerFailureCounter(registry: Registry, watches: () => readonly WatchFacts[]): void {
  const counter = new Counter({
    name: 'doka_tracing_watch_failures_total',
    help: 'Lists and watches that failed, by cause.',
    labelNames: ['watch', 'failure'],
    registers: [registry],
    collect: () => {
      counter.reset();
      for (const { row, failures } of watches())
        for (const [failure, count] of failures) counter.inc({ watch: row, failure }, count);
    },
  });
}

/** Adds the state of the platform: 1 for the one it is in, 0 for the others. */
export function registerPlatformMetric(registry: Registry, state: () => PlatformStateName): void {
  const gauge = new Gauge({
    name: 'doka_tracing_platform_state',
    help: '1 for the state of the TracingPlatform.',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      const current = state();
      for (const name of PLATFORM_STATES) gauge.set({ state: name }, name === current ? 1 : 0);
    },
  });
}
