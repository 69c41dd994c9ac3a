import type { EnvVar } from '../kubernetes/pod.js';
import type { ContainerContext } from './container-context.js';
import { type ContainerView, findContainerValue, isSetByContainer } from './container-view.js';
import { expandReferences, type Referent } from './expanded-value.js';
import { findInstrumentationVariable } from './instrumentation-values.js';

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
        : expandInContainer(value, { view, env: container.env ?? [], name });
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
  readonly view: ContainerView;
  readonly env: readonly EnvVar[];
  /** The variable whose value it is. */
  readonly name: string;
}

/** A value as it is in a container: the kubelet expands references to what stands before it. */
function expandInContainer(value: string, { view, env, name }: Place): string | undefined {
  if (!value.includes('$')) return value;
  const at = env.findLastIndex((variable) => variable.name === name);
  return expandReferences(value, (other) => {
    const index = env.findIndex((variable) => variable.name === other);
    return at >= 0 && index >= at ? { kind: 'nothing' } : findReferent(view, other);
  });
}

/** A value that is added to a container: it comes after everything that the container has. */
export const expandAfterContainer = (
  value: string,
  { view, targets }: Pick<ContainerContext, 'view' | 'targets'>,
): string | undefined =>
  expandReferences(value, (name) => {
    const referent = findReferent(view, name);
    const isGiven = referent.kind === 'nothing' && findInstrumentationVariable(targets, name) !== undefined;
    return isGiven ? { kind: 'unknown' } : referent;
  });

/** Variables that the kubelet makes of Services. https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
const OF_SERVICES = /^[A-Z][A-Z0-9_]*_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_|$)/;

/** What a reference to a variable of a container stands for. Ours are all in the name of OpenTelemetry. */
function findReferent(view: ContainerView, name: string): Referent {
  const observed = view.lookup(name);
  switch (observed.kind) {
    case 'absent':
      return view.hasUnseenSources || OF_SERVICES.test(name) || name.startsWith('OTEL_')
        ? { kind: 'unknown' }
        : { kind: 'nothing' };
    case 'reference':
      return { kind: 'unknown' };
    case 'value':
    case 'config-map':
      return observed.value.includes('$') ? { kind: 'unknown' } : { kind: 'text', text: observed.value };
  }
}
