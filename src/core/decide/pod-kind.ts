import { AGENTS } from '../agents/agents.js';
import { CONFIG_HASH, CONFIG_SOURCE, INJECT_LABEL, MIRROR_POD, STATUS } from '../annotations.js';
import type { Container, Pod, PodSpec } from '../kubernetes/pod.js';
import { isWindows } from '../kubernetes/windows.js';
import { type Finding, buildFinding } from '../reasons.js';
import { quoteValue } from '../shown-text.js';
import type { PodContext } from './pod-context.js';

/** What makes a pod as a whole no candidate: done before, or the first reason that holds. */
export type PodVerdict =
  | { readonly kind: 'candidate' }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly finding: Finding };

/** Judges a pod that asked, before looking at any language. */
export function judgePod(context: PodContext): PodVerdict {
  const { pod } = context;
  const refused = (found: Finding): PodVerdict => ({ kind: 'refused', finding: found });
  if (hasInjectedStatus(pod) && (isMarked(pod.spec) || listContainers(pod.spec).some(hasMarkerVariable)))
    return { kind: 'done' };
  if (isMarked(pod.spec)) return refused(buildFinding('injected-by-operator'));
  const label = findOptOutHolder(context);
  if (label !== undefined)
    return refused(
      buildFinding('opted-out', `Opted out: the ${label} has the label ${INJECT_LABEL}: disabled.`),
    );
  if (isWindows(pod.spec)) return refused(buildFinding('windows-unsupported'));
  if (isStatic(pod)) return refused(buildFinding('static-pod'));
  return { kind: 'candidate' };
}

function findOptOutHolder({ pod, namespace, namespaceName }: PodContext): string | undefined {
  if (pod.metadata?.labels?.[INJECT_LABEL] === 'disabled') return 'pod';
  return namespace.labels[INJECT_LABEL] === 'disabled' ? `namespace ${namespaceName}` : undefined;
}

/** A notice of a label that was meant to switch injection off and says it in another word. */
export function checkInjectLabel({ pod, namespace, namespaceName }: PodContext): readonly Finding[] {
  const said: readonly (readonly [holder: string, value: string | undefined])[] = [
    ['the pod', pod.metadata?.labels?.[INJECT_LABEL]],
    [`namespace ${namespaceName}`, namespace.labels[INJECT_LABEL]],
  ];
  return said.flatMap(([holder, value = '']) =>
    ['', 'enabled', 'disabled'].includes(value)
      ? []
      : [
          buildFinding(
            'annotation-value-ignored',
            `The label ${INJECT_LABEL} of ${holder} is ${quoteValue(value)} and does not count; allowed: disabled, enabled.`,
          ),
        ],
  );
}

/** Init containers by which the OpenTelemetry Operator knows its own work. */
const MARKER_INIT_CONTAINERS: readonly string[] = Object.values(AGENTS).flatMap(({ markers }) => markers);
/** The Go agent's sidecar. */
const MARKER_CONTAINER = 'opentelemetry-auto-instrumentation';
/** The Operator's Collector sidecar, which carries the marker variable without being instrumented. */
const COLLECTOR_SIDECAR = 'otc-container';
const MARKER_VARIABLE = 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME';

/** Tells whether a container is one that injection adds, by its name: one that brings an agent, or the Go agent's sidecar. */
export const isAgentContainer = ({ name }: Pick<Container, 'name'>): boolean =>
  MARKER_INIT_CONTAINERS.includes(name) || name === MARKER_CONTAINER;

/** Tells whether a variable is the one by which an injected container is known. */
export const isMarkerVariable = ({ name }: { readonly name: string }): boolean => name === MARKER_VARIABLE;

/** Tells whether a pod carries marks of an injection. Beyond the Operator's check it looks at variables of init containers too. */
function isMarked(spec: PodSpec): boolean {
  const initContainers = spec.initContainers ?? [];
  if (initContainers.some(({ name }) => MARKER_INIT_CONTAINERS.includes(name))) return true;
  if (spec.containers.some(({ name }) => name === MARKER_CONTAINER)) return true;
  return listContainers(spec).some(
    (container) => container.name !== COLLECTOR_SIDECAR && hasMarkerVariable(container),
  );
}

const listContainers = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...containers,
  ...initContainers,
];

const hasMarkerVariable = ({ env }: Container): boolean =>
  env?.some(({ name }) => name === MARKER_VARIABLE) ?? false;

function hasInjectedStatus({ metadata }: Pod): boolean {
  const status = metadata?.annotations?.[STATUS];
  return (
    (status === 'injected' || status === 'partial') && metadata?.annotations?.[CONFIG_HASH] !== undefined
  );
}

/** https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/ */
function isStatic({ metadata }: Pod): boolean {
  const source = metadata?.annotations?.[CONFIG_SOURCE];
  return metadata?.annotations?.[MIRROR_POD] !== undefined || (source !== undefined && source !== 'api');
}
