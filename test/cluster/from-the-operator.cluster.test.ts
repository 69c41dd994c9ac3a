// Runs docs/from-the-operator.md, every command in order, beside the Operator or what stands in for it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdmissionServer } from './suite/admission-server.js';
import { registerWebhook, unregisterWebhook } from './suite/foreign-webhook.js';
import { startOperator } from './suite/operator.js';
import { listRunBlocks, openPage, type LeftOut } from './suite/page-run.js';
import { openShell } from './suite/shell.js';
import { podOf, SERVICES, SHOP } from './suite/shop.js';
import { apply, eventually, kubectl } from './suite/test-cluster.js';
import {
  clearWebhook,
  INJECT,
  manifests,
  podWith,
  statusOf,
  untilPod,
  type AnsweredPod,
} from './suite/webhook.js';

const OPERATOR = 'opentelemetry-operator-mutating-webhook-configuration';
const AGENT = 'opentelemetry-auto-instrumentation-nodejs';

const NOT_HERE: readonly LeftOut[] = [
  { command: 'helm upgrade opentelemetry-operator ', because: 'the cluster has no chart of the Operator' },
];

const shell = openShell('helm-4');
const page = openPage(listRunBlocks('docs/from-the-operator.md', NOT_HERE), shell);
let operator: AdmissionServer;

const hasAgent = ({ spec }: AnsweredPod): boolean =>
  spec.initContainers?.some(({ name }) => name === AGENT) === true;

/** Waits until the newest pod of each service is like this. */
async function untilPods(what: string, is: (pod: AnsweredPod) => boolean): Promise<void> {
  for (const service of SERVICES)
    await eventually(`${service} ${what}`, () => (is(podOf(service)) ? true : undefined));
}

const isOurs = (pod: AnsweredPod): boolean => statusOf(pod) === 'injected' && hasAgent(pod);
const isOfOperator = (pod: AnsweredPod): boolean => statusOf(pod) === undefined && hasAgent(pod);

beforeAll(async () => {
  await clearWebhook();
  // The Operator brings its definition.
  kubectl('apply', '--server-side', '-k', manifests('components', 'instrumentation-crd'));
  operator = await startOperator();
  registerWebhook(OPERATOR, operator.clientConfig);
  kubectl('create', 'namespace', SHOP);
  apply(
    JSON.stringify({
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      metadata: { name: 'shop', namespace: SHOP },
      spec: { exporter: { endpoint: 'http://otel-collector.monitoring.svc:4318' } },
    }),
  );
  await untilPod('The Operator does not inject', SHOP, {
    pod: podWith({ [`${INJECT}nodejs`]: 'true' }),
    is: hasAgent,
  });
  expect(await shell.run('kubectl apply -k examples/checkout')).toMatchObject({ code: 0 });
});

afterAll(async () => {
  unregisterWebhook(OPERATOR);
  kubectl('delete', 'namespace', SHOP, '--wait');
  await operator.close();
});

describe('a namespace that the Operator injects', () => {
  test('shows beforehand what would change', async () => {
    await untilPods('is not injected by the Operator', isOfOperator);
    const [explained] = await page.runThrough('1. See what would change');
    expect(explained ?? '').toMatch(/storefront[^]*injected/);
  });

  test('stays with the Operator where the webhook is installed and not asked', async () => {
    await page.runThrough('2. Install the webhook, and change nothing');
    await untilPods('is not the Operator’s', isOfOperator);
  });

  test('changes over with its label, and each pod has one agent', async () => {
    const printed = await page.runThrough('3. Change one namespace');
    expect(printed.at(-1)).toMatch(/^storefront-\S+ +injected$/m);
    await untilPods('is not ours', isOurs);
    for (const service of SERVICES)
      expect(podOf(service).spec.initContainers?.filter(({ name }) => name === AGENT)).toHaveLength(1);
  });

  test('goes back without it', async () => {
    await page.runThrough('4. Go back, if you want to');
    await eventually('No pod is the Operator’s again', () => {
      const statuses = kubectl(
        'get',
        'pods',
        `--namespace=${SHOP}`,
        '--output=jsonpath={.items[*].metadata.labels}',
      );
      return statuses
        .split('}')
        .some((labels) => labels.includes('pod-template-hash') && !labels.includes('status'))
        ? true
        : undefined;
    });
  });

  test('is ours with all others in the end', async () => {
    await page.runThrough('5. Change all namespaces');
    expect(page.left()).toEqual([]);
    await untilPod('New pods are not ours', SHOP, {
      pod: podWith({ [`${INJECT}nodejs`]: 'true' }),
      is: isOurs,
    });
  });
});
