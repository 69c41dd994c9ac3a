import type { Panel } from '../../src/render/grafana/panels.js';
import { JOB } from './alerts.js';
import { half, increase, rate, third } from './panel-parts.js';

/** What replicas know of the cluster. */
export const CLUSTER_PANELS: readonly Panel[] = [
  {
    ...third,
    title: 'Objects that are watched',
    description: 'Objects that a watch holds.',
    queries: [{ refId: 'A', expr: 'max by (watch) (doka_tracing_watch_objects)', legend: '{{watch}}' }],
  },
  {
    ...third,
    title: 'Age of watches',
    description: 'Time since the API server last sent something; for a quiet watch, below 130 seconds.',
    unit: 's',
    queries: [{ refId: 'A', expr: 'max by (watch) (doka_tracing_watch_age_seconds)', legend: '{{watch}}' }],
  },
  {
    ...third,
    title: 'Failures and refusals',
    description: 'Watches that failed, and objects whose newest version is refused.',
    queries: [
      {
        refId: 'A',
        expr: `sum(${increase('doka_tracing_watch_failures_total')}) or vector(0)`,
        legend: 'failures',
      },
      { refId: 'B', expr: 'sum(max by (watch) (doka_tracing_refused_objects))', legend: 'refused' },
    ],
  },
];

const AUDITED = ['missed', 'stuck', 'outdated', 'skipped'] as const;

/** What the auditor finds; empty where there is none. */
export const AUDIT_PANELS: readonly Panel[] = [
  {
    ...half,
    title: 'Pods that need something',
    description:
      'Pods that were missed, wait for their agent, are outdated or were skipped; with --audit-every.',
    queries: AUDITED.map((count, index) => ({
      refId: 'ABCD'.charAt(index),
      expr: `sum(max by (workload_namespace) (doka_tracing_audit_${count}_pods))`,
      legend: count,
    })),
  },
  {
    title: 'Missed pods by namespace',
    type: 'table',
    description: 'Pods that ask and were not injected; doka-tracing audit says why, and how to fix each.',
    width: 12,
    height: 8,
    queries: [
      {
        refId: 'A',
        expr: 'sort_desc(max by (workload_namespace) (doka_tracing_audit_missed_pods))',
        asTable: true,
      },
    ],
    transformations: [
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName: { Value: 'pods' } } },
    ],
  },
];

/** What their processes take. */
export const PROCESS_PANELS: readonly Panel[] = [
  {
    ...third,
    title: 'Memory',
    description: 'Memory of a replica; beyond its limit it is killed.',
    unit: 'bytes',
    queries: [
      {
        refId: 'A',
        expr: `max by (pod) (process_resident_memory_bytes{${JOB}})`,
        legend: '{{pod}}',
      },
      {
        refId: 'B',
        expr: `max by (pod) (nodejs_heap_size_used_bytes{${JOB}})`,
        legend: '{{pod}}, heap in use',
      },
    ],
  },
  {
    ...third,
    title: 'CPU',
    description: 'Cores that a replica uses.',
    queries: [
      {
        refId: 'A',
        expr: `max by (pod) (${rate(`process_cpu_seconds_total{${JOB}}`)})`,
        legend: '{{pod}}',
      },
    ],
  },
  {
    ...third,
    title: 'Garbage collection',
    description: 'Share of the time that garbage collection takes.',
    unit: 'percentunit',
    queries: [
      {
        refId: 'A',
        expr: `sum by (pod, kind) (${rate(`nodejs_gc_duration_seconds_sum{${JOB}}`)})`,
        legend: '{{pod}} {{kind}}',
      },
    ],
  },
];
