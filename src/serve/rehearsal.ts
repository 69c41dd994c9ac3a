import { Agent, request } from 'node:https';
import { admit } from '../core/admit.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { createDecisionLog } from '../http/decision-log.js';
import { listen } from '../http/listen.js';
import { createMutateHandler, type AdmissionDeps } from '../http/mutate-handler.js';
import type { ReviewHandler } from '../http/review-handler.js';
import { createWebhookServer } from '../http/server.js';
import { createLogger } from '../telemetry/logger.js';
import { createMetrics } from '../telemetry/metrics.js';
import type { ServingCertificate } from '../tls/source.js';

/** A server on this machine alone, to which reviews are sent as the API server sends them. */
export interface Rehearsal {
  /** Sends a review, and waits for its answer. */
  readonly send: (review: Buffer) => Promise<void>;
  readonly end: () => void;
}

const LOOPBACK = '127.0.0.1';

/** Starts to listen with a certificate, on a free port of the loopback address. Throws where there is none. */
export async function openRehearsal(
  handler: ReviewHandler,
  certificate: ServingCertificate,
): Promise<Rehearsal> {
  const nothing = (): void => undefined;
  const { server } = createWebhookServer({
    mutate: handler,
    app: (_request, response) => response.writeHead(404).end(),
    certificates: { current: () => certificate, onChange: nothing, stop: nothing },
    onConnectionEnd: nothing,
  });
  const port = await listen(server, { host: LOOPBACK, port: 0 });
  if (!port.ok) throw new Error(port.error);
  const agent = createClient(certificate);
  const target = { host: LOOPBACK, port: port.value, path: '/mutate?timeout=10s', method: 'POST', agent };
  return {
    send: (review) =>
      new Promise((resolve, reject) => {
        const headers = { 'Content-Type': 'application/json', 'Content-Length': review.length };
        request({ ...target, headers }, (response) => {
          response.on('error', reject).on('end', resolve).resume();
        })
          .on('error', reject)
          .end(review);
      }),
    end: () => {
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** One connection that is kept, as the API server does. It trusts this certificate alone, whose names are not the loopback's. */
const createClient = ({ cert }: ServingCertificate): Agent =>
  new Agent({
    ...{ keepAlive: true, maxSockets: 1 },
    ...{ ca: cert, allowPartialTrustChain: true, checkServerIdentity: () => undefined },
  });

/** What all handlers of the process share. */
export type SharedParts = Pick<AdmissionDeps, 'lag' | 'isolated'>;

/** The handler of `POST /mutate` in a cluster that stays as it is, with metrics, a log and decisions that nobody reads. */
export const createUnheardHandler = (
  snapshot: ClusterSnapshot,
  { lag, isolated }: SharedParts,
): ReviewHandler =>
  createMutateHandler({
    ...{ admit, lag, isolated, snapshot: () => snapshot },
    decisions: createDecisionLog(),
    logger: createLogger('info', { write: () => undefined }),
    metrics: createMetrics({
      version: '',
      takeMaxLagMs: () => 0,
      isReady: () => false,
      certificateNotAfter: () => undefined,
    }),
  });
