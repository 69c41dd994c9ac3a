import { listReferences } from '../kubernetes/variable-reference.js';
import type { Target } from '../decide/target.js';
import type { PodContext } from '../decide/pod-context.js';
import type { EnvEdit } from '../edits.js';
import type { Container, ContainerRef, EnvVar } from '../kubernetes/pod.js';
import { findSpecField, findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { type ContainerView, isSetByContainer, findContainerValue } from '../resolve/container-view.js';
import type { Resolution } from '../resolve/resolve.js';
import { isBackendPicked } from '../resolve/scope.js';
import { buildEnvVar, type Variable } from '../resolve/variable.js';
import { ATTRIBUTES, SERVICE_NAME } from '../resolve/variable-names.js';
import { formatAttributes, parseAttributeKeys } from './attribute-text.js';
import { formatUserVariableName } from './variable-edits.js';
import { buildExporterTls, type ExporterTls } from './exporter-tls.js';
import {
  buildKubernetesAttributes,
  NODE_NAME,
  POD_NAME,
  POD_UID,
  buildResourceAttributes,
  hasPodUid,
} from './resource-attributes.js';
import { resolveServiceName } from './service-identity.js';

/** The languages that were accepted on one container, and what they were resolved to. */
export interface SharedDelivery {
  readonly context: PodContext;
  readonly container: Container;
  readonly ref: ContainerRef;
  readonly view: ContainerView;
  readonly targets: readonly Target[];
  readonly resolution: Resolution;
}

/**
 * The variables that belong to a container whatever its languages: service, exporter, certificates, propagators,
 * sampler and resource attributes, each only where it is absent, and the attributes last, since they refer to others.
 */
export function buildSharedEdits(shared: SharedDelivery): readonly EnvEdit[] {
  const { ref, resolution, targets } = shared;
  const setting = (variable: Variable): EnvEdit => ({
    op: 'env-default',
    container: ref,
    env: buildEnvVar(variable),
    origin: variable.origin,
  });
  return [
    ...buildServiceNameEdits(shared),
    ...resolution.exporter.map(setting),
    ...resolveExporterTls(shared).variables.map(setting),
    ...buildReferenceEdits(shared, hasPodUid({ context: shared.context, targets })),
    ...resolution.sdk.map(setting),
    ...buildAttributeEdits(shared),
  ];
}

/**
 * Volumes, mounts and variables for the exporter's certificates: the Instrumentation's, which belong to its endpoint
 * and do not follow an annotation to another one, else those of the platform's address.
 */
export function resolveExporterTls({
  ref,
  targets,
  resolution,
}: Pick<SharedDelivery, 'ref' | 'targets' | 'resolution'>): ExporterTls {
  const asked = isBackendPicked(resolution)
    ? undefined
    : findSpecField(targets, ({ exporter }) => exporter?.tls);
  return asked === undefined
    ? buildExporterTls(resolution.certificates, ref, 'platform')
    : buildExporterTls(asked, ref, 'instrumentation');
}

/** A name in the user's own attributes holds: the variable would beat it, so it is left out. */
function buildServiceNameEdits(shared: SharedDelivery): readonly EnvEdit[] {
  const { ref, context, container, targets } = shared;
  if (collectTakenKeys(shared).has('service.name')) return [];
  const useLabels =
    findSpecField(targets, ({ defaults }) => defaults?.useLabelsForResourceAttributes) === true;
  const ofInstrumentation = findSpecField(targets, ({ resource }) => resource?.resourceAttributes) ?? {};
  const attributes = new Map([
    ...Object.entries(ofInstrumentation),
    ...buildKubernetesAttributes({ context, container, targets }),
  ]);
  const { value, origin } = resolveServiceName(context, container.name, { useLabels, attributes });
  return [{ op: 'env-default', container: ref, env: { name: SERVICE_NAME, value }, origin }];
}

/** Downward API variables that the attributes refer to. The node's name also marks the container as done. */
function buildReferenceEdits(shared: SharedDelivery, withUid: boolean): readonly EnvEdit[] {
  const before = findAnchor(shared);
  const fields: readonly (readonly [string, string])[] = [
    [POD_NAME, 'metadata.name'],
    ...(withUid ? [[POD_UID, 'metadata.uid'] as const] : []),
    [NODE_NAME, 'spec.nodeName'],
  ];
  return fields.map(([name, fieldPath]) => ({
    op: 'env-default',
    container: shared.ref,
    env: { name, valueFrom: { fieldRef: { fieldPath } } },
    origin: 'default',
    ...(before === undefined ? {} : { before }),
  }));
}

/** The attributes stay in place where a later variable of the user's refers to them; ours then go before them. */
function findAnchor({ container }: SharedDelivery): string | undefined {
  const env = container.env ?? [];
  const index = env.findLastIndex(({ name }) => name === ATTRIBUTES);
  const isReferred =
    index >= 0 && env.slice(index + 1).some(({ value }) => listReferences(value).includes(ATTRIBUTES));
  return isReferred ? ATTRIBUTES : undefined;
}

/** Keys that the container's attributes, or the Instrumentation's variable, set already. */
function collectTakenKeys({ view, targets }: SharedDelivery): ReadonlySet<string> {
  const text = isSetByContainer(view, ATTRIBUTES)
    ? findContainerValue(view, ATTRIBUTES)
    : findInstrumentationVariable(targets, ATTRIBUTES)?.value;
  return parseAttributeKeys(text ?? '');
}

function buildAttributeEdits(shared: SharedDelivery): readonly EnvEdit[] {
  const { ref, view, resolution, targets, context, container } = shared;
  const text = formatAttributes(
    buildResourceAttributes({ context, container, targets, resolution, taken: collectTakenKeys(shared) }),
  );
  const known = view.lookup(ATTRIBUTES);
  const join = {
    op: 'env-join',
    container: ref,
    name: ATTRIBUTES,
    separator: ',',
    origin: 'default',
  } as const;
  const written: EnvVar | undefined =
    known.kind === 'config-map' ? { name: ATTRIBUTES, value: known.value } : undefined;
  return [
    ...(written === undefined
      ? []
      : [{ op: 'env-default', container: ref, env: written, origin: 'pod' } as const]),
    ...(known.kind === 'reference'
      ? // What a reference holds is not known, and of two items with one key the later holds: the user's goes last.
        [
          {
            op: 'env-rename',
            container: ref,
            name: ATTRIBUTES,
            to: formatUserVariableName(ATTRIBUTES),
          } as const,
          { ...join, before: text },
        ]
      : [{ ...join, after: text }]),
    ...(findAnchor(shared) === undefined
      ? [{ op: 'env-last', container: ref, name: ATTRIBUTES } as const]
      : []),
  ];
}
