import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noteRefusals } from './audit.js';
import { api, eventually, kubectl, paths } from './test-cluster.js';

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** Namespace, Deployment, Service and configuration share this name. */
export const WEBHOOK = 'doka-tracing';

/** The ways in which the manifests are installed as they are shipped. */
export type Overlay = 'cluster-wide' | 'opt-in';

export const manifests = (...names: readonly string[]): string => join(REPOSITORY, 'manifests', ...names);

/**
 * Installs the webhook as the documentation says, on a cluster without the OpenTelemetry Operator, and waits until all
 * of its replicas are ready.
 */
export function installWebhook(overlay: Overlay): void {
  kubectl('apply', '--server-side', '-k', manifests('components', 'instrumentation-crd'));
  kubectl('apply', '-k', manifests('overlays', overlay));
  kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=120s');
}

/**
 * Removes all that `installWebhook` made, and waits until it is gone. Its permissions go before its pods do, which are
 * refused what they ask for meanwhile.
 */
export const uninstallWebhook = (overlay: Overlay): Promise<void> =>
  noteRefusals(paths.state, () => {
    kubectl('delete', '-k', manifests('overlays', overlay), '--ignore-not-found', '--wait', '--timeout=120s');
  });

/** The definitions that the webhook reads objects of. */
export const DEFINITIONS = ['tracingplatforms.tracing.dokaseca.io', 'instrumentations.opentelemetry.io'];

/** Removes the webhook in whatever way it was installed, with all that it leaves behind. */
export async function clearWebhook(): Promise<void> {
  await uninstallWebhook('cluster-wide');
  kubectl('delete', 'crd', ...DEFINITIONS, '--ignore-not-found');
  kubectl('delete', 'namespace', WEBHOOK, '--ignore-not-found', '--wait');
}

/** A pod as the API server answers it. */
export interface AnsweredPod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly AnsweredContainer[];
    readonly initContainers?: readonly AnsweredContainer[];
  };
}

interface AnsweredContainer {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** What becomes of a pod on its way through admission; nothing is stored. Rejects when it is refused. */
export async function dryRun(namespace: string, pod: object): Promise<AnsweredPod> {
  const { status, body } = await api(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
    method: 'POST',
    body: pod,
  });
  if (status === 201) return body as AnsweredPod;
  throw new Error(`The pod was refused: ${JSON.stringify(body)}`);
}

/** A pod of one container with these annotations and labels, small enough for any namespace. */
export const podWith = (
  annotations: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'probe-', annotations, labels },
  spec: {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'app',
        image: 'app',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

export const INJECT = 'instrumentation.opentelemetry.io/inject-';
const STATUS = 'tracing.dokaseca.io/status';
const REASON = 'tracing.dokaseca.io/reason';

/** What the webhook wrote on a pod; undefined where it left no word. */
export const statusOf = ({ metadata }: AnsweredPod): string | undefined => metadata.annotations?.[STATUS];
export const reasonsOf = ({ metadata }: AnsweredPod): readonly string[] =>
  metadata.annotations?.[REASON]?.split(',') ?? [];

/** Values of the variables of a container. */
export const environmentOf = (pod: AnsweredPod, container = 'app'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (pod.spec.containers.find(({ name }) => name === container)?.env ?? []).map(({ name, value = '' }) => [
      name,
      value,
    ]),
  );

/** So many answers in a row: two replicas see a change at different times. */
const IN_A_ROW = 4;

/** Waits until new pods of this namespace come out as wanted, and gives one; what is changed takes a moment to be seen. */
export const untilPod = (
  what: string,
  namespace: string,
  { pod, is }: { readonly pod: object; readonly is: (answered: AnsweredPod) => boolean },
): Promise<AnsweredPod> =>
  eventually(what, async () => {
    const answers = [];
    while (answers.length < IN_A_ROW) {
      const answered = await dryRun(namespace, pod);
      if (!is(answered))
        throw new Error(`it came out as ${JSON.stringify(answered.metadata.annotations ?? {})}`);
      answers.push(answered);
    }
    return answers.at(-1);
  });

/** Waits until the webhook works on pods of this namespace: a configuration is in force a second after it was written. */
export const untilInjecting = (namespace: string): Promise<AnsweredPod> =>
  untilPod('The webhook does not work on new pods', namespace, {
    pod: podWith({ [`${INJECT}java`]: 'true' }),
    is: (pod) => statusOf(pod) !== undefined,
  });
