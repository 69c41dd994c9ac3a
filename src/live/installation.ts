import { parseArgs } from 'node:util';
import { isMember, type Language } from '../core/domain.js';
import { listRecords, readRecord } from '../core/json.js';
import type { LabelSelector } from '../core/kubernetes/label-selector.js';
import { err, ok } from '../core/result.js';
import { parseLanguages, resolveLanguages } from '../config/languages.js';
import type { Need } from '../kube/api-calls.js';
import type { KubeObject } from '../kube/object.js';
import { SERVICE, WEBHOOK_CONFIGURATION } from '../kube/own-objects.js';
import { readPodSelector } from '../kube/pod-selection.js';
import type { LiveAnswer, LiveCluster } from './live-cluster.js';
import type { LiveFailure } from './live-failure.js';

/** The flags of a running webhook that bear on what it decides. */
export interface WebhookFlags {
  /** Languages that are on. */
  readonly languages: ReadonlySet<Language>;
  /** What it watches beside what every webhook needs. */
  readonly needs: ReadonlySet<Need>;
  /** Name of its registrations. */
  readonly webhookConfiguration: string;
  /** Whether it reads files of its own beside the cluster, of which nothing is known here. */
  readonly hasFiles: boolean;
}

/** The webhook as it is installed. */
export interface Installation {
  readonly namespace: string;
  readonly deployment: KubeObject;
  readonly flags: WebhookFlags;
}

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;
/** The label of our own objects, and what their Deployment and namespace are called by the manifests. */
export const OWN_LABEL = `app.kubernetes.io/name=${SERVICE}`;

/**
 * The webhook's Deployment by its label, with the flags that it runs with; undefined where there is none. Whoever may not
 * list Deployments everywhere gets the one that the manifests install.
 */
export async function readInstallation(cluster: LiveCluster): Promise<LiveAnswer<Installation | undefined>> {
  const listed = await cluster.list({ ...DEPLOYMENT, labelSelector: OWN_LABEL });
  if (listed.ok) return ok(pickInstallation(listed.value.items));
  if (listed.error.kind !== 'forbidden') return listed;
  const read = await cluster.read({ ...DEPLOYMENT, name: SERVICE, namespace: SERVICE });
  if (read.ok) return ok(pickInstallation([read.value]));
  return read.error.kind === 'not-found' ? err(listed.error) : read;
}

function pickInstallation(deployments: readonly KubeObject[]): Installation | undefined {
  return deployments.flatMap((deployment): readonly Installation[] => {
    const words = readServeArguments(deployment);
    const { namespace = 'default' } = deployment.metadata;
    return words === undefined ? [] : [{ namespace, deployment, flags: parseServeFlags(words) }];
  })[0];
}

/** The words behind `serve` in the command of a container; undefined where no container serves. */
export function readServeArguments(deployment: KubeObject): readonly string[] | undefined {
  const spec = readRecord(readRecord(readRecord(deployment, 'spec'), 'template'), 'spec');
  for (const { command, args } of listRecords(spec['containers'])) {
    const words = [command, args].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
    const at = words.indexOf('serve');
    if (at >= 0) return words.slice(at + 1);
  }
  return undefined;
}

const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;

/** Reads the arguments of `serve`; those that do not bear on a decision are passed over. */
export function parseServeFlags(words: readonly string[]): WebhookFlags {
  const { values } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    options: {
      ...{ 'enable-languages': TEXT, 'disable-languages': TEXT, owners: TEXT, context: TEXT, platform: TEXT },
      ...{ 'watch-configmaps': SWITCH, 'watch-service-accounts': SWITCH, 'webhook-configuration': TEXT },
      ...{ 'audit-every': TEXT, 'collector-status': SWITCH },
    },
  });
  const { owners, 'webhook-configuration': configuration } = values;
  const needs: readonly (Need | false)[] = [
    Number(values['audit-every'] ?? 0) > 0 && 'auditor',
    values['collector-status'] === true && 'collector-status',
    owners === 'watch' && 'owners-watch',
    values['watch-configmaps'] === true && 'watch-configmaps',
    values['watch-service-accounts'] === true && 'watch-service-accounts',
  ];
  return {
    languages: resolveLanguages({
      enable: readLanguages(values['enable-languages']),
      disable: readLanguages(values['disable-languages']),
    }),
    needs: new Set(needs.filter((need) => need !== false)),
    webhookConfiguration: typeof configuration === 'string' ? configuration : WEBHOOK_CONFIGURATION,
    hasFiles: values.context !== undefined || values.platform !== undefined,
  };
}

/** A webhook with a list that it does not take would not run. */
function readLanguages(text: unknown): readonly Language[] {
  const parsed = typeof text === 'string' ? parseLanguages(text) : undefined;
  return parsed?.ok === true ? parsed.value : [];
}

/** By which namespaces the API server asks the webhook about pods. */
export type PodRegistration =
  /** Undefined selects all namespaces. */
  | { readonly kind: 'registered'; readonly selector: LabelSelector | undefined; readonly object: KubeObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly failure: LiveFailure };

/** Reads the registration of a webhook for pods. */
export async function readPodRegistration(cluster: LiveCluster, name: string): Promise<PodRegistration> {
  const read = await cluster.read({
    ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration' },
    name,
  });
  if (read.ok) return { kind: 'registered', selector: readPodSelector(read.value), object: read.value };
  return isMember(['not-found'], read.error.kind)
    ? { kind: 'absent' }
    : { kind: 'unknown', failure: read.error };
}
