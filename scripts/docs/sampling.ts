import { PINS } from '../../src/core/pins.js';
import { findCollectorSampling, type Platform } from '../../src/core/platform/platform.js';
import { buildTailSampling } from '../../src/render/collector/sampling.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';
import { buildPlatform, resolveLanguage } from './platform-scene.js';

type SpecFields = Readonly<Record<string, unknown>>;

const STRATEGIES: readonly (readonly [string, SpecFields | undefined])[] = [
  ['none', undefined],
  ['`probabilistic`', { strategy: 'probabilistic', ratio: 0.1 }],
  ['`tail`', { strategy: 'tail', slowMs: 2000, percent: 10, drop: ['/healthz'] }],
  ['`adaptive`', { strategy: 'adaptive', spansPerSecond: 1000, services: { checkout: 20 } }],
  ['`adaptive`, `mode: jaeger-remote`', { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 }],
];

const collector = { version: PINS.collector.version };

function formatSampler(platform: Platform, language: 'java' | 'nodejs'): string {
  const sampler = resolveLanguage(language, platform).sdk.find(({ name }) => name === 'OTEL_TRACES_SAMPLER');
  return sampler === undefined ? '–' : formatCode(sampler.value);
}

function formatPolicies({ sampling }: Platform): string {
  const done = findCollectorSampling(sampling);
  if (done === undefined) return '–';
  const { policies } = buildTailSampling(done, 1).config as { policies: readonly { type: string }[] };
  return `tail_sampling: ${formatCodes(policies.map(({ type }) => type))}`;
}

/** What each strategy means for agents and for the Collector. */
export function buildStrategyTable(): string {
  const rows = STRATEGIES.map(([title, sampling]) => {
    const platform = buildPlatform({ collector, ...(sampling === undefined ? {} : { sampling }) });
    return [
      title,
      formatSampler(platform, 'java'),
      formatSampler(platform, 'nodejs'),
      formatPolicies(platform),
    ];
  });
  return formatTable(['strategy', 'Java agents get', 'other agents get', 'the Collector gets'], rows);
}

/** The rendered limits of the sampling in the Collector. */
export function buildLimitTable(): string {
  const done = findCollectorSampling(
    buildPlatform({ collector, sampling: { strategy: 'tail', percent: 10 } }).sampling,
  );
  if (done === undefined) return '';
  const { config } = buildTailSampling(done, 1);
  const limits = { ...config, ...(config['decision_cache'] as object) };
  const shown = Object.entries(limits).filter(([, value]) => typeof value !== 'object');
  return formatTable(
    ['option', 'value'],
    shown.map(([name, value]) => [formatCode(name), String(value)]),
  );
}
