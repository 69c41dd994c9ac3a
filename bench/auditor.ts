// What a round of the auditor costs a replica: processor time, memory, and how late its event loop was meanwhile.
//   npm run bench:auditor
//   npm run bench:auditor -- --pods 100000
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type * as Auditors from '../src/auditor/auditor.js';
import type * as Bounds from '../src/auditor/bounds.js';
import type * as Loading from '../src/config/context.js';
import type * as Agents from '../src/core/agents/agents.js';
import type { Pod } from '../src/core/kubernetes/pod.js';
import { ok } from '../src/core/result.js';
import type { KubeClient } from '../src/kube/client.js';
import type * as Logging from '../src/telemetry/logger.js';
import { loadAverages, mainThreadMicroseconds, residentMiB } from './process-facts.js';
import { reviewText } from './reviews.js';
import { table } from './table.js';

/** The compiled modules: the loader of TypeScript sources wraps every function that is made. */
const compiled = (path: string): Promise<unknown> => import(new URL(`../dist/${path}`, import.meta.url).href);

const { PAGE_SIZE } = (await compiled('auditor/bounds.js')) as typeof Bounds;
const { createAuditor } = (await compiled('auditor/auditor.js')) as typeof Auditors;
const { loadContext } = (await compiled('config/context.js')) as typeof Loading;
const { DEFAULT_LANGUAGES } = (await compiled('core/agents/agents.js')) as typeof Agents;
const { createLogger } = (await compiled('telemetry/logger.js')) as typeof Logging;

const { values } = parseArgs({ options: { pods: { type: 'string', default: '10000' } } });
const PODS = Number(values.pods);
const PODS_OF_A_WORKLOAD = 10;
/** As many as Kubernetes is tested with. https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
const PODS_OF_A_NAMESPACE = 1000;

const context = await loadContext(fileURLToPath(new URL('context.yaml', import.meta.url)), {
  languages: new Set(DEFAULT_LANGUAGES),
});
if (!context.ok) throw new Error(context.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
const { snapshot: base } = context.value;

const namespaces = Array.from(
  { length: Math.ceil(PODS / PODS_OF_A_NAMESPACE) },
  (_, index) => `shop-${index}`,
);
const [facts, instrumentations] = [base.namespaces.get('shop'), base.instrumentations.get('shop')];
const snapshot = {
  ...base,
  namespaces: new Map(namespaces.map((name) => [name, facts ?? { annotations: {}, labels: {} }])),
  instrumentations: new Map(namespaces.map((name) => [name, instrumentations ?? new Map()])),
};

/** A pod of 6.8 kB that asks for Java and was missed, as most of what can be asked about a pod is then worked out. */
const { request } = JSON.parse(reviewText('java')) as { readonly request: { readonly object: Pod } };
const { metadata, ...template } = request.object;

const referTo = (kind: string, name: string): object => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: `${kind}-${name}`, controller: true }],
});
const nameWorkload = (index: number): string => `app-${Math.floor(index / PODS_OF_A_WORKLOAD)}`;

/** The rows that are listed: the kind, how many there are in a namespace, and each of them. All namespaces have the same. */
const ROWS = {
  'audited-pods': {
    ...{ kind: 'Pod', apiVersion: 'v1', count: PODS_OF_A_NAMESPACE },
    build: (index: number): object => ({
      ...template,
      metadata: {
        ...{ ...metadata, namespace: 'shop-0', name: `pod-${index}`, uid: `pod-${index}` },
        ...referTo('ReplicaSet', nameWorkload(index)),
      },
      status: { phase: 'Running' },
    }),
  },
  'audited-replica-sets': {
    ...{ kind: 'ReplicaSet', apiVersion: 'apps/v1', count: PODS_OF_A_NAMESPACE / PODS_OF_A_WORKLOAD },
    build: (index: number): object => {
      const name = nameWorkload(index * PODS_OF_A_WORKLOAD);
      return {
        metadata: {
          ...{ namespace: 'shop-0', name, uid: `ReplicaSet-${name}` },
          ...referTo('Deployment', name),
        },
        spec: { template: request.object },
      };
    },
  },
  'audited-deployments': {
    ...{ kind: 'Deployment', apiVersion: 'apps/v1', count: PODS_OF_A_NAMESPACE / PODS_OF_A_WORKLOAD },
    build: (index: number): object => {
      const name = nameWorkload(index * PODS_OF_A_WORKLOAD);
      return {
        metadata: { namespace: 'shop-0', name, uid: `Deployment-${name}` },
        spec: { template: request.object },
      };
    },
  },
} as const;

/** The pages as an API server sends them, made before anything is measured. */
const PAGES = new Map<string, Buffer>(
  Object.entries(ROWS).flatMap(([row, { kind, apiVersion, count, build }]) =>
    Array.from({ length: Math.ceil(count / PAGE_SIZE) }, (_, page) => {
      const start = page * PAGE_SIZE;
      const items = Array.from({ length: Math.min(PAGE_SIZE, count - start) }, (_item, at) =>
        build(start + at),
      );
      const next = start + PAGE_SIZE < count ? { continue: String(page + 1) } : {};
      const list = {
        ...{ kind: `${kind}List`, apiVersion, items },
        metadata: { resourceVersion: '1', ...next },
      };
      return [`${row} ${page}`, Buffer.from(JSON.stringify(list))] as const;
    }),
  ),
);

let pages = 0;
const listBytes: KubeClient['listBytes'] = (row, { continue: page = '0' }) => {
  pages += 1;
  // What a socket gives is new each time, too, and moves to the thread.
  return Promise.resolve(ok(Buffer.from(PAGES.get(`${row} ${page}`) ?? '')));
};

const delay = monitorEventLoopDelay({ resolution: 1 });
const formatMs = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
const readDelays = (): readonly string[] => [formatMs(delay.max), formatMs(delay.percentile(99))];

await pause(2000);
// Another machine, or one with more to do, has other delays by itself.
delay.enable();
await pause(10_000);
const idle = readDelays();
const restingMiB = residentMiB(process.pid);
delay.reset();
const [cpu, main, began] = [process.cpuUsage(), mainThreadMicroseconds(process.pid), performance.now()];
const auditor = createAuditor({
  client: { listBytes, now: () => new Date() },
  lease: { tryHold: () => Promise.resolve(ok(true)), release: () => Promise.resolve() },
  snapshot: () => snapshot,
  isRead: () => true,
  logger: createLogger('warn', process.stderr),
  everySeconds: 86_400,
});
let mostMiB = 0;
while (auditor.current() === undefined) {
  mostMiB = Math.max(mostMiB, residentMiB(process.pid));
  await pause(100);
}
const { user, system } = process.cpuUsage(cpu);
const [seconds, mainMs] = [
  (performance.now() - began) / 1000,
  (mainThreadMicroseconds(process.pid) - main) / 1000,
];
const threadMs = (user + system) / 1000 - mainMs;
const round = auditor.current();
auditor.stop();

const format = (value: number, digits = 1): string => value.toFixed(digits);
console.log(`Load averages ${loadAverages()}; ${pages} pages.`);
console.log(
  table([
    ['pods', 'missed', 'seconds', 'ms of CPU a pod', 'cores', 'MiB more', 'latest event loop, ms', 'p99'],
    [
      ...[String(round?.total.pods.pods), String(round?.total.pods.missed), format(seconds)],
      ...[format(threadMs / PODS, 2), format(threadMs / 1000 / seconds, 2), format(mostMiB - restingMiB)],
      ...readDelays(),
    ],
    ['without a round', '', '', '', '', '', ...idle],
  ]),
);
