import { setImmediate as comeRound } from 'node:timers/promises';
import { admit } from '../core/admit.js';
import type { Instrumentation } from '../core/objects/instrumentation.js';
import { resolvePlatform } from '../core/platform/defaults.js';
import type { ClusterSnapshot, PlatformState } from '../core/snapshot.js';
import { judgeAdmission, type AdmissionJudgement } from '../http/admission.js';
import { judgeBody } from '../http/judgement.js';
import { meterSnapshot } from '../http/metered-snapshot.js';
import type { ReviewHandler } from '../http/review-handler.js';
import { createUnheardHandler, openRehearsal, type SharedParts } from './rehearsal.js';
import {
  buildSampleReviews,
  reshape,
  SAMPLE_NAMESPACE,
  SHAPES,
  type SampleReview,
} from './sample-reviews.js';

/** Lets V8 compile what answers reviews before the first real one comes: in a fresh process, that takes four times as long. */
export interface WarmUp {
  /** Whether it is over, or not wanted. */
  readonly isDone: () => boolean;
  /** Judges sample pods until that gets no quicker, the time is over, or the webhook ends. To be called once it listens. */
  readonly run: (shared: SharedParts) => Promise<void>;
}

export interface WarmUpParts {
  /** The longest time that it may take; 0 for none at all. */
  readonly seconds: number;
  readonly snapshot: () => ClusterSnapshot;
  readonly isEnded: () => boolean;
}

/** How often each sample of the first shape is sent over HTTP. Pods of a burst are judged once, and answered by that. */
const SENT = 10;

/** Reviews between which nothing else can be done: a few milliseconds in the beginning. */
const REVIEWS_OF_A_SLICE = 3;
/** Rounds over all samples after which the gain is looked at. */
const ROUNDS = 4;
/** Of the time of the rounds before: what is gained beyond that is not worth waiting for. */
const LEAST_GAIN = 0.95;

/** Prepares a warm-up. Nothing of it is counted, logged or kept: what it judges goes nowhere. */
export function createWarmUp({ seconds, snapshot, isEnded }: WarmUpParts): WarmUp {
  let isDone = seconds === 0;
  return {
    isDone: () => isDone,
    run: async (shared) => {
      if (isDone) return;
      const samples = buildSampleReviews([...snapshot().languages]);
      const end = performance.now() + seconds * 1000;
      const isOver = (): boolean => isEnded() || performance.now() > end;
      const times: number[] = [];
      try {
        await sendAll(samples, createUnheardHandler(addSamples(snapshot()), shared), isOver);
        while (samples.length > 0 && !isOver() && isStillGaining(times))
          times.push(await judgeAll(samples, snapshot, isOver));
      } finally {
        // Whatever happens to samples, real pods can be judged.
        isDone = true;
      }
    },
  };
}

/** Tells whether the last rounds were quicker than those before; the quickest of each, as the machine does other things, too. */
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

/** Sends samples of the first shape over HTTP, so that what reads requests, answers them and tells of them is compiled, too. */
async function sendAll(
  samples: readonly SampleReview[],
  handler: ReviewHandler,
  isOver: () => boolean,
): Promise<void> {
  const sent = samples.filter(({ shape }) => shape === 0);
  const rehearsal = await openRehearsal(handler);
  try {
    for (let index = 0; index < sent.length * SENT && !isOver(); index += 1)
      await rehearsal.send(sent[index % sent.length]?.bytes ?? Buffer.alloc(0));
  } finally {
    rehearsal.end();
  }
}

/** Judges a sample in a cluster as it is, but for a namespace of its own with an Instrumentation. */
export function judgeSample(
  { bytes, shape }: SampleReview,
  snapshot: ClusterSnapshot,
): ReturnType<typeof judgeBody<AdmissionJudgement>> {
  const { lookups } = meterSnapshot(addSamples(snapshot, shape));
  return judgeBody(bytes, (request) => judgeAdmission(request, admit, lookups));
}

/** The cluster with the namespace of the sample pods, and an Instrumentation of a shape. */
const addSamples = (snapshot: ClusterSnapshot, shape = 0): ClusterSnapshot => ({
  ...snapshot,
  // While a cluster is not read yet, none is known.
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
