import { formatKubectl } from '../../core/kubectl-command.js';
import { formatResource } from '../../kube/api-calls.js';
import { SERVICE } from '../../kube/own-objects.js';
import { DEFINITIONS, type ClusterFacts, type DefinitionName, type ReplicaFacts } from '../facts.js';
import { buildOk, buildUnknown, formatCount, joinSome, type Finding } from '../finding.js';
import { formatInstallCommand } from '../install-command.js';
import {
  getName,
  isReady,
  listContainers,
  readNumber,
  readPodSpec,
  readRecords,
  readSpec,
  readStatus,
  readText,
} from '../object-fields.js';

const DEFINITION_COMMANDS: Readonly<Record<DefinitionName, string>> = {
  'tracingplatforms.tracing.dokaseca.io':
    'kubectl apply -f manifests/base/tracingplatforms.tracing.dokaseca.io.yaml',
  'instrumentations.opentelemetry.io':
    'kubectl apply --server-side -k manifests/components/instrumentation-crd',
};

/** Whether the kinds are there that the webhook reads. */
export function checkDefinitions({ definitions }: ClusterFacts): Finding {
  const [missing] = DEFINITIONS.filter((name) => {
    const read = definitions[name];
    return !read.ok && read.error.kind === 'not-found';
  });
  if (missing !== undefined)
    return {
      verdict: 'failed',
      sentence: `The CustomResourceDefinition ${missing} is missing.`,
      command: DEFINITION_COMMANDS[missing],
    };
  const unread = DEFINITIONS.map((name) => definitions[name]).find((read) => !read.ok);
  return unread?.ok === false
    ? buildUnknown(unread.error)
    : buildOk('The definitions of TracingPlatform and Instrumentation are there.');
}

/** A replica that starts again so often is not well. */
const MANY_RESTARTS = 3;

/** Whether the webhook runs: all replicas, of one version, the one that its Deployment says. */
export function checkWebhook({ installation, replicas }: ClusterFacts): Finding {
  if (!installation.ok) return buildUnknown(installation.error);
  if (installation.value === undefined)
    return {
      verdict: 'failed',
      sentence: `There is no Deployment of the webhook, with the label app.kubernetes.io/name=${SERVICE}.`,
      command: formatInstallCommand(undefined),
    };
  if (!replicas.ok) return buildUnknown(replicas.error);
  const { namespace, deployment } = installation.value;
  const name = getName(deployment);
  const wanted = readNumber(readSpec(deployment), 'replicas');
  if (wanted === 0)
    return {
      verdict: 'failed',
      sentence: 'The webhook is scaled to 0, so pods start without it.',
      command: formatKubectl('-n', namespace, 'scale', `deployment/${name}`, '--replicas=2'),
    };
  const ready = replicas.value.filter(({ pod }) => isReady(pod)).length;
  if (ready < wanted)
    return {
      verdict: ready === 0 ? 'failed' : 'warning',
      sentence: `${ready} of ${wanted} replicas of the webhook are ready.${describeUnready(replicas.value)}`,
      command: formatKubectl('-n', namespace, 'describe', 'pods', '-l', `app.kubernetes.io/name=${SERVICE}`),
    };
  return checkReplicas(replicas.value, {
    wanted,
    namespace,
    deployment: name,
    images: listImages(deployment),
  });
}

const listImages = (deployment: Parameters<typeof readPodSpec>[0]): readonly string[] =>
  listContainers(readPodSpec(deployment)).map((container) => readText(container, 'image'));

interface WantedReplicas {
  readonly wanted: number;
  readonly namespace: string;
  readonly deployment: string;
  readonly images: readonly string[];
}

function checkReplicas(
  replicas: readonly ReplicaFacts[],
  { wanted, namespace, deployment, images }: WantedReplicas,
): Finding {
  const others = replicas.filter(({ pod }) =>
    listContainers(readSpec(pod)).every((container) => !images.includes(readText(container, 'image'))),
  );
  if (others.length > 0)
    return {
      verdict: 'warning',
      sentence: `${joinSome(others.map(({ pod }) => getName(pod)))} still run another image than the Deployment says.`,
      command: formatKubectl('-n', namespace, 'rollout', 'status', `deployment/${deployment}`),
    };
  const built = new Set(
    replicas.flatMap(({ pod }) => listStatuses(pod).map((each) => readText(each, 'imageID'))),
  );
  if (built.size > 1)
    return {
      verdict: 'warning',
      sentence: `The replicas run ${built.size} builds of the image ${joinSome(images)}.`,
      command: formatKubectl('-n', namespace, 'rollout', 'restart', `deployment/${deployment}`),
      remedy: 'Name the image by its digest, so that all replicas have the same.',
    };
  const restarted = replicas.filter(({ pod }) => countRestarts(pod) >= MANY_RESTARTS);
  if (restarted.length > 0)
    return {
      verdict: 'warning',
      sentence: `${restarted.map(({ pod }) => `${getName(pod)} has restarted ${countRestarts(pod)} times`).join(', ')}.`,
      command: formatKubectl(
        '-n',
        namespace,
        'logs',
        getName(restarted[0]?.pod ?? { metadata: {} }),
        '--previous',
      ),
    };
  return buildOk(`${formatCount(wanted, 'replica')} ready, with the image ${joinSome(images)}.`);
}

const listStatuses = (pod: ReplicaFacts['pod']): ReturnType<typeof readRecords> =>
  readRecords(readStatus(pod), 'containerStatuses');

const countRestarts = (pod: ReplicaFacts['pod']): number =>
  listStatuses(pod).reduce((sum, status) => sum + readNumber(status, 'restartCount'), 0);

/** What the kubelet says of the replicas that are not ready. */
function describeUnready(replicas: readonly ReplicaFacts[]): string {
  const said = replicas
    .filter(({ pod }) => !isReady(pod))
    .flatMap(({ pod }) => readRecords(readStatus(pod), 'conditions'))
    .filter((condition) => condition['status'] === 'False' && condition['message'] !== undefined)
    .map((condition) => readText(condition, 'message'));
  const [first] = new Set(said);
  return first === undefined ? '' : ` The cluster says: ${first}.`;
}

/** Whether the webhook may do what it does. */
export function checkRights({ installation, rights, mutating }: ClusterFacts): Finding {
  if (!installation.ok) return buildUnknown(installation.error);
  const denied = rights.filter(({ isAllowed }) => isAllowed.ok && !isAllowed.value);
  if (denied.length > 0) {
    const calls = denied.map(({ verb, call }) => `${verb} ${formatResource(call)}`);
    return {
      verdict: 'failed',
      sentence: `The ServiceAccount of the webhook may not ${joinSome([...new Set(calls)])}.`,
      command: formatInstallCommand(installation.value, mutating.ok ? mutating.value : undefined),
    };
  }
  const unread = rights.find(({ isAllowed }) => !isAllowed.ok);
  if (unread?.isAllowed.ok === false) return buildUnknown(unread.isAllowed.error);
  return installation.value === undefined
    ? buildOk('There is no webhook that would need rights.')
    : buildOk(`The ServiceAccount of the webhook may make all ${rights.length} calls that it needs.`);
}
