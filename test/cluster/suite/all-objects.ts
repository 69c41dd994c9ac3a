import { kubectl } from './test-cluster.js';

/** Kinds whose objects come and go by themselves. */
const PASSING = [
  'events',
  'events.events.k8s.io',
  'leases.coordination.k8s.io',
  'endpointslices.discovery.k8s.io',
];

/** `kind/name` of every object that the cluster has, with its namespace before it, but those that come and go. */
export function listAllObjects(): readonly string[] {
  const kinds = kubectl('api-resources', '--verbs=list', '--output=name')
    .split('\n')
    .filter((kind) => kind !== '' && !PASSING.includes(kind));
  const columns = 'custom-columns=A:.apiVersion,K:.kind,N:.metadata.namespace,M:.metadata.name';
  return kubectl('get', kinds.join(','), '--all-namespaces', '--no-headers', `--output=${columns}`)
    .split('\n')
    .map((line) => line.split(/\s+/).join(' '))
    .sort();
}
