import { fetchRouteCounters, addCollectorEvidence } from './lost-trace.js';
import { waitForTrace } from './read-back.js';
import { detectQueryApi } from './query-api.js';
import { sendTrace } from './sending.js';
import { buildVerificationTrace } from './trace.js';
import type { VerifyLimits, ReadOutcome, Verification, TraceRoute } from './trace-route.js';

/**
 * Sends one trace along a route and reads it back. The query APIs are asked before, so that an address that is wrong is
 * reported at once and not taken for a trace that is lost; the trace is sent in any case.
 */
export async function verifyRoute(route: TraceRoute, limits: VerifyLimits): Promise<Verification> {
  const { signal } = limits;
  const trace = buildVerificationTrace(route.keeping, route.resource, limits.now());
  const apis = await Promise.all(
    route.reads.map(({ backend, access }) => detectQueryApi(backend, { ...access, signal })),
  );
  const before = await fetchRouteCounters(route, signal);
  const sent = await sendTrace(route, trace.processes, limits);
  const reads = await Promise.all(
    route.reads.map(async ({ backend, access }, index): Promise<ReadOutcome> => {
      const api = apis[index];
      const where = { backend, url: access.url };
      if (api?.ok === false) return { ...where, kind: 'failed', diagnosis: api.error };
      if (api === undefined || sent.kind !== 'done') return { ...where, ...api?.value, kind: 'skipped' };
      const asked = { ...access, url: api.value.url, signal };
      return { ...api.value, ...(await waitForTrace(api.value.backend, asked, { route, trace, limits })) };
    }),
  );
  return {
    route,
    traceId: trace.traceId,
    sent,
    reads: await addCollectorEvidence(reads, route, { before, signal }),
  };
}
