import type { Backend } from '../domain.js';
import type { BackendRow } from './backend.js';
import { jaeger } from './jaeger.js';
import { tempo } from './tempo.js';
import { victoriaTraces } from './victoria-traces.js';
import { zipkin } from './zipkin.js';

/** One row for each backend; a backend without one does not compile. */
export const BACKEND_ROWS = {
  tempo,
  jaeger,
  'victoria-traces': victoriaTraces,
  zipkin,
} as const satisfies Readonly<Record<Backend, BackendRow>>;

/** The row of a backend. */
export const getBackendRow = (backend: Backend): BackendRow => BACKEND_ROWS[backend];
