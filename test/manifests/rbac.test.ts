import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { API_CALLS, NEEDS, type ApiCall } from '../../src/kube/api-calls.js';
import { MANIFESTS, type Manifest } from '../support/kustomize.js';
import { COMPONENTS, installation, type Component } from './installations.js';

/** One right, or one call that needs it: `list tracingplatforms/status of tracing.dokaseca.io, named default, anywhere`. */
type Right = string;

interface Asked {
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  readonly name: string;
  readonly where: 'anywhere' | 'in doka-tracing';
}

const rightOf = ({ verb, resource, group, name, where }: Asked): Right =>
  `${verb} ${resource} of ${group === '' ? 'core' : group}, ${name === '' ? 'any name' : `named ${name}`}, ${where}`;

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface Binding {
  readonly roleRef: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects: readonly object[];
}

const SUBJECT = { kind: 'ServiceAccount', name: 'doka-tracing', namespace: 'doka-tracing' };

/** Every right that a set of manifests gives to the webhook's ServiceAccount. Throws for a role that nobody is bound to. */
function rightsIn(manifests: readonly Manifest[]): readonly Right[] {
  const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
  const roles = manifests.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  return roles.flatMap((role) => {
    const binding = bindings.find(
      (each) => each.kind === `${role.kind}Binding` && each.metadata.name === role.metadata.name,
    ) as unknown as Binding | undefined;
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: role.kind, name: role.metadata.name };
    expect(binding).toMatchObject({ roleRef, subjects: [SUBJECT] });
    const where = role.kind === 'Role' ? 'in doka-tracing' : 'anywhere';
    return (role['rules'] as readonly Rule[]).flatMap((rule) => rightsOf(rule, where));
  });
}

const rightsOf = (
  { apiGroups, resources, resourceNames = [''], verbs }: Rule,
  where: Asked['where'],
): readonly Right[] =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      resourceNames.flatMap((name) => verbs.map((verb) => rightOf({ verb, resource, group, name, where }))),
    ),
  );

/** Every right that the code needs for some of its flags. */
const neededFor = (needs: readonly (keyof typeof NEEDS)[]): readonly Right[] =>
  Object.values(API_CALLS)
    .filter(({ neededBy }: ApiCall) => neededBy.some((need) => needs.includes(need)))
    .flatMap(callRights);

function callRights({ verbs, resource, subresource, group, names = [''], scope }: ApiCall): readonly Right[] {
  const path = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where = scope === 'own-namespace' ? 'in doka-tracing' : 'anywhere';
  return names.flatMap((name) => verbs.map((verb) => rightOf({ verb, resource: path, group, name, where })));
}

/** Two parts of the webhook may need the same. */
const sorted = (rights: readonly Right[]): readonly Right[] => [...new Set(rights)].sort();

describe('the rights are those that the calls need, no more and no less', () => {
  test.each<[string, readonly Component[], readonly (keyof typeof NEEDS)[]]>([
    ['as it is', [], ['serve', 'certs-self']],
    ['with the definition of Instrumentation', ['instrumentation-crd'], ['serve', 'certs-self']],
    ['with cert-manager', ['cert-manager'], ['serve']],
    ['with the auditor', ['auditor'], ['serve', 'certs-self', 'auditor']],
    ['with the Collector’s status', ['collector-status'], ['serve', 'certs-self', 'collector-status']],
    ['with owners', ['owners-watch'], ['serve', 'certs-self', 'owners-watch']],
    ['with ConfigMaps', ['watch-configmaps'], ['serve', 'certs-self', 'watch-configmaps']],
    ['with ServiceAccounts', ['watch-service-accounts'], ['serve', 'certs-self', 'watch-service-accounts']],
    [
      'with all of it',
      [...COMPONENTS],
      ['serve', 'auditor', 'collector-status', 'owners-watch', 'watch-configmaps', 'watch-service-accounts'],
    ],
  ])('%s', (_, components, needs) => {
    expect(sorted(rightsIn(installation('cluster-wide', components)))).toEqual(sorted(neededFor(needs)));
  });

  test('and every call is needed by something that is compared here', () => {
    const compared = neededFor(Object.keys(NEEDS) as (keyof typeof NEEDS)[]);
    expect(compared).toHaveLength(Object.values(API_CALLS).flatMap(callRights).length);
  });
});

test.each(Object.entries(NEEDS))('what allows %s is where the code says', (_, path) => {
  const place = join(MANIFESTS, '..', path);
  const file = existsSync(place) && statSync(place).isDirectory() ? join(place, 'rbac.yaml') : place;
  expect(existsSync(file)).toBe(true);
});

test('no rule is wider than its words', () => {
  const rights = rightsIn(installation('opt-in', [...COMPONENTS]));
  expect(rights.filter((right) => right.includes('*'))).toEqual([]);
});
