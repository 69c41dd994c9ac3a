import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadSpan } from '../../src/verify/query/reader.js';
import { PATTERNS, specOf } from '../backends/platforms.js';
import { topsOf } from '../backends/routes/stage.js';
import { send, traceOf } from '../backends/sent-traces.js';
import { JAEGER, METRICS_SERVER, TEMPO } from '../parts/servers.js';
import { hasAll, spansIn, traceIn } from '../pods/read-back.js';
import { deployServer, urlOf } from './suite/deployed-servers.js';
import { dokaTracingInPod, INPUT_FILE } from './suite/doka-tracing.js';
import { applyCollector, checkCollector, platformText, removeCollector } from './suite/rendered-collector.js';
import { deployShop, MONITORING, podOf, purchase, replacePods, SERVICES, SHOP } from './suite/shop.js';
import { applyPlatform } from './suite/platform.js';
import { addressOf, eventually, kubectl, read } from './suite/test-cluster.js';
import { installWebhook, REPOSITORY, statusOf, uninstallWebhook, untilInjecting } from './suite/webhook.js';

const SECOND_TIER = 'app.kubernetes.io/instance=otel-traces-collector';

/** The Collector writes metrics every 15 s. */
const METRICS_MS = 120_000;

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('apply', '-f', `${REPOSITORY}examples/checkout/context.yaml`);
  applyPlatform(specOf('default'));
  // Its Namespace is not there yet.
  await applyCollector();
  for (const server of [TEMPO, METRICS_SERVER]) await deployServer(server);
  await untilInjecting(SHOP);
  deployShop();
});

afterAll(async () => {
  kubectl('delete', 'namespace', SHOP, MONITORING, '--ignore-not-found', '--wait');
  removeCollector();
  await uninstallWebhook('cluster-wide');
});

const inTempo = () => ({ backend: 'tempo', url: urlOf(TEMPO) }) as const;
const inJaeger = () => ({ backend: 'jaeger', url: urlOf(JAEGER) }) as const;

/** What every span of a service of the shop tells about where it comes from. */
function origin(service: string): object {
  const { metadata, spec } = podOf(service);
  return {
    'cluster.name': 'production',
    'k8s.cluster.name': 'production',
    'k8s.namespace.name': SHOP,
    'k8s.deployment.name': service,
    'k8s.pod.name': metadata.name,
    'k8s.pod.uid': metadata.uid,
    'k8s.node.name': spec.nodeName,
  };
}

/** The spans of a trace come from the pods that the shop has now, and call one another. */
function expectWhole(spans: readonly ReadSpan[]): void {
  for (const { service, attributes } of spans) expect(attributes).toMatchObject(origin(service));
  expect(topsOf(spans).map(({ service }) => service)).toEqual(['storefront']);
}

const NOTHING_DIFFERS = { code: 0, out: 'Nothing differs from what is rendered.\n' };

/** The command line in a pod of the cluster, with the platform's choice as a file. */
const verify = (...args: readonly string[]) =>
  dokaTracingInPod({ namespace: MONITORING, input: platformText() }, 'verify', ...args);

describe('the default pattern, with the Collector as it is rendered, to what stands in for Tempo', () => {
  test('both services are injected', () => {
    for (const service of SERVICES) expect(statusOf(podOf(service))).toBe('injected');
  });

  test('the trace of a purchase is whole in Tempo, and every span tells its pod, node and cluster', async () => {
    expectWhole(await traceIn(inTempo(), await purchase(), hasAll(SERVICES)));
  });

  test('the Collector knows a pod by its uid alone, from the API server', async () => {
    const { uid } = podOf('checkout').metadata;
    const { traceId, processes } = traceOf({ resource: { 'k8s.pod.uid': uid } });
    const collector = `http://${addressOf(MONITORING, 'otel-collector')}:4318/v1/traces`;
    await send('http/protobuf', collector, processes);
    const spans = await traceIn(inTempo(), traceId, hasAll(['caller', 'called']));
    for (const { attributes } of spans) expect(attributes).toMatchObject(origin('checkout'));
  });

  test('the call between the services is in the metrics', async () => {
    const query = 'traces_service_graph_request_total{client="storefront",server="checkout"} > 0';
    await eventually(
      'The edge of the shop is not in the service graph',
      async () => {
        await purchase();
        const asked = `${urlOf(METRICS_SERVER)}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
        const answer = (await (await fetch(asked)).json()) as {
          readonly data: { readonly result: readonly unknown[] };
        };
        return answer.data.result[0];
      },
      METRICS_MS,
    );
  });

  test('verify finds the way to Tempo whole, by the names that the documentation has', async () => {
    const collector = 'http://otel-collector.monitoring.svc:4318';
    const backend = 'http://tempo.monitoring.svc:3200';
    const ended = await verify('--collector', collector, '--backend', backend);
    expect(ended.out).toMatch(/ok {4}send http\/protobuf.*\n.*ok {4}read tempo/);
    expect(ended).toMatchObject({ code: 0 });
  });

  test('render --check finds nothing that differs, and names what is changed by hand', async () => {
    expect(checkCollector(MONITORING)).toEqual(NOTHING_DIFFERS);
    const patch = JSON.stringify({ spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } });
    kubectl('patch', 'deployment', 'otel-collector', `--namespace=${MONITORING}`, '--patch', patch);
    const { code, out } = checkCollector(MONITORING);
    expect(out).toContain('Deployment monitoring/otel-collector');
    expect(out).toMatch(/-.*terminationGracePeriodSeconds: 1$/m);
    expect(code).toBe(1);
    await applyCollector();
    expect(checkCollector(MONITORING)).toEqual(NOTHING_DIFFERS);
  });
});

describe('then Jaeger is switched on', () => {
  let before: string;
  let collectorsBefore: readonly string[];

  const secondTier = (): readonly string[] => {
    const { items } = read('pods', `--namespace=${MONITORING}`, `--selector=${SECOND_TIER}`) as {
      readonly items: readonly { readonly metadata: { readonly uid: string } }[];
    };
    return items.map(({ metadata }) => metadata.uid);
  };

  beforeAll(async () => {
    before = await purchase();
    await traceIn(inTempo(), before, hasAll(SERVICES));
    collectorsBefore = secondTier();
    await deployServer(JAEGER);
    applyPlatform(specOf('default', { addons: { ...PATTERNS.default, enable_jaeger: true } }));
    await applyCollector();
    await replacePods();
  });

  test('to apply what is rendered replaces the Collectors that export', () => {
    const now = secondTier();
    expect(now).toHaveLength(2);
    expect(now.filter((uid) => collectorsBefore.includes(uid))).toEqual([]);
  });

  test('the trace of the next pods is whole in both', async () => {
    const traceId = await purchase();
    for (const backend of [inTempo(), inJaeger()])
      expectWhole(await traceIn(backend, traceId, hasAll(SERVICES)));
  });

  test('what was bought before is in Tempo alone', async () => {
    expect(await spansIn('jaeger', inJaeger().url, before)).toEqual([]);
    expect(await spansIn('tempo', inTempo().url, before)).not.toEqual([]);
  });

  test('verify finds every way of the platform whole', async () => {
    const ended = await verify('-f', INPUT_FILE, '--all');
    expect(ended.out).toMatch(/ok {4}read tempo/);
    expect(ended.out).toMatch(/ok {4}read jaeger/);
    expect(ended).toMatchObject({ code: 0 });
  });

  test('render --check finds nothing that differs', () => {
    expect(checkCollector(MONITORING)).toEqual(NOTHING_DIFFERS);
  });
});
