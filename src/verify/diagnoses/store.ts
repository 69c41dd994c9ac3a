import type { DiagnosisRow } from './row.js';

/** What it tells when a trace was taken in, and cannot be read. */
export const STORE = {
  'lost-behind-collector': {
    hops: ['store'],
    summary: 'The Collector accepted the trace, but the backend does not have it.',
    remedy:
      'Read the Collector’s log for exporter errors; with --collector-metrics, verify says what its exporters and its tail sampling did meanwhile. Check that the traces pipeline names an exporter for this backend, with its address, TLS and tenant; doka-tracing render collector --check compares that.',
  },
  'lost-in-backend': {
    hops: ['store'],
    summary: 'The backend accepted the trace, but does not return it.',
    remedy:
      'Check that both addresses are of the same backend and tenant, and that its log has no storage errors. VictoriaTraces hides spans for 30 s: raise --timeout.',
  },
  'lost-after-acceptance': {
    hops: ['store'],
    summary: 'The trace was accepted, but the backend does not have it.',
    remedy:
      'If a Collector accepted it, read its log, and pass --collector-metrics: its exporter may point elsewhere, or it samples (try --mark-error). If the backend did, check that both addresses are of the same backend and tenant.',
  },
  'perhaps-sampled-away': {
    hops: ['store'],
    summary: 'The backend does not have the trace, but the platform’s sampling may have dropped it.',
    remedy: 'Run it again a few times. If the trace never arrives, follow lost-behind-collector.',
  },
  incomplete: {
    hops: ['store'],
    summary: 'The backend has only a part of the trace.',
    remedy:
      'With tail sampling, check that all spans of a trace reach the same Collector of the second tier (load balancing by traceID). Otherwise, look for rejected spans in the logs of Collector and backend.',
  },
} as const satisfies Readonly<Record<string, DiagnosisRow>>;
