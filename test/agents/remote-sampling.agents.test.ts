import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildJaegerRemoteConfig } from '../../src/render/jaeger-values.js';
import { JAEGER } from '../parts/servers.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { SERVICE, startRemoteSampling, type RemoteSampling } from './remote-sampling.js';

const START_MS = 480_000;
const STOP_MS = 60_000;
const PREREQUISITES = { parts: ['collector', 'jaeger', 'java-agent'], commands: ['java', 'javac'] } as const;

/** Where Jaeger reads its strategies. */
const STRATEGIES = '/strategies';
const FILE = 'strategies.json';

describeWithPods('the real Java agent asks the real Jaeger how much to keep', PREREQUISITES, () => {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-strategies-'));
  let sampling: RemoteSampling | undefined;

  const started = (): RemoteSampling => {
    if (sampling === undefined) throw new Error('what the tests need was not started');
    return sampling;
  };

  /** Lets Jaeger tell agents of the service this, and of others to keep everything. */
  const tell = (strategy: object): void => {
    const strategies = {
      default_strategy: { type: 'probabilistic', param: 1 },
      service_strategies: [{ service: SERVICE, ...strategy }],
    };
    writeFileSync(join(folder, FILE), JSON.stringify(strategies));
  };

  beforeAll(async () => {
    tell({ type: 'probabilistic', param: 0 });
    sampling = await startRemoteSampling(withStrategies(JAEGER.config ?? ''), [
      { source: folder, target: STRATEGIES },
    ]);
  }, START_MS);

  afterAll(async () => {
    await sampling?.remove();
    rmSync(folder, { recursive: true });
  }, STOP_MS);

  test('as its pod says', () => {
    expect(started().environment).toMatchObject({
      OTEL_TRACES_SAMPLER: 'parentbased_jaeger_remote',
      OTEL_TRACES_SAMPLER_ARG:
        'endpoint=http://jaeger.monitoring.svc:5779,pollingIntervalMs=5000,initialSamplingRate=1',
    });
  });

  test('and keeps nothing but what its callers keep, where Jaeger says 0', async () => {
    await started().until('fewer', 1);
    expect(await started().kept(50)).toBe(0);
  });

  test('and keeps all, where Jaeger says 1 later', async () => {
    tell({ type: 'probabilistic', param: 1 });
    await started().until('all', 1);
    expect(await started().kept(50)).toBe(50);
  });

  test('and keeps the rate that Jaeger names', async () => {
    tell({ type: 'ratelimiting', param: 1 });
    await started().until('fewer', 20);
    const before = performance.now();
    const count = await started().kept(100);
    // One that was saved up, and one a second.
    const most = 2 + (performance.now() - before) / 1000;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(most);
  });
});

describeWithPods('the real Jaeger with the configuration that is rendered for it', PREREQUISITES, () => {
  let sampling: RemoteSampling | undefined;

  beforeAll(async () => {
    sampling = await startRemoteSampling(stringify(buildJaegerRemoteConfig(0)));
  }, START_MS);

  afterAll(() => sampling?.remove(), STOP_MS);

  test('tells the Java agent the ratio of the platform', async () => {
    await sampling?.until('fewer', 1);
    expect(await sampling?.kept(50)).toBe(0);
  });
});

/** The configuration of Jaeger with strategies from a file, at the ports at which it serves them. */
function withStrategies(config: string): string {
  const { service, extensions, ...rest } = parse(config) as {
    readonly service: { readonly extensions: readonly string[] };
    readonly extensions: object;
  };
  return stringify({
    ...rest,
    service: { ...service, extensions: [...service.extensions, 'remote_sampling'] },
    extensions: {
      ...extensions,
      remote_sampling: {
        file: { path: `${STRATEGIES}/${FILE}`, reload_interval: '1s' },
        http: { endpoint: '0.0.0.0:5778' },
        grpc: { endpoint: '0.0.0.0:5779' },
      },
    },
  });
}
