import { setTimeout as pause } from 'node:timers/promises';
import { INJECT_LABEL } from '../core/annotations.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import type { LiveCluster } from '../live/live-cluster.js';
import { parseJson } from '../text/parse-json.js';
import type { ClusterFacts } from './facts.js';
import { buildOk, buildUnknown, joinSome, type Finding } from './finding.js';
import { getName, listContainers, readPodSpec, readRecords, readStatus, readText } from './object-fields.js';

const NAME = 'doka-tracing-doctor';
/** How long the trace is waited for in the cluster, and how long its Job is. */
const TRACE_SECONDS = 30;
const JOB_SECONDS = 90;
const PAUSE_MS = 1000;

/**
 * Sends a trace from a pod of the cluster, by a Job with the image of the webhook, and returns the result. The Job and
 * its ConfigMap are removed in any case.
 */
export async function traceInCluster(
  cluster: LiveCluster,
  { installation, platform }: Pick<ClusterFacts, 'installation' | 'platform'>,
  { namespace, signal }: { readonly namespace: string; readonly signal: AbortSignal },
): Promise<Finding> {
  if (!platform.ok) return buildUnknown(platform.error);
  if (!installation.ok) return buildUnknown(installation.error);
  const image = installation.value && findImage(installation.value.deployment);
  if (image === undefined)
    return {
      verdict: 'unknown',
      sentence: 'There is no webhook, so there is no image to send the trace with.',
    };
  const objects = [buildConfigMap(namespace, platform.value), buildJob(namespace, image)];
  try {
    for (const object of objects) {
      const created = await cluster.create(object);
      if (!created.ok) return buildUnknown(created.error);
    }
    return await awaitReport(cluster, namespace, signal);
  } finally {
    for (const { apiVersion = '', kind = '' } of objects)
      await cluster.remove({ apiVersion, kind, name: NAME, namespace });
  }
}

const findImage = (deployment: KubeObject): string | undefined =>
  listContainers(readPodSpec(deployment))
    .map((container) => readText(container, 'image'))
    .find((image) => image !== '');

const buildConfigMap = (
  namespace: string,
  { apiVersion, kind, metadata, ...platform }: KubeObject,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: NAME, namespace },
  data: {
    'platform.yaml': JSON.stringify({
      apiVersion,
      kind,
      metadata: { name: metadata.name },
      spec: platform['spec'],
    }),
  },
});

/** Meets the restricted level of Pod Security, and is not injected itself. */
const buildJob = (namespace: string, image: string): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: NAME, namespace },
  spec: {
    backoffLimit: 0,
    activeDeadlineSeconds: JOB_SECONDS,
    ttlSecondsAfterFinished: JOB_SECONDS,
    template: {
      metadata: { labels: { [INJECT_LABEL]: 'disabled' } },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'verify',
            image,
            args: ['verify', '-f', '/input/platform.yaml', '-o', 'json', '--timeout', `${TRACE_SECONDS}`],
            env: [{ name: 'OTEL_NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
            resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [{ name: 'input', mountPath: '/input', readOnly: true }],
          },
        ],
        volumes: [{ name: 'input', configMap: { name: NAME } }],
      },
    },
  },
});

/** Waits until the pod of the Job has ended, and reads what it printed. */
async function awaitReport(cluster: LiveCluster, namespace: string, signal: AbortSignal): Promise<Finding> {
  let waiting = 'its pod has not started';
  for (let left = JOB_SECONDS; left > 0 && !signal.aborted; left -= 1) {
    const listed = await cluster.list({
      ...{ apiVersion: 'v1', kind: 'Pod', namespace },
      labelSelector: `batch.kubernetes.io/job-name=${NAME}`,
    });
    if (!listed.ok) return buildUnknown(listed.error);
    const [pod] = listed.value.items;
    const [status = {}] = pod === undefined ? [] : readRecords(readStatus(pod), 'containerStatuses');
    const state = readRecord(status, 'state');
    if (pod !== undefined && isRecord(state['terminated'])) {
      const log = await cluster.readText(`/api/v1/namespaces/${namespace}/pods/${getName(pod)}/log`);
      return log.ok ? judgeReport(parseJson(log.value.text)) : buildUnknown(log.error);
    }
    const reason = readText(readRecord(state, 'waiting'), 'reason');
    if (reason !== '') waiting = `its container waits (${reason})`;
    await pause(PAUSE_MS);
  }
  return { verdict: 'unknown', sentence: `The trace was not sent: ${waiting}.` };
}

/** What `verify` says, in one sentence. */
export function judgeReport(report: unknown): Finding {
  if (!isRecord(report)) return { verdict: 'unknown', sentence: 'The Job printed no report.' };
  const ways = readRecords(report, 'ways');
  const steps = ways.flatMap((way) => [readRecord(way, 'send'), ...readRecords(way, 'reads')]);
  const failed = steps.map((step) => step['diagnosis']).find(isRecord);
  if (failed !== undefined) return describeDiagnosis(failed);
  if (report['arrived'] !== true)
    return { verdict: 'failed', sentence: 'A trace that was sent did not arrive.' };
  const backends = ways.flatMap((way) => readRecords(way, 'reads')).map((read) => readText(read, 'backend'));
  return buildOk(`A trace that was sent from a pod arrived in ${joinSome(backends)}.`);
}

const describeDiagnosis = (diagnosis: Fields): Finding => ({
  verdict: 'failed',
  sentence: `A trace that was sent from a pod did not arrive: ${readText(diagnosis, 'code')}: ${readText(diagnosis, 'says')}`,
  remedy: readText(diagnosis, 'remedy'),
});
