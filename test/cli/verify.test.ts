import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { QUERY_APIS } from '../stand-ins/query-apis.js';
import { into, RECEIVERS } from '../verify/contract/receivers.js';
import { createStore } from '../stand-ins/store.js';
import { serveHttp, type Served } from '../verify/served.js';
import { runVerify, type Given, type Run } from './run-verify.js';
import { like } from '../support/like.js';

// A busy machine takes seconds to start a process.

let folder: string;
const servers: Served[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const run = (words: readonly string[], given: Given = {}): Promise<Run> =>
  runVerify(words, { folder, ...given });

const up = async (server: Promise<Served>): Promise<Served> => {
  const started = await server;
  servers.push(started);
  return started;
};

/** A Collector and Tempo behind it, by the recorded contract; the headers that came are kept. */
async function scene() {
  const store = createStore();
  const seen: Readonly<Record<string, unknown>>[] = [];
  const arrived = into(store);
  const collector = await up(
    RECEIVERS['http/protobuf']((spans, headers) => {
      seen.push(headers);
      arrived(spans, headers);
    }),
  );
  const api = QUERY_APIS.tempo(store);
  const tempo = await up(
    serveHttp((request, response) => {
      seen.push(request.headers);
      api(request, response);
    }),
  );
  return { collector, tempo, seen };
}

const PLATFORM = `apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec:
  addons: { enable_tempo: true, enable_opentelemetry_operator: true, enable_grafana: true }
  sampling: { strategy: tail, percent: 5 }
`;

test('a trace that arrives: what was done, and 0', async () => {
  const { collector, tempo } = await scene();
  const { code, out, err } = await run(['--collector', collector.url, '--backend', tempo.url]);
  expect(err).toBe('');
  expect(out).toMatch(
    new RegExp(
      [
        '^trace [0-9a-f]{32}',
        `  ok    send http/protobuf to ${collector.url}/v1/traces \\(\\d+\\.\\d s\\)`,
        `  ok    read tempo at ${tempo.url} \\(\\d+\\.\\d s\\)`,
        '$',
      ].join('\\n'),
    ),
  );
  expect(code).toBe(0);
});

test('a trace that does not: the diagnosis with its remedy, and 1', async () => {
  const { collector, tempo } = await scene();
  const { code, out } = await run(['--collector', `${collector.url}/otlp`, '--backend', tempo.url]);
  expect(out).toContain(`  fail  send http/protobuf to ${collector.url}/otlp/v1/traces\n`);
  expect(out).toContain('        wrong-path: Nothing at that path accepts spans.\n');
  expect(out).toContain(`        seen: That port accepts http/protobuf at ${collector.url}/v1/traces.\n`);
  expect(out).toContain('        remedy: OTLP over HTTP goes to /v1/traces below the endpoint;');
  expect(out).toContain(`  -     read tempo at ${tempo.url}`);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(code).toBe(1);
});

test('the same as JSON', async () => {
  const { collector, tempo } = await scene();
  const words = [
    '--collector',
    collector.url,
    '--backend',
    `${tempo.url}/x`,
    '--backend-kind',
    'tempo',
    '-o',
    'json',
  ];
  const { code, out } = await run(words);
  expect(JSON.parse(out)).toEqual({
    arrived: false,
    ways: [
      {
        traceId: like.stringMatching(/^[0-9a-f]{32}$/),
        arrived: false,
        send: {
          protocol: 'http/protobuf',
          url: `${collector.url}/v1/traces`,
          result: 'done',
          ms: like.any(Number),
        },
        reads: [
          {
            backend: 'tempo',
            url: `${tempo.url}/x`,
            result: 'failed',
            diagnosis: like.objectContaining({
              code: 'not-the-query-api',
              seen: ['HTTP 404: 404 page not found'],
            }),
          },
        ],
      },
    ],
  });
  expect(code).toBe(1);
});

describe('with the platform’s choice', () => {
  test('from standard input, with forwarded ports', async () => {
    const { collector, tempo } = await scene();
    const words = ['-f', '-', '--collector', collector.url, '--query', tempo.url, '--language', 'python'];
    const { code, out, err } = await run(words, { input: PLATFORM });
    expect(out).toContain(`  ok    send http/protobuf to ${collector.url}/v1/traces, as python agents do (`);
    expect(out).toContain('\n        The trace has an error, since the Collector keeps such traces.\n');
    expect(err).toContain('notice: stdin:5:3: spec.addons: has flags that do not concern tracing');
    expect(code).toBe(0);
  });

  test('from a file that is refused: where and why, and 2', async () => {
    writeFileSync(join(folder, 'platform.yaml'), PLATFORM.replace('percent: 5', 'percent: 500'));
    const { code, out, err } = await run(['-f', 'platform.yaml']);
    expect(err).toMatch(
      /^error: the platform’s choice is refused\n {2}platform.yaml:6:.*spec.sampling.percent/,
    );
    expect([code, out]).toEqual([2, '']);
  });
});

describe('values of headers', () => {
  test('are sent and not printed, though a server repeats them', async () => {
    const { collector, seen } = await scene();
    const echo = await up(
      serveHttp((request, response) => {
        if (request.url === '/api/echo') response.end('echo');
        else response.writeHead(403).end(`no right for ${request.headers.authorization ?? ''}`);
      }),
    );
    const env = {
      OTEL_EXPORTER_OTLP_HEADERS: 'x-token=hunter2',
      DOKA_TRACING_QUERY_HEADERS: 'authorization=Bearer%20hunter3',
      DOKA_TRACING_TENANT: 'team-a',
    };
    const words = ['--collector', collector.url, '--backend', echo.url, '--backend-kind', 'tempo'];
    for (const format of ['text', 'json']) {
      const { code, out, err } = await run([...words, '-o', format], { env });
      expect(out).toContain('forbidden');
      expect(out).toContain('no right for [redacted]');
      expect(out + err).not.toMatch(/hunter/);
      expect(code).toBe(1);
    }
    expect(seen).toContainEqual(like.objectContaining({ 'x-token': 'hunter2', 'x-scope-orgid': 'team-a' }));
  });

  test('are not printed when they are refused', async () => {
    const { code, out, err } = await run(['--collector', 'http://c', '--backend', 'http://b'], {
      env: { OTEL_EXPORTER_OTLP_HEADERS: 'hunter2' },
    });
    expect(err).toBe(
      'error: --send-headers: entry 1 is not a header; allowed: name=value,name=value with values percent-encoded.\n',
    );
    expect([code, out]).toEqual([2, '']);
  });
});

test.each<[string, readonly string[], RegExp]>([
  ['nothing', [], /^error: No route is given; give --collector URL and --backend URL, or -f FILE/],
  ['half of it', ['--collector', 'http://c:4318'], /^error: No route is given/],
  ['--all alone', ['--all'], /^error: --all needs the platform’s choice; give it with -f FILE/],
  ['--backend with -f', ['-f', '-', '--backend', 'http://b'], /^error: --backend is for a route without -f/],
  ['no address', ['--collector', 'c', '--backend', 'http://b'], /^error: --collector: c is no URL; allowed/],
  [
    'no address to read from',
    ['--collector', 'http://c', '--backend', 'b'],
    /^error: --backend: b is no URL/,
  ],
  [
    'a file that is not there',
    ['-f', 'gone.yaml'],
    /^error: the platform’s choice is refused\n {2}gone.yaml: cannot be read \(ENOENT/,
  ],
  [
    'a folder',
    ['-f', '.'],
    /^error: the platform’s choice is refused\n {2}\.: is a folder; allowed: a file; name the one with/,
  ],
  [
    'a certificate alone',
    ['--collector', 'http://c', '--backend', 'http://b', '--cert', 'x'],
    /--cert and --key/,
  ],
  ['a time that is none', ['--timeout', '0'], /This is not a number of seconds/],
  [
    'a tenant of nobody',
    ['--collector', 'http://c', '--backend', 'http://b', '--tenant', 'x'],
    /--backend-kind/,
  ],
  ['an unknown protocol', ['--protocol', 'thrift'], /Allowed choices are http\/protobuf, grpc, zipkin/],
])('wrong usage, %s: 2', async (_, words, says) => {
  const { code, out, err } = await run(words);
  expect(err).toMatch(says);
  expect([code, out]).toEqual([2, '']);
});

test('--help has examples and names the variables', async () => {
  const { code, out } = await run(['--help']);
  expect(out).toMatch(/\nExamples:\n {2}\$ doka-tracing verify /);
  for (const name of ['OTEL_EXPORTER_OTLP_HEADERS', 'DOKA_TRACING_QUERY_HEADERS', 'DOKA_TRACING_TENANT'])
    expect(out).toContain(name);
  expect(code).toBe(0);
});
