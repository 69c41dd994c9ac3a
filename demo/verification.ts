import type { StringMap } from '../src/core/kubernetes/pod.js';
import type { RunningPod } from './downward-api.js';
import type { Span } from './otlp-spans.js';
import { getServiceName } from './trace.js';

/** One thing that must hold, as a sentence, and what was found where it does not. */
export interface Check {
  readonly says: string;
  readonly holds: boolean;
  readonly found?: string;
}

/** What is known of a service before any span of it is looked at. */
export interface Expectation {
  readonly service: string;
  readonly deployment: string;
  readonly container: string;
  readonly pod: RunningPod;
  /** The variables that the kubelet makes of the changed pod. */
  readonly environment: StringMap;
}

/** Judges a trace: that it is one, that it crosses services, and that every span names the pod it came from. */
export function checkTrace(trace: readonly Span[], expectations: readonly Expectation[]): readonly Check[] {
  return [
    checkSharedTrace(trace, expectations),
    checkServiceCrossing(trace),
    ...expectations.flatMap((expectation) => {
      const spans = trace.filter((span) => getServiceName(span) === expectation.service);
      return [checkPodFacts(spans, expectation), checkPodAttributes(spans, expectation)];
    }),
  ];
}

function checkSharedTrace(trace: readonly Span[], expectations: readonly Expectation[]): Check {
  const names = expectations.map(({ service }) => service);
  const ids = new Set(trace.map((span) => span.traceId));
  const silent = names.filter((name) => !trace.some((span) => getServiceName(span) === name));
  const says = `The spans of ${names.join(' and ')} share one trace id.`;
  if (silent.length > 0) return { says, holds: false, found: `no span of ${silent.join(', ')}` };
  return buildCheck(says, ids.size === 1 ? [] : [`trace ids ${[...ids].join(', ')}`]);
}

function checkServiceCrossing(trace: readonly Span[]): Check {
  const services = new Map(trace.map((span) => [span.spanId, getServiceName(span)]));
  const crossing = trace.some((span) => {
    const caller = services.get(span.parentSpanId);
    return caller !== undefined && caller !== getServiceName(span);
  });
  const says = 'A span of one service has its parent in the other.';
  return buildCheck(says, crossing ? [] : ['every parent is of the same service as its child']);
}

/** Against the pod itself, not against what was injected: a wrong name in the patch must not pass. */
function checkPodFacts(spans: readonly Span[], expectation: Expectation): Check {
  const { service, deployment, container, pod } = expectation;
  const facts: Readonly<Record<string, string | undefined>> = {
    'service.name': service,
    'k8s.deployment.name': deployment,
    'k8s.namespace.name': pod.metadata?.namespace,
    'k8s.pod.name': pod.metadata?.name,
    'k8s.pod.uid': pod.metadata?.uid,
    'k8s.node.name': pod.spec.nodeName,
    'k8s.container.name': container,
    'telemetry.sdk.language': 'nodejs',
  };
  const says = `Every span of ${service} names its pod: ${Object.keys(facts).join(', ')}.`;
  return buildCheck(says, listDifferences(spans, facts));
}

function checkPodAttributes(spans: readonly Span[], { service, environment }: Expectation): Check {
  const attributes = parseResourceAttributes(environment['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
  const says = `Every span of ${service} has all of its pod's OTEL_RESOURCE_ATTRIBUTES: ${Object.keys(attributes).join(', ')}.`;
  const missing = Object.keys(attributes).length === 0 ? ['the variable is not set'] : [];
  return buildCheck(says, [...missing, ...listDifferences(spans, attributes)]);
}

function listDifferences(
  spans: readonly Span[],
  wanted: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (spans.length === 0) return ['no span of this service'];
  const found = spans.flatMap(({ resource }) =>
    Object.entries(wanted)
      .filter(([key, value]) => resource[key] !== value)
      .map(([key, value]) => `${key} is ${quoteValue(resource[key])}, not ${quoteValue(value)}`),
  );
  return [...new Set(found)];
}

/** Reads `OTEL_RESOURCE_ATTRIBUTES` as an SDK does; https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable */
export function parseResourceAttributes(text: string): StringMap {
  const pairs = text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.flatMap(([key = '', value]) =>
      key.trim() === '' || value === undefined
        ? []
        : [[key.trim(), decodeURIComponent(value.trim())] as const],
    ),
  );
}

const quoteValue = (value: string | number | boolean | undefined): string =>
  value === undefined ? 'not set' : `"${value.toString()}"`;

const buildCheck = (says: string, found: readonly string[]): Check =>
  found.length === 0 ? { says, holds: true } : { says, holds: false, found: found.join('; ') };
