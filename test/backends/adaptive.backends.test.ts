import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithPods } from '../pods/prerequisites.js';
import { clusterProblem } from './cluster.js';
import { specOf } from './platforms.js';
import { startSampling, type SamplingStage } from './sampling-stage.js';
import { send, traceOf, type SentTrace } from './sent-traces.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc:4318/v1/traces';

const SPANS_PER_SECOND = 200;
const QUIET_PERCENT = 20;
const SPEC = specOf('jaeger', {
  sampling: {
    strategy: 'adaptive',
    spansPerSecond: SPANS_PER_SECOND,
    services: { 'quiet/checkout': QUIET_PERCENT },
  },
});

/** Each trace has three spans. */
const SPANS = 3;
/** Traces a second. The quiet service is below its share at all times, the busy one below the cap, then far above. */
const QUIET = 4;
const STEPS = { before: { busy: 20, seconds: 10 }, after: { busy: 200, seconds: 20 } } as const;
type Step = keyof typeof STEPS;

/** Requests a second. */
const TICKS = 4;

/** Of one name, in namespaces of their own. */
const NAME = 'checkout';
type Service = 'busy' | 'quiet';

/** A trace that was sent, and when. */
interface Sent {
  readonly traceId: string;
  readonly service: Service;
  readonly step: Step;
  readonly atMs: number;
}

describeWithPods(
  'adaptive sampling by two instances behind load balancing',
  { parts: ['collector', 'jaeger'], problem: clusterProblem() },
  () => {
    let stage: SamplingStage | undefined;
    let sent: readonly Sent[] = [];
    let kept: ReadonlyMap<string, unknown> = new Map();

    beforeAll(async () => {
      stage = await startSampling(SPEC);
      sent = [...(await load('before')), ...(await load('after'))];
      kept = await stage.kept(sent.length, [NAME]);
    }, 300_000);

    afterAll(() => stage?.remove(), 60_000);

    const sentBy = (service: Service, step: Step): readonly Sent[] =>
      sent.filter((each) => each.service === service && each.step === step);
    const isKept = ({ traceId }: Sent): boolean => kept.has(traceId);

    /** The share of a service's traces that was kept. A machine that halts for a second makes a burst of what it sends. */
    const shareOf = (service: Service, step: Step): number => {
      const all = sentBy(service, step);
      return all.filter(isKept).length / all.length;
    };
    const ALMOST_ALL = 0.95;

    test('keeps what is below the cap', () => {
      expect(sentBy('busy', 'before').length).toBe(STEPS.before.busy * STEPS.before.seconds);
      expect(shareOf('busy', 'before')).toBeGreaterThan(ALMOST_ALL);
    });

    test.each(Object.keys(STEPS) as Step[])('leaves a quiet service its share %s the step', (step) => {
      expect(sentBy('quiet', step).length).toBe(QUIET * STEPS[step].seconds);
      expect(shareOf('quiet', step)).toBeGreaterThan(ALMOST_ALL);
    });

    test('holds the cap under ten times the load', () => {
      const times = sent.filter(isKept).map(({ atMs }) => atMs);
      const windowMs = 5_000;
      const most = Math.max(
        ...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length),
      );
      // Instances count by seconds of their own, so that one more falls into a window.
      expect(most * SPANS).toBeLessThanOrEqual(SPANS_PER_SECOND * (windowMs / 1000 + 1));
    });

    test('does not keep less than it may', () => {
      const { seconds } = STEPS.after;
      const keptSpans = sentBy('busy', 'after').filter(isKept).length * SPANS;
      const share = (SPANS_PER_SECOND * (100 - QUIET_PERCENT)) / 100;
      expect(keptSpans).toBeGreaterThan((share * seconds) / 2);
    });
  },
);

/** Sends one step's traces, evenly; a tick that comes late is not made up for, as that would be a burst. */
async function load(step: Step): Promise<readonly Sent[]> {
  const { busy, seconds } = STEPS[step];
  const sent: Sent[] = [];
  for (let tick = 0; tick < seconds * TICKS; tick += 1) {
    const traces = [
      ...Array.from({ length: busy / TICKS }, () => made('busy')),
      ...Array.from({ length: QUIET / TICKS }, () => made('quiet')),
    ];
    const next = pause(1000 / TICKS);
    await send(
      'http/protobuf',
      COLLECTOR,
      traces.flatMap(({ trace }) => trace.processes),
    );
    const atMs = Date.now();
    sent.push(...traces.map(({ service, trace: { traceId } }) => ({ traceId, service, step, atMs })));
    await next;
  }
  return sent;
}

/** Both processes of a trace belong to one service, which is named by its namespace. */
const made = (service: Service): { readonly service: Service; readonly trace: SentTrace } => ({
  service,
  trace: traceOf({ services: [NAME, NAME], resource: { 'service.namespace': service } }),
});
