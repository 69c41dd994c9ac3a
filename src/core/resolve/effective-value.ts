import type { EnvVar, Pod } from '../kubernetes/pod.js';
import type { ContainerContext } from './container-context.js';
import { findContainerValue, isSetByContainer } from './container-view.js';
import { expandReferences, type Referent } from './expanded-value.js';
import { findInstrumentationVariable } from './instrumentation-values.js';
import { ATTRIBUTES, SERVICE_NAME } from './variable-names.js';

/** Finds the value that a program gets to see of a variable; undefined where it is unset, or cannot be known here. */
export type ValueFinder = (name: string) => string | undefined;

/** Finds values of a container: its own, else its Instrumentations', else what a platform adds of exporters. */
export function createValueFinder(context: ContainerContext): ValueFinder {
  const { view, targets, container } = context;
  return (name) => {
    if (isSetByContainer(view, name)) {
      const value = findContainerValue(view, name);
      return value === undefined
        ? undefined
        : expandInContainer(value, { context, env: container.env ?? [], name });
    }
    const asked = findInstrumentationVariable(targets, name);
    if (asked === undefined) return findPlatformExporter(context, name);
    return asked.value === undefined ? undefined : expandAfterContainer(asked.value, context);
  };
}

/** Metrics and logs are off under a platform that does not ask for them. */
function findPlatformExporter({ platform }: ContainerContext, name: string): string | undefined {
  if (platform === undefined) return undefined;
  if (name === 'OTEL_METRICS_EXPORTER') return platform.signals.includes('metrics') ? 'otlp' : 'none';
  if (name === 'OTEL_LOGS_EXPORTER') return platform.signals.includes('logs') ? 'otlp' : 'none';
  return undefined;
}

interface Place {
  readonly context: ContainerContext;
  readonly env: readonly EnvVar[];
  /** The variable whose value it is. */
  readonly name: string;
}

/** A value as it is in a container: the kubelet expands references to earlier variables. */
function expandInContainer(value: string, { context, env, name }: Place): string | undefined {
  if (!value.includes('$')) return value;
  const at = env.findLastIndex((variable) => variable.name === name);
  return expandReferences(value, (other) => {
    const index = env.findIndex((variable) => variable.name === other);
    return at >= 0 && index >= at ? { kind: 'nothing' } : findReferent(context, other);
  });
}

/** A value that is added to a container: it comes after everything that the container has. */
export const expandAfterContainer = (value: string, context: ContainerContext): string | undefined =>
  expandReferences(value, (name) => {
    const referent = findReferent(context, name);
    return referent.kind === 'nothing' ? findAddedReferent(context, name) : referent;
  });

/** Variables that are put before those of the container, so that they can be referred to. */
const ADDRESSES = ['OTEL_POD_IP', 'OTEL_NODE_IP'];

/** Others that are added to each container. */
const ADDED = [
  SERVICE_NAME,
  ATTRIBUTES,
  ...['POD_NAME', 'POD_UID', 'NODE_NAME'].map((end) => `${ATTRIBUTES}_${end}`),
];

/** The value of a reference in a value that is added, where the container sets no such variable. */
function findAddedReferent({ targets }: ContainerContext, name: string): Referent {
  const asked = findInstrumentationVariable(targets, name);
  if (asked !== undefined)
    return describeText(asked.valueFrom === undefined ? (asked.value ?? '') : undefined);
  return ADDED.includes(name) ? { kind: 'unknown' } : { kind: 'nothing' };
}

/** Text that refers to others is not followed: references that double at each step would make it too long. */
const describeText = (text: string | undefined): Referent =>
  text === undefined || text.includes('$') ? { kind: 'unknown' } : { kind: 'text', text };

/** The value of a reference to a variable of a container. */
function findReferent({ view, pod }: ContainerContext, name: string): Referent {
  if (!isSetByContainer(view, name))
    return view.mayHide(name) || ADDRESSES.includes(name) || isOfService(pod, name)
      ? { kind: 'unknown' }
      : { kind: 'nothing' };
  return describeText(findContainerValue(view, name));
}

/** Variables that the kubelet makes of Services. https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
const OF_SERVICES = /^[A-Z][A-Z0-9_]*_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_|$)/;

/** Those of the API server are made even where a pod wants none. */
export const isOfService = ({ spec }: Pod, name: string): boolean =>
  OF_SERVICES.test(name) && (spec.enableServiceLinks !== false || name.startsWith('KUBERNETES_'));

const ADDRESS_FIELDS = ['status.hostIP', 'status.podIP'];
const NAME_OF_HOST = /^[a-z\d][a-z\d.-]*$/i;

/** Tells whether a variable that an added value refers to is known to hold an address or the name of a host. */
export function holdsHost(context: ContainerContext, name: string): boolean {
  const { container, targets, pod } = context;
  const source =
    container.env?.findLast((variable) => variable.name === name) ??
    findInstrumentationVariable(targets, name);
  if (source !== undefined)
    return source.valueFrom === undefined
      ? NAME_OF_HOST.test(source.value ?? '')
      : ADDRESS_FIELDS.includes(source.valueFrom.fieldRef?.fieldPath ?? '');
  return ADDRESSES.includes(name) || (isOfService(pod, name) && name.endsWith('_SERVICE_HOST'));
}
