import { setImmediate as comeRound } from 'node:timers/promises';
import { admit } from '../core/admit.js';
import type { Instrumentation } from '../core/objects/instrumentation.js';
import { resolvePlatform } from '../core/platform/defaults.js';
import type { ClusterSnapshot, PlatformState } from '../core/snapshot.js';
import { judgeAdmission, type AdmissionJudgement } from '../http/admission.js';
import { judgeBody } from '../http/judgement.js';
import { meterSnapshot } from '../http/metered-snapshot.js';
import type { ReviewHandler } from '../http/review-handler.js';
import type { ServingCertificate } from '../tls/source.js';
import { createUnheardHandler, openRehearsal, type SharedParts } from './rehearsal.js';
import {
  buildClusterReviews,
  buildSampleReviews,
  reshape,
  SAMPLE_NAMESPACE,
  SHAPES,
  type SampleReview,
} from './sample-reviews.js';

/** Lets V8 compile the code that answers reviews before the first real one comes, which would take four times as long. */
export interface WarmUp {
  /** Whether it is over, or not wanted. */
  readonly isDone: () => boolean;
  /** Judges sample pods until that gets no faster, the time is over, or the webhook ends. Call it once it listens. */
  readonly run: (shared: SharedParts) => Promise<void>;
}

export interface WarmUpParts {
  /** The longest time that it may take; 0 for none at all. */
  readonly seconds: number;
  readonly snapshot: () => ClusterSnapshot;
  /** The certificate that is served now. */
  readonly certificate: () => ServingCertificate;
  readonly isEnded: () => boolean;
}

/**
 * Samples that are sent over HTTPS, in turn. Each is judged once, and then answered from memory, like the pods of a
 * burst. V8 compiles functions that were called some 400 times.
 */
const SENT = 450;
/** The share of the time that sending may take. */
const SENDING = 0.6;

/** Reviews without a pause for other work: at first, they take a few milliseconds. */
const REVIEWS_OF_A_SLICE = 3;
/** Rounds over all samples after which the gain is checked. */
const ROUNDS = 4;
/** Share of the time of the rounds before. Smaller gains are not worth waiting for. */
const LEAST_GAIN = 0.95;

/** Prepares a warm-up. It counts, logs and keeps nothing. */
export function createWarmUp({ seconds, snapshot, certificate, isEnded }: WarmUpParts): WarmUp {
  let isDone = seconds === 0;
  return {
    isDone: () => isDone,
    run: async (shared) => {
      if (isDone) return;
      const samples = buildSampleReviews([...snapshot().languages]);
      const handler = createUnheardHandler(addSamples(snapshot()), shared);
      const start = performance.now();
      const isOver = (share = 1): boolean => isEnded() || performance.now() > start + seconds * 1000 * share;
      try {
        const sending = sendSamples(samples, { handler, certificate: certificate() }, () => isOver(SENDING));
        // Clients refuse an expired certificate; the other rounds are still useful.
        await Promise.allSettled([sending]);
        await judgeRounds(samples, snapshot, isOver);
        await sending;
      } finally {
        // Real pods can be judged even if samples fail.
        isDone = true;
      }
    },
  };
}

/** Judges samples again and again, also in the cluster as it is then, until that gets no faster. */
async function judgeRounds(
  samples: readonly SampleReview[],
  snapshot: () => ClusterSnapshot,
  isOver: () => boolean,
): Promise<void> {
  const times: number[] = [];
  while (samples.length > 0 && !isOver() && isStillGaining(times)) {
    const real = buildClusterReviews([...snapshot().languages], listSomeNamespaces(snapshot()));
    times.push(await judgeAll([...real, ...samples], snapshot, isOver));
  }
}

/** Tells whether the fastest of the last rounds was faster than the fastest of those before. */
function isStillGaining(times: readonly number[]): boolean {
  if (times.length < ROUNDS * 2) return true;
  return Math.min(...times.slice(-ROUNDS)) < LEAST_GAIN * Math.min(...times.slice(0, -ROUNDS));
}

