import { err, ok, type Result } from '../core/result.js';
import { buildAccess, type VerifyOptions, buildMetricsAccess, buildTraceResource } from './verify-options.js';
import { parseDestination } from './destination.js';
import { MARKED, UNMARKED } from './trace-shape.js';
import { resolveTenantHeaders } from './tenancy.js';
import type { TraceRoute } from './trace-route.js';

/** The route between two addresses, without a platform. Refuses what is not given or no address, with one sentence. */
export function resolveExplicitRoute(asked: VerifyOptions): Result<TraceRoute, string> {
  const { collector, queries, backend, tenant } = asked;
  const url = queries[0]?.url;
  if (collector === undefined || url === undefined) return err(NO_ADDRESSES);
  const destination = parseDestination(collector, asked.wire);
  if (!destination.ok) return err(`--collector: ${destination.error}`);
  if (tenant !== undefined && backend === undefined)
    return err('--tenant is given without --backend-kind; give both, since each backend has its own header');
  const tenancy = backend === undefined ? ok({}) : resolveTenantHeaders(backend, asked);
  if (!tenancy.ok) return tenancy;
  const access = buildAccess(asked, { ...tenancy.value, ...asked.queryHeaders });
  return ok({
    via: undefined,
    destination,
    send: buildAccess(asked, { ...tenancy.value, ...asked.sendHeaders }),
    reads: [{ backend, access: { ...access, url } }],
    keeping: asked.isMarked ? MARKED : UNMARKED,
    resource: buildTraceResource(asked),
    ...buildMetricsAccess(asked),
  });
}

const NO_ADDRESSES =
  'no route is given; give --collector URL and --backend URL, or -f FILE with the platform’s choice';
