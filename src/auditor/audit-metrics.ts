import { Gauge, type Registry } from 'prom-client';
import { REASON_CODES } from '../core/reasons.js';
import { POD_COUNTS } from '../inspect/audit.js';
import type { FinishedRound } from './auditor.js';
import type { AuditCounts } from './counts.js';

type PodCount = (typeof POD_COUNTS)[number];

/** What each count of pods is called, and what it means. */
const POD_GAUGES: Readonly<Record<PodCount, { readonly name: string; readonly help: string }>> = {
  pods: {
    name: 'doka_tracing_audit_pods',
    help: 'Pods of workloads that injection concerns.',
  },
  injected: {
    name: 'doka_tracing_audit_injected_pods',
    help: 'Pods that were injected, in whole or in part.',
  },
  skipped: {
    name: 'doka_tracing_audit_skipped_pods',
    help: 'Pods that the webhook skipped, with a reason.',
  },
  missed: {
    name: 'doka_tracing_audit_missed_pods',
    help: 'Pods that ask, but that the webhook did not get, or did not answer in time.',
  },
  outdated: {
    name: 'doka_tracing_audit_outdated_pods',
    help: 'Pods whose replacement would be different.',
  },
  stuck: {
    name: 'doka_tracing_audit_stuck_pods',
    help: 'Pods whose agent is not there: its image is not pulled, or its container has failed.',
  },
};

/**
 * Metrics of the auditor, by namespace: those in which most is to be done, and `other` for the rest, so that there are
 * never more. Only the replica that audits has the series of what it found.
 */
export function registerAuditMetrics(registry: Registry, read: () => FinishedRound | undefined): void {
  registerNamespaceGauge(
    registry,
    { name: 'doka_tracing_audit_workloads', help: 'Workloads with pods that injection concerns.' },
    { read, count: ({ workloads }) => workloads },
  );
  for (const name of POD_COUNTS)
    registerNamespaceGauge(registry, POD_GAUGES[name], { read, count: ({ pods }) => pods[name] });
  registerReasons(registry, read);
  registerRound(registry, read);
}

interface AuditReader {
  readonly read: () => FinishedRound | undefined;
  readonly count: (counts: AuditCounts) => number;
}

/** The scrape adds a label `namespace`, that of the webhook; so this one has another name. */
function registerNamespaceGauge(
  registry: Registry,
  about: { readonly name: string; readonly help: string },
  { read, count }: AuditReader,
): void {
  const gauge = new Gauge({
    ...about,
    labelNames: ['workload_namespace'],
    registers: [registry],
    collect: () => {
      gauge.reset();
      for (const [namespace, counts] of read()?.namespaces ?? [])
        gauge.set({ workload_namespace: namespace }, count(counts));
    },
  });
}

function registerReasons(registry: Registry, read: AuditReader['read']): void {
  const gauge = new Gauge({
    name: 'doka_tracing_audit_skip_reasons',
    help: 'Pods that were skipped, by the reasons on them.',
    labelNames: ['reason'],
    registers: [registry],
    collect: () => {
      gauge.reset();
      const reasons = read()?.total.reasons;
      for (const reason of REASON_CODES) {
        const pods = reasons?.get(reason);
        if (pods !== undefined) gauge.set({ reason }, pods);
      }
    },
  });
}

function registerRound(registry: Registry, read: AuditReader['read']): void {
  const register = (name: string, help: string, value: (round: FinishedRound) => number): void => {
    const gauge = new Gauge({
      ...{ name, help, registers: [registry] },
      collect: () => {
        const round = read();
        gauge.set(round === undefined ? Number.NaN : value(round));
      },
    });
  };
  register(
    'doka_tracing_audit_end_timestamp_seconds',
    'When the last round of the auditor ended, as Unix time; only in the replica that audits.',
    ({ endedAt }) => endedAt.getTime() / 1000,
  );
  register(
    'doka_tracing_audit_duration_seconds',
    'How long the last round of the auditor took.',
    ({ seconds }) => seconds,
  );
  register(
    'doka_tracing_audit_left_out_namespaces',
    'Namespaces that the last round had to leave out; the log says why.',
    ({ leftOut }) => leftOut,
  );
  register(
    'doka_tracing_audit_unjudged_workloads',
    'Workloads that the last round could not judge.',
    ({ total }) => total.unjudged,
  );
}
