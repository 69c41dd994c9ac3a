// Runs docs/quickstart.md and docs/uninstall.md, every command in order, as they stand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { textOf } from '../docs/markdown.js';
import { listCommands, listShellBlocks } from '../docs/shell-blocks.js';
import { hasAll, traceIn } from '../pods/read-back.js';
import { listAllObjects } from './suite/all-objects.js';
import { noteRefusals } from './suite/audit.js';
import { dokaTracing } from './suite/doka-tracing.js';
import { bringImagesOf } from './suite/manifest-images.js';
import { listRunBlocks, openPage, type LeftOut } from './suite/page-run.js';
import { openShell } from './suite/shell.js';
import { podOf, purchase, SERVICES } from './suite/shop.js';
import { eventually, paths } from './suite/test-cluster.js';
import { clearWebhook, statusOf } from './suite/webhook.js';
import { untilGone } from './suite/webhook-pods.js';

const PAGE = 'docs/quickstart.md';

/** What only the reader's own machine has a use for: the test has a cluster, and no container engine. */
const ON_YOUR_MACHINE: readonly LeftOut[] = [
  { command: 'kind create cluster', because: 'there is a cluster' },
  { command: 'docker build ', because: 'the cluster has the image' },
  { command: 'kind load docker-image ', because: 'the cluster has the image' },
  { command: 'docker save ', because: 'the cluster has the image' },
  { command: 'sudo k3s kubectl config view ', because: 'the shell has the kubeconfig' },
  { command: "alias doka-tracing='docker run ", because: 'the shell has the command' },
];

/** The command of the page on uninstalling that prints nothing in the end. */
const STILL_INJECTED = listShellBlocks(textOf('docs/uninstall.md'))[2]?.script ?? '';

const COMMANDS = [
  '1. Install the webhook',
  '2. Start the Collector and Jaeger',
  '3. Run annotated workloads',
  '4. Look at the trace',
] as const;

const blocks = listRunBlocks(PAGE, ON_YOUR_MACHINE);
const shell = openShell('helm-4');
const page = openPage(blocks, shell);

/** The address that the page says to open. */
const [, ADDRESS = ''] = /^Open <(.*?)>/m.exec(textOf(PAGE)) ?? [];

