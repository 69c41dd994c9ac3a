import { join } from 'node:path';
import { MANIFESTS, rendered, type Manifest } from '../support/kustomize.js';

/** What can be installed: each overlay as it is, and with each component. */

export const OVERLAYS = ['cluster-wide', 'opt-in'] as const;
/** Components that an overlay has by itself. */
export const INCLUDED_COMPONENTS = ['write-policy'] as const;
/** Components that can be added to an overlay. */
export const COMPONENTS = [
  'auditor',
  'cert-manager',
  'collector-status',
  'dashboard',
  'instrumentation-crd',
  'monitoring-prometheus',
  'monitoring-victoria-metrics',
  'owners-watch',
  'status-page',
  'watch-configmaps',
  'watch-service-accounts',
] as const;
export type Overlay = (typeof OVERLAYS)[number];
export type Component = (typeof COMPONENTS)[number];

/** The objects of an overlay with components. */
export const installation = (
  overlay: Overlay = 'cluster-wide',
  components: readonly Component[] = [],
): readonly Manifest[] =>
  rendered(
    join(MANIFESTS, 'overlays', overlay),
    components.map((name) => join(MANIFESTS, 'components', name)),
  );

/** Components that can be added at once: of the operators of metrics there is one. */
export const COMPATIBLE = COMPONENTS.filter((name) => name !== 'monitoring-prometheus');

/** Every overlay alone, with each component, and with all that go together. */
export const INSTALLATIONS: readonly (readonly [string, readonly Manifest[]])[] = OVERLAYS.flatMap(
  (overlay) =>
    [[], ...COMPONENTS.map((name) => [name]), [...COMPATIBLE]].map(
      (components) => [[overlay, ...components].join(' + '), installation(overlay, components)] as const,
    ),
);