/** Judges samples as bodies that came, lets the loop come round in between, and gives the milliseconds that they took. */
async function judgeAll(
  samples: readonly SampleReview[],
  snapshot: () => ClusterSnapshot,
  isOver: () => boolean,
): Promise<number> {
  let milliseconds = 0;
  for (let start = 0; start < samples.length && !isOver(); start += REVIEWS_OF_A_SLICE) {
    const began = performance.now();
    for (const sample of samples.slice(start, start + REVIEWS_OF_A_SLICE)) judgeSample(sample, snapshot());
    milliseconds += performance.now() - began;
    await comeRound();
  }
  return milliseconds;
}

/** Sends samples of the first shape over HTTPS, so the code that reads, answers and logs requests is compiled, too. */
async function sendSamples(
  samples: readonly SampleReview[],
  { handler, certificate }: { readonly handler: ReviewHandler; readonly certificate: ServingCertificate },
  isOver: () => boolean,
): Promise<void> {
  const sent = samples.filter(({ shape }) => shape === 0);
  const rehearsal = await openRehearsal(handler, certificate);
  try {
    for (let index = 0; index < SENT && sent.length > 0 && !isOver(); index += 1)
      await rehearsal.send(sent[index % sent.length]?.bytes ?? Buffer.alloc(0));
  } finally {
    rehearsal.end();
  }
}

/** The number of namespaces of the cluster in which sample pods are judged. */
const MOST_NAMESPACES = 2;

/** Some namespaces of a cluster, those with an Instrumentation first. */
function listSomeNamespaces({ instrumentations, namespaces }: ClusterSnapshot): readonly string[] {
  const found: string[] = [];
  for (const map of [instrumentations, namespaces])
    for (const name of map.keys()) {
      if (found.length === MOST_NAMESPACES) return found;
      if (!found.includes(name)) found.push(name);
    }
  return found;
}

/**
 * Judges a sample in the cluster as it is; a sample with a shape, in its own namespace with an Instrumentation of that
 * shape.
 */
export function judgeSample(
  { bytes, shape }: SampleReview,
  snapshot: ClusterSnapshot,
): ReturnType<typeof judgeBody<AdmissionJudgement>> {
  const { lookups } = meterSnapshot(shape === undefined ? snapshot : addSamples(snapshot, shape));
  return judgeBody(bytes, (request) => judgeAdmission(request, admit, lookups));
}

/** The cluster with the namespace of the sample pods, and an Instrumentation of a shape. */
const addSamples = (snapshot: ClusterSnapshot, shape = 0): ClusterSnapshot => ({
  ...snapshot,
  // Until the cluster has been read, no namespace is known.
  platform: snapshot.platform.kind === 'ready' ? snapshot.platform : PLATFORM,
  namespaces: NAMESPACES,
  instrumentations: new Map([
    [SAMPLE_NAMESPACE, new Map([['sample', INSTRUMENTATIONS[shape] ?? INSTRUMENTATION]])],
  ]),
});

const PLATFORM: PlatformState = {
  kind: 'ready',
  platform: resolvePlatform({ addons: { enable_tempo: true } }),
};

const NAMESPACES = new Map([
  [SAMPLE_NAMESPACE, { annotations: {}, labels: { 'kubernetes.io/metadata.name': SAMPLE_NAMESPACE } }],
]);

const INSTRUMENTATION: Instrumentation = {
  metadata: { name: 'sample', namespace: SAMPLE_NAMESPACE },
  spec: {
    exporter: { endpoint: 'http://collector.observability.svc:4318' },
    propagators: ['tracecontext', 'baggage'],
    sampler: { type: 'parentbased_traceidratio', argument: '0.25' },
    resource: { resourceAttributes: { 'deployment.environment.name': 'production' } },
    env: [{ name: 'OTEL_BSP_SCHEDULE_DELAY', value: '2000' }],
    java: { env: [{ name: 'OTEL_INSTRUMENTATION_JDBC_ENABLED', value: 'true' }] },
    nodejs: { env: [{ name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS', value: 'fs' }] },
    python: { env: [{ name: 'OTEL_PYTHON_EXCLUDED_URLS', value: 'healthz' }] },
  },
  ignored: [],
};
/** In each shape, as `reshape` says. */
const INSTRUMENTATIONS = SHAPES.map((shape) => reshape(INSTRUMENTATION, shape));
