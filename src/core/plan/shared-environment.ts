import { referencesIn } from '../kubernetes/variable-reference.js';
import type { Target } from '../decide/target.js';
import type { Subject } from '../decide/subject.js';
import type { EnvEdit } from '../edits.js';
import type { Container, ContainerRef, EnvVar } from '../kubernetes/pod.js';
import { askedSpec, askedVariable } from '../resolve/asked.js';
import { type ContainerView, isSetIn, valueIn } from '../resolve/container-view.js';
import type { Resolution } from '../resolve/resolve.js';
import { isPicked } from '../resolve/scope.js';
import { envOf, type Variable } from '../resolve/variable.js';
import { ATTRIBUTES, SERVICE_NAME } from '../resolve/variable-names.js';
import { attributeText, keysIn } from './attribute-text.js';
import { userName } from './environment.js';
import { exporterTls, type ExporterTls } from './exporter-tls.js';
import {
  kubernetesFacts,
  NODE_NAME,
  POD_NAME,
  POD_UID,
  resourceAttributes,
  wantsPodUid,
} from './resource-attributes.js';
import { serviceName } from './service-identity.js';

/** The languages that were accepted on one container, and what they were resolved to. */
export interface Shared {
  readonly subject: Subject;
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
export function sharedEdits(shared: Shared): readonly EnvEdit[] {
  const { ref, resolution, targets } = shared;
  const setting = (variable: Variable): EnvEdit => ({
    op: 'env-default',
    container: ref,
    env: envOf(variable),
    origin: variable.origin,
  });
  return [
    ...serviceNameEdits(shared),
    ...resolution.exporter.map(setting),
    ...tlsOf(shared).variables.map(setting),
    ...references(shared, wantsPodUid({ subject: shared.subject, targets })),
    ...resolution.sdk.map(setting),
    ...attributeEdits(shared),
  ];
}

/**
 * Volumes, mounts and variables for the exporter's certificates: the Instrumentation's, which belong to its endpoint
 * and do not follow an annotation to another one, else those of the platform's address.
 */
export function tlsOf({
  ref,
  targets,
  resolution,
}: Pick<Shared, 'ref' | 'targets' | 'resolution'>): ExporterTls {
  const asked = isPicked(resolution) ? undefined : askedSpec(targets, ({ exporter }) => exporter?.tls);
  return asked === undefined
    ? exporterTls(resolution.certificates, ref, 'platform')
    : exporterTls(asked, ref, 'instrumentation');
}

/** A name in the user's own attributes holds: the variable would beat it, so it is left out. */
function serviceNameEdits(shared: Shared): readonly EnvEdit[] {
  const { ref, subject, container, targets } = shared;
  if (takenKeys(shared).has('service.name')) return [];
  const useLabels = askedSpec(targets, ({ defaults }) => defaults?.useLabelsForResourceAttributes) === true;
  const ofInstrumentation = askedSpec(targets, ({ resource }) => resource?.resourceAttributes) ?? {};
  const attributes = new Map([
    ...Object.entries(ofInstrumentation),
    ...kubernetesFacts({ subject, container, targets }),
  ]);
  const { value, origin } = serviceName(subject, container.name, { useLabels, attributes });
  return [{ op: 'env-default', container: ref, env: { name: SERVICE_NAME, value }, origin }];
}

/** Downward API variables that the attributes refer to. The node's name also marks the container as done. */
function references(shared: Shared, withUid: boolean): readonly EnvEdit[] {
  const before = anchor(shared);
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
function anchor({ container }: Shared): string | undefined {
  const env = container.env ?? [];
  const index = env.findLastIndex(({ name }) => name === ATTRIBUTES);
  const isReferred =
    index >= 0 && env.slice(index + 1).some(({ value }) => referencesIn(value).includes(ATTRIBUTES));
  return isReferred ? ATTRIBUTES : undefined;
}

/** Keys that the container's attributes, or the Instrumentation's variable, set already. */
function takenKeys({ view, targets }: Shared): ReadonlySet<string> {
  const text = isSetIn(view, ATTRIBUTES)
    ? valueIn(view, ATTRIBUTES)
    : askedVariable(targets, ATTRIBUTES)?.value;
  return keysIn(text ?? '');
}

function attributeEdits(shared: Shared): readonly EnvEdit[] {
  const { ref, view, resolution, targets, subject, container } = shared;
  const text = attributeText(
    resourceAttributes({ subject, container, targets, resolution, taken: takenKeys(shared) }),
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
          { op: 'env-rename', container: ref, name: ATTRIBUTES, to: userName(ATTRIBUTES) } as const,
          { ...join, before: text },
        ]
      : [{ ...join, after: text }]),
    ...(anchor(shared) === undefined ? [{ op: 'env-last', container: ref, name: ATTRIBUTES } as const] : []),
  ];
}
