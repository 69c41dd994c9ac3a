import { err, ok, type Result } from '../core/result.js';
import { accessWith, type Asked, metricsOf, resourceOf } from './asked.js';
import { destinationAt } from './destination.js';
import { MARKED, UNMARKED } from './keeping.js';
import { tenancyOf } from './tenancy.js';
import type { Way } from './way.js';

/** The way between two addresses, without a platform. Refuses what is not given or no address, with one sentence. */
export function writtenWay(asked: Asked): Result<Way, string> {
  const { collector, queries, backend, tenant } = asked;
  const url = queries[0]?.url;
  if (collector === undefined || url === undefined) return err(NO_ADDRESSES);
  const destination = destinationAt(collector, asked.wire);
  if (!destination.ok) return err(`--collector: ${destination.error}`);
  if (tenant !== undefined && backend === undefined)
    return err(
      '--tenant is given without --backend-kind; give both, as each backend has a header of its own',
    );
  const tenancy = backend === undefined ? ok({}) : tenancyOf(backend, asked);
  if (!tenancy.ok) return tenancy;
  const access = accessWith(asked, { ...tenancy.value, ...asked.queryHeaders });
  return ok({
    via: undefined,
    destination,
    send: accessWith(asked, { ...tenancy.value, ...asked.sendHeaders }),
    reads: [{ backend, access: { ...access, url } }],
    keeping: asked.isMarked ? MARKED : UNMARKED,
    resource: resourceOf(asked),
    ...metricsOf(asked),
  });
}

const NO_ADDRESSES =
  'no way is given; give --collector URL and --backend URL, or -f FILE with the platform’s choice';
