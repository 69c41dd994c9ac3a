import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { like } from '../support/like.js';
import { runRender as run } from './run-render.js';
import { PARTS } from '../../src/render/choices.js';

const OFF = `environment = "dev"
addons = {
  enable_tempo                      = false
  enable_jaeger                     = false
  enable_opentelemetry_operator     = true
  enable_victoria_metrics_k8s_stack = true
}
`;
const NOTICE =
  'addons: enables no tracing backend, so nothing is rendered; remove what was rendered before, or set one of enable_tempo, enable_jaeger, enable_victoria_traces, enable_zipkin to true\n';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-off-'));
  writeFileSync(join(folder, 'off.tfvars'), OFF);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a workspace with all backends off renders nothing', () => {
  test.each([[[]], ...PARTS.map((part) => [[part]])])('%j', async (words: readonly string[]) => {
    expect(await run([...words, '-f', '-'], OFF)).toEqual({
      code: 0,
      out: '',
      err: `notice: stdin:2:1: ${NOTICE}`,
    });
  });

  test.each<[string, string]>([
    ['flags that are not there', 'addons: {}\n'],
    ['flags of others', 'addons: { enable_argocd: true }\n'],
    ['two metrics stacks', 'enable_kube_prometheus_stack: true\nenable_victoria_metrics_k8s_stack: true\n'],
    [
      'labels of a cluster Secret',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: hub\n  labels:\n    argocd.argoproj.io/secret-type: cluster\n    enable_tempo: "false"\n',
    ],
    [
      'a TracingPlatform',
      'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\nspec: { addons: {} }\n',
    ],
  ])('by %s', async (_, text) => {
    const { code, out, err } = await run(['-f', '-'], text);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('enables no tracing backend, so nothing is rendered');
  });

  test('a flag that is misspelt is reported', async () => {
    const { code, err } = await run(['-f', '-'], 'addons: { enable_temp0: true }\n');
    expect(code).toBe(0);
    expect(err).toContain('enable_temp0: is not a flag for tracing and is ignored; write enable_tempo');
  });

  test('as JSON, so that programs can read it', async () => {
    const { code, out } = await run(['-f', '-', '-o', 'json'], OFF);
    const none = { apiVersion: 'v1', kind: 'List', items: [] };
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        platform: none,
        collector: none,
        monitoring: none,
        datasources: none,
        dashboard: null,
        instrumentation: none,
        values: {},
        access: [],
        images: { images: [], charts: [] },
      },
    ]);
  });

  test('into a folder, where it takes the place of what an earlier choice rendered', async () => {
    const out = join(folder, 'out');
    await run(['-f', '-', '--folder', out], 'addons: { enable_tempo: true }\n');
    const names = readdirSync(out);
    expect((await run(['-f', '-', '--folder', out], OFF)).code).toBe(0);
    expect(readdirSync(out)).toEqual(names);
    for (const name of names) expect(parse(readFileSync(join(out, name), 'utf8'))).toBeNull();
  });

  test('and compares nothing', async () => {
    expect(await run(['-f', join(folder, 'off.tfvars'), '--check', folder])).toMatchObject({
      code: 0,
      out: 'Nothing is compared.\n',
      err: like.stringContaining(NOTICE),
    });
  });
});

test('a primary backend that is off is a mistake', async () => {
  const object =
    'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\nspec: { addons: {}, backend: tempo }\n';
  expect(await run(['-f', '-'], object)).toMatchObject({
    code: 2,
    out: '',
    err: like.stringContaining('enables no tracing backend; allowed: enable_tempo'),
  });
});
