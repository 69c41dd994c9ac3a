// What Helm installs is what kustomize installs.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMPATIBLE, COMPONENTS, INCLUDED_COMPONENTS, OVERLAYS } from '../manifests/installations.js';
import { MANIFESTS, rendered, type Manifest } from '../support/kustomize.js';
import { HELMS, objectsOf, type HelmName, type Values } from './helm.js';

type Part = (typeof OVERLAYS)[number] | (typeof COMPONENTS)[number] | (typeof INCLUDED_COMPONENTS)[number];

/** The values that each part of the kustomization stands for. */
const VALUES: Readonly<Record<Part, Values>> = {
  'cluster-wide': { scope: 'cluster-wide' },
  'opt-in': { scope: 'opt-in' },
  auditor: { auditEvery: 300 },
  'cert-manager': { certificates: 'cert-manager' },
  dashboard: { dashboard: { enabled: true } },
  'instrumentation-crd': { instrumentationCRD: true },
  'collector-status': { collectorStatus: true },
  'monitoring-prometheus': { monitoring: { operator: 'prometheus' } },
  'monitoring-victoria-metrics': { monitoring: { operator: 'victoria-metrics' } },
  'owners-watch': { owners: 'watch' },
  'status-page': { statusPage: true },
  'watch-configmaps': { watchConfigMaps: true },
  'watch-service-accounts': { watchServiceAccounts: true },
  'write-policy': { writePolicy: true },
};

const valuesOf = (parts: readonly Part[]): Values => {
  const chosen: Values[] = parts.map((part) => VALUES[part]);
  return Object.assign({ createNamespace: true }, ...chosen) as Values;
};

/** Objects by their names; what only Helm reads of them is left out. */
const byName = (manifests: readonly Manifest[]): Readonly<Record<string, Manifest>> =>
  Object.fromEntries(
    manifests.map((each) => [
      `${each.apiVersion} ${each.kind} ${each.metadata.namespace ?? ''}/${each.metadata.name}`,
      withoutPolicy(each),
    ]),
  );

function withoutPolicy(manifest: Manifest): Manifest {
  const { annotations, ...metadata } = manifest.metadata;
  const others = Object.entries(annotations ?? {}).filter(([key]) => key !== 'helm.sh/resource-policy');
  return others.length === 0
    ? { ...manifest, metadata }
    : { ...manifest, metadata: { ...metadata, annotations: Object.fromEntries(others) } };
}

const inFolder = (name: string): string => join(MANIFESTS, 'components', name);

const CASES: readonly (readonly [string, Values, readonly Manifest[]])[] = [
  ['base', { ...valuesOf([]), writePolicy: false }, rendered(join(MANIFESTS, 'base'))],
  ...COMPONENTS.map(
    (name) =>
      [
        `base + ${name}`,
        { ...valuesOf([name]), writePolicy: false },
        rendered(join(MANIFESTS, 'base'), [inFolder(name)]),
      ] as const,
  ),
  ...OVERLAYS.flatMap((overlay) =>
    [[], ...COMPONENTS.map((name) => [name]), [...COMPATIBLE]].map(
      (components) =>
        [
          [overlay, ...components].join(' + '),
          valuesOf([overlay, ...INCLUDED_COMPONENTS, ...components]),
          rendered(join(MANIFESTS, 'overlays', overlay), components.map(inFolder)),
        ] as const,
    ),
  ),
];

describe.each(HELMS)('%s', (helm) => {
  test.each(CASES)('writes the objects of %s', (_, values, manifests) => {
    expect(byName(objectsOf(helm, values))).toEqual(byName(manifests));
  });

  test('keeps the Instrumentations when the release goes: their definition stays', () => {
    const crds = definitionsOf(helm, { instrumentationCRD: true });
    expect(Object.fromEntries(crds)).toEqual({
      // From the folder crds, which Helm never deletes.
      'tracingplatforms.tracing.dokaseca.io': undefined,
      'instrumentations.opentelemetry.io': { 'helm.sh/resource-policy': 'keep' },
    });
  });
});

const definitionsOf = (helm: HelmName, values: Values) =>
  objectsOf(helm, values)
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(({ metadata }) => [metadata.name, metadata.annotations] as const);
