import { once } from 'node:events';
import { sep } from 'node:path';
import { loadContext } from '../src/config/context.js';
import { resolveLanguages } from '../src/config/languages.js';
import type { AdmissionEngine } from '../src/http/admission.js';
import { AGENT_PATH, listAgentImages, createAgentFolder, type AgentFolder } from './agent-folder.js';
import { startReceiver, type OtlpReceiver } from './otlp-receiver.js';
import { createSpanDecoder, type Span } from './otlp-spans.js';
import { buildServiceEnvironment, type Service } from './service-environment.js';
import { startPage, type PageOptions } from './page.js';
import { readShop, type Shop } from './shop.js';
import type { StandIn } from './stand-ins.js';
import type { DemoStep } from './step.js';
import { selectWholeTraces } from './trace.js';
import { checkTrace } from './verification.js';
import { startWebhook, type DemoWebhook } from './webhook.js';
import { admitWorkload, getOtlpOrigin, startWorkload, type DemoWorkload } from './workload.js';

export interface DemoOptions {
  readonly admit: AdmissionEngine;
  /** Ends the demo early; what was started is stopped. */
  readonly signal: AbortSignal;
  /** Told of each step as it is done. */
  readonly tell: (step: DemoStep) => void;
  /** Takes log lines of failures, and what the programs write to stderr. */
  readonly log: (line: string) => void;
  /** Serves the status page at the end, until it is interrupted. */
  readonly serve?: boolean;
}

/** What the services buy; the last purchase is shown, as the first one meets cold programs. */
const REQUESTS = ['/buy?item=tea', '/buy?item=coffee', '/buy?item=tea'];

/** Far above what the services need on a slow machine; nothing but failure takes so long. */
const TRACE_DEADLINE_MS = 30_000;

/** Ends what was started; it is pushed to as things start and run in reverse. */
type Closers = (() => Promise<void>)[];

/**
 * Runs examples/checkout on this machine without a cluster: admits its pods, starts its programs with the environment
 * of the changed pods, and verifies the trace that they send. Rejects with a sentence when it cannot come to the end.
 * Whatever happens, no process, socket or file is left.
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  const closers: Closers = [];
  try {
    await runSteps(options, closers);
  } finally {
    // One that fails must not keep the others from closing.
    for (const close of closers.reverse()) await close().catch(() => undefined);
  }
}

async function runSteps(options: DemoOptions, closers: Closers): Promise<void> {
  const { signal, tell } = options;
  const shop = await readShop();
  const receiver = await startReceiver(await createSpanDecoder());
  closers.push(receiver.close);
  const agent = await createAgentFolder();
  closers.push(agent.remove);
  const webhook = await startShopWebhook(shop, options);
  closers.push(webhook.close);
  tell({ kind: 'webhook', url: webhook.url, contextFile: shop.contextFile });

  const workloads: DemoWorkload[] = [];
  const services = buildServiceEnvironment(assignAddresses(shop.services));
  for (const deployment of shop.deployments) {
    const podIP = `10.244.0.${11 + workloads.length}`;
    workloads.push(await admitWorkload(deployment, podIP, { webhook, services, tell }));
  }

  tell(buildAgentStep(agent, workloads));
  const standIns = listStandIns(shop, agent.path, [
    ...new Map(
      workloads.map((each) => [getOtlpOrigin(each), buildCollectorStandIn(getOtlpOrigin(each), receiver)]),
    ).values(),
  ]);
  const front = await startWorkloads(workloads, { standIns, options, closers });
  for (const path of REQUESTS) await sendRequest(new URL(path, front), signal);
  const trace = await waitForLastTrace(receiver, workloads, signal);
  tell({ kind: 'traced', requests: REQUESTS, trace });
  tell({ kind: 'checked', checks: checkTrace(trace, workloads) });
  if (options.serve === true)
    await servePage({ ...options, webhook, contextFile: shop.contextFile, trace }, closers);
}

async function servePage(options: PageOptions & DemoOptions, closers: Closers): Promise<void> {
  const { tell, signal } = options;
  const page = await startPage(options);
  closers.push(page.close);
  tell({ kind: 'serving', url: page.url });
  if (!signal.aborted) await once(signal, 'abort');
}

const buildAgentStep = (agent: AgentFolder, workloads: readonly DemoWorkload[]): DemoStep => ({
  kind: 'agent',
  agent: { package: agent.package, version: agent.version },
  images: listAgentImages(workloads.map(({ pod }) => pod)),
});

async function startShopWebhook(
  shop: Shop,
  { admit, log }: Pick<DemoOptions, 'admit' | 'log'>,
): Promise<DemoWebhook> {
  const context = await loadContext(shop.contextFile, { languages: resolveLanguages({}) });
  if (!context.ok) throw new Error(context.error.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return startWebhook({ admit, snapshot: context.value.snapshot, log });
}

const KUBERNETES: Service = {
  metadata: { name: 'kubernetes' },
  spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443 }] },
};

/** The Services as the API server stores them, and the one that every namespace sees. */
const assignAddresses = (services: readonly Service[]): readonly Service[] => [
  KUBERNETES,
  ...services.map(({ metadata, spec }, index) => ({
    metadata,
    spec: { ...spec, clusterIP: `10.96.0.${11 + index}` },
  })),
];

