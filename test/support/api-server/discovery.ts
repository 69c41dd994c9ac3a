import { NO_SUCH_RESOURCE } from './faults.js';
import type { Reply } from './writes.js';

/** The kinds of the stand-in by API version: plural, kind, and whether objects are in a namespace. */
const RESOURCES: Readonly<
  Record<string, readonly (readonly [plural: string, kind: string, namespaced: boolean])[]>
> = {
  v1: [
    ['configmaps', 'ConfigMap', true],
    ['limitranges', 'LimitRange', true],
    ['namespaces', 'Namespace', false],
    ['pods', 'Pod', true],
    ['replicationcontrollers', 'ReplicationController', true],
    ['serviceaccounts', 'ServiceAccount', true],
    ['services', 'Service', true],
  ],
  'apps/v1': [
    ['daemonsets', 'DaemonSet', true],
    ['deployments', 'Deployment', true],
    ['replicasets', 'ReplicaSet', true],
    ['statefulsets', 'StatefulSet', true],
  ],
  'batch/v1': [
    ['cronjobs', 'CronJob', true],
    ['jobs', 'Job', true],
  ],
  'discovery.k8s.io/v1': [['endpointslices', 'EndpointSlice', true]],
  'opentelemetry.io/v1alpha1': [['instrumentations', 'Instrumentation', true]],
  'tracing.dokaseca.io/v1alpha1': [['tracingplatforms', 'TracingPlatform', false]],
  'admissionregistration.k8s.io/v1': [
    ['mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', false],
  ],
};

/** What a list of a resource (`group/version/plural`) says of itself. */
export function listHeader(resource: string): { readonly kind: string; readonly apiVersion: string } {
  const at = resource.lastIndexOf('/');
  const apiVersion = resource.slice(0, at).replace(/^\//, '');
  const kind = RESOURCES[apiVersion]?.find(([plural]) => plural === resource.slice(at + 1))?.[1] ?? '';
  return { kind: `${kind}List`, apiVersion };
}

/** The API version that a path of discovery asks for; undefined for other paths. */
export const discoveredVersion = (path: string): string | undefined =>
  /^\/(?:api|apis)\/(?<version>v\d\w*|[^/]+\/v\d\w*)$/.exec(path)?.groups?.['version'];

/** What kinds an API version has; https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery */
export function discoveryReply(version: string, isAbsent: (resource: string) => boolean): Reply {
  const group = version.includes('/') ? version : `/${version}`;
  const known = (RESOURCES[version] ?? []).filter(([plural]) => !isAbsent(`${group}/${plural}`));
  if (known.length === 0) return NO_SUCH_RESOURCE;
  const resources = known.map(([name, kind, namespaced]) => ({
    name,
    kind,
    namespaced,
    singularName: '',
    verbs: [],
  }));
  return { code: 200, body: { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: version, resources } };
}
