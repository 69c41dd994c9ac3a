import { formatPath } from '../core/objects/paths.js';
import { DNS_LABEL } from '../core/objects/text-forms.js';
import { parseEndpoint } from '../core/backends/endpoint.js';
import type { Issue } from '../core/result.js';
import { hasSecondTier } from './collector/tiers.js';
import { formatHeadlessServiceName, formatSecondTierName } from './collector/tier-names.js';
import { describeAssumedVersion, listAssumedVersions } from '../core/platform/assumed-versions.js';
import { findCollectorSampling, listEnabledBackends } from '../core/platform/platform.js';
import type { RenderSettings } from './settings.js';
import type { Part } from './choices.js';

type RenderRule = (settings: RenderSettings) => readonly Issue[];

/** What a valid platform asks for and cannot be rendered, with the path in the TracingPlatform; all at once. */
export const checkSettings = (settings: RenderSettings): readonly Issue[] =>
  [
    checkOperatorForm,
    checkMetricsStacks,
    checkMetricsOptions,
    checkNameLength,
    checkShares,
    checkSamplingRate,
    checkPodVariables,
  ].flatMap((refusal) => refusal(settings));

const checkOperatorForm: RenderRule = ({ form, hasOperator }) =>
  form === 'operator' && !hasOperator
    ? [
        {
          path: 'spec.addons.enable_opentelemetry_operator',
          message:
            'is off, and without the Operator nothing makes a Collector of an OpenTelemetryCollector; set it to true or leave --as out',
        },
      ]
    : [];

/** Metrics are written to one server, and two operators of Prometheus objects would fight over them. */
const checkMetricsStacks: RenderRule = ({ stacks }) =>
  stacks.slice(1).map(({ flag }) => ({
    path: `spec.addons.${flag}`,
    message: `is on beside ${stacks[0]?.flag ?? ''}; allowed: one stack with a metrics server and Grafana; switch one off`,
  }));

/** An option that would change nothing is refused, as what it asks for would be missed much later. */
const checkMetricsOptions: RenderRule = (settings) => {
  const { spec, stacks, metrics, wishedStore } = settings;
  const given = [
    ...(wishedStore.writeUrl === undefined ? [] : ['--metrics-write']),
    ...(wishedStore.queryUrl === undefined ? [] : ['--metrics-query']),
  ].join(' and ');
  if (given === '') return [];
  if (!hasCollector(settings)) {
    const [path, state, remedy] =
      spec.route === undefined
        ? ['spec.addons.enable_opentelemetry_operator', 'is off', 'set it to true']
        : ['spec.route', 'is direct', 'set it to collector'];
    const message = `${state}, so no Collector makes metrics of traces, and ${given} would change nothing; ${remedy}, or leave ${given} out`;
    return [{ path, message }];
  }
  if (stacks.length > 0 || metrics !== undefined) return [];
  const missing = wishedStore.writeUrl === undefined ? '--metrics-write' : '--metrics-query';
  const message = `brings no metrics server, and ${given} names one address of another alone; give ${missing} too, or set enable_victoria_metrics_k8s_stack: true`;
  return [{ path: 'spec.addons', message }];
};

const checkNameLength: RenderRule = (settings) => {
  const { name } = settings.platform.collector;
  const service = formatHeadlessServiceName(formatSecondTierName(name));
  const tooMany = service.length - DNS_LABEL.longest;
  if (!hasCollector(settings) || !hasSecondTier(settings) || tooMany <= 0) return [];
  const most = (name.length - tooMany).toString();
  const message = `is too long for the Service ${service} of the second tier; allowed: ${most} characters; shorten it`;
  return [{ path: 'spec.collector.name', message }];
};

const hasCollector = ({ platform }: RenderSettings): boolean => platform.route.value === 'collector';

/** The Collector counts whole percents, and takes 0 for an equal share. */
const checkShares: RenderRule = ({ platform }) => {
  const sampling = findCollectorSampling(platform.sampling);
  if (sampling?.strategy !== 'adaptive') return [];
  return Object.entries(sampling.services ?? {})
    .filter(([, share]) => !Number.isInteger(share) || share < 1)
    .map(([service, share]) => ({
      path: formatPath(['spec', 'sampling', 'services', service]),
      message: `is ${share.toString()}, which the Collector cannot share out; allowed: whole numbers from 1; round it`,
    }));
};

/** Each instance keeps whole spans, so a rate below their number would become theirs. */
const checkSamplingRate: RenderRule = (settings) => {
  const { platform, replicas } = settings;
  const sampling = findCollectorSampling(platform.sampling);
  if (!hasCollector(settings) || sampling?.strategy !== 'adaptive' || sampling.spansPerSecond >= replicas)
    return [];
  const [rate, least] = [sampling.spansPerSecond.toString(), replicas.toString()];
  const message = `is ${rate}, less than one for each of ${least} instances; allowed: from ${least}; raise it, or lower --replicas`;
  return [{ path: 'spec.sampling.spansPerSecond', message }];
};

/** Agents may be given `$(OTEL_NODE_IP)`, which Kubernetes puts into their variables; a file of the Collector has none. */
const checkPodVariables: RenderRule = (settings) => {
  const { platform } = settings;
  if (!hasCollector(settings)) return [];
  return listEnabledBackends(platform).flatMap((backend): readonly Issue[] => {
    const { host = '' } = parseEndpoint(platform.backends[backend]?.endpoint ?? '') ?? {};
    if (!host.startsWith('$(')) return [];
    const message = `is at ${host}, which pods alone know, and not the Collector; allowed: a name or an address; write it out, or set spec.route: direct`;
    return [{ path: `spec.backends.${backend}.endpoint`, message }];
  });
};

/** What is rendered and does less than the platform asks for, with the path in the TracingPlatform. */
export const listNotices = (settings: RenderSettings, parts: readonly Part[]): readonly Issue[] =>
  listUntakenSignals(settings, parts);

/** Parts in which there are addresses or values that follow from the version of a backend's chart, on either route. */
const PARTS_BY_CHART: readonly Part[] = ['datasources', 'values', 'access'];

/** The versions that are assumed for what is rendered, with the path in the TracingPlatform. */
export function listAssumptions(
  { spec, platform }: RenderSettings,
  parts: readonly Part[],
): readonly Issue[] {
  const sending: Part = platform.route.value === 'collector' ? 'collector' : 'instrumentation';
  const needsCharts = parts.some((part) => part === sending || PARTS_BY_CHART.includes(part));
  return listAssumedVersions(spec)
    .filter(({ of }) => (of === 'collector' ? parts.includes('collector') : needsCharts))
    .map(describeAssumedVersion);
}

function listUntakenSignals({ platform }: RenderSettings, parts: readonly Part[]): readonly Issue[] {
  const others = platform.signals.filter((signal) => signal !== 'traces');
  if (others.length === 0 || !parts.includes('collector') || platform.route.value !== 'collector') return [];
  const message = `has ${others.join(' and ')}, which agents send and the rendered Collector answers with 404, as it takes traces alone; add pipelines for them, or leave them out`;
  return [{ path: 'spec.signals', message }];
}
