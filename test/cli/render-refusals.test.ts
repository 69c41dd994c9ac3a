import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runRender as run } from './run-render.js';

const PAGE = fileURLToPath(new URL('../fixtures/page/', import.meta.url));
const DEFAULT = `${PAGE}pattern-default.tfvars`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-render-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function platform(spec: string): string {
  const head =
    'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\nspec:\n';
  return head + spec.replaceAll(/^(?=.)/gm, '  ');
}

const TEMPO = 'addons: { enable_tempo: true, enable_opentelemetry_operator: true }\n';

describe('bad input gives 2, one error with place and remedy, and nothing is written', () => {
  test.each<[string, string, string, string]>([
    [
      'an environment that nobody knows',
      'a.tfvars',
      'environment = "qa"\naddons = {\n  enable_tempo = true\n}\n',
      'a.tfvars:1:1: environment: is "qa"; allowed: dev, stg, prod; use one of them',
    ],
    [
      'a flag that is computed',
      'a.tfvars',
      'addons = {\n  enable_tempo = var.x\n}\n',
      'a.tfvars:2:3: addons.enable_tempo: is var.x, which only Terraform can evaluate; allowed: true, false; write it out',
    ],
    [
      'two metrics stacks',
      'a.tfvars',
      'addons = {\n  enable_tempo = true\n  enable_victoria_metrics_k8s_stack = true\n  enable_kube_prometheus_stack = true\n}\n',
      'a.tfvars:4:3: addons.enable_kube_prometheus_stack: is on beside enable_victoria_metrics_k8s_stack; allowed: one stack',
    ],
    [
      'a cluster Secret without labels',
      'a.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata: { name: hub }\n',
      'a.yaml:3:1: metadata.labels: lacks the label argocd.argoproj.io/secret-type: cluster, by which Argo CD recognises the Secret of a cluster',
    ],
    ['two choices', 'a.yaml', `${platform(TEMPO)}---\n${platform(TEMPO)}`, 'is a second choice'],
    [
      'tail with direct',
      'a.yaml',
      platform('addons: { enable_tempo: true }\nsampling: { strategy: tail, percent: 1 }\n'),
      'spec.sampling.strategy: is tail, which the Collector does, but the route is direct',
    ],
    [
      'an early drop',
      'a.yaml',
      platform(
        `${TEMPO}collector: { version: 0.118.0 }\nsampling: { strategy: tail, percent: 1, drop: [/x] }\n`,
      ),
      'needs Collector 0.126.0 or later',
    ],
    ['HCL that cannot be evaluated', 'a.tfvars', 'addons = merge(local.x, {})\n', 'a.tfvars:1'],
    [
      'a share of part of a percent',
      'a.yaml',
      platform(`${TEMPO}sampling: { strategy: adaptive, spansPerSecond: 9, services: { a: 0.5 } }\n`),
      'a.yaml:6:66: spec.sampling.services.a: is 0.5, which the Collector cannot share out; allowed: whole numbers from 1; round it',
    ],
    [
      'a rate of less than one for each instance',
      'a.yaml',
      platform(`${TEMPO}sampling: { strategy: adaptive, spansPerSecond: 1 }\n`),
      'spec.sampling.spansPerSecond: is 1, less than one for each of 2 instances; allowed: from 2; raise it',
    ],
    [
      'a share of nothing',
      'a.yaml',
      platform(`${TEMPO}sampling: { strategy: adaptive, spansPerSecond: 9, services: { a: 0 } }\n`),
      'is 0, which the Collector cannot share out',
    ],
    [
      'a tenant by namespace, with tail sampling',
      'a.yaml',
      platform(
        `${TEMPO}backends: { tempo: { tenant: { namespace: true } } }\nsampling: { strategy: tail, percent: 10 }\n`,
      ),
      'spec.backends.tempo.tenant.namespace: is lost by the sampling strategy tail',
    ],
    [
      'an address that pods alone know',
      'a.yaml',
      platform(`${TEMPO}backends: { tempo: { endpoint: http://$(OTEL_NODE_IP):4317 } }\n`),
      'spec.backends.tempo.endpoint: is at $(OTEL_NODE_IP), which pods alone know, and not the Collector',
    ],
    [
      'a tenant that is no number',
      'a.yaml',
      platform(
        'addons: { enable_victoria_traces: true, enable_opentelemetry_operator: true }\nbackends: { victoria-traces: { tenant: { fixed: blue } } }\n',
      ),
      'is no tenant of victoria-traces',
    ],
    [
      'a name that is too long',
      'a.yaml',
      platform(`${TEMPO}collector: { topology: agent-gateway, name: ${'a'.repeat(40)} }\n`),
      'is too long for the Service',
    ],
  ])('%s', async (_, file, text, part) => {
    const path = join(folder, file);
    writeFileSync(path, text);
    const out = join(folder, 'never');
    const result = await run(['-f', path, '--folder', out]);
    expect(result.code).toBe(2);
    expect(result.out).toBe('');
    expect(result.err).toContain(part);
    expect(result.err.split('\n').filter((line) => line.startsWith('  '))).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });

  test('an object of the Operator where it is off', async () => {
    const result = await run(['-f', '-', '--as', 'operator'], 'addons: { enable_tempo: true }\n');
    expect([result.code, result.out]).toEqual([2, '']);
    expect(result.err).toContain('without the Operator nothing makes a Collector');
  });

  test.each<[string, readonly string[], string]>([
    ['a file that is not there', ['-f', '/nowhere.yaml'], '/nowhere.yaml: cannot be read'],
    ['a part that is none', ['map', '-f', DEFAULT], 'Allowed choices are platform, collector'],
    ['no Collector at all', ['-f', DEFAULT, '--replicas', '0'], 'allowed: a whole number from 1 to 100'],
    ['an address that is none', ['-f', DEFAULT, '--metrics-write', 'prometheus'], 'allowed: a URL'],
    [
      'a user in an address',
      ['-f', DEFAULT, '--metrics-write', 'http://u:hunter2@vm'],
      '//…@vm contains a user name',
    ],
    [
      'a user in no address',
      ['-f', DEFAULT, '--metrics-query', 'ftp://u:hunter2@vm'],
      '//…@vm is not an address',
    ],
    ['a folder and a check', ['-f', DEFAULT, '--folder', 'a', '--check', 'b'], 'give one of them'],
    ['a folder of JSON', ['-f', DEFAULT, '--folder', '/nowhere', '-o', 'json'], '--folder writes YAML'],
    ['standard input twice', ['-f', '-', '--check', '-'], 'both name standard input'],
    ['a check of what is for a person', ['values', '-f', DEFAULT, '--check', '-'], 'and values has none'],
    ['a check of what is not there', ['-f', DEFAULT, '--check', '/nowhere'], '/nowhere: cannot be read'],
  ])('%s', async (_, words, part) => {
    const result = await run(words);
    expect([result.code, result.out]).toEqual([2, '']);
    expect(result.err).toContain(part);
    expect(result.err).not.toContain('hunter2');
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['an empty document', '---\n# none\n'],
    ['other objects', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, namespace: b }\n'],
    ['other values', 'replicas: 2\nconfig: { a: 1 }\n'],
    ['other datasources', 'datasources: [{ name: L, type: loki, url: http://loki }]\n'],
  ])('a check in which there is %s, so that it would compare nothing', async (_, text) => {
    const result = await run(['-f', DEFAULT, '--check', '-'], text);
    expect([result.code, result.out]).toEqual([2, '']);
    expect(result.err).toContain('--check -: there is nothing that render knows, so nothing was compared');
  });

  test.each<[string, string]>([
    ['a folder in the place of a file', 'values.yaml'],
    ['a file that cannot be written', '.values.yaml.tmp'],
  ])('%s, and the folder stays as it was', async (_, name) => {
    const out = mkdtempSync(join(folder, 'out-'));
    mkdirSync(join(out, name));
    writeFileSync(join(out, 'collector.yaml'), 'mine');
    const result = await run(['-f', DEFAULT, '--folder', out]);
    expect([result.code, result.out]).toEqual([2, '']);
    expect(result.err).toContain(`${join(out, 'values.yaml')} cannot be written`);
    expect(readdirSync(out)).toEqual([name, 'collector.yaml'].sort());
    expect(readFileSync(join(out, 'collector.yaml'), 'utf8')).toBe('mine');
  });

  test('a check of an empty folder', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const result = await run(['-f', DEFAULT, '--check', empty]);
    expect([result.code, result.out]).toEqual([2, '']);
    expect(result.err).toContain(`--check ${empty}: there is nothing that render knows`);
  });

  test('a check of what is no YAML', async () => {
    const path = join(folder, 'broken.yaml');
    writeFileSync(path, 'a: [\n');
    const result = await run(['-f', DEFAULT, '--check', path]);
    expect(result.code).toBe(2);
    expect(result.err).toContain(`${path}:2:1: is not YAML`);
  });
});
