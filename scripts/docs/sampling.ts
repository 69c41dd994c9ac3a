import type { Platform } from '../../src/core/platform/platform.js';
import { collectorSampling, tailSampling } from '../../src/render/collector/sampling.js';
import { code, codes, table } from './markdown.js';
import { platformWith, resolved } from './platform-scene.js';

type Spec = Readonly<Record<string, unknown>>;

const STRATEGIES: readonly (readonly [string, Spec | undefined])[] = [
  ['none', undefined],
  ['`probabilistic`', { strategy: 'probabilistic', ratio: 0.1 }],
  ['`tail`', { strategy: 'tail', slowMs: 2000, percent: 10, drop: ['/healthz'] }],
  ['`adaptive`', { strategy: 'adaptive', spansPerSecond: 1000, services: { checkout: 20 } }],
  ['`adaptive`, `mode: jaeger-remote`', { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 }],
];

const collector = { version: '0.158.0' };

function samplerOf(platform: Platform, language: 'java' | 'nodejs'): string {
  const sampler = resolved(language, platform).sdk.find(({ name }) => name === 'OTEL_TRACES_SAMPLER');
  return sampler === undefined ? '–' : code(sampler.value);
}

function policiesOf({ sampling }: Platform): string {
  const done = collectorSampling(sampling);
  if (done === undefined) return '–';
  const { policies } = tailSampling(done, 1).config as { policies: readonly { type: string }[] };
  return `tail_sampling: ${codes(policies.map(({ type }) => type))}`;
}

/** What each strategy means for agents and for the Collector. */
export function strategyTable(): string {
  const rows = STRATEGIES.map(([title, sampling]) => {
    const platform = platformWith({ collector, ...(sampling === undefined ? {} : { sampling }) });
    return [title, samplerOf(platform, 'java'), samplerOf(platform, 'nodejs'), policiesOf(platform)];
  });
  return table(['strategy', 'Java agents get', 'other agents get', 'the Collector gets'], rows);
}

/** The rendered limits of the sampling in the Collector. */
export function limitTable(): string {
  const done = collectorSampling(
    platformWith({ collector, sampling: { strategy: 'tail', percent: 10 } }).sampling,
  );
  if (done === undefined) return '';
  const { config } = tailSampling(done, 1);
  const limits = { ...config, ...(config['decision_cache'] as object) };
  const shown = Object.entries(limits).filter(([, value]) => typeof value !== 'object');
  return table(
    ['option', 'value'],
    shown.map(([name, value]) => [code(name), String(value)]),
  );
}
