import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runRender as run } from './run-render.js';

const FLAGS = 'addons:\n  enable_tempo: true\n  enable_opentelemetry_operator: true\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-check-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A Collector's configuration with one exporter to Tempo. */
const configWith = (exporter: object): string =>
  JSON.stringify({
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } },
    exporters: { otlp_grpc: { endpoint: 'tempo.monitoring.svc:4317', ...exporter } },
    service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_grpc'] } } },
  });

test.each<[string, object, boolean]>([
  ['a fault', {}, true],
  ['no fault, though objects are missing', { tls: { insecure: true } }, false],
])('with %s, --check says which versions it assumed: %j, %s', async (_, exporter, isSaid) => {
  const [flags, file] = [join(folder, 'flags.yaml'), join(folder, 'collector.yaml')];
  writeFileSync(flags, FLAGS);
  writeFileSync(file, configWith(exporter));
  const { err } = await run(['collector', '-f', flags, '--check', file]);
  expect(err.includes('notice: ')).toBe(isSaid);
});
