import { readRecord } from '../../core/json.js';
import { CREATE_PLATFORM } from '../../core/kubectl-command.js';
import type { Platform } from '../../core/platform/platform.js';
import { formatKubectl } from '../../core/kubectl-command.js';
import { parseTracingPlatform } from '../../core/rules/parse-platform.js';
import type { KubeObject } from '../../kube/object.js';
import type { CollectorForm } from '../../render/choices.js';
import type { ClusterFacts, CollectorObject, DestinationFacts } from '../facts.js';
import { buildOk, buildUnknown, formatCount, joinSome, type Finding } from '../finding.js';
import { getName, readRecords, readSpec, readStatus, readText } from '../object-fields.js';
import { formatRenderCommand, isManaged } from './collector-config-check.js';

/** Whether there is a platform, and it is in force. */
export function checkPlatform({ platform }: ClusterFacts): Finding {
  if (!platform.ok)
    return platform.error.kind === 'not-found'
      ? {
          verdict: 'warning',
          sentence:
            'There is no TracingPlatform called default, so only Instrumentations say where traces go.',
          command: CREATE_PLATFORM,
        }
      : buildUnknown(platform.error);
  const reading = parseTracingPlatform(platform.value);
  if (!reading.ok) {
    const said = reading.error.map(({ path, message }) => `${path} ${message}`.trim());
    return {
      verdict: 'failed',
      sentence: `The TracingPlatform cannot be used: ${joinSome(said, 2)}.`,
      command: 'kubectl edit tracingplatform default',
    };
  }
  const refused = readRecords(readStatus(platform.value), 'conditions').find(
    (condition) => condition['type'] === 'Accepted' && condition['status'] === 'False',
  );
  if (refused !== undefined)
    return {
      verdict: 'failed',
      sentence: `The webhook does not accept the TracingPlatform: ${readText(refused, 'message')}`,
      command: 'kubectl edit tracingplatform default',
    };
  return buildOk(`The TracingPlatform is in force: ${describeRoute(reading.value.platform)}.`);
}

function describeRoute({ primary, route, collector }: Platform): string {
  if (route.value === 'direct') return `traces go directly to ${primary.value}`;
  return collector.endpoint === undefined
    ? `traces go to ${primary.value} through the Collector ${collector.name} in ${collector.namespace}`
    : `traces go to ${primary.value} through the Collector at collector.endpoint`;
}

/** Whether what takes traces in has endpoints that are ready: the Collector, and what it sends to. */
export const checkCollector = (facts: ClusterFacts): Finding =>
  checkDestinations(facts, (role) => role === 'collector', 'The platform uses no Collector of the cluster.');

export const checkBackends = (facts: ClusterFacts): Finding =>
  checkDestinations(
    facts,
    (role) => role !== 'collector',
    'No backend of the platform is a Service of the cluster.',
  );

function checkDestinations(
  { destinations, collector }: ClusterFacts,
  isMeant: (role: string) => boolean,
  none: string,
): Finding {
  const meant = destinations.filter(({ role }) => isMeant(role));
  const bad = meant
    .map((each) => judgeDestination(each, collector ?? []))
    .filter((each) => each !== undefined);
  const worst = bad.find(({ verdict }) => verdict === 'failed') ?? bad[0];
  if (worst !== undefined) return worst;
  if (meant.length === 0) return buildOk(none);
  const said = meant.map(
    ({ service, namespace, ready }) =>
      `Service ${service} in ${namespace} has ${formatCount(ready.ok ? ready.value : 0, 'ready endpoint')}`,
  );
  return buildOk(`${said.join(', ')}.`);
}

/** What is wrong with a Service; undefined where it has ready endpoints. */
function judgeDestination(
  destination: DestinationFacts,
  collector: readonly CollectorObject[],
): Finding | undefined {
  const { role, service, namespace, found, ready, workload } = destination;
  if (!found.ok)
    return found.error.kind === 'not-found'
      ? describeMissingService(destination, isManaged(collector) ? 'operator' : 'plain')
      : buildUnknown(found.error);
  if (!ready.ok) return buildUnknown(ready.error);
  if (ready.value > 0) return undefined;
  return {
    verdict: 'failed',
    sentence: `Service ${service} in namespace ${namespace} has no ready endpoint, so traces for ${role} are lost.`,
    command: formatKubectl('-n', namespace, ...formatWorkloadCommand(workload)),
  };
}

function describeMissingService(
  { role, service, namespace }: DestinationFacts,
  form: CollectorForm,
): Finding {
  const missing = {
    verdict: 'failed',
    sentence: `There is no Service ${service} in namespace ${namespace}, to which traces for ${role} are sent.`,
  } as const;
  return role === 'collector'
    ? { ...missing, command: formatRenderCommand(form) }
    : {
        ...missing,
        command: 'kubectl get services -A',
        remedy: `Install the chart, or correct backends.${role} of the TracingPlatform.`,
      };
}

/** Scales up what is scaled to 0; else shows why no pod is ready. */
function formatWorkloadCommand(workload: KubeObject | undefined): readonly string[] {
  if (workload === undefined) return ['describe', 'pods'];
  const { kind = '' } = workload;
  return readSpec(workload)['replicas'] === 0
    ? ['scale', `${kind.toLowerCase()}/${getName(workload)}`, '--replicas=1']
    : ['describe', 'pods', '-l', formatSelector(workload)];
}

const formatSelector = (workload: KubeObject): string =>
  Object.entries(readRecord(readRecord(readSpec(workload), 'selector'), 'matchLabels'))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
