import type { PodContext } from '../decide/pod-context.js';
import type { PodEdit } from '../edits.js';
import {
  enforcesMountableSecrets,
  getAccountName,
  listMountedSecrets,
  listVariableSecrets,
  listVolumeSecrets,
  type ServiceAccount,
} from '../kubernetes/service-account.js';
import { type Finding, buildFinding } from '../reasons.js';
import { isSetByContainer } from '../resolve/container-view.js';
import { buildEnvVar } from '../resolve/variable.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';

/** The ServiceAccount of a pod, where it is known: from files, or from a cluster with `--watch-service-accounts`. */
const findAccount = ({ snapshot, namespaceName, pod }: PodContext): ServiceAccount | undefined =>
  snapshot.serviceAccounts.get(`${namespaceName}/${getAccountName(pod.spec)}`);

/**
 * Edits that give a pod the Secret with which agent images are pulled. The API server adds those of the ServiceAccount only
 * to a pod that names none, so where they are known they go along.
 */
export function buildPullSecretEdits(delivery: Delivery): readonly PodEdit[] {
  const own = delivery.platform?.agents.pullSecret;
  if (own === undefined || delivery.target.language === 'sdk') return [];
  const others = isWithoutPullSecrets(delivery) ? (findAccount(delivery)?.pullSecrets ?? []) : [];
  return [...others, own].map((name) => ({ op: 'pull-secret', name }));
}

const isWithoutPullSecrets = ({ pod }: PodContext): boolean => (pod.spec.imagePullSecrets ?? []).length === 0;

/**
 * Notices that a pod loses the pull secrets of a ServiceAccount that is not known. A pod that comes from the API server has
 * them already, and names its field managers.
 */
export function reportLostPullSecrets(delivery: Delivery): readonly Finding[] {
  const isAdmitted = delivery.pod.metadata?.managedFields !== undefined;
  const isKept = isAdmitted || !isWithoutPullSecrets(delivery) || findAccount(delivery) !== undefined;
  if (isKept || buildPullSecretEdits(delivery).length === 0) return [];
  const message = `The pod names no pull secret. Now that it has the platform’s, the API server adds none of ServiceAccount ${getAccountName(delivery.pod.spec)}.`;
  return [buildFinding('pull-secrets-replaced', message)];
}

/** Why the ServiceAccount would not let a pod have a Secret that edits refer to; undefined where it does. */
export function checkSecrets(delivery: Delivery, edits: readonly PodEdit[]): Finding | undefined {
  const { spec } = delivery.pod;
  const account = findAccount(delivery);
  if (!isHeldToAccount(delivery, account)) return undefined;
  const mountable = new Set([...listMountedSecrets(spec), ...(account?.secrets ?? [])]);
  const pullable = new Set([
    ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...(account?.pullSecrets ?? []),
  ]);
  const forbidden =
    listNeededSecrets(delivery, edits).find((name) => !mountable.has(name)) ??
    listPullSecrets(edits).find((name) => !pullable.has(name));
  if (forbidden === undefined) return undefined;
  return buildDeliveryFinding(
    delivery,
    'secret-not-mountable',
    `ServiceAccount ${getAccountName(spec)} does not let its pods use Secret ${forbidden}.`,
  );
}

const isHeldToAccount = ({ pod, namespace }: PodContext, account: ServiceAccount | undefined): boolean =>
  account?.enforcesSecrets ??
  (enforcesMountableSecrets(pod.metadata?.annotations) || enforcesMountableSecrets(namespace.annotations));

/** Secrets of the edits of a language, and of the variables that its container is given after all languages. */
function listNeededSecrets({ resolution, view }: Delivery, edits: readonly PodEdit[]): readonly string[] {
  const added = [
    ...edits.flatMap((edit) => (edit.op === 'env-first' || edit.op === 'env-default' ? [edit.env] : [])),
    ...[...resolution.exporter, ...resolution.sdk].map(buildEnvVar),
  ].filter(({ name }) => !isSetByContainer(view, name));
  return [
    ...added.flatMap(listVariableSecrets),
    ...edits.flatMap((edit) => {
      if (edit.op === 'volume') return listVolumeSecrets(edit.volume);
      const isContainer = edit.op === 'init-container' || edit.op === 'sidecar';
      return isContainer ? (edit.spec.env ?? []).flatMap(listVariableSecrets) : [];
    }),
  ];
}

const listPullSecrets = (edits: readonly PodEdit[]): readonly string[] =>
  edits.flatMap((edit) => (edit.op === 'pull-secret' ? [edit.name] : []));
