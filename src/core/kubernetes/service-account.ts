import { isRecord } from '../json.js';
import type { EnvVar, PodSpec, StringMap, Volume } from './pod.js';

/** What a pod's ServiceAccount says of Secrets. https://kubernetes.io/docs/concepts/security/service-accounts/ */
export interface ServiceAccount {
  /** Whether its pods may use no Secrets but these. */
  readonly enforcesSecrets: boolean;
  /** Names of Secrets that its pods may mount or read variables from. */
  readonly secrets: readonly string[];
  /** Names of Secrets that are added to pods that name none to pull images with. */
  readonly pullSecrets: readonly string[];
}

/** Of a ServiceAccount; on a pod or its namespace it says the same to a webhook that does not know the account. */
const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

/** Values that count as true there: https://pkg.go.dev/strconv#ParseBool */
const TRUE: readonly (string | undefined)[] = ['1', 't', 'T', 'true', 'TRUE', 'True'];

/** Tells whether annotations hold pods to the Secrets of their ServiceAccount. */
export const enforcesMountableSecrets = (annotations: StringMap = {}): boolean =>
  TRUE.includes(annotations[ENFORCE]);

/** Name of the ServiceAccount of a pod. */
export const getAccountName = ({ serviceAccountName, serviceAccount }: PodSpec): string =>
  serviceAccountName ?? serviceAccount ?? 'default';

/** Names of the Secrets that a pod mounts or reads variables from. It was accepted with them, so it may have them. */
export function listMountedSecrets({
  containers,
  initContainers = [],
  volumes = [],
}: PodSpec): readonly string[] {
  return [
    ...volumes.flatMap(listVolumeSecrets),
    ...[...containers, ...initContainers].flatMap(({ env = [], envFrom = [] }) => [
      ...env.flatMap(listVariableSecrets),
      ...envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []),
    ]),
  ];
}

/** Name of the Secret that a volume is; other sources of a volume are not held to the ServiceAccount. */
export function listVolumeSecrets({ secret }: Volume): readonly string[] {
  const name = isRecord(secret) ? secret['secretName'] : undefined;
  return typeof name === 'string' ? [name] : [];
}

/** Name of the Secret that a variable is read from. */
export const listVariableSecrets = ({ valueFrom }: EnvVar): readonly string[] =>
  valueFrom?.secretKeyRef?.name === undefined ? [] : [valueFrom.secretKeyRef.name];
