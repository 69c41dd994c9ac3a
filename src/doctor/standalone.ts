import { connect } from 'node:tls';
import { STATUS } from '../core/annotations.js';
import { isRecord, listRecords, readRecord } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';
import { parseJson } from '../text/parse-json.js';
import type { Failure } from '../verify/failure.js';
import { sendHttpRequest, type HttpAnswer, type HttpRequest } from '../verify/http-exchange.js';
import { quoteWord } from '../core/kubectl-command.js';
import { buildOk, type Finding } from './finding.js';
import { buildProbePod } from './probe-pod.js';
import type { NamedFinding, StandaloneCheck } from './report.js';

/** The certificate that a webhook serves, and whether it is trusted by the CAs that were given. */
interface ServedCertificate {
  readonly isTrusted: boolean;
  /** Why it is not. */
  readonly problem: string;
  readonly notAfter: Date;
}

/** The answers of a webhook that is checked directly. */
export interface StandaloneFacts {
  readonly url: string;
  readonly now: Date;
  /** Or what the connection says. */
  readonly served: Result<ServedCertificate, string>;
  readonly ready: Result<HttpAnswer, Failure>;
  /** What it answers to a pod that asks for injection. */
  readonly review: Result<HttpAnswer, Failure>;
}

export interface StandaloneOptions {
  /** Where it listens: `https://host:port`. */
  readonly url: string;
  /** PEM of the CAs to trust; those of Node.js when absent. */
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
}

const ANSWER_MS = 10_000;

/** Sends a webhook the requests that its checks need, directly. Nothing is changed. */
export async function readStandalone({ url, ca, signal }: StandaloneOptions): Promise<StandaloneFacts> {
  const tls = ca === undefined ? {} : { ca };
  const send = (path: string, what: HttpRequest): Promise<Result<HttpAnswer, Failure>> =>
    sendHttpRequest({ url: new URL(path, url).href, headers: {}, tls, timeoutMs: ANSWER_MS, signal }, what);
  const body = Buffer.from(JSON.stringify(REVIEW));
  const [served, ready, review] = await Promise.all([
    readServedCertificate(new URL(url), ca),
    send('/readyz', { method: 'GET' }),
    send('/mutate', { method: 'POST', body, contentType: 'application/json' }),
  ]);
  return { url, now: new Date(), served, ready, review };
}

const REVIEW = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'doka-tracing-doctor',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    namespace: 'default',
    dryRun: true,
    object: buildProbePod('default'),
  },
};

/** A connection that reads the certificate, trusted or not, and sends nothing. */
const readServedCertificate = (
  { hostname, port }: URL,
  ca: string | undefined,
): Promise<StandaloneFacts['served']> =>
  new Promise((resolve) => {
    const host = hostname.replaceAll(/[[\]]/g, '');
    const socket = connect({
      ...{ host, port: port === '' ? 443 : Number(port), rejectUnauthorized: false },
      ...(ca === undefined ? {} : { ca }),
    });
    const end = (result: StandaloneFacts['served']): void => {
      socket.destroy();
      resolve(result);
    };
    socket
      .setTimeout(ANSWER_MS, () => {
        end(err('no answer came'));
      })
      .on('error', (error: Error) => {
        end(err(error.message));
      })
      .on('secureConnect', () => {
        const { valid_to: notAfter } = socket.getPeerCertificate();
        const problem = socket.authorized ? '' : String(socket.authorizationError);
        end(ok({ isTrusted: socket.authorized, problem, notAfter: new Date(notAfter) }));
      });
  });

const STANDALONE: Readonly<Record<StandaloneCheck, (facts: StandaloneFacts) => Finding>> = {
  connection: ({ served, url }) =>
    served.ok
      ? buildOk(`Something serves HTTPS at ${url}.`)
      : {
          verdict: 'failed',
          sentence: `Nothing serves HTTPS at ${url}: ${served.error}.`,
          command: 'doka-tracing serve --context cluster.yaml',
        },
  certificate: ({ served, now, url }) => {
    if (!served.ok) return UNCONNECTED;
    const { isTrusted, problem, notAfter } = served.value;
    if (isTrusted) return buildOk(`Its certificate is trusted, until ${notAfter.toISOString()}.`);
    const { host } = new URL(url);
    return {
      verdict: 'failed',
      sentence: `Its certificate is not trusted: ${notAfter < now ? 'it has ended' : problem}.`,
      command: `openssl s_client -connect ${quoteWord(host)} -showcerts </dev/null`,
      remedy: 'Give the CA that signed it with --ca, and register the same as caBundle.',
    };
  },
  ready: ({ ready }) => {
    if (!ready.ok) return describeFailure(ready.error);
    if (ready.value.status === 200) return buildOk('It is ready.');
    return { verdict: 'failed', sentence: `It is not ready: ${ready.value.body.toString('utf8').trim()}` };
  },
  review: ({ review }) => {
    if (!review.ok) return describeFailure(review.error);
    const status = findPatchedStatus(review.value);
    return status === undefined
      ? {
          verdict: 'failed',
          sentence: `It answers a test pod with HTTP ${review.value.status}, and does not change it.`,
        }
      : buildOk(`A test pod comes back as ${status}.`);
  },
};

const UNCONNECTED: Finding = { verdict: 'unknown', sentence: 'There was no connection.' };

const describeFailure = (failure: Failure): Finding => ({
  verdict: 'failed',
  sentence: `It does not answer: ${failure.text}.`,
});

/** The status that the patch of an answer writes on the pod. */
function findPatchedStatus({ body }: HttpAnswer): string | undefined {
  const answer = parseJson(body.toString('utf8'));
  const patch = isRecord(answer) ? readRecord(answer, 'response')['patch'] : undefined;
  const operations =
    typeof patch === 'string' ? parseJson(Buffer.from(patch, 'base64').toString('utf8')) : [];
  const written = listRecords(operations).map(({ path, value }) =>
    path === STATUS_PATH ? value : isRecord(value) ? value[STATUS] : undefined,
  );
  const [status] = written.filter((each) => typeof each === 'string');
  return status;
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const STATUS_PATH = `/metadata/annotations/${STATUS.replaceAll('/', '~1')}`;

/** Judges the answers by every check for a webhook without a cluster. */
export const judgeStandalone = (facts: StandaloneFacts): readonly NamedFinding[] =>
  (Object.keys(STANDALONE) as readonly StandaloneCheck[]).map((check) => ({
    check,
    ...STANDALONE[check](facts),
  }));