interface JaegerTrace {
  readonly spans: readonly { readonly processID: string }[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
}

/** Waits until Jaeger, at the address of the page, has a trace through all of these services. */
const untilTraceThrough = (...services: readonly string[]): Promise<JaegerTrace> =>
  eventually(`There is no trace through ${services.join(', ')} at ${ADDRESS}`, async () => {
    const { origin, search } = new URL(ADDRESS);
    const answer = (await (await fetch(`${origin}/api/traces${search}`)).json()) as {
      readonly data: readonly JaegerTrace[];
    };
    return answer.data.find(({ processes }) => {
      const there = Object.values(processes).map(({ serviceName }) => serviceName);
      return services.every((service) => there.includes(service));
    });
  });

/** The choice among the values of the example, as a file. */
function chosenPlatform(): string {
  const { platform } = parse(textOf('examples/quickstart/values.yaml')) as { readonly platform: object };
  return JSON.stringify({ ...PLATFORM, spec: platform });
}

const PLATFORM = {
  apiVersion: 'tracing.dokaseca.io/v1alpha1',
  kind: 'TracingPlatform',
  metadata: { name: 'default' },
};

let before: readonly string[];

beforeAll(async () => {
  await clearWebhook();
  before = listAllObjects();
  // A cluster elsewhere pulls them from a registry.
  const choice = dokaTracing(chosenPlatform(), 'render', 'collector', '-f', '-', '--as', 'plain');
  await bringImagesOf(choice.out);
  await bringImagesOf(textOf('examples/quickstart/jaeger.yaml'));
});

afterAll(() => page.stop());

describe('the quickstart', () => {
  test('has four commands from an empty cluster to the trace', () => {
    const numbered = blocks.filter(({ headings }) => /^\d/.test(headings.at(-1) ?? ''));
    expect(numbered.map(({ headings }) => headings.at(-1))).toEqual(COMMANDS);
  });

  test('ends with a trace through the shop in Jaeger, at the address of the page', async () => {
    const start = performance.now();
    await page.runThrough(COMMANDS[3]);
    await untilTraceThrough(...SERVICES);
    const seconds = (performance.now() - start) / 1000;
    process.stderr.write(`quickstart: ${seconds.toFixed(0)} s from the first command to the trace\n`);
    for (const service of SERVICES) expect(statusOf(podOf(service))).toBe('injected');
  });

  test('injects a workload that is annotated afterwards, and shows the status of each', async () => {
    const printed = await page.runThrough('Annotate a workload of your own');
    expect(printed.at(-1)).toMatch(/^customer-\S+ +injected$/m);
    await untilTraceThrough('customer', ...SERVICES);
  });
});

describe('the page on injected pods without traces', () => {
  const NO_TRACES = 'docs/no-traces.md';
  const OTHER_REGISTRY = 'kubectl patch tracingplatform default --type merge -p \'{"spec": {"agents"';
  const notRun: readonly LeftOut[] = [
    { command: OTHER_REGISTRY, because: 'the cluster has no registry; the next test asks the API server' },
  ];
  const noTraces = openPage(listRunBlocks(NO_TRACES, notRun), shell);

  test('tells what a pod and its way to Jaeger are like, and nothing is wrong', async () => {
    const [reasons, verified] = await noTraces.runThrough('Where is the trace lost?');
    expect(reasons).toMatch(/^REASON\n(injected\n)+$/);
    expect(verified).toMatch(/ok {4}send http\/protobuf.*\n.*ok {4}read jaeger/);
  });

  test('has commands that are taken', async () => {
    const printed = await noTraces.runThrough('Collector');
    expect(printed.join('\n')).toContain('Nothing differs from what is rendered.');
    await noTraces.runThrough('Short programs');
    expect(noTraces.left()).toEqual([]);
    const [patch = ''] = listShellBlocks(textOf(NO_TRACES))
      .flatMap(({ script }) => listCommands(script))
      .filter((command) => command.startsWith(OTHER_REGISTRY));
    expect(await shell.run(`${patch} --dry-run=server`)).toMatchObject({ code: 0 });
  });

  test('leaves traces whole', async () => {
    const rolledOut = 'kubectl -n shop rollout status deployment/storefront --timeout=120s';
    expect(await shell.run(rolledOut)).toMatchObject({ code: 0 });
    const jaeger = { backend: 'jaeger', url: new URL(ADDRESS).origin } as const;
    await traceIn(jaeger, await purchase(), hasAll(SERVICES));
  });
});

describe('the page on uninstalling', () => {
  const uninstall = openPage(listRunBlocks('docs/uninstall.md', []), shell);

  test('replaces injected pods by others that have no agent', async () => {
    await page.stop();
    const printed = await uninstall.runThrough('2. Replace injected pods');
    expect(printed).toHaveLength(3);
    for (const service of [...SERVICES, 'customer'])
      await eventually(`${service} has its agent`, () =>
        podOf(service).spec.initContainers === undefined ? true : undefined,
      );
    expect(await shell.run(STILL_INJECTED)).toEqual({ code: 0, out: '' });
  });

  test('leaves nothing of the webhook and the Collector', async () => {
    await uninstall.runThrough('3. Remove what `render` made');
    await noteRefusals(paths.state, async () => {
      await uninstall.runThrough('5. Remove what stays');
      await untilGone();
    });
    expect(uninstall.left()).toEqual([]);
  });

  test('and with the shop and Jaeger gone the cluster is as it was', async () => {
    await page.runThrough('Remove it');
    expect(page.left()).toEqual([]);
    await eventually('Something is left', () => {
      const left = listAllObjects().filter((object) => !before.includes(object));
      if (left.length > 0) throw new Error(left.join('\n'));
      return true;
    });
  });
});
