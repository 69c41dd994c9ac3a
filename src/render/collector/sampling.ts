import type { Fields } from '../../core/json.js';
import type { AdaptiveSampling, TailSampling } from '../../core/platform/platform.js';
import { escapeDollars } from '../escape-dollars.js';
import type { Component } from './component.js';

type Policy = Fields & { readonly name: string; readonly type: string };

/** Traces that are held at once by one instance, and how many are expected each second. */
const TRACES = { num_traces: 50_000, expected_new_traces_per_sec: 1000 };
/** Ten times the traces that are held, so that spans that come late find the decision that was made. */
const DECISIONS = TRACES.num_traces * 10;

/** Decides on whole traces. `replicas` is the number of instances that share a rate. */
export function buildTailSampling(sampling: TailSampling | AdaptiveSampling, replicas: number): Component {
  return {
    kind: 'processors',
    id: 'tail_sampling',
    config: {
      decision_wait: `${computeDecisionSeconds(sampling).toString()}s`,
      ...TRACES,
      decision_cache: { sampled_cache_size: DECISIONS, non_sampled_cache_size: DECISIONS },
      policies:
        sampling.strategy === 'tail'
          ? buildTailPolicies(sampling)
          : [buildCompositePolicy(sampling, replicas)],
    },
    comment: COMMENTS[sampling.strategy],
  };
}

const COMMENTS: Readonly<Record<(TailSampling | AdaptiveSampling)['strategy'], string>> = {
  tail: 'A trace is kept when one policy keeps it, unless a drop policy takes it.',
  adaptive: 'The rate is that of one instance: the platform’s, shared among the instances of this tier.',
};

/** Agents send every 5 s, and batches wait a second on their way; a slow trace needs its own time on top. */
const LEAST_SECONDS = 10;

/** How long to wait for the spans of a trace, in seconds. */
function computeDecisionSeconds(sampling: TailSampling | AdaptiveSampling): number {
  const slowMs = sampling.strategy === 'tail' ? (sampling.slowMs ?? 0) : 0;
  return LEAST_SECONDS + Math.ceil(slowMs / 1000);
}

function buildTailPolicies({ drop = [], keepErrors, slowMs, percent }: TailSampling): readonly Policy[] {
  return [
    ...(drop.length === 0 ? [] : [buildDropPolicy(drop)]),
    ...(keepErrors
      ? [{ name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } }]
      : []),
    ...(slowMs === undefined ? [] : [{ name: 'slow', type: 'latency', latency: { threshold_ms: slowMs } }]),
    { name: 'rest', type: 'probabilistic', probabilistic: { sampling_percentage: percent } },
  ];
}

/**
 * Drops traces whose root span asks for one of the paths. Only the root is looked at, since a trace in which one
 * service asks for the health of another is not a health check. `url.path` is the stable name of the attribute,
 * `http.target`, which holds the query too, and `http.route` are the former ones.
 */
function buildDropPolicy(paths: readonly string[]): Policy {
  const span = paths.flatMap((path) => [
    `IsRootSpan() and span.attributes["url.path"] == ${formatOttlText(path)}`,
    `IsRootSpan() and span.attributes["http.route"] == ${formatOttlText(path)}`,
    `IsRootSpan() and IsMatch(span.attributes["http.target"], ${formatOttlText(`^${escapePattern(path)}(\\?.*)?$`)})`,
  ]);
  const condition = {
    name: 'dropped-paths',
    type: 'ottl_condition',
    ottl_condition: { error_mode: 'ignore', span },
  };
  return { name: 'drop', type: 'drop', drop: { drop_sub_policy: [condition] } };
}

/** Text as a literal of the OpenTelemetry Transformation Language, which quotes as Go does, in a configuration. */
const formatOttlText = (text: string): string => escapeDollars(JSON.stringify(text));

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * Holds a rate, of which each instance must have one at least: each named service has its share, the rest has what is left. The first share that fits a trace decides;
 * what a share leaves over goes to no other, so a busy service cannot take that of a quiet one.
 */
function buildCompositePolicy({ spansPerSecond, services = {} }: AdaptiveSampling, replicas: number): Policy {
  const shares = orderShares(services).map(([service, percent]) => ({
    percent,
    policy: { name: `service-${escapeDollars(service)}`, ...buildServiceCondition(parseService(service)) },
  }));
  const taken = shares.reduce((sum, { percent }) => sum + percent, 0);
  const all = [...shares, { percent: 100 - taken, policy: { name: 'rest', type: 'always_sample' } }];
  return {
    name: 'rate',
    type: 'composite',
    composite: {
      max_total_spans_per_second: Math.floor(spansPerSecond / replicas),
      policy_order: all.map(({ policy }) => policy.name),
      composite_sub_policy: all.map(({ policy }) => policy),
      rate_allocation: all.map(({ percent, policy }) => ({ policy: policy.name, percent })),
    },
  };
}

/** The API server keeps the fields of an object in no order, so a share of one namespace goes before one of all. */
function orderShares(services: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const all = Object.entries(services);
  const hasNamespace = ([service]: readonly [string, number]): boolean =>
    parseService(service).namespace !== undefined;
  return [...all.filter(hasNamespace), ...all.filter((share) => !hasNamespace(share))];
}

interface ServiceName {
  readonly namespace?: string;
  readonly name: string;
}

/** Reads `namespace/name`, or a name alone, which means the services of this name in every namespace. */
function parseService(text: string): ServiceName {
  const at = text.indexOf('/');
  const [namespace, name] = [text.slice(0, at), text.slice(at + 1)];
  return at <= 0 || name === '' ? { name: text } : { namespace, name };
}

/** Fits a trace in which the service has a span. Two conditions of their own could fit spans of different services. */
function buildServiceCondition({ namespace, name }: ServiceName): Omit<Policy, 'name'> {
  if (namespace === undefined)
    return {
      type: 'string_attribute',
      string_attribute: { key: 'service.name', values: [escapeDollars(name)] },
    };
  const span = `resource.attributes["service.namespace"] == ${formatOttlText(namespace)} and resource.attributes["service.name"] == ${formatOttlText(name)}`;
  return { type: 'ottl_condition', ottl_condition: { error_mode: 'ignore', span: [span] } };
}
