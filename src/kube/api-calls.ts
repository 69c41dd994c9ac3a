import { OBJECT_KINDS, type KindName } from '../core/object-kinds.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import { CA_SECRET, LEASE, WEBHOOK_CONFIGURATION } from './own-objects.js';

/**
 * Every call that is made to the API server. The client sends nothing that has no row here, and a test compares the rows
 * with the RBAC of the manifests, both ways.
 */

/** https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch';

/** The part of the webhook that makes a call, with the manifest that allows it. Several parts may make the same call. */
export const NEEDS = {
  /** `serve` in a cluster, whatever its flags. */
  serve: 'manifests/base/rbac.yaml',
  /** `--certs self`. */
  'certs-self': 'manifests/base/rbac.yaml',
  /** `--audit-every`. */
  auditor: 'manifests/components/auditor',
  /** `--collector-status`. */
  'collector-status': 'manifests/components/collector-status',
  /** `--owners watch`. */
  'owners-watch': 'manifests/components/owners-watch',
  /** `--watch-configmaps`. */
  'watch-configmaps': 'manifests/components/watch-configmaps',
  /** `--watch-service-accounts`. */
  'watch-service-accounts': 'manifests/components/watch-service-accounts',
} as const;
export type Need = keyof typeof NEEDS;

export interface ApiCall {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural. */
  readonly resource: string;
  readonly subresource?: string;
  /** Where the objects are: in no namespace, in all of them (a ClusterRole), or in the webhook's own (a Role). */
  readonly scope: 'cluster' | 'all-namespaces' | 'own-namespace';
  /** The only names that are asked for. A list or watch then selects the name, which RBAC takes for that name's right. */
  readonly names?: readonly string[];
  readonly verbs: readonly Verb[];
  /** Each of these parts makes the call. */
  readonly neededBy: readonly Need[];
  /** Asks for `metadata` alone, as PartialObjectMetadata. */
  readonly metadataOnly?: true;
}

const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' };
const ADMISSION = { group: 'admissionregistration.k8s.io', version: 'v1' };

/** A call that lists and watches the objects of a kind. */
function buildWatchCall(kind: KindName): Pick<ApiCall, 'group' | 'version' | 'resource' | 'scope'> & {
  readonly verbs: readonly ['list', 'watch'];
} {
  const { group, version, plural: resource, isNamespaced } = OBJECT_KINDS[kind];
  return {
    group,
    version,
    resource,
    scope: isNamespaced ? 'all-namespaces' : 'cluster',
    verbs: ['list', 'watch'],
  };
}

/** A call that lists the objects of a kind for the auditor, which keeps none of them. */
const buildAuditCall = <Resource extends string>(
  group: string,
  version: string,
  resource: Resource,
): Pick<ApiCall, 'group' | 'version' | 'scope'> & {
  readonly resource: Resource;
  readonly verbs: readonly ['list'];
  readonly neededBy: readonly ['auditor'];
} => ({ group, version, resource, scope: 'all-namespaces', verbs: ['list'], neededBy: ['auditor'] });

