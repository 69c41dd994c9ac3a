import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { runRender as run } from './run-render.js';
import { like } from '../support/like.js';

const PAGE = fileURLToPath(new URL('../fixtures/page/', import.meta.url));
const DEFAULT = `${PAGE}pattern-default.tfvars`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-render-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('render', () => {
  test('without a part writes all, which kubectl can apply: what is for a person is commented out', async () => {
    const { code, out, err } = await run(['-f', DEFAULT]);
    expect([code, err.split('\n').length - 1]).toEqual([0, 2]);
    const kinds = parseAllDocuments(out).flatMap((document) => {
      const object = document.toJS() as { kind?: string } | null;
      return object === null ? [] : [object.kind];
    });
    expect(kinds).toEqual([
      'Namespace',
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'OpenTelemetryCollector',
      'OpenTelemetryCollector',
      'ConfigMap',
      'ConfigMap',
    ]);
    expect(out).toContain('# kind: Instrumentation\n');
    expect(out).toContain('and only if you keep the Operator’s injection');
    expect(out).toContain('# kubectl port-forward svc/tempo -n monitoring 3200:3200');
    expect(out).toContain('#     - --enable-java-instrumentation=false');
  });

  test('reads standard input, and tells of flags that are not of tracing', async () => {
    const input = 'addons:\n  enable_tempo: true\n  enable_argocd: true\n';
    const { code, out, err } = await run(['access', '-f', '-'], input);
    expect([code, out.includes('svc/tempo')]).toEqual([0, true]);
    expect(err.split('\n')).toEqual([
      'notice: stdin:1:1: addons: has flags that do not concern tracing and are ignored: enable_argocd',
      like.stringMatching(/^notice: stdin:1:1: addons: names no version of Tempo’s chart/),
      '',
    ]);
  });

  test('tells of signals that the rendered Collector does not take in', async () => {
    const input = `addons: { enable_tempo: true, enable_opentelemetry_operator: true }\n`;
    const platform = `apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\nspec:\n  ${input}  signals: [traces, metrics, logs]\n`;
    const { code, err } = await run(['collector', '-f', '-'], platform);
    expect([code, err]).toEqual([
      0,
      like.stringContaining('notice: stdin:6:3: spec.signals: has metrics and logs, which agents send'),
    ]);
    expect((await run(['datasources', '-f', '-'], platform)).err).not.toContain('spec.signals');
  });

  test('writes files into a folder, and leaves others there alone', async () => {
    const out = join(folder, 'files');
    await run(['-f', DEFAULT, '--folder', out]);
    writeFileSync(join(out, 'mine.txt'), 'mine');
    const { code } = await run(['-f', DEFAULT, '--folder', out]);
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      'access.sh',
      'collector.yaml',
      'dashboard.yaml',
      'datasources.yaml',
      'images.yaml',
      'instrumentation.yaml',
      'mine.txt',
      'monitoring.yaml',
      'platform.yaml',
      'values.yaml',
    ]);
    expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('mine');
  });

  test('as JSON gives the dashboard as Grafana imports it, and all parts by their names', async () => {
    const dashboard = JSON.parse((await run(['dashboard', '-f', DEFAULT, '-o', 'json'])).out) as object;
    expect(dashboard).toMatchObject({ uid: 'doka-service-map', title: 'Service map' });
    const all = JSON.parse((await run(['-f', DEFAULT, '-o', 'json'])).out) as object;
    expect(Object.keys(all)).toEqual([
      'platform',
      'collector',
      'monitoring',
      'datasources',
      'dashboard',
      'instrumentation',
      'values',
      'access',
      'images',
    ]);
    expect(all).toMatchObject({ dashboard });
  });

  test('for the direct route says that there is no Collector, and is content', async () => {
    const { code, out } = await run(['collector', '-f', `${PAGE}zipkin.tfvars`]);
    expect([code, parse(out)]).toEqual([0, null]);
    expect(out).toMatch(/^# The route is direct/);
  });

  test('takes another metrics server and another datasource of logs', async () => {
    const words = [
      '--metrics-write',
      'http://prometheus:9090/api/v1/write',
      '--metrics-query',
      'http://prometheus:9090',
      '--logs-uid',
      'loki',
    ];
    const { out } = await run(['-f', DEFAULT, ...words]);
    expect(out).toContain('endpoint: http://prometheus:9090/api/v1/write');
    expect(out).toContain('url: http://prometheus:9090\n');
    expect(out).toContain('tracesToLogsV2:\n            datasourceUid: loki');
  });

  test('takes the form that is wished', async () => {
    expect((await run(['collector', '-f', DEFAULT, '--as', 'plain'])).out).toContain('kind: Deployment');
    expect((await run(['collector', '-f', DEFAULT])).out).toContain('kind: OpenTelemetryCollector');
  });
});

describe('--check', () => {
  const rendered = join(tmpdir(), `doka-tracing-check-${process.pid.toString()}`);
  beforeAll(async () => {
    await run(['-f', DEFAULT, '--as', 'plain', '--folder', rendered]);
  });
  afterAll(() => {
    rmSync(rendered, { recursive: true });
  });

  test('is content with what is rendered', async () => {
    expect(await run(['-f', DEFAULT, '--as', 'plain', '--check', rendered])).toMatchObject({
      code: 0,
      out: 'Nothing differs from what is rendered.\n',
    });
  });

  test('takes a list from standard input, as kubectl prints it', async () => {
    const objects = parseAllDocuments(readFileSync(join(rendered, 'collector.yaml'), 'utf8'));
    const items = objects.map((document) => document.toJS() as object);
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const words = ['collector', '-f', DEFAULT, '--as', 'plain', '--check', '-'];
    expect((await run(words, list)).code).toBe(0);
    expect((await run(words, list.replaceAll('"replicas":2', '"replicas":1'))).code).toBe(1);
  });

  test('prints drift', async () => {
    const path = join(folder, 'drifted.yaml');
    const text = readFileSync(join(rendered, 'collector.yaml'), 'utf8');
    writeFileSync(path, text.replace('expected_new', 'expected_new').replace('ttl: 10s', 'ttl: 2s'));
    const { code, out } = await run(['collector', '-f', DEFAULT, '--as', 'plain', '--check', path]);
    expect(code).toBe(1);
    expect(out).toContain('--- ConfigMap monitoring/otel-traces-collector');
    expect(out).toContain('-          ttl: 2s\n+          ttl: 10s\n');
  });

  test('names the faults of the page’s own Collector', async () => {
    const words = ['collector', '-f', `${PAGE}collector.tfvars`, '--check', `${PAGE}collector.yaml`];
    const { code, out } = await run(words);
    expect(code).toBe(1);
    expect(out).toContain(
      'collector.yaml:34:15: processors.k8sattributes.extract.metadata[3] is k8s.service.name',
    );
    const json = JSON.parse((await run([...words, '-o', 'json'])).out) as readonly { kind: string }[];
    expect(new Set(json.map(({ kind }) => kind))).toEqual(new Set(['fault', 'missing']));
  });
});
