import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';

/** Headers by which a caller says that its trace is kept: of W3C Trace Context, and B3's single one. */
const SAMPLED_HEADERS = {
  traceparent: (traceId: string, spanId: string) => ({ traceparent: `00-${traceId}-${spanId}-01` }),
  b3: (traceId: string, spanId: string) => ({ b3: `${traceId}-${spanId}-1` }),
} as const;

const TIMEOUT_MS = 10_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * Asks a service, by a connection of its own: one that is kept may be closed by the service at the moment of the next
 * request, which then fails for nothing.
 */
export const request = (url: string | URL, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false, headers, signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, text: body });
      }, reject);
    }).on('error', reject);
  });

/**
 * Asks a service as a caller whose trace is kept, so that every agent with a parent-based sampler keeps it. Gives the
 * id of the trace; rejects when the service does not answer with success.
 */
export async function tracedRequest(
  url: string,
  header: keyof typeof SAMPLED_HEADERS = 'traceparent',
): Promise<string> {
  const traceId = randomBytes(16).toString('hex');
  const answer = await request(url, SAMPLED_HEADERS[header](traceId, randomBytes(8).toString('hex')));
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${answer.text}`);
  return traceId;
}
