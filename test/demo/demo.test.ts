import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { like } from '../support/like.js';

const MAIN = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
const TIMEOUT_MS = 120_000;

// The demo's files go to a folder of their own, so that one that is left behind is seen.
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the demo; `onOutput` sees all that was written so far and may send it a signal. */
async function demo(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  onOutput: (out: string, interrupt: () => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    // tsx would keep what it has compiled there.
    env: { ...process.env, TMPDIR: folder, TSX_DISABLE_CACHE: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    onOutput(out, () => child.kill('SIGTERM'));
  });
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

/** Checks that nothing of a run is left: no file, and nobody on the ports that it named. */
async function expectNothingLeft(urls: readonly string[]): Promise<void> {
  expect(await readdir(folder)).toEqual([]);
  expect(urls).not.toEqual([]);
  for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
}

interface Summary {
  readonly ok: boolean;
  readonly pods: readonly {
    service: string;
    status: string;
    reasons: string[];
    settings: { name: string }[];
  }[];
  readonly services: readonly { name: string; url: string; environment: Record<string, string> }[];
  readonly trace: { traceId: string; spans: readonly SpanSummary[] };
  readonly checks: readonly { says: string; holds: boolean }[];
}

interface SpanSummary {
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly depth: number;
  readonly resource: Readonly<Record<string, unknown>>;
}

describe('the demo as JSON', () => {
  test(
    'two real services send one trace with the attributes of their pods',
    async () => {
      const { code, out, err } = await demo(['-o', 'json']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const { ok, pods, services, trace, checks } = JSON.parse(out) as Summary;
      expect(ok).toBe(true);
      expect(checks.filter(({ holds }) => !holds)).toEqual([]);
      expect(checks).toHaveLength(6);
      expect(pods).toMatchObject([
        { service: 'checkout', status: 'injected', reasons: ['injected'] },
        { service: 'storefront', status: 'injected', reasons: ['injected'] },
      ]);
      expect(services.map(({ name, environment }) => [name, environment])).toMatchObject([
        ['checkout', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.monitoring.svc:4318' }],
        [
          'storefront',
          {
            OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.monitoring.svc:4318',
            NODE_OPTIONS: like.stringMatching(/^--max-old-space-size=128 +--require /),
          },
        ],
      ]);
      expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
      const tree = trace.spans.filter(({ kind }) => kind !== 'INTERNAL');
      expect(tree.map(({ service, name, kind, depth }) => [service, name, kind, depth])).toEqual([
        ['storefront', 'GET', 'SERVER', 0],
        ['storefront', 'GET', 'CLIENT', 1],
        ['checkout', 'GET', 'SERVER', 2],
        ['storefront', 'POST', 'CLIENT', 1],
        ['checkout', 'POST', 'SERVER', 2],
      ]);
      for (const { service, resource } of trace.spans)
        expect(resource).toMatchObject({
          'service.name': service,
          'k8s.deployment.name': service,
          'k8s.namespace.name': 'shop',
          'k8s.pod.name': like.stringMatching(new RegExp(`^${service}-[a-z0-9]+-[a-z0-9]{5}$`)),
        });
      await expectNothingLeft(services.map(({ url }) => url));
    },
    TIMEOUT_MS,
  );
});

describe('the demo', () => {
  const ESCAPE = String.fromCharCode(27);

  test(
    'tells each step, without colours where none are wanted',
    async () => {
      const { code, out, err } = await demo(['--no-color'], { NO_COLOR: '1' });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).not.toContain(ESCAPE);
      expect(out).toContain('+        - name: OTEL_EXPORTER_OTLP_ENDPOINT');
      expect(out).toMatch(
        /^http:\/\/otel-collector\.monitoring\.svc:4318 +http:\/\/127\.0\.0\.1:\d+ +cluster DNS/m,
      );
      expect(out).toMatch(
        /^agent: @opentelemetry\/auto-instrumentations-node \d\S+ from npm, in place of the image's ghcr\.io\/\S+$/m,
      );
      expect(out).toMatch(/^trace [0-9a-f]{32}: \d+ spans, 2 services, /m);
      expect(out).toMatch(/^storefront {2}k8s\.deployment\.name=storefront /m);
      expect(out.match(/^✓ /gm)).toHaveLength(6);
    },
    TIMEOUT_MS,
  );

  test(
    'an interruption ends all that it had started',
    async () => {
      const { code, out, err } = await demo([], {}, (text, interrupt) => {
        if (text.includes('storefront runs on')) interrupt();
      });
      expect(code).toBe(1);
      expect(err).toBe('error: The demo was interrupted; what it had started is stopped.\n');
      await expectNothingLeft([...out.matchAll(/ runs on (\S+)/g)].map(([, url = '']) => url));
    },
    TIMEOUT_MS,
  );

  test(
    'with --serve it ends on the status page, until it is interrupted',
    async () => {
      const pages: Promise<string>[] = [];
      const { code, out, err } = await demo(['--serve', '--no-color'], {}, (text, interrupt) => {
        const [url] = /http:\S+(?= shows the decisions)/.exec(text) ?? [];
        if (url === undefined || pages.length > 0) return;
        pages.push(fetch(url).then((response) => response.text()));
        void pages[0]?.finally(interrupt);
      });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const page = await pages[0];
      for (const part of [
        'shop/storefront-',
        'The last trace that was sent',
        '>· · GET<',
        '2 of 2 pods that asked',
      ])
        expect(page).toContain(part);
      await expectNothingLeft([...out.matchAll(/http:\S+(?= shows the decisions)/g)].map(([url]) => url));
    },
    TIMEOUT_MS,
  );
});
