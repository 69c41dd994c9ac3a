import { isAgentContainer } from '../core/decide/pod-kind.js';
import { listRecords, readRecord, type Fields } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import { redactText } from '../telemetry/redaction.js';

/** A container that brings an agent, and what keeps it from doing so. */
export interface WaitingAgent {
  readonly container: string;
  readonly image: string;
  /** As the kubelet names it: `ImagePullBackOff`; or `Exit code 1`. */
  readonly reason: string;
  /** What the kubelet says; may be empty. */
  readonly message: string;
}

/** What a container waits for before it runs, where nothing is wrong. */
const USUAL: readonly string[] = ['PodInitializing', 'ContainerCreating', ''];

/**
 * Finds what keeps the agent of a pod from being there: an image that is not pulled, a container that cannot be created or
 * one that has failed. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states
 */
export function findWaitingAgent(pod: KubeObject): WaitingAgent | undefined {
  const status = readRecord(pod, 'status');
  const all = ['initContainerStatuses', 'containerStatuses'].flatMap((list) => listRecords(status[list]));
  return all.flatMap((each) => readWaiting(each) ?? [])[0];
}

function readWaiting(status: Fields): WaitingAgent | undefined {
  const { name, image, ready } = status;
  if (typeof name !== 'string' || !isAgentContainer({ name })) return undefined;
  const waiting = readRecord(readRecord(status, 'state'), 'waiting');
  const ended = ready === true ? undefined : findFailedEnd(status);
  const reason = describeReason(waiting, ended);
  if (reason === undefined) return undefined;
  return {
    ...{ container: name, image: readText(image), reason },
    message: redactText((readText(waiting['message']) || readText(ended?.['message'])).trim()),
  };
}

/** The end of a run that failed, the last one or the one before. */
const findFailedEnd = (status: Fields): Fields | undefined =>
  ['state', 'lastState']
    .map((field) => readRecord(readRecord(status, field), 'terminated'))
    .find(({ exitCode }) => typeof exitCode === 'number' && exitCode !== 0);

function describeReason({ reason }: Fields, ended: Fields | undefined): string | undefined {
  const text = readText(reason);
  if (!USUAL.includes(text)) return text;
  return ended === undefined ? undefined : `Exit code ${String(ended['exitCode'])}`;
}

const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
