import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { kustomizationOf, MANIFESTS, only, rendered, type Manifest } from '../support/kustomize.js';
import { COMPONENTS, INCLUDED_COMPONENTS, installation, INSTALLATIONS, OVERLAYS } from './installations.js';

const FOLDERS = [
  'base',
  ...OVERLAYS.map((name) => `overlays/${name}`),
  ...[...COMPONENTS, ...INCLUDED_COMPONENTS].map((name) => `components/${name}`),
];

test('every overlay and component is known to these tests', () => {
  expect(readdirSync(join(MANIFESTS, 'overlays')).sort()).toEqual([...OVERLAYS].sort());
  expect(readdirSync(join(MANIFESTS, 'components')).sort()).toEqual(
    [...COMPONENTS, ...INCLUDED_COMPONENTS].sort(),
  );
});

describe.each(FOLDERS)('%s', (folder) => {
  const { apiVersion, kind, resources = [] } = kustomizationOf(join(MANIFESTS, folder));

  test('lists every file', () => {
    const files = readdirSync(join(MANIFESTS, folder)).filter((name) => name !== 'kustomization.yaml');
    const listed = resources.filter((path) => !path.startsWith('..'));
    expect([...listed].sort()).toEqual(files.sort());
  });

  test('is of the right kind', () => {
    const expected = folder.startsWith('components/')
      ? ['v1alpha1', 'Component']
      : ['v1beta1', 'Kustomization'];
    expect([apiVersion, kind]).toEqual([`kustomize.config.k8s.io/${expected[0] ?? ''}`, expected[1]]);
  });
});

/** Kinds that are in no namespace. */
const CLUSTER_WIDE = [
  'Namespace',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'PriorityClass',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

const isCustomResourceDefinition = ({ kind }: Manifest): boolean => kind === 'CustomResourceDefinition';

/** The one object that lies where somebody else looks for it. */
const isDashboard = ({ kind, metadata }: Manifest): boolean =>
  kind === 'ConfigMap' && metadata.name === 'doka-tracing-dashboard' && metadata.namespace === 'monitoring';

describe.each(INSTALLATIONS)('%s', (_, manifests) => {
  test('has each object once', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toEqual([...new Set(names)]);
  });

  test('keeps to its own namespace', () => {
    const places = manifests
      .filter((each) => !CLUSTER_WIDE.includes(each.kind) && !isDashboard(each))
      .map(({ metadata }) => metadata.namespace);
    expect(new Set(places)).toEqual(new Set(['doka-tracing']));
    const elsewhere = manifests.filter(({ kind }) => CLUSTER_WIDE.includes(kind));
    expect(elsewhere.filter(({ metadata }) => metadata.namespace !== undefined)).toEqual([]);
  });

  test('labels every object but the definitions, which are made from the code', () => {
    const unlabelled = manifests.filter(
      (each) =>
        !isCustomResourceDefinition(each) &&
        each.metadata.labels?.['app.kubernetes.io/name'] !== 'doka-tracing',
    );
    expect(unlabelled).toEqual([]);
  });

  test('holds no Secret, and no object of a kind that it defines', () => {
    const defined = manifests
      .filter(isCustomResourceDefinition)
      .map(({ spec }) => (spec as { names: { kind: string } }).names.kind);
    const kinds = manifests.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'Secret' || defined.includes(kind))).toEqual([]);
  });
});

test('the definition of Instrumentation is in a component alone', () => {
  const definitions = (manifests: readonly Manifest[]): readonly string[] =>
    manifests.filter(isCustomResourceDefinition).map(({ metadata }) => metadata.name);
  expect(definitions(installation())).toEqual(['tracingplatforms.tracing.dokaseca.io']);
  expect(definitions(installation('cluster-wide', ['instrumentation-crd']))).toEqual([
    'tracingplatforms.tracing.dokaseca.io',
    'instrumentations.opentelemetry.io',
  ]);
});

test('the example of an installation renders, and its platform is taken', () => {
  const folder = join(MANIFESTS, '../examples/cluster');
  const manifests = rendered(folder);
  expect(only(manifests, 'Deployment').metadata.name).toBe('doka-tracing');
  const platform = parse(readFileSync(join(folder, 'platform.yaml'), 'utf8')) as unknown;
  // Where the Operator is, the definition of Instrumentation is its own.
  expect(platform).toMatchObject({ spec: { addons: { enable_opentelemetry_operator: true } } });
  expect(manifests.filter(isCustomResourceDefinition).map(({ metadata }) => metadata.name)).toEqual([
    'tracingplatforms.tracing.dokaseca.io',
  ]);
  expect(parseTracingPlatform(platform)).toMatchObject({ ok: true, value: { notices: [] } });
});
