import type { ReadSpan } from '../../src/verify/query/reader.js';
import { READERS } from '../../src/verify/query/readers.js';
import { eventually } from '../pods/eventually.js';
import { startJaeger } from '../pods/tracing-servers.js';
import { startCluster } from './cluster.js';

/** Two instances of the second tier behind the first, and Jaeger for what they keep. */
export interface SamplingStage {
  /** The traces of services that were kept, by id, once all that were sent are decided on. */
  readonly kept: (
    sent: number,
    services: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly ReadSpan[]>>;
  /** How many traces each instance of the second tier has decided on. */
  readonly decided: () => Promise<readonly number[]>;
  readonly remove: () => Promise<void>;
}

const DECISION_MS = 90_000;

/** Runs the Collectors that are rendered for a spec with two replicas. */
export async function startSampling(spec: object): Promise<SamplingStage> {
  const [jaeger, cluster] = await Promise.all([startJaeger(), startCluster()]);
  const others = [cluster.remove, jaeger.pod.remove];
  const collectors = await cluster.runCollectors(spec, 2).catch(async (error: unknown) => {
    for (const remove of others) await remove();
    throw error;
  });
  const secondTier = collectors.instances.filter(({ workload }) => workload === 'otel-traces-collector');
  const decisions = (): Promise<readonly Decisions[]> =>
    Promise.all(secondTier.map(({ pod }) => decisionsOf(`http://${pod.ip}:8888/metrics`)));
  return {
    decided: async () => (await decisions()).map(({ kept, dropped }) => kept + dropped),
    kept: async (sent, services) => {
      const count = await eventually(
        async () => {
          const all = await decisions();
          const decided = sum(all.map(({ kept, dropped }) => kept + dropped));
          return decided >= sent ? sum(all.map(({ kept }) => kept)) : undefined;
        },
        { deadlineMs: DECISION_MS, everyMs: 1_000, what: `a decision on each of ${sent} traces` },
      );
      return eventually(
        async () => {
          const found = await Promise.all(services.map((service) => tracesOf(jaeger.url, service)));
          const traces = new Map(found.flatMap((each) => [...each]));
          return traces.size >= count ? traces : undefined;
        },
        { deadlineMs: DECISION_MS, everyMs: 1_000, what: `${count} kept traces in Jaeger` },
      );
    },
    remove: async () => {
      for (const remove of [collectors.remove, ...others]) await remove();
    },
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

interface Decisions {
  readonly kept: number;
  readonly dropped: number;
}

/** What a Collector's own metrics say of its decisions; what is dropped is counted apart from what is not sampled. */
async function decisionsOf(url: string): Promise<Decisions> {
  const text = await (await fetch(url)).text();
  const name = 'otelcol_processor_tail_sampling_global_count_traces_sampled';
  const count = (sampled: boolean): number => {
    const lines = new RegExp(`^${name}\\{[^}]*sampled="${sampled.toString()}"[^}]*\\} (\\S+)`, 'gm');
    return sum([...text.matchAll(lines)].map(([, value]) => Number(value)));
  };
  return { kept: count(true), dropped: count(false) };
}

/** More than any test keeps. */
const LIMIT = 20_000;

/** All traces of Jaeger in which a service took part, by id. */
async function tracesOf(url: string, service: string): Promise<ReadonlyMap<string, readonly ReadSpan[]>> {
  const query = new URLSearchParams({ service, limit: LIMIT.toString() });
  const response = await fetch(`${url}/api/traces?${query.toString()}`);
  const { data } = (await response.json()) as { readonly data: readonly { readonly traceID: string }[] };
  return new Map(data.map((trace) => [trace.traceID, READERS.jaeger.spansOf({ data: [trace] }) ?? []]));
}
