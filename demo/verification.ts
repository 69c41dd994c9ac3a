import type { StringMap } from '../src/core/kubernetes/pod.js';
import type { RunningPod } from './downward-api.js';
import type { Span } from './otlp-spans.js';
import { serviceOf } from './trace.js';

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
export function verify(trace: readonly Span[], expectations: readonly Expectation[]): readonly Check[] {
  return [
    sharesOneTrace(trace, expectations),
    crossesServices(trace),
    ...expectations.flatMap((expectation) => {
      const spans = trace.filter((span) => serviceOf(span) === expectation.service);
      return [namesItsPod(spans, expectation), saysWhatThePodSays(spans, expectation)];
    }),
  ];
}

function sharesOneTrace(trace: readonly Span[], expectations: readonly Expectation[]): Check {
  const names = expectations.map(({ service }) => service);
  const ids = new Set(trace.map((span) => span.traceId));
  const silent = names.filter((name) => !trace.some((span) => serviceOf(span) === name));
  const says = `The spans of ${names.join(' and ')} share one trace id.`;
  if (silent.length > 0) return { says, holds: false, found: `no span of ${silent.join(', ')}` };
  return judge(says, ids.size === 1 ? [] : [`trace ids ${[...ids].join(', ')}`]);
}

function crossesServices(trace: readonly Span[]): Check {
  const services = new Map(trace.map((span) => [span.spanId, serviceOf(span)]));
  const crossing = trace.some((span) => {
    const caller = services.get(span.parentSpanId);
    return caller !== undefined && caller !== serviceOf(span);
  });
  const says = 'A span of one service has its parent in the other.';
  return judge(says, crossing ? [] : ['every parent is of the same service as its child']);
}

/** Against the pod itself, not against what was injected: a wrong name in the patch must not pass. */
function namesItsPod(spans: readonly Span[], expectation: Expectation): Check {
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
  return judge(says, differences(spans, facts));
}

function saysWhatThePodSays(spans: readonly Span[], { service, environment }: Expectation): Check {
  const attributes = resourceAttributes(environment['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
  const says = `Every span of ${service} has all of its pod's OTEL_RESOURCE_ATTRIBUTES: ${Object.keys(attributes).join(', ')}.`;
  const missing = Object.keys(attributes).length === 0 ? ['the variable is not set'] : [];
  return judge(says, [...missing, ...differences(spans, attributes)]);
}

function differences(
  spans: readonly Span[],
  wanted: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (spans.length === 0) return ['no span of this service'];
  const found = spans.flatMap(({ resource }) =>
    Object.entries(wanted)
      .filter(([key, value]) => resource[key] !== value)
      .map(([key, value]) => `${key} is ${quoted(resource[key])}, not ${quoted(value)}`),
  );
  return [...new Set(found)];
}

/** Reads `OTEL_RESOURCE_ATTRIBUTES` as an SDK does; https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable */
export function resourceAttributes(text: string): StringMap {
  const pairs = text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.flatMap(([key = '', value]) =>
      key.trim() === '' || value === undefined
        ? []
        : [[key.trim(), decodeURIComponent(value.trim())] as const],
    ),
  );
}

const quoted = (value: string | number | boolean | undefined): string =>
  value === undefined ? 'not set' : `"${value.toString()}"`;

const judge = (says: string, found: readonly string[]): Check =>
  found.length === 0 ? { says, holds: true } : { says, holds: false, found: found.join('; ') };
