import { collectDefaultMetrics, Registry } from 'prom-client';

/** Milliseconds between two looks at the event loop: as often as our own probe, so that an idle process is woken no more. */
const PRECISION_MS = 50;

let registry: Registry | undefined;

/**
 * Metrics of the process and of Node.js, under the names that dashboards for Node.js know. They are read when they are
 * scraped, and nothing of it is done while a review is judged. There is one set for a process, since it is what they tell
 * of: prom-client starts an observer of garbage collections for each, and never ends it.
 */
export function getProcessMetrics(): Registry {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: PRECISION_MS });
  }
  return registry;
}