export const API_CALLS = {
  namespaces: { ...buildWatchCall('Namespace'), neededBy: ['serve'], metadataOnly: true },
  instrumentations: { ...buildWatchCall('Instrumentation'), neededBy: ['serve'] },
  platforms: { ...buildWatchCall('TracingPlatform'), names: [PLATFORM_NAME], neededBy: ['serve'] },
  'platform-status': {
    ...buildWatchCall('TracingPlatform'),
    subresource: 'status',
    names: [PLATFORM_NAME],
    verbs: ['patch'],
    neededBy: ['serve'],
  },
  'owner-events': {
    ...{ group: 'events.k8s.io', version: 'v1', resource: 'events' },
    scope: 'all-namespaces',
    verbs: ['create'],
    neededBy: ['serve'],
  },
  'limit-ranges': { ...buildWatchCall('LimitRange'), neededBy: ['serve'] },
  'ca-secret': {
    ...SECRETS,
    scope: 'own-namespace',
    names: [CA_SECRET],
    verbs: ['get', 'update'],
    neededBy: ['certs-self'],
  },
  /** RBAC cannot tie a creation to a name: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources */
  'ca-secret-creation': {
    ...SECRETS,
    scope: 'own-namespace',
    verbs: ['create'],
    neededBy: ['certs-self'],
  },
  /** The selector of the namespaces whose pods the webhook gets. */
  'pod-registration': {
    ...ADMISSION,
    resource: 'mutatingwebhookconfigurations',
    scope: 'cluster',
    names: [WEBHOOK_CONFIGURATION],
    verbs: ['list', 'watch'],
    neededBy: ['serve'],
  },
  'mutating-webhooks': {
    ...ADMISSION,
    resource: 'mutatingwebhookconfigurations',
    scope: 'cluster',
    names: [WEBHOOK_CONFIGURATION],
    verbs: ['get', 'list', 'watch', 'patch'],
    neededBy: ['certs-self'],
  },
  'validating-webhooks': {
    ...ADMISSION,
    resource: 'validatingwebhookconfigurations',
    scope: 'cluster',
    names: [WEBHOOK_CONFIGURATION],
    verbs: ['get', 'list', 'watch', 'patch'],
    neededBy: ['certs-self'],
  },
  /** Whether the Collector that agents send to is there, in the namespace that the platform names. */
  'collector-endpoints': {
    ...{ group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' },
    scope: 'all-namespaces',
    verbs: ['list'],
    neededBy: ['collector-status'],
  },
  lease: {
    ...LEASES,
    scope: 'own-namespace',
    names: [LEASE],
    verbs: ['get', 'update'],
    neededBy: ['auditor', 'collector-status'],
  },
  'lease-creation': {
    ...LEASES,
    scope: 'own-namespace',
    verbs: ['create'],
    neededBy: ['auditor', 'collector-status'],
  },
  'replica-sets': { ...buildWatchCall('ReplicaSet'), neededBy: ['owners-watch'], metadataOnly: true },
  jobs: { ...buildWatchCall('Job'), neededBy: ['owners-watch'], metadataOnly: true },
  'config-maps': { ...buildWatchCall('ConfigMap'), neededBy: ['watch-configmaps'] },
  'service-accounts': { ...buildWatchCall('ServiceAccount'), neededBy: ['watch-service-accounts'] },
  'audited-pods': buildAuditCall('', 'v1', 'pods'),
  'audited-replication-controllers': buildAuditCall('', 'v1', 'replicationcontrollers'),
  'audited-deployments': buildAuditCall('apps', 'v1', 'deployments'),
  'audited-replica-sets': buildAuditCall('apps', 'v1', 'replicasets'),
  'audited-stateful-sets': buildAuditCall('apps', 'v1', 'statefulsets'),
  'audited-daemon-sets': buildAuditCall('apps', 'v1', 'daemonsets'),
  'audited-jobs': buildAuditCall('batch', 'v1', 'jobs'),
  'audited-cron-jobs': buildAuditCall('batch', 'v1', 'cronjobs'),
  'audited-rollouts': buildAuditCall('argoproj.io', 'v1alpha1', 'rollouts'),
} as const satisfies Readonly<Record<string, ApiCall>>;

export type CallName = keyof typeof API_CALLS;

/** Rows that allow a verb; a call with another verb does not compile. */
export type CallWith<V extends Verb> = {
  [Name in CallName]: V extends (typeof API_CALLS)[Name]['verbs'][number] ? Name : never;
}[CallName];

/** Tells whether a webhook with these needs, and those that every webhook has, makes a call. */
export const isNeeded = ({ neededBy }: Pick<ApiCall, 'neededBy'>, needs: ReadonlySet<Need>): boolean =>
  neededBy.some((need) => need === 'serve' || needs.has(need));

/** The resource as RBAC writes it: `tracingplatforms/status`, with the group behind it unless it is the core group. */
export function formatResource({ group, resource, subresource }: ApiCall): string {
  const path = subresource === undefined ? resource : `${resource}/${subresource}`;
  return group === '' ? path : `${path} (${group})`;
}
