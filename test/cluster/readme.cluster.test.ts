// Runs the README's ways to install the webhook with kubectl and to choose a backend, and the shop's own page.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/core/domain.js';
import { textOf } from '../docs/markdown.js';
import { listShellBlocks } from '../docs/shell-blocks.js';
import { hasAll, traceIn } from '../pods/read-back.js';
import { dokaTracing, dokaTracingInPod, INPUT_FILE } from './suite/doka-tracing.js';
import { bringImagesOf } from './suite/manifest-images.js';
import { listRunBlocks, openPage, type LeftOut } from './suite/page-run.js';
import { platformText } from './suite/rendered-collector.js';
import { openShell } from './suite/shell.js';
import { MONITORING, podOf, purchase, SERVICES, SHOP } from './suite/shop.js';
import { addressOf, kubectl, paths, read } from './suite/test-cluster.js';
import {
  clearWebhook,
  INJECT,
  podWith,
  statusOf,
  untilInjecting,
  untilPod,
  WEBHOOK,
} from './suite/webhook.js';

const FLAGS = 'examples/cluster/terraform.tfvars';

const RUN_OTHERWISE: readonly LeftOut[] = [
  { command: 'helm install ', because: 'it installs the same a second time; helm.cluster.test.ts runs it' },
  { command: 'doka-tracing verify ', because: 'names resolve in pods alone; a test below runs it in one' },
];
const IN_A_CHECKOUT: readonly LeftOut[] = [
  { command: 'npm run ', because: 'it needs no cluster' },
  { command: 'node dist/main.js inject ', because: 'it needs no cluster' },
];

const shell = openShell('helm-4');
const page = openPage(listRunBlocks('README.md', RUN_OTHERWISE, ['Install it', 'Choose a backend']), shell);
const shop = openPage(listRunBlocks('examples/checkout/README.md', IN_A_CHECKOUT), shell);

const jaeger = () => ({ backend: 'jaeger', url: `http://${addressOf(MONITORING, 'jaeger')}:16686` }) as const;

const chosen = (): unknown =>
  (read('tracingplatform', 'default') as { readonly spec: { readonly backend?: string } }).spec.backend;

beforeAll(async () => {
  await clearWebhook();
  await bringImagesOf(dokaTracing('', 'render', 'collector', '-f', FLAGS, '--as', 'plain').out);
  await bringImagesOf(textOf('examples/quickstart/jaeger.yaml'));
});

afterAll(async () => {
  await page.stop();
  await shell.run(`doka-tracing render -f ${FLAGS} --as plain --no-namespaces | kubectl delete -f -`);
  kubectl('delete', 'namespace', SHOP, MONITORING, '--ignore-not-found', '--wait');
  kubectl('delete', 'tracingplatform', '--all');
});

describe('the README', () => {
  test('installs the webhook, and a choice that does not replace another', async () => {
    await page.runThrough('Install it');
    await untilInjecting('default');
    const again = await shell.run('kubectl create -f examples/cluster/platform.yaml');
    expect(again.out).toContain('AlreadyExists');
    expect(again.code).toBe(1);
  });

  test('changes the backend by a command for each', async () => {
    const before = page.left().length;
    await page.runThrough('Choose a backend');
    expect(before - page.left().length).toBe(BACKENDS.length);
    expect(chosen()).toBe('zipkin');
  });

  test('makes of the flags of a platform all that a trace in Jaeger needs', async () => {
    // The flags say it all: what was patched before would stay beside them.
    kubectl('delete', 'tracingplatform', 'default');
    // In the place of the chart that the flags install.
    expect(await shell.run('kubectl apply -f examples/quickstart/jaeger.yaml')).toMatchObject({ code: 0 });
    const printed = await page.runThrough('From the flags of your platform');
    expect(page.left()).toEqual([]);
    await untilPod('The platform is not seen', 'default', {
      pod: podWith({ [`${INJECT}nodejs`]: 'true' }),
      is: (pod) => statusOf(pod) === 'injected',
    });
    const [, sold] = await shop.runThrough('On a cluster');
    expect(sold).toContain('accepted');
    for (const service of SERVICES) expect(statusOf(podOf(service))).toBe('injected');
    await traceIn(jaeger(), await purchase(), hasAll(SERVICES));
    expect(printed.at(-1)).toContain('kubectl port-forward svc/jaeger');
  });

  test('verifies the route, where the names of Services resolve', async () => {
    const choice = { namespace: MONITORING, input: platformText() };
    const ended = await dokaTracingInPod(choice, 'verify', '-f', INPUT_FILE);
    expect(ended.out).toMatch(/ok {4}send http\/protobuf.*\n.*ok {4}read jaeger/);
    expect(ended).toMatchObject({ code: 0 });
  });

  test('takes the shop away', async () => {
    await shop.runThrough('Remove it');
    expect(shop.left()).toEqual([]);
    expect(kubectl('get', 'namespace', SHOP, '--ignore-not-found')).toBe('');
  });
});

describe('a cluster of one node is drained', () => {
  // Only the webhook's pods: the cluster itself has to go on.
  const flags = `--pod-selector=app.kubernetes.io/name=${WEBHOOK}`;
  const [drain = ''] = listShellBlocks(textOf('docs/operations.md'))
    .filter(({ headings }) => headings.at(-1) === 'Drain a node')
    .map(({ script }) => `${script.replace('NODE', paths.name)} ${flags}`);

  afterAll(() => {
    kubectl('uncordon', paths.name);
  });

  test('which waits for ever where pods are evicted', async () => {
    const { code, out } = await shell.run(`${drain.replace(' --disable-eviction', '')} --timeout=8s`);
    expect(out).toContain("violate the pod's disruption budget");
    expect(code).toBe(1);
  });

  test('and ends by the command of the page', async () => {
    expect(await shell.run(`${drain} --timeout=60s`)).toMatchObject({ code: 0 });
  });
});
