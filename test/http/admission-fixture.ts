import request from 'supertest';
import type { AdmissionEngine } from '../../src/http/admission.js';
import { createBodyBudget } from '../../src/http/request-body.js';
import { createApp } from '../../src/http/app.js';
import { createDecisionLog, type DecisionLog } from '../../src/http/decision-log.js';
import { createIsolatedJudge, type IsolatedJudge } from '../../src/http/isolation/isolated-judge.js';
import { createMutateHandler } from '../../src/http/mutate-handler.js';
import type { ReviewHandler } from '../../src/http/review-handler.js';
import { createWarnHandler } from '../../src/http/warn-handler.js';
import { judgeWorkload } from '../../src/workload/workload-warnings.js';
import { createValidateHandler } from '../../src/http/validate-handler.js';
import type { ObjectValidator } from '../../src/http/validation.js';
import { validate } from '../../src/core/rules/validate.js';
import type { Outcome } from '../../src/core/outcome.js';
import { buildFinding } from '../../src/core/reasons.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.js';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'shop-7d9f-' },
  spec: { containers: [{ name: 'app', image: 'shop:1' }] },
};

export const UNCHANGED: Outcome = { kind: 'unchanged', why: 'not-requested' };

export const PARTIAL: Outcome = {
  kind: 'decided',
  status: 'partial',
  findings: [
    buildFinding('injected', 'java was injected into app.', { language: 'java', container: 'app' }),
    buildFinding('options-optional', 'NODE_OPTIONS of app is optional.', {
      language: 'nodejs',
      container: 'app',
    }),
  ],
  injections: [
    {
      language: 'java',
      container: 'app',
      backend: 'tempo',
      settings: [{ name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'authorization=hidden', origin: 'platform' }],
    },
  ],
  operations: [{ op: 'add', path: '/metadata/annotations', value: { a: 'é' } }],
  configHash: 'abc',
  pod: POD,
};

/** An AdmissionReview of the creation of a pod, with fields of the request over the usual ones. */
export const reviewOf = (over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'a-uid',
    operation: 'CREATE',
    namespace: 'shop',
    dryRun: false,
    kind: { group: '', version: 'v1', kind: 'Pod' },
    object: POD,
    ...over,
  },
});

export interface Rig {
  readonly mutate: ReviewHandler;
  readonly app: ReturnType<typeof createApp>;
  readonly metrics: Metrics;
  readonly decisions: DecisionLog;
  readonly isolated: IsolatedJudge;
  /** The log lines so far. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** The value of a series, as Prometheus would scrape it; 0 for one that is not there. */
  readonly count: (series: string) => Promise<number>;
}

/** The compiled thread: threads cannot load sources. It has the engine of its own, whatever a test gives the handler. */
export const JUDGE_THREAD = new URL('../../dist/http/isolation/judge-thread.js', import.meta.url);

/** One of the largest bodies fits into it. */
const BODY_BYTES = 5 * 1024 * 1024;

/** The HTTPS app around an engine, with real metrics, log and decisions. */
export function rigOf(
  admit: AdmissionEngine,
  waitMs: () => number = () => 0,
  judge: ObjectValidator = validate,
  held: ClusterSnapshot = EMPTY_SNAPSHOT,
): Rig {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('debug', {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const decisions = createDecisionLog();
  const metrics = createMetrics({
    version: '0.0.0',
    takeMaxLagMs: waitMs,
    certificateNotAfter: () => new Date('2031-01-01T00:00:00Z'),
    isReady: () => true,
  });
  const bodies = createBodyBudget(BODY_BYTES);
  const lag = { longestWaitMs: waitMs };
  const snapshot = (): ClusterSnapshot => held;
  const isolated = createIsolatedJudge({
    snapshot,
    onThreadEnd: metrics.countThreadEnd,
    file: JUDGE_THREAD,
    times: { wait: 60_000, judge: 60_000 },
  });
  const warn: ObjectValidator = (review) =>
    judgeWorkload(review, { snapshot: held, namespaceSelector: undefined });
  const mutate = createMutateHandler({ admit, snapshot, lag, metrics, decisions, logger, isolated }, bodies);
  const app = createApp({
    mutate,
    validate: createValidateHandler({ validate: judge, lag, metrics, logger, isolated }, bodies),
    warn: createWarnHandler({ warn, lag, metrics, logger }, bodies),
    waitingFor: () => [],
  });
  const count = async (series: string): Promise<number> => {
    const { body } = await metrics.expose();
    const line = body.split('\n').find((each) => each.startsWith(`${series} `));
    return Number(line?.slice(series.length + 1) ?? 0);
  };
  return { mutate, app, metrics, decisions, isolated, lines, count };
}

/** A review as the API server writes it, with so many bytes of padding in the pod. */
export const written = (padding = 0, kind = 'Pod'): string => {
  const head = { uid: 'a-uid', kind: { group: '', version: 'v1', kind }, name: 'big', namespace: 'shop' };
  const object = { metadata: { name: 'big' }, spec: { containers: [] }, padding: 'x'.repeat(padding) };
  return (
    `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":${JSON.stringify(head).slice(0, -1)},` +
    `"operation":"CREATE","userInfo":{},"object":${JSON.stringify(object)},"dryRun":false}}`
  );
};

const keep = (body: unknown): string => body as string;

/** Sends a body as it is. */
export async function post(rig: Rig, body: string | Buffer, path = '/mutate'): Promise<request.Response> {
  return request(rig.app).post(path).set('Content-Type', 'application/json').serialize(keep).send(body);
}
