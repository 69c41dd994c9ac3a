import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LANGUAGES } from '../core/domain.js';
import { STATUSES, UNCHANGED, type Outcome } from '../core/outcome.js';
import {
  registerPlatformMetric,
  registerWatchMetrics,
  type PlatformStateName,
  type WatchFacts,
} from './watch-metrics.js';

/**
 * The metrics. Every label has a closed set of values, except for the version, one for each release, and the namespaces
 * of the auditor, at most 200. With names of pods and namespaces, or a hash that changes with them, the number of
 * series would grow without bound.
 */

/** Requests in which there was no review to answer. */
const UNANSWERED = ['bad-request', 'too-large', 'unsupported-media-type', 'aborted'] as const;
export type UnansweredResult = (typeof UNANSWERED)[number];

/** Values of `result` in `doka_tracing_admissions_total`. */
export const RESULTS = [
  ...STATUSES,
  ...UNCHANGED,
  'internal-error',
  'overloaded',
  'dry-run',
  ...UNANSWERED,
] as const;
export type AdmissionResult = (typeof RESULTS)[number];

/** Values of `result` in `doka_tracing_validations_total`. */
export const VALIDATIONS = ['accepted', 'refused', 'not-judged', 'internal-error', ...UNANSWERED] as const;
export type ValidationResult = (typeof VALIDATIONS)[number];

/** Values of `result` in `doka_tracing_workload_reviews_total`: a workload is never refused. */
const WARNINGS = VALIDATIONS.filter((result) => result !== 'refused');

export const RELOADS = ['loaded', 'refused'] as const;
type ReloadResult = (typeof RELOADS)[number];

/** Why a thread for large bodies ended; `idle` when there was nothing left to judge. */
export const THREAD_ENDS = ['time', 'memory', 'failure', 'idle'] as const;
export type ThreadEnd = (typeof THREAD_ENDS)[number];

/** Why a connection was closed before its client closed it. */
export const CONNECTION_ENDS = ['no-request', 'no-place'] as const;
export type ConnectionEnd = (typeof CONNECTION_ENDS)[number];

type CountedDecision = Pick<Extract<Outcome, { readonly kind: 'decided' }>, 'findings' | 'injections'>;

/** What is read when metrics are scraped. */
export interface Gauges {
  readonly version: string;
  /** Largest event-loop lag in milliseconds since the last scrape. */
  readonly takeMaxLagMs: () => number;
  /** When the serving certificate ends; `undefined` without one. */
  readonly certificateNotAfter: () => Date | undefined;
  readonly isReady: () => boolean;
  readonly platform?: () => PlatformStateName;
  /** Registers metrics of parts that are not always there. */
  readonly registerMore?: (registry: Registry) => void;
  /** The watches of a cluster. */
  readonly watches?: () => readonly WatchFacts[];
  /** Metrics that are not the webhook's own, exposed behind them. */
  readonly process?: Registry;
}

export interface Metrics {
  /** Counts one request by its result, with the time its answer took in seconds. */
  readonly countAdmission: (result: AdmissionResult, seconds: number) => void;
  /** Counts one request to validate an object by its result. */
  readonly countValidation: (result: ValidationResult) => void;
  /** Counts one request to warn of a workload by its result. */
  readonly countWarning: (result: ValidationResult) => void;
  /** Counts the reasons and injections of a decision. */
  readonly countDecision: (decision: CountedDecision) => void;
  /** Counts a thread for large bodies that has ended. */
  readonly countThreadEnd: (why: ThreadEnd) => void;
  /** Counts a connection that the webhook closed. */
  readonly countClosedConnection: (why: ConnectionEnd) => void;
  /** Counts a reload of the context; a loaded one has a hash, of at most 13 hexadecimal digits. */
  readonly countReload: (result: ReloadResult, hash?: string) => void;
  /** The text that Prometheus scrapes, and its media type. */
  readonly expose: () => Promise<{ readonly body: string; readonly contentType: string }>;
}

