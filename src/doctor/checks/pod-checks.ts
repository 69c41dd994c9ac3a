import { isAgentContainer } from '../../core/decide/pod-kind.js';
import { isRecord, readRecord } from '../../core/json.js';
import { isPullFailure } from '../../core/kubernetes/image-reference.js';
import type { KubeObject } from '../../kube/object.js';
import type { ClusterFacts } from '../facts.js';
import { formatKubectl } from '../../core/kubectl-command.js';
import { buildOk, buildUnknown, formatCount, joinSome, type Finding } from '../finding.js';
import { getName, getNamespace, readRecords, readSpec, readStatus, readText } from '../object-fields.js';

interface WaitingPod {
  readonly pod: KubeObject;
  readonly image: string;
}

/** Whether pods wait for the image of an agent, and what asked for that image. */
export function checkAgentImages({ injected, platform, instrumentations }: ClusterFacts): Finding {
  if (!injected.ok) return buildUnknown(injected.error);
  const waiting = injected.value.flatMap(findWaitingImage);
  const [first] = waiting;
  if (first === undefined)
    return buildOk(
      `None of ${formatCount(injected.value.length, 'injected pod')} waits for the image of an agent.`,
    );
  const same = waiting.filter(({ image }) => image === first.image).map(({ pod }) => pod);
  const asked = findOrigin(first.image, {
    platform: platform.ok ? platform.value : undefined,
    instrumentations: instrumentations.ok ? instrumentations.value : [],
  });
  const pods = formatCount(same.length, 'pod');
  return {
    verdict: 'failed',
    sentence: `The image ${first.image} cannot be pulled (asked for by ${asked.by}); ${pods} ${same.length === 1 ? 'waits' : 'wait'}: ${joinSome(
      same.map((pod) => `${getNamespace(pod)}/${getName(pod)}`),
      3,
    )}.`,
    ...(asked.command === undefined
      ? {}
      : { command: [asked.command, ...formatDeletions(same)].join(' && ') }),
    remedy: asked.remedy,
  };
}

function findWaitingImage(pod: KubeObject): readonly WaitingPod[] {
  const status = readStatus(pod);
  const statuses = [
    ...readRecords(status, 'initContainerStatuses'),
    ...readRecords(status, 'containerStatuses'),
  ];
  return statuses
    .filter((each) => isAgentContainer({ name: readText(each, 'name') }))
    .filter((each) => isPullFailure(readText(readRecord(readRecord(each, 'state'), 'waiting'), 'reason')))
    .slice(0, 1)
    .map((each) => ({ pod, image: readSpecImage(pod, readText(each, 'name')) }));
}

/** The image as the pod names it; its status has it in another form. */
function readSpecImage(pod: KubeObject, name: string): string {
  const spec = readSpec(pod);
  const all = [...readRecords(spec, 'initContainers'), ...readRecords(spec, 'containers')];
  const container = all.find((each) => each['name'] === name);
  return container === undefined ? '' : readText(container, 'image');
}

interface ImageOrigin {
  readonly by: string;
  readonly command?: string;
  readonly remedy: string;
}

const CORRECT = 'Or correct the image there.';

/** The fields that move the images of agents to a registry; the first one wins. */
const REGISTRIES = [
  ['agents', 'registry'],
  ['images', 'registry'],
] as const;

/** The field that an image comes from. */
function findOrigin(
  image: string,
  known: { readonly platform: KubeObject | undefined; readonly instrumentations: readonly KubeObject[] },
): ImageOrigin {
  for (const object of known.instrumentations) {
    const section = Object.entries(readSpec(object)).find(
      ([, value]) => isRecord(value) && value['image'] === image,
    );
    if (section !== undefined)
      return {
        by: `Instrumentation ${getNamespace(object)}/${getName(object)}, spec.${section[0]}.image`,
        command: formatRemoval(
          ['-n', getNamespace(object), 'patch', 'instrumentation', getName(object)],
          [section[0], 'image'],
        ),
        remedy: CORRECT,
      };
  }
  const spec = known.platform === undefined ? {} : readSpec(known.platform);
  const language = Object.entries(readRecord(spec, 'agents')).find(
    ([, value]) => isRecord(value) && value['image'] === image,
  );
  const registry = REGISTRIES.find(([section, field]) =>
    isFromRegistry(image, readText(readRecord(spec, section), field)),
  );
  const path = language === undefined ? registry : ['agents', language[0], 'image'];
  if (path !== undefined)
    return {
      by: `TracingPlatform default, spec.${path.join('.')}`,
      command: formatRemoval(['patch', 'tracingplatform', 'default'], path),
      remedy: CORRECT,
    };
  return {
    by: 'the default of this release',
    remedy:
      'Let the nodes reach its registry, or copy the image into a registry that they can reach, and name that in spec.agents.registry of the TracingPlatform.',
  };
}

const isFromRegistry = (image: string, registry: string): boolean =>
  registry !== '' && image.startsWith(`${registry.replace(/\/$/, '')}/`);

const formatRemoval = (patched: readonly string[], path: readonly string[]): string =>
  formatKubectl(
    ...patched,
    '--type=json',
    '-p',
    JSON.stringify([{ op: 'remove', path: `/spec/${path.join('/')}` }]),
  );

/** What waits is made anew by what made it; the webhook needs a moment to see what was changed. */
function formatDeletions(pods: readonly KubeObject[]): readonly string[] {
  const namespaces = [...new Set(pods.map(getNamespace))];
  return [
    'sleep 2',
    ...namespaces.map((namespace) => {
      const names = pods.filter((pod) => getNamespace(pod) === namespace).map(getName);
      return formatKubectl('-n', namespace, 'delete', 'pod', ...names);
    }),
  ];
}

/** The words of `kubectl create` for a kind. */
const CREATED_AS = { Secret: ['secret', 'generic'], ConfigMap: ['configmap'] } as const;

/** Whether the Secrets and ConfigMaps are there that injected pods name for their traces. */
export function checkReferences({ injected, references }: ClusterFacts): Finding {
  if (!injected.ok) return buildUnknown(injected.error);
  const missing = references.filter(({ found }) => !found.ok && found.error.kind === 'not-found');
  const [first] = missing;
  if (first !== undefined) {
    const { kind, namespace, name, pods } = first;
    const named = missing.map((each) => `${each.kind} ${each.namespace}/${each.name}`);
    return {
      verdict: 'warning',
      sentence: `Injected pods use objects that do not exist, and send without them: ${joinSome(named)}.`,
      command: formatKubectl('-n', namespace, 'create', ...CREATED_AS[kind], name, '--from-file=.'),
      remedy: `Create it from the files that the pods expect, and restart ${joinSome(pods, 3)}.`,
    };
  }
  const unread = references.find(({ found }) => !found.ok);
  if (unread?.found.ok === false) return buildUnknown(unread.found.error);
  return buildOk(
    references.length === 0
      ? 'Injected pods use no Secret or ConfigMap for their traces.'
      : `${formatCount(references.length, 'Secret or ConfigMap')} that injected pods use for their traces exist.`,
  );
}
