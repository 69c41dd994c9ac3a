import { beforeAll, describe, expect, test } from 'vitest';
import { like } from '../support/like.js';
import { runRender, type Run } from './run-render.js';

/** Flags of the backends, in the order in which one is the primary. */
const BACKENDS = {
  enable_tempo: { name: 'tempo', service: 'svc/tempo -n monitoring' },
  enable_jaeger: { name: 'jaeger', service: 'svc/jaeger -n monitoring' },
  enable_victoria_traces: {
    name: 'victoria-traces',
    service: 'svc/victoria-traces-single-vt-single-server -n monitoring',
  },
  enable_zipkin: { name: 'zipkin', service: 'svc/zipkin -n zipkin' },
} as const;
const OPERATOR = 'enable_opentelemetry_operator';
const VICTORIA = 'enable_victoria_metrics_k8s_stack';
const PROMETHEUS = 'enable_kube_prometheus_stack';
const BACKEND_FLAGS = Object.keys(BACKENDS) as (keyof typeof BACKENDS)[];
const FLAGS = [...BACKEND_FLAGS, OPERATOR, VICTORIA, PROMETHEUS] as const;

/** What a combination of flags means, told again by the words of the platform's page, without the program. */
interface Meaning {
  readonly on: readonly string[];
  readonly enabled: readonly string[];
  /** Backends that get the traces of pods which pick none. */
  readonly receiving: readonly string[];
  readonly hasCollector: boolean;
  readonly hasStack: boolean;
  readonly hasMetrics: boolean;
  /** The backend that tells who calls whom where no metrics do. */
  readonly counting: string | undefined;
}

function tellMeaning(on: readonly string[]): Meaning {
  const enabled = BACKEND_FLAGS.filter((flag) => on.includes(flag)).map((flag) => BACKENDS[flag].name);
  const hasCollector = on.includes(OPERATOR);
  const hasStack = on.includes(VICTORIA) || on.includes(PROMETHEUS);
  const hasMetrics = hasCollector && hasStack;
  const receiving = hasCollector ? enabled : enabled.slice(0, 1);
  const counting = receiving.find((name) => name === 'jaeger' || name === 'victoria-traces');
  return {
    on,
    enabled,
    receiving,
    hasCollector,
    hasStack,
    hasMetrics,
    counting: hasMetrics ? undefined : counting,
  };
}

/** All combinations, by the flags that are on. */
const COMBINATIONS = Array.from({ length: 2 ** FLAGS.length }, (_, bits) =>
  FLAGS.filter((_flag, index) => Math.floor(bits / 2 ** index) % 2 === 1),
);
const areTwoStacks = (on: readonly string[]): boolean => on.includes(VICTORIA) && on.includes(PROMETHEUS);
const hasBackend = (on: readonly string[]): boolean => BACKEND_FLAGS.some((flag) => on.includes(flag));

const render = (on: readonly string[], ...words: readonly string[]): Promise<Run> =>
  runRender(
    [...words, '-f', '-'],
    JSON.stringify(Object.fromEntries(FLAGS.map((flag) => [flag, on.includes(flag)]))),
  );

/** Sentences that hold with some flags alone, and whether they hold: each stands there exactly then. */
const SENTENCES: readonly (readonly [sentence: string, holds: (meaning: Meaning) => boolean])[] = [
  ['there is no Collector', ({ hasCollector }) => !hasCollector],
  ['kind: OpenTelemetryCollector', ({ hasCollector }) => hasCollector],
  ['enable_opentelemetry_operator is off', ({ hasCollector }) => !hasCollector],
  ['Leaves injection to this webhook', ({ hasCollector }) => hasCollector],
  [
    'The Collector makes the metrics of traces',
    ({ hasMetrics, on }) => hasMetrics && on.includes('enable_tempo'),
  ],
  [
    'Prometheus takes in what the Collector writes',
    ({ hasMetrics, on }) => hasMetrics && on.includes(PROMETHEUS),
  ],
  ['No flag installs a Grafana', ({ hasStack }) => !hasStack],
  ['Grafana loads the rendered datasources', ({ hasStack }) => hasStack],
  ['datasources and the dashboard from', ({ hasStack, ...rest }) => hasStack && hasMap(rest)],
  ['with the datasources and the service map', ({ hasStack, ...rest }) => hasStack && hasMap(rest)],
  ['its traces are seen in Grafana', ({ hasStack, receiving }) => hasStack && receiving.includes('tempo')],
  ['There is no service map', (meaning) => !hasMap(meaning)],
  ['without a metrics stack', ({ hasCollector, ...rest }) => hasCollector && !hasMap(rest)],
  ['without a Collector there are no metrics', ({ hasCollector, ...rest }) => !hasCollector && !hasMap(rest)],
  [
    'as the backend counts them. With a metrics stack',
    ({ hasCollector, counting }) => hasCollector && counting !== undefined,
  ],
  [
    'as the backend counts them. With a Collector',
    ({ hasCollector, counting }) => !hasCollector && counting !== undefined,
  ],
  ['servicegraph.enableTask', ({ counting }) => counting === 'victoria-traces'],
  ['There is no datasource for', ({ enabled, receiving }) => enabled.length > receiving.length],
  ['vmsingle-', ({ hasMetrics, on }) => hasMetrics && on.includes(VICTORIA)],
  ['kube-prometheus-stack-prometheus', ({ hasMetrics, on }) => hasMetrics && on.includes(PROMETHEUS)],
  ['victoria-metrics-k8s-stack-grafana', ({ on }) => on.includes(VICTORIA)],
  ['kube-prometheus-stack-grafana', ({ on }) => on.includes(PROMETHEUS)],
  ...BACKEND_FLAGS.map((flag) => [BACKENDS[flag].service, ({ on }: Meaning) => on.includes(flag)] as const),
];

