import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { configFile } from '../../pods/pod.js';
import { EVERY_BACKEND } from '../platforms.js';
import type { RenderedCollectors } from '../rendered-collector.js';
import type { Stage } from './stage.js';

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
}

/** Runs `doka-tracing verify` with what the platform has chosen, where its names resolve. */
function verify(...options: readonly string[]): Promise<Ended> {
  const platform = {
    apiVersion: 'tracing.dokaseca.io/v1alpha1',
    kind: 'TracingPlatform',
    metadata: { name: 'default' },
    spec: EVERY_BACKEND,
  };
  const file = configFile('platform.yaml', stringify(platform));
  return new Promise((resolve) => {
    const args = [MAIN, 'verify', '-f', file, '--no-color', ...options];
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: `${stdout}${stderr}` });
    });
  });
}

/** The command itself, against the rendered Collector and every backend. */
export function verifyTests(stage: () => Stage): void {
  let collectors: RenderedCollectors;

  beforeAll(async () => {
    collectors = await stage().cluster.runCollectors(EVERY_BACKEND);
  }, 120_000);

  afterAll(() => collectors.remove());

  test('finds every way of the platform whole', async () => {
    const { code, out } = await verify('--all');
    expect(out).toMatch(/tempo/);
    expect(out).toMatch(/zipkin/);
    expect({ code, out }).toMatchObject({ code: 0 });
  });

  test('names the backend that is down', async () => {
    const jaeger = stage().backends.get('jaeger');
    await jaeger?.stop();
    try {
      const { code, out } = await verify('--all', '--timeout', '15');
      expect(out).toMatch(/jaeger.*ECONNREFUSED/s);
      expect({ code, out }).toMatchObject({ code: 1 });
    } finally {
      await jaeger?.start();
    }
  });
}
