import { listReferences } from '../kubernetes/variable-reference.js';
import type { EnvEdit } from '../edits.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { findSpecField } from '../resolve/instrumentation-values.js';
import type { Resolution } from '../resolve/resolve.js';
import { type ContainerContext, isBackendPicked } from '../resolve/container-context.js';
import { buildEnvVar, type Variable } from '../resolve/variable.js';
import { ATTRIBUTES, SERVICE_NAME } from '../resolve/variable-names.js';
import { formatAttributes } from './attribute-text.js';
import { formatUserVariableName } from './variable-edits.js';
import { buildExporterTls, type ExporterTls } from './exporter-tls.js';
import {
  collectTakenKeys,
  NODE_NAME,
  POD_NAME,
  POD_UID,
  buildResourceAttributes,
  hasPodUid,
} from './resource-attributes.js';
import { resolveServiceName } from './service-identity.js';

/**
 * The variables that belong to a container whatever its languages: service, exporter, certificates, propagators,
 * sampler and resource attributes, each only where it is absent, and the attributes last, since they refer to others.
 */
export function buildSharedEdits(context: ContainerContext, resolution: Resolution): readonly EnvEdit[] {
  const setting = (variable: Variable): EnvEdit => ({
    op: 'env-default',
    container: context.ref,
    env: buildEnvVar(variable),
    origin: variable.origin,
  });
  return [
    ...buildServiceNameEdits(context),
    ...resolution.exporter.map(setting),
    ...resolveExporterTls(context, resolution).variables.map(setting),
    ...buildReferenceEdits(context),
    ...resolution.sdk.map(setting),
    ...buildAttributeEdits(context),
  ];
}

/**
 * Volumes, mounts and variables for the exporter's certificates: the Instrumentation's, which belong to its endpoint
 * and do not follow an annotation to another one, else those of the platform's address.
 */
export function resolveExporterTls(context: ContainerContext, { certificates }: Resolution): ExporterTls {
  const asked = isBackendPicked(context)
    ? undefined
    : findSpecField(context.targets, ({ exporter }) => exporter?.tls);
  return asked === undefined
    ? buildExporterTls(certificates, context.ref, 'platform')
    : buildExporterTls(asked, context.ref, 'instrumentation');
}

/** A name in the user's own attributes holds: the variable would beat it, so it is left out. */
function buildServiceNameEdits(context: ContainerContext): readonly EnvEdit[] {
  if (collectTakenKeys(context).has('service.name')) return [];
  const { value, origin } = resolveServiceName(context);
  return [{ op: 'env-default', container: context.ref, env: { name: SERVICE_NAME, value }, origin }];
}

/** Downward API variables that the attributes refer to. The node's name also marks the container as done. */
function buildReferenceEdits(context: ContainerContext): readonly EnvEdit[] {
  const before = findAnchor(context);
  const fields: readonly (readonly [string, string])[] = [
    [POD_NAME, 'metadata.name'],
    ...(hasPodUid(context) ? [[POD_UID, 'metadata.uid'] as const] : []),
    [NODE_NAME, 'spec.nodeName'],
  ];
  return fields.map(([name, fieldPath]) => ({
    op: 'env-default',
    container: context.ref,
    env: { name, valueFrom: { fieldRef: { fieldPath } } },
    origin: 'default',
    ...(before === undefined ? {} : { before }),
  }));
}

/** The attributes stay in place where a later variable of the user's refers to them; ours then go before them. */
function findAnchor({ container }: ContainerContext): string | undefined {
  const env = container.env ?? [];
  const index = env.findLastIndex(({ name }) => name === ATTRIBUTES);
  const isReferred =
    index >= 0 && env.slice(index + 1).some(({ value }) => listReferences(value).includes(ATTRIBUTES));
  return isReferred ? ATTRIBUTES : undefined;
}

function buildAttributeEdits(context: ContainerContext): readonly EnvEdit[] {
  const { ref, view } = context;
  const text = formatAttributes(buildResourceAttributes(context));
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
    ...(findAnchor(context) === undefined
      ? [{ op: 'env-last', container: ref, name: ATTRIBUTES } as const]
      : []),
  ];
}
