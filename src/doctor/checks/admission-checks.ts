import { INJECT_LABEL, STATUS } from '../../core/annotations.js';
import { formatKubectl } from '../../core/kubectl-command.js';
import { isSelectorMatch } from '../../core/kubernetes/label-selector.js';
import { readPodSelector } from '../../kube/pod-selection.js';
import type { ClusterFacts } from '../facts.js';
import { buildOk, buildUnknown, formatCount, type Finding } from '../finding.js';
import { getName, readSpec, readText } from '../object-fields.js';
import { checkBundle } from './certificate-checks.js';
import { checkRegistration } from './registration-checks.js';
import { checkWebhook } from './webhook-checks.js';

/** Whether a pod that asks comes back from the webhook: the whole way, from the API server and back. */
export function checkAdmission(facts: ClusterFacts): Finding {
  const { probe, mutating } = facts;
  if (probe.kind === 'no-namespace')
    return probe.namespaces.ok
      ? {
          verdict: 'warning',
          sentence: 'No namespace is selected, so the webhook gets no pods.',
          command: formatKubectl('label', 'namespace', 'default', `${INJECT_LABEL}=enabled`),
        }
      : buildUnknown(probe.namespaces.error);
  const { answer, namespace } = probe;
  if (!answer.ok) {
    const isRefused = answer.error.message.includes('failed calling webhook');
    return isRefused
      ? { ...explainSilence(facts), verdict: 'failed', sentence: answer.error.message }
      : buildUnknown(answer.error);
  }
  const status = answer.value.metadata.annotations?.[STATUS];
  if (status !== undefined)
    return buildOk(`A test pod in namespace ${namespace} comes back from the webhook as ${status}.`);
  const labels = { 'kubernetes.io/metadata.name': namespace };
  const selector = mutating.ok ? readPodSelector(mutating.value) : undefined;
  const isLeftOut = isSelectorMatch(selector, labels)
    ? ''
    : ' Perhaps the labels of the namespace do not match.';
  return {
    ...explainSilence(facts),
    verdict: 'failed',
    sentence: `A test pod in namespace ${namespace} comes back unchanged: the webhook was not asked, or did not answer.${isLeftOut}`,
  };
}

/** The first thing that is known to keep the webhook from being asked. */
function explainSilence(facts: ClusterFacts): Pick<Finding, 'command' | 'remedy'> {
  const [cause] = [checkRegistration(facts), checkWebhook(facts), checkBundle(facts)].filter(
    ({ verdict }) => verdict === 'failed',
  );
  if (cause === undefined)
    return {
      remedy:
        'Check that the API server can reach port 8443 of the pods (NetworkPolicy, firewall of the control plane), and read its log about calls of the webhook.',
    };
  return {
    ...(cause.command === undefined ? {} : { command: cause.command }),
    remedy: cause.sentence,
  };
}

/** https://kubernetes.io/docs/reference/instrumentation/metrics/ */
const FAIL_OPEN = 'apiserver_admission_webhook_fail_open_count{';
const POD_WEBHOOK = 'name="pods.tracing.dokaseca.io"';

/** How many pods started without the webhook, as it did not answer. */
export function checkMissedPods({ metrics }: ClusterFacts): Finding {
  if (!metrics.ok) return buildUnknown(metrics.error);
  const missed = metrics.value.text
    .split('\n')
    .filter((line) => line.startsWith(FAIL_OPEN) && line.includes(POD_WEBHOOK))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  if (missed === 0) return buildOk('No pod has missed the webhook since the API server started.');
  return {
    verdict: 'warning',
    sentence: `${formatCount(missed, 'pod')} missed the webhook since the API server started, because it did not answer.`,
    command: 'doka-tracing audit -A',
    remedy: 'Restart the workloads whose pods asked for injection.',
  };
}

/** Clocks that differ by more make certificates that are not valid yet, and spans that lie beside their trace. */
const CLOCK_SLACK_MS = 10_000;

/** Whether the clocks of the API server, of the replicas and of this machine agree. */
export function checkClocks({ version, askedAt, replicas }: ClusterFacts): Finding {
  if (!version.ok) return buildUnknown(version.error);
  const server = version.value.date;
  if (server === undefined)
    return { verdict: 'unknown', sentence: 'The API server does not say what time it is.' };
  const skewed = (replicas.ok ? replicas.value : []).flatMap(({ pod, readiness }) => {
    const date = readiness.ok ? readiness.value.date : undefined;
    const skew = date === undefined ? 0 : date.getTime() - server.getTime();
    return Math.abs(skew) > CLOCK_SLACK_MS ? [{ pod, skew }] : [];
  });
  const [first] = skewed;
  if (first !== undefined)
    return {
      verdict: 'warning',
      sentence: `The clock of node ${readText(readSpec(first.pod), 'nodeName')}, on which ${getName(first.pod)} runs, differs from that of the API server by ${formatSeconds(first.skew)}.`,
      remedy: 'Synchronize it with NTP; timedatectl on the node shows its state.',
    };
  const own = askedAt.getTime() - server.getTime();
  if (Math.abs(own) > CLOCK_SLACK_MS)
    return {
      verdict: 'warning',
      sentence: `The clock of this machine differs from that of the API server by ${formatSeconds(own)}; times in this report may be wrong.`,
      remedy: 'Synchronize it with NTP.',
    };
  return buildOk('The clocks of the API server, of the replicas that answer and of this machine agree.');
}

const formatSeconds = (milliseconds: number): string =>
  formatCount(Math.round(Math.abs(milliseconds) / 1000), 'second');