const hasMap = ({ hasMetrics, counting }: Pick<Meaning, 'hasMetrics' | 'counting'>): boolean =>
  hasMetrics || counting !== undefined;

/** What is rendered as data, as far as it is asked here. */
interface Rendered {
  readonly datasources: { readonly data: Readonly<Record<string, string>> };
  readonly dashboard: unknown;
  readonly access: readonly { readonly what: string; readonly command: string }[];
}

const UID = /doka-(?:tempo|jaeger|victoria-traces|zipkin|metrics)\b/g;
const listUids = (text: string): readonly string[] => [...new Set(text.match(UID))].sort();

const formatFlags = (on: readonly string[]): string =>
  on.map((flag) => flag.replace('enable_', '')).join(', ') || 'none';

describe.each(
  COMBINATIONS.filter((on) => hasBackend(on) && !areTwoStacks(on)).map(
    (on) => [formatFlags(on), on] as const,
  ),
)('%s', (_, on) => {
  const meaning = tellMeaning(on);
  let all: Run;
  let data: Rendered;
  beforeAll(async () => {
    all = await render(on);
    data = JSON.parse((await render(on, '-o', 'json')).out) as Rendered;
  });

  test('renders all parts without a sentence that contradicts a flag', () => {
    expect(all.code).toBe(0);
    // Comments are wrapped, and what is for persons is commented out.
    const text = all.out.replaceAll(/\n\s*#\s*/g, ' ');
    const told = SENTENCES.filter(([sentence]) => text.includes(sentence)).map(([sentence]) => sentence);
    expect(told).toEqual(SENTENCES.filter(([, holds]) => holds(meaning)).map(([sentence]) => sentence));
  });

  test('names Grafana where a flag installs one, and each backend that is on', () => {
    const { access } = data;
    expect(access.some(({ what, command }) => /grafana/i.test(what + command))).toBe(meaning.hasStack);
    expect(access).toHaveLength(meaning.enabled.length + (meaning.hasStack ? 1 : 0));
  });

  test('has datasources and a dashboard for the backends that get traces', () => {
    const uids = [...meaning.receiving, ...(meaning.hasMetrics ? ['metrics'] : [])].map(
      (name) => `doka-${name}`,
    );
    expect(listUids(JSON.stringify(data.datasources))).toEqual(uids.sort());
    expect(data.dashboard !== null).toBe(hasMap(meaning));
    const dashboard = JSON.stringify(data.dashboard);
    expect(uids).toEqual(like.arrayContaining([...listUids(dashboard)]));
    if (meaning.counting !== undefined) expect(dashboard).toContain(`"uid":"doka-${meaning.counting}"`);
  });

  test('says which backend gets traces where not all do', () => {
    const isToOne = meaning.enabled.length > 1 && !meaning.hasCollector;
    const alone = `so agents send to ${meaning.enabled[0] ?? ''} alone`;
    expect(all.err.includes('alone')).toBe(isToOne);
    expect(all.err.includes(alone)).toBe(isToOne);
  });
});

test.each(
  COMBINATIONS.filter((on) => hasBackend(on) && areTwoStacks(on)).map((on) => [formatFlags(on), on] as const),
)('two metrics stacks are refused: %s', async (_, on) => {
  const { code, out, err } = await render(on);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`${PROMETHEUS}: is on beside ${VICTORIA}; allowed: one stack`);
});

test.each(COMBINATIONS.filter((on) => !hasBackend(on)).map((on) => [formatFlags(on), on] as const))(
  'nothing is rendered without a backend: %s',
  async (_, on) => {
    const { code, out, err } = await render(on);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/^notice: stdin:1:1: enables no tracing backend[^\n]*\n$/);
  },
);

describe('a metrics server by options', () => {
  const [write, query] = [
    ['--metrics-write', 'http://elsewhere:9090/api/v1/write'],
    ['--metrics-query', 'http://elsewhere:9090'],
  ];
  const COLLECTOR = ['enable_tempo', OPERATOR];

  test('works without a metrics stack', async () => {
    const { code, out } = await render(COLLECTOR, ...write, ...query);
    expect(code).toBe(0);
    expect(out).toContain('endpoint: http://elsewhere:9090/api/v1/write');
    expect(out).toContain('url: http://elsewhere:9090\n');
    expect(out).toContain('"uid": "doka-metrics"');
  });

  test('leaves the metrics server of a stack as it is', async () => {
    const { out } = await render([...COLLECTOR, PROMETHEUS], ...write, ...query);
    expect(out).not.toContain('enableRemoteWriteReceiver');
    expect(out).not.toContain('kube-prometheus-stack-prometheus');
  });

  test.each([
    [write, '--metrics-write names one address of another alone; give --metrics-query too'],
    [query, '--metrics-query names one address of another alone; give --metrics-write too'],
  ])('is refused with one address alone: %j', async (words, says) => {
    expect(await render(COLLECTOR, ...words)).toMatchObject({
      code: 2,
      out: '',
      err: like.stringContaining(says),
    });
  });

  test.each([
    [[...write, ...query], '--metrics-write and --metrics-query would change nothing'],
    [write, '--metrics-write would change nothing'],
  ])('is refused without a Collector: %j', async (words, given) => {
    const { code, out, err } = await render(['enable_tempo', VICTORIA], ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${OPERATOR}: is off, so no Collector makes metrics of traces, and ${given}`);
  });
});
