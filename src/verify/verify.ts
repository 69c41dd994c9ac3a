import { countersOf, withEvidence } from './lost-trace.js';
import { readBack } from './read-back.js';
import { queryApiAt } from './recognition.js';
import { sendAlong } from './sending.js';
import { verificationTrace } from './trace.js';
import type { Limits, ReadStep, Verified, Way } from './way.js';

/**
 * Sends one trace along a way and reads it back. The query APIs are asked before, so that an address that is wrong is
 * told at once and not taken for a trace that is lost; the trace is sent in any case.
 */
export async function verify(way: Way, limits: Limits): Promise<Verified> {
  const { signal } = limits;
  const trace = verificationTrace(way.keeping, way.resource, limits.now());
  const apis = await Promise.all(
    way.reads.map(({ backend, access }) => queryApiAt(backend, { ...access, signal })),
  );
  const before = await countersOf(way, signal);
  const sent = await sendAlong(way, trace.processes, limits);
  const reads = await Promise.all(
    way.reads.map(async ({ backend, access }, index): Promise<ReadStep> => {
      const api = apis[index];
      const where = { backend, url: access.url };
      if (api?.ok === false) return { ...where, kind: 'failed', diagnosis: api.error };
      if (api === undefined || sent.kind !== 'done') return { ...where, ...api?.value, kind: 'skipped' };
      const asked = { ...access, url: api.value.url, signal };
      return { ...api.value, ...(await readBack(api.value.backend, asked, { way, trace, limits })) };
    }),
  );
  return { way, traceId: trace.traceId, sent, reads: await withEvidence(reads, way, { before, signal }) };
}