/** From a quarter of a millisecond, the time for an untouched pod, to above the 2 s that the API server waits. */
const BUCKETS = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Creates the metrics in a registry of their own; series with closed labels are there from the start, at 0. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  const countResult = createResultRecorder(registry, RESULTS, {
    name: 'doka_tracing_admissions_total',
    help: 'Requests to /mutate, by result.',
  });
  const duration = createDurationHistogram(registry);
  const counters = {
    countValidation: createResultRecorder(registry, VALIDATIONS, {
      name: 'doka_tracing_validations_total',
      help: 'Requests to /validate, by result.',
    }),
    countWarning: createResultRecorder(registry, WARNINGS, {
      name: 'doka_tracing_workload_reviews_total',
      help: 'Requests to /warn, by result.',
    }),
    countThreadEnd: createResultRecorder(registry, THREAD_ENDS, {
      name: 'doka_tracing_judge_threads_ended_total',
      help: 'Threads for large bodies that ended, by cause: `time` or `memory` if a body took too much of it, `failure`, or `idle`.',
    }),
    countClosedConnection: createResultRecorder(registry, CONNECTION_ENDS, {
      name: 'doka_tracing_connections_closed_total',
      help: 'Connections that the webhook closed: `no-place` to make room for another, `no-request` if no request came in 10 seconds.',
    }),
  };
  const decision = createDecisionRecorder(registry);
  const reload = createReloadRecorder(registry);
  registerGauges(registry, gauges);
  if (gauges.platform !== undefined) registerPlatformMetric(registry, gauges.platform);
  if (gauges.watches !== undefined) registerWatchMetrics(registry, gauges.watches);
  gauges.registerMore?.(registry);
  return {
    countAdmission: (result, seconds) => {
      countResult(result);
      duration.observe(seconds);
    },
    ...counters,
    countDecision: decision,
    countReload: reload,
    expose: async () => {
      const registries = [registry, ...(gauges.process === undefined ? [] : [gauges.process])];
      const bodies = await Promise.all(registries.map((each) => each.metrics()));
      return { body: bodies.join('\n'), contentType: registry.contentType };
    },
  };
}

/** Counts by result; all results are there from the start, at 0. */
function createResultRecorder(
  registry: Registry,
  results: readonly string[],
  about: { readonly name: string; readonly help: string },
): (result: string) => void {
  const counter = new Counter({ ...about, labelNames: ['result'], registers: [registry] });
  for (const result of results) counter.inc({ result }, 0);
  return (result) => {
    counter.inc({ result });
  };
}

function createDurationHistogram(registry: Registry): Histogram {
  return new Histogram({
    name: 'doka_tracing_admission_duration_seconds',
    help: 'Time from reading the whole body to writing the answer.',
    buckets: BUCKETS,
    registers: [registry],
  });
}

function createDecisionRecorder(registry: Registry): Metrics['countDecision'] {
  const findings = new Counter({
    name: 'doka_tracing_findings_total',
    help: 'Reasons given, by code and language.',
    labelNames: ['reason', 'language'],
    registers: [registry],
  });
  const injections = new Counter({
    name: 'doka_tracing_injections_total',
    help: 'Containers injected, by language and backend.',
    labelNames: ['language', 'backend'],
    registers: [registry],
  });
  for (const language of LANGUAGES) injections.inc({ language, backend: 'none' }, 0);
  return (decision) => {
    for (const { code, language = 'none' } of decision.findings) findings.inc({ reason: code, language });
    for (const { language, backend = 'none' } of decision.injections) injections.inc({ language, backend });
  };
}

function createReloadRecorder(registry: Registry): Metrics['countReload'] {
  const reloads = new Counter({
    name: 'doka_tracing_context_reloads_total',
    help: 'Times the context was read, by result; a refused one leaves the last good one in force.',
    labelNames: ['result'],
    registers: [registry],
  });
  const hashes = new Gauge({
    name: 'doka_tracing_context_hash',
    help: 'The hash of the context in force, as a number; replicas with the same context have the same number.',
    registers: [registry],
  });
  for (const result of RELOADS) reloads.inc({ result }, 0);
  return (result, hash) => {
    reloads.inc({ result });
    // As a value: each hash as a label would be a series of its own, and a busy cluster has thousands a day.
    if (hash !== undefined) hashes.set(Number.parseInt(hash, 16));
  };
}

function registerGauges(registry: Registry, gauges: Gauges): void {
  const registers = [registry];
  const read = (name: string, help: string, value: () => number | undefined): void => {
    const gauge = new Gauge({
      name,
      help,
      registers,
      collect: () => {
        gauge.set(value() ?? Number.NaN);
      },
    });
  };
  read(
    'doka_tracing_event_loop_lag_seconds',
    'Largest event-loop lag since the last scrape.',
    () => gauges.takeMaxLagMs() / 1000,
  );
  read(
    'doka_tracing_certificate_expiry_timestamp_seconds',
    'When the serving certificate expires, as Unix time.',
    () => {
      const date = gauges.certificateNotAfter();
      return date && date.getTime() / 1000;
    },
  );
  read('doka_tracing_ready', '1 if the webhook takes requests.', () => (gauges.isReady() ? 1 : 0));
  new Gauge({
    name: 'doka_tracing_build_info',
    help: '1 for the running version.',
    labelNames: ['version'],
    registers,
  }).set({ version: gauges.version }, 1);
}