const listStandIns = (shop: Shop, agentPath: string, collectors: readonly StandIn[]): readonly StandIn[] => [
  {
    inThePod: `${AGENT_PATH}/`,
    here: `${agentPath}${sep}`,
    standsFor: 'the volume into which the init container copies the agent',
  },
  { inThePod: '/app/', here: `${shop.folder}${sep}`, standsFor: 'the volume with the programs' },
  {
    inThePod: '0.0.0.0:8080',
    here: '127.0.0.1:0',
    standsFor: "the pod's own network, and here any free port",
  },
  ...collectors,
];

const buildCollectorStandIn = (endpoint: string, { url }: OtlpReceiver): StandIn => ({
  inThePod: endpoint,
  here: url,
  standsFor: 'cluster DNS, and the Collector',
});

interface StartOptions {
  readonly standIns: readonly StandIn[];
  readonly options: DemoOptions;
  readonly closers: Closers;
}

/** Starts the workloads in order, each reachable for those after it; gives the URL of the last one. */
async function startWorkloads(
  workloads: readonly DemoWorkload[],
  { standIns, options, closers }: StartOptions,
): Promise<string> {
  const known = [...standIns];
  let last = '';
  for (const workload of workloads) {
    const { url, stop } = await startWorkload(workload, known, options);
    closers.push(stop);
    const namespace = workload.pod.metadata?.namespace ?? '';
    known.push({
      inThePod: `http://${workload.service}.${namespace}.svc:8080`,
      here: url,
      standsFor: `cluster DNS, and the Service ${workload.service}`,
    });
    last = url;
  }
  return last;
}

async function sendRequest(url: URL, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Error(`${url.href} did not answer; the service ended after it had started.`, { cause: error });
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}: ${text}`);
}

function waitForLastTrace(
  receiver: OtlpReceiver,
  workloads: readonly DemoWorkload[],
  signal: AbortSignal,
): Promise<readonly Span[]> {
  const names = workloads.map(({ service }) => service);
  const find = (spans: readonly Span[]): readonly Span[] | undefined => {
    const traces = selectWholeTraces(spans, names);
    return traces.length < REQUESTS.length ? undefined : traces.at(-1);
  };
  const says = (spans: readonly Span[]): string =>
    `Of ${REQUESTS.length} traces over ${names.join(' and ')}, ${selectWholeTraces(spans, names).length} arrived whole ` +
    `within ${TRACE_DEADLINE_MS / 1000} s; ${spans.length} spans arrived.`;
  return receiver.until(find, { deadlineMs: TRACE_DEADLINE_MS, signal, describeTimeout: says });
}
