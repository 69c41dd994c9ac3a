import type { DiagnosisRow } from './row.js';

/** What it tells when a trace was taken in, and cannot be read. */
export const STORE = {
  'lost-behind-collector': {
    hops: ['store'],
    summary: 'The Collector took the trace in, and the backend does not have it.',
    remedy:
      'Read the Collector’s log for exporter errors; with --collector-metrics, verify tells what its exporters and its tail sampling did meanwhile. See that the traces pipeline names an exporter for this backend, with its address, TLS and tenant; doka-tracing render collector --check compares that.',
  },
  'lost-in-backend': {
    hops: ['store'],
    summary: 'The backend took the trace in, and does not give it back.',
    remedy:
      'See that both addresses are of the same backend and tenant, and that its log has no errors of storage. VictoriaTraces hides spans for 30 s: raise --timeout.',
  },
  'lost-after-acceptance': {
    hops: ['store'],
    summary: 'The trace was taken in, and the backend does not have it.',
    remedy:
      'Where a Collector took it in, read its log, and give --collector-metrics: its exporter may point elsewhere, or it samples (try --mark-error). Where the backend did, see that both addresses are of the same backend and tenant.',
  },
  'perhaps-sampled-away': {
    hops: ['store'],
    summary: 'The backend does not have the trace, and the sampling of the platform need not keep it.',
    remedy: 'Run it again, some times. If it never arrives, look for the same as for lost-behind-collector.',
  },
  incomplete: {
    hops: ['store'],
    summary: 'The backend has a part of the trace.',
    remedy:
      'With tail sampling, see that all spans of a trace reach the same Collector of the second tier (load balancing by traceID). Else look for rejected spans in the logs of Collector and backend.',
  },
} as const satisfies Readonly<Record<string, DiagnosisRow>>;
