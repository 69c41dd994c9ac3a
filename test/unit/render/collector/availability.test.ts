import { describe, expect, test } from 'vitest';
import { TOPOLOGIES } from '../../../../src/core/domain.js';
import { buildCollectorObjects } from '../../../../src/render/collector/objects.js';
import { like } from '../../../support/like.js';
import { renderSettings, STRATEGIES } from '../../../support/platforms.js';
import type { CollectorForm } from '../../../../src/render/choices.js';

interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly mode?: string;
    readonly podDisruptionBudget?: object;
    readonly topologySpreadConstraints?: readonly object[];
    readonly template?: {
      readonly metadata: { readonly labels: object };
      readonly spec: { readonly topologySpreadConstraints?: readonly object[] };
    };
  };
}

const EVERY = TOPOLOGIES.flatMap((topology) =>
  Object.entries(STRATEGIES).map(([strategy, sampling]) => [topology, strategy, sampling] as const),
);

function objectsOf(
  topology: string,
  sampling: object | undefined,
  as: CollectorForm,
): readonly RenderedObject[] {
  const addons = { enable_tempo: true, enable_opentelemetry_operator: true };
  const settings = renderSettings({ addons, collector: { topology }, ...(sampling && { sampling }) }, { as });
  return buildCollectorObjects(settings).map(({ value }) => value as RenderedObject);
}

/** What spreads pods by labels. */
const spreadBy = (labels: object | undefined): unknown =>
  ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) =>
    like.objectContaining({
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: labels },
    }),
  );

describe.each(EVERY)('with topology %s and sampling %s', (topology, _, sampling) => {
  test('pods that are not on every node are spread by their own labels, and one is moved at a time', () => {
    const objects = objectsOf(topology, sampling, 'plain');
    const movable = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
    const labels = movable.map(({ spec }) => spec?.template?.metadata.labels);
    expect(movable.map(({ spec }) => spec?.template?.spec.topologySpreadConstraints)).toEqual(
      labels.map(spreadBy),
    );
    const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budgets).toEqual(
      movable.map(({ metadata }, index) =>
        like.objectContaining({
          metadata: like.objectContaining({ name: metadata.name }),
          spec: {
            maxUnavailable: 1,
            unhealthyPodEvictionPolicy: 'AlwaysAllow',
            selector: { matchLabels: labels[index] },
          },
        }),
      ),
    );
    for (const { spec } of objects.filter(({ kind }) => kind === 'DaemonSet'))
      expect(spec?.template?.spec.topologySpreadConstraints).toBeUndefined();
  });

  test('the Operator is told the same', () => {
    const tiers = objectsOf(topology, sampling, 'operator').filter(
      ({ kind }) => kind === 'OpenTelemetryCollector',
    );
    expect(tiers.length).toBeGreaterThan(0);
    for (const { metadata, spec = {} } of tiers) {
      const isMovable = spec.mode !== 'daemonset';
      expect(spec.podDisruptionBudget).toEqual(isMovable ? { maxUnavailable: 1 } : undefined);
      // Labels that the Operator gives the pods: internal/manifests/manifestutils/labels.go, 0.118 and 0.158.
      const labels = {
        'app.kubernetes.io/name': `${metadata.name}-collector`,
        'app.kubernetes.io/managed-by': 'opentelemetry-operator',
      };
      expect(spec.topologySpreadConstraints).toEqual(isMovable ? spreadBy(labels) : undefined);
    }
  });
});
