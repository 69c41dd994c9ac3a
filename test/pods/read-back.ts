import type { Backend } from '../../src/core/domain.js';
import { fetchTrace } from '../../src/verify/query/query-calls.js';
import type { ReadSpan } from '../../src/verify/query/reader.js';
import { eventually } from './eventually.js';

const REQUEST_MS = 5_000;
const ARRIVAL_MS = 60_000;

/** What a backend has of a trace now; nothing for an id that it does not know. Throws when it cannot be asked. */
export async function spansIn(backend: Backend, url: string, traceId: string): Promise<readonly ReadSpan[]> {
  const signal = AbortSignal.timeout(REQUEST_MS);
  const read = await fetchTrace(backend, traceId, {
    url,
    headers: {},
    tls: {},
    timeoutMs: REQUEST_MS,
    signal,
  });
  if (!read.ok) throw new Error(`${backend} at ${url}: ${JSON.stringify(read.error)}`);
  return read.value.spans;
}

/** A trace as a backend has it once `isWhole`; rejects with what it has when that does not come to be. */
export async function traceIn(
  { backend, url }: { readonly backend: Backend; readonly url: string },
  traceId: string,
  isWhole: (spans: readonly ReadSpan[]) => boolean,
): Promise<readonly ReadSpan[]> {
  let last: readonly ReadSpan[] = [];
  const ask = async (): Promise<readonly ReadSpan[] | undefined> => {
    last = await spansIn(backend, url, traceId);
    return isWhole(last) ? last : undefined;
  };
  return eventually(ask, { deadlineMs: ARRIVAL_MS, everyMs: 250, what: 'the trace' }).catch(
    (error: unknown) => {
      const spans = last.map(({ service, name }) => `${service} ${name}`).join(', ');
      const message = `${backend} does not have trace ${traceId} whole, but ${spans || 'no span of it'}.`;
      throw new Error(message, { cause: error });
    },
  );
}

/** Tells whether a trace has a span of each service. */
export const hasAll =
  (services: readonly string[]) =>
  (spans: readonly ReadSpan[]): boolean =>
    services.every((service) => spans.some((span) => span.service.toLowerCase() === service));
