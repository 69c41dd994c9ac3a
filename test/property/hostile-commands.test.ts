import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { LONGEST } from '../../src/core/bounds.js';
import { runProgram } from '../../src/cli/program.js';
import { expectHarmless, hostileText } from '../support/hostile-text.js';
import { terminalOf, type Written } from '../support/terminal.js';

interface Ran extends Written {
  readonly code: number;
}

/** Runs a command in process, in colour, as a person sees it. */
async function run(words: readonly string[], input = ''): Promise<Ran> {
  const { terminal, written } = terminalOf(input);
  const code = await runProgram(words, { ...terminal, color: true });
  return { code, ...written };
}

const OPERATOR = 'instrumentation.opentelemetry.io';

/** A Pod and what it needs, with a hostile text wherever a text may stand. */
function manifest(text: string): string {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: text,
      namespace: 'shop',
      annotations: {
        [`${OPERATOR}/inject-java`]: 'main',
        [`${OPERATOR}/inject-nodejs`]: text,
        [`${OPERATOR}/inject-python`]: 'true',
        [`${OPERATOR}/python-container-names`]: text.slice(0, 4000),
        [`${OPERATOR}/otel-python-platform`]: text,
        [`${OPERATOR}/${text}`]: 'x',
        'tracing.dokaseca.io/backend': text,
      },
    },
    spec: {
      containers: [{ name: text, image: text, env: [{ name: text, value: text }] }, { name: 'app' }],
    },
  };
  const instrumentation = {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'main', namespace: 'shop' },
    spec: {
      env: [{ name: 'OTEL_A', value: text }],
      exporter: { endpoint: `http://${text}:4317` },
      [text]: 1,
    },
  };
  return [instrumentation, pod].map((object) => JSON.stringify(object)).join('\n---\n');
}

const platform = (text: string, spec: object): string =>
  JSON.stringify({
    apiVersion: 'tracing.dokaseca.io/v1alpha1',
    kind: 'TracingPlatform',
    metadata: { name: text },
    spec,
  });
const GOOD = { addons: { enable_tempo: true, enable_opentelemetry_operator: true } };

let folder: string;
let server: Server;
let said = '';
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  writeFileSync(join(folder, 'platform.json'), platform('default', GOOD));
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(request.method === 'POST' ? 400 : 500, { 'Content-Type': 'text/plain' });
    response.end(said);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A path that leads nowhere, also where a text without its null characters is empty. */
const missing = (text: string): string => join(folder, 'missing', text.replaceAll('\0', ''));

const RUNS = { numRuns: 12, endOnFailure: true } as const;
const holds = (check: (text: string) => Promise<void>, examples: readonly string[] = []): Promise<void> =>
  fc.assert(fc.asyncProperty(hostileText, check), {
    ...RUNS,
    examples: examples.map((text): [string] => [text]),
  });

/** Both streams of a command that prints for people. */
function expectShown({ out, err }: Ran, words: readonly string[]): void {
  // JSON has six characters for one, at most.
  const longest = words.includes('json') ? 7 * LONGEST.detail : LONGEST.line;
  expectHarmless(out, `${words.join(' ')}: stdout`, longest);
  expectHarmless(err, `${words.join(' ')}: stderr`);
}

test('inject tells people of hostile objects without harm', () =>
  holds(
    async (text) => {
      for (const format of [[], ['-o', 'json'], ['--diff'], ['--explain'], ['--explain', '-o', 'json']]) {
        const words = ['inject', '-f', '-', ...format];
        const isProduct = !words.includes('--diff') && !words.includes('--explain');
        const ran = await run(words, manifest(text));
        // Objects are data for kubectl.
        expectShown(isProduct ? { ...ran, out: '' } : ran, words);
      }
    },
    ['x'.repeat(200_000)],
  ));

test('inject tells of what it refuses, and of a source that has raw characters, without harm', () =>
  holds(async (text) => {
    const raw = text.replaceAll(/[\n\r"\\]/g, ' ');
    const source = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: "${raw}"\n  annotations:\n    ${OPERATOR}/inject-sdk: "true"\nspec:\n  # ${raw}\n  containers:\n    - name: app\n      image: "${raw}"\n`;
    const words = ['inject', '-f', '-', '--diff'];
    expectShown(await run(words, source), words);
    expectShown(await run(words, `kind: Pod\nspec: [${text}`), words);
    expectShown(await run(['inject', '-f', missing(text)]), ['inject', 'no such file']);
  }));

test('render and its check tell of hostile platforms and files without harm', () =>
  holds(async (text) => {
    const specs = [
      { addons: { [text]: true }, backend: text },
      { ...GOOD, collector: { name: text, namespace: text } },
      { ...GOOD, [text]: text, backends: { tempo: { endpoint: `http://${text}:1` } } },
    ];
    for (const spec of specs) {
      const ran = await run(['render', '-f', '-'], platform(text, spec));
      // What is rendered is data for kubectl.
      expectShown(ran.code === 2 ? ran : { ...ran, out: '' }, ['render', JSON.stringify(spec).slice(0, 80)]);
    }
    const there = JSON.stringify({
      apiVersion: 'opentelemetry.io/v1beta1',
      kind: 'OpenTelemetryCollector',
      metadata: { name: 'otel', namespace: 'monitoring', labels: { [text]: text } },
      spec: { config: { exporters: { [`otlp/${text}`]: { endpoint: text } }, [text]: { [text]: text } } },
    });
    for (const output of ['yaml', 'json']) {
      const words = ['render', '-f', join(folder, 'platform.json'), '--check', '-', '-o', output];
      expectShown(await run(words, there), words);
    }
  }));

test('verify tells what a hostile server says without harm', () =>
  holds(async (text) => {
    said = text;
    for (const output of ['text', 'json']) {
      const words = [
        'verify',
        '--collector',
        `${address}/v1/traces`,
        '--backend',
        address,
        '--timeout',
        '1',
        '-o',
        output,
      ];
      const ran = await run(words);
      expect(ran.code).toBe(1);
      expectShown(ran, words);
    }
    expectShown(await run(['verify', '--collector', text, '--backend', text]), ['verify', 'no address']);
  }));

test('words of the command line are repeated without harm', () =>
  holds(async (text) => {
    for (const words of [
      [text],
      ['inject', `--${text}`],
      ['inject', '-f', '-', '-o', text],
      ['render', text],
      ['render', '-f', '-', '--metrics-write', text],
      ['verify', '--timeout', text],
      ['serve', '--enable-languages', text],
      ['serve', '--context', missing(text)],
    ]) {
      const ran = await run(words);
      expectHarmless(ran.err, words[0] ?? '');
    }
  }));
