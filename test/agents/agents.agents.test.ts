import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadSpan } from '../../src/verify/query/reader.js';
import { NODE } from '../pods/admitted.js';
import { agentFolders, type AgentFolders } from '../pods/agent-volumes.js';
import { startCollector } from '../pods/collector.js';
import { eventually } from '../pods/eventually.js';
import { removeAll, type Pod } from '../pods/pod.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { hasAll, traceIn } from '../pods/read-back.js';
import type { Server } from '../pods/server.js';
import { request, tracedRequest } from '../pods/traced-request.js';
import { startJaeger } from '../pods/tracing-servers.js';
import { collectorTo } from './collector-config.js';
import { LANGUAGES, startPageApp, startServices, type ServicePod } from './services.js';
import { like } from '../support/like.js';

const SERVICES = ['front', 'price', 'stock'];
const START_MS = 240_000;
const QUIET_MS = 60_000;

/** A path that is asked for without a trace of the caller's. */
const UNDECIDED = '/undecided';

/** How an agent tells that it could not export, in the words of each; a test below lets each say it. */
const COMPLAINTS = /export|UNAVAILABLE|ECONNREFUSED|Traceback/i;

const describe = describeWithPods;

describe(
  'real agents with the variables of injected pods',
  {
    parts: ['collector', 'jaeger', 'java-agent', 'python-agent', 'python-service'],
    commands: ['java', 'javac'],
  },
  () => {
    const pods: Pod[] = [];
    let agents: AgentFolders | undefined;
    let jaeger: Server;
    let services: readonly ServicePod[];
    let pageApp: ServicePod;
    let mute: ServicePod;
    let listeningAt = 0;

    /** Asks until the whole chain behind it answers, and each agent is thus awake. */
    const awake = ({ name, url }: ServicePod): Promise<string> =>
      eventually(() => tracedRequest(url), {
        deadlineMs: START_MS,
        everyMs: 500,
        what: `an answer of ${name}`,
      });

    beforeAll(async () => {
      agents = await agentFolders();
      jaeger = await startJaeger();
      pods.push(jaeger.pod);
      pods.push((await startCollector(collectorTo('jaeger.monitoring.svc'))).pod);
      services = await startServices(agents);
      pageApp = await startPageApp(agents);
      mute = await startPageApp(agents, { name: 'mute', change: toNobody });
      pods.push(...services.map(({ pod }) => pod), pageApp.pod, mute.pod);
      const [front] = services;
      await Promise.all([front, pageApp, mute].flatMap((each) => (each === undefined ? [] : [awake(each)])));
      listeningAt = performance.now();
    }, START_MS * 2);

    afterAll(async () => {
      await removeAll(pods);
      await agents?.remove();
    }, 60_000);

    const front = (): ServicePod => {
      const [first] = services;
      if (first === undefined) throw new Error('no service was started');
      return first;
    };
    const jaegerNow = () => ({ backend: 'jaeger', url: jaeger.url }) as const;

    test.each(['traceparent', 'b3'] as const)(
      'continue one trace over three languages, by %s',
      async (header) => {
        const traceId = await tracedRequest(front().url, header);
        const spans = await traceIn(jaegerNow(), traceId, hasAll(SERVICES));
        expect(parentsOf(spans, 'stock')).toEqual(like.arrayContaining(['price']));
        expect(parentsOf(spans, 'price')).toEqual(like.arrayContaining(['front']));
      },
    );

    test.each(SERVICES.map((name, index) => [LANGUAGES[index], name]))(
      '%s tells which pod its spans are from',
      async (language, name) => {
        const traceId = await tracedRequest(front().url);
        const spans = await traceIn(jaegerNow(), traceId, hasAll(SERVICES));
        const { pod } = services.find((each) => each.name === name)?.admitted ?? {};
        const own = spans.filter(({ service }) => service === name);
        expect(own.map(({ attributes }) => attributes)).toContainEqual(
          like.objectContaining({
            'telemetry.sdk.language': language,
            'k8s.pod.name': pod?.metadata?.name,
            'k8s.pod.uid': pod?.metadata?.uid,
            'k8s.node.name': NODE.nodeName,
            'k8s.namespace.name': 'default',
            'k8s.deployment.name': name,
            'k8s.container.name': name,
          }),
        );
      },
    );

    test('three languages in one container each send to the same endpoint', async () => {
      expect(pageApp.admitted.environment).toMatchObject({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.monitoring.svc:4318',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      });
      const traceId = await tracedRequest(pageApp.url);
      const languagesOf = (spans: readonly ReadSpan[]): readonly string[] =>
        [...new Set(spans.map(({ attributes }) => attributes['telemetry.sdk.language'] ?? ''))].sort();
      const spans = await traceIn(jaegerNow(), traceId, (found) => languagesOf(found).length === 3);
      expect(languagesOf(spans)).toEqual([...LANGUAGES].sort());
      expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(['sample-app']));
    });

    test('keep the ratio of the page where no caller has decided', async () => {
      const requests = 300;
      const url = new URL(UNDECIDED, front().url);
      for (let count = 0; count < requests; count += 1) await request(url);
      // 10 % of 300, with more than four standard deviations to both sides.
      const kept = await settledCount(() => tracesOf(jaeger.url, UNDECIDED));
      expect(kept).toBeGreaterThan(8);
      expect(kept).toBeLessThan(55);
    });

    test('tell when nobody takes their spans', async () => {
      for (const [index, program] of mute.programs.entries()) {
        const complains = (): true | undefined => COMPLAINTS.test(program.log()) || undefined;
        await eventually(complains, {
          deadlineMs: QUIET_MS,
          what: `a complaint of ${LANGUAGES[index] ?? ''}`,
        });
      }
    });

    test('complain of nothing for a minute', async () => {
      while (performance.now() < listeningAt + QUIET_MS) {
        await tracedRequest(front().url);
        await tracedRequest(pageApp.url);
        await pause(500);
      }
      const logs = [...services, pageApp].flatMap(({ programs }) => programs.map(({ log }) => log()));
      expect(logs.flatMap((log) => log.split('\n')).filter((line) => COMPLAINTS.test(line))).toEqual([]);
    });
  },
);

/** The same pod where nobody listens at the endpoint. The Node.js agent tells nothing unless it is told to. */
const toNobody = (environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...environment,
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  OTEL_LOG_LEVEL: 'error',
});

/** Services of the spans that are parents of a service's spans. */
const parentsOf = (spans: readonly ReadSpan[], service: string): readonly string[] =>
  spans
    .filter((span) => span.service === service)
    .flatMap(({ parentSpanId }) => spans.filter(({ spanId }) => spanId === parentSpanId))
    .map((parent) => parent.service);

/** How many traces Jaeger has of requests to a path of front. */
async function tracesOf(url: string, path: string): Promise<number> {
  const tags = JSON.stringify({ 'url.path': path });
  const asked = new URLSearchParams({ service: 'front', tags, limit: '1000', lookback: '1h' });
  const response = await fetch(`${url}/api/traces?${asked.toString()}`);
  const { data } = (await response.json()) as { readonly data: readonly unknown[] };
  return data.length;
}

/** A count, once it is no longer 0 and does not grow any more. */
function settledCount(count: () => Promise<number>): Promise<number> {
  let previous = 0;
  const ask = async (): Promise<number | undefined> => {
    const now = await count();
    const isSettled = now > 0 && now === previous;
    previous = now;
    return isSettled ? now : undefined;
  };
  // Agents send every 5 s.
  return eventually(ask, { deadlineMs: QUIET_MS, everyMs: 6_000, what: 'a settled count of traces' });
}
