import { MESSAGE, REASON, STATUS } from '../src/core/annotations.js';
import type { Container, StringMap } from '../src/core/kubernetes/pod.js';
import { createPod, schedulePod } from './api-server.js';
import type { RunningPod } from './downward-api.js';
import { resolveEnvironment, NO_SOURCES } from './kubelet-environment.js';
import { buildSubmittedPod, type Deployment, type SubmittedPod } from './pod-of.js';
import { startService, type ServiceProcess } from './service-process.js';
import { translateText, translateEnvironment, type StandIn } from './stand-ins.js';
import type { DemoStep } from './step.js';
import type { Expectation } from './verification.js';
import type { DemoWebhook } from './webhook.js';

/** A Deployment's pod on its node, ready to start. */
export interface DemoWorkload extends Expectation {
  readonly command: readonly string[];
}

export interface DemoCluster {
  readonly webhook: DemoWebhook;
  /** Variables of the namespace's Services. */
  readonly services: StringMap;
  readonly tell: (step: DemoStep) => void;
}

/** Nodes and pods have addresses of ranges that are not routed; nothing is sent to them. */
const NODE = { nodeName: 'demo-node-1', hostIP: '192.0.2.10' };

/**
 * Has the pod of a Deployment admitted and bound to a node, and makes the environment of its first container. Rejects
 * when the webhook did not inject it, or when a kubelet could not start it.
 */
export async function admitWorkload(
  deployment: Deployment,
  podIP: string,
  { webhook, services, tell }: DemoCluster,
): Promise<DemoWorkload> {
  const service = deployment.metadata.name;
  const before = buildSubmittedPod(deployment);
  const admission = await createPod(before, webhook);
  const injections = webhook.injectionsOf(before.metadata.generateName);
  tell({ kind: 'admitted', service, before, admission, injections });
  requireInjected(service, admission.pod);
  const pod = schedulePod(admission.pod, { ...NODE, podIP });
  const container = getFirstContainer(pod);
  const environment = resolveEnvironment(container, pod, { ...NO_SOURCES, services });
  if (!environment.ok)
    throw new Error(
      `The pod of ${service} would not start, CreateContainerConfigError: ${environment.error}.`,
    );
  return {
    service,
    deployment: service,
    container: container.name,
    pod,
    environment: environment.value,
    command: container.command ?? [],
  };
}

function requireInjected(service: string, pod: SubmittedPod): void {
  const { annotations = {} } = pod.metadata;
  const status = annotations[STATUS] ?? 'unchanged';
  if (status === 'injected') return;
  const why = `${annotations[REASON] ?? 'no reason'}: ${annotations[MESSAGE] ?? 'no message'}`;
  throw new Error(`The pod of ${service} was not injected but ${status} (${why})`);
}

function getFirstContainer(pod: RunningPod): Container {
  const [container] = pod.spec.containers;
  if (container === undefined) throw new Error('A pod has no container.');
  return container;
}

/** Where the pod sends its traces: scheme, host and port of its OTLP endpoint. Throws when it has none. */
export function getOtlpOrigin({ service, environment }: DemoWorkload): string {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint === undefined || !URL.canParse(endpoint))
    throw new Error(`The pod of ${service} has no OTLP endpoint: ${endpoint ?? 'the variable is not set'}.`);
  return new URL(endpoint).origin;
}

/** How a start is followed; see `DemoOptions`. */
export interface StartHandlers {
  readonly signal: AbortSignal;
  readonly tell: (step: DemoStep) => void;
  readonly log: (line: string) => void;
}

export interface StartedWorkload extends ServiceProcess {
  readonly url: string;
}

/**
 * Starts the program of a workload with exactly the variables of its pod, in which the stand-ins are replaced. The
 * first word of the command is `node` and becomes the Node.js that runs this.
 */
export async function startWorkload(
  { service, environment, command }: DemoWorkload,
  standIns: readonly StandIn[],
  { signal, tell, log }: StartHandlers,
): Promise<StartedWorkload> {
  const [, ...args] = command;
  const process = await startService({
    name: service,
    args: args.map((arg) => translateText(arg, standIns)),
    environment: translateEnvironment(environment, standIns),
    signal,
    log: (text) => {
      log(`${service}: ${text}`);
    },
  });
  const url = `http://127.0.0.1:${process.port}`;
  const texts = [...args, ...Object.values(environment)];
  const used = standIns.filter(({ inThePod }) => texts.some((text) => text.includes(inThePod)));
  tell({ kind: 'started', service, url, environment, standIns: used });
  return { ...process, url };
}
