import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithPods } from '../pods/prerequisites.js';
import { clusterProblem } from './cluster.js';
import { specOf } from './platforms.js';
import { startSampling, type SamplingStage } from './sampling-stage.js';
import { send, traceOf, type SentTrace } from './sent-traces.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc:4318/v1/traces';

const SPEC = specOf('jaeger', {
  sampling: { strategy: 'tail', keepErrors: true, slowMs: 2000, percent: 10, drop: ['/healthz'] },
});

/** Traces of each kind, 5000 in all but those that are dropped. */
const KINDS = {
  error: { count: 200, options: { isError: true } },
  slow: { count: 200, options: { durationMs: 2500 } },
  plain: { count: 4600, options: {} },
  dropped: { count: 200, options: { isError: true, attributes: { 'url.path': '/healthz' } } },
} as const;
type Kind = keyof typeof KINDS;

const ALL = Object.values(KINDS).reduce((sum, { count }) => sum + count, 0);
const BATCH = 100;

describeWithPods(
  'tail sampling by two instances behind load balancing',
  { parts: ['collector', 'jaeger'], problem: clusterProblem() },
  () => {
    let stage: SamplingStage | undefined;
    let kept: ReadonlyMap<string, readonly unknown[]>;
    const sent = new Map<string, Kind>();

    beforeAll(async () => {
      stage = await startSampling(SPEC);
      const traces = shuffled();
      for (const { kind, trace } of traces) sent.set(trace.traceId, kind);
      await sendInParts(traces.map(({ trace }) => trace));
      kept = await stage.kept(ALL, ['caller']);
    }, 300_000);

    afterAll(() => stage?.remove(), 60_000);

    const keptOf = (kind: Kind): number => [...kept.keys()].filter((id) => sent.get(id) === kind).length;

    test.each(['error', 'slow'] as const)('keeps every trace of the kind %s', (kind) => {
      expect(keptOf(kind)).toBe(KINDS[kind].count);
    });

    test('keeps ten percent of the rest, give or take two', () => {
      const share = keptOf('plain') / KINDS.plain.count;
      expect(share).toBeGreaterThan(0.08);
      expect(share).toBeLessThan(0.12);
    });

    test('drops what asks for a path that is dropped, errors too', () => {
      expect(keptOf('dropped')).toBe(0);
    });

    test('keeps traces whole', () => {
      expect(new Set([...kept.values()].map(({ length }) => length))).toEqual(new Set([3]));
    });

    test('shares the traces between both instances', async () => {
      const decided = (await stage?.decided()) ?? [];
      expect(decided).toHaveLength(2);
      expect(decided.reduce((sum, each) => sum + each, 0)).toBe(ALL);
      for (const each of decided) expect(each).toBeGreaterThan(ALL / 4);
    });
  },
);

/** All traces, the kinds spread evenly over the time in which they are sent. */
function shuffled(): readonly { readonly kind: Kind; readonly trace: SentTrace }[] {
  const placed = Object.entries(KINDS).flatMap(([kind, { count, options }]) =>
    Array.from({ length: count }, (_, index) => ({
      at: (index + 0.5) / count,
      kind: kind as Kind,
      trace: traceOf(options),
    })),
  );
  return placed.sort((a, b) => a.at - b.at);
}

/** The spans of a trace come from two processes and so in two requests, those of the caller later. */
async function sendInParts(traces: readonly SentTrace[]): Promise<void> {
  for (let from = 0; from < traces.length; from += BATCH) {
    const batch = traces.slice(from, from + BATCH).map(({ processes }) => processes);
    for (const part of [1, 0])
      await send(
        'http/protobuf',
        COLLECTOR,
        batch.map((processes) => processes.slice(part, part + 1)).flat(),
      );
  }
}
