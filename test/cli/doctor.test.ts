import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { doctorReport } from '../../scripts/report-schemas.js';
import { createServing, type Serving } from '../support/serving.js';
import { startLiveRig, webhookDeployment, type LiveRig } from '../support/live-rig.js';
import { issueSelfSigned } from '../../src/tls/certificates.js';
import { like } from '../support/like.js';
import { runIn } from './run-in.js';

const CONTEXT = fileURLToPath(new URL('../../examples/checkout/context.yaml', import.meta.url));
interface Report {
  readonly place: string;
  readonly passed: boolean;
  readonly checks: readonly { readonly check: string; readonly verdict: string; readonly sentence: string }[];
}

/** What is printed as JSON, which the schema describes. */
function reportOf(out: string): Report {
  const report: unknown = JSON.parse(out);
  expect(doctorReport.safeParse(report).error).toBeUndefined();
  return report as Report;
}

const verdictsOf = ({ checks }: Report): Readonly<Record<string, string>> =>
  Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]));

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-doctor-'));
  const dates = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) };
  const [own, other] = await Promise.all([
    issueSelfSigned({ names: ['localhost', '127.0.0.1'], ...dates }),
    issueSelfSigned({ names: ['localhost', '127.0.0.1'], ...dates }),
  ]);
  writeFileSync(join(folder, 'tls.crt'), own.cert);
  writeFileSync(join(folder, 'tls.key'), own.key);
  writeFileSync(join(folder, 'other.crt'), other.cert);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a webhook that stands alone', () => {
  let serving: Serving;
  let url: string;

  beforeAll(async () => {
    serving = createServing();
    const { port } = await serving.start('--context', CONTEXT, '--certs', folder);
    url = `https://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    serving.end();
    await serving.ended();
  });

  test('passes every check with its CA', async () => {
    const { code, out } = await runIn(folder, ['doctor', '--url', url, '--ca', 'tls.crt', '-o', 'json']);
    const report = reportOf(out);
    expect(verdictsOf(report)).toEqual({ connection: 'ok', certificate: 'ok', ready: 'ok', review: 'ok' });
    expect([code, report.passed, report.place]).toEqual([0, true, url]);
  });

  test('with another CA it is not trusted', async () => {
    const { code, out } = await runIn(folder, ['doctor', '--url', url, '--ca', 'other.crt']);
    expect(code).toBe(1);
    expect(out).toMatch(/^ok +connection +Something serves HTTPS at /m);
    expect(out).toMatch(/^failed +certificate +Its certificate is not trusted: /m);
    expect(out).toContain(`run: openssl s_client -connect ${new URL(url).host} -showcerts`);
    expect(out).toMatch(/^1 ok, 3 failed\.$/m);
  });
});

test('where nothing listens, that is said', async () => {
  const { code, out } = await runIn(folder, ['doctor', '--url', 'https://127.0.0.1:9', '-o', 'json']);
  expect(code).toBe(1);
  expect(verdictsOf(reportOf(out))).toEqual({
    ...{ connection: 'failed', certificate: 'unknown' },
    ...{ ready: 'failed', review: 'failed' },
  });
});

test.each([
  [['--url', 'http://127.0.0.1:9'], 'is not an address; allowed: a URL with https://.'],
  [['--url', 'https://a', '--context', 'b'], '--url and --context are both given'],
  [['--url', 'https://a', '--trace'], '--url and --trace are both given'],
  [['--url', 'https://a', '--ca', 'missing.crt'], '--ca: missing.crt cannot be read'],
  [['--ca', 'tls.crt'], '--ca is for --url'],
  [['--kubeconfig', 'missing'], 'missing cannot be read'],
])('%j is wrong usage', async (words, sentence) => {
  const { code, out, err } = await runIn(folder, ['doctor', ...words]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(sentence);
});

describe('a cluster', () => {
  let rig: LiveRig | undefined;

  afterEach(async () => {
    await rig?.end();
  });

  test('where nothing is installed fails, with a command for each thing', async () => {
    rig = await startLiveRig();
    const { code, out } = await runIn(folder, ['doctor', '--kubeconfig', rig.kubeconfig, '-o', 'json']);
    const report = reportOf(out);
    expect([code, report.passed]).toEqual([1, false]);
    expect(verdictsOf(report)).toMatchObject({
      webhook: 'failed',
      registration: 'failed',
      platform: 'warning',
    });
    expect(rig.server.requests.filter(({ verb }) => verb !== 'get' && verb !== 'list')).toEqual([]);
  });

  test('of which nothing may be read is unknown, and says why', async () => {
    rig = await startLiveRig();
    rig.server.failNext(403, { times: 1000 });
    const { code, out } = await runIn(folder, ['doctor', '--kubeconfig', rig.kubeconfig, '-o', 'json']);
    const { checks } = reportOf(out);
    expect(checks.filter(({ verdict }) => verdict === 'failed' || verdict === 'warning')).toEqual([]);
    expect(checks.find(({ check }) => check === 'registration')).toMatchObject({
      verdict: 'unknown',
      sentence: like.stringContaining('told to answer 403'),
    });
    expect(code).toBe(0);
  });

  test('is changed by nothing but a dry run', async () => {
    rig = await startLiveRig();
    rig.put('/apps/v1/deployments', webhookDeployment());
    rig.put('/v1/namespaces', { metadata: { name: 'team-a' } });
    await runIn(folder, ['doctor', '--kubeconfig', rig.kubeconfig]);
    const writes = rig.server.requests.filter(({ verb }) => verb === 'create');
    expect(
      writes.filter(({ path }) => path.endsWith('/pods')).map(({ query }) => query.get('dryRun')),
    ).toEqual(['All']);
    expect(rig.server.store.list('/v1/pods')).toEqual([]);
  });
});
