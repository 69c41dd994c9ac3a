import { expect, test } from 'vitest';
import request from 'supertest';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import type { PageFacts } from '../../../src/http/page/facts.js';
import { createPageApp } from '../../../src/http/page/page-app.js';
import { FACTS } from './page-facts.js';

const never = (): never => {
  throw new Error('Nothing is to be inspected.');
};

const pageOf = async (facts: PageFacts, path = '/'): Promise<request.Response> =>
  request(createPageApp(() => facts, never)).get(path);

test('shows version, state, context, platform, languages and decisions', async () => {
  const { text, status, headers } = await pageOf(FACTS);
  expect(status).toBe(200);
  expect(headers['content-type']).toContain('text/html');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  const parts = ['1.2.3', 'ready', 'cluster.yaml', 'abcdef', 'java, nodejs', 'shop/main', '2030-01-01T'];
  for (const part of [
    ...parts,
    'Replica doka-tracing-abc decided these',
    '3 of 4 pods',
    '(75 %)',
    'in 7 days',
  ])
    expect(text).toContain(part);
  expect(text).toContain('href="/reasons#options-optional"');
});

test('escapes what users wrote, and holds no script', async () => {
  const { text } = await pageOf(FACTS);
  expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  expect(text).not.toMatch(/<script/i);
});

test('redacts values by the names they stand under', async () => {
  const { text } = await pageOf(FACTS);
  expect(text).toContain('OTEL_EXPORTER_OTLP_HEADERS=[redacted]');
  expect(text).toContain('http://[redacted]@tempo:4318');
  expect(text).not.toContain('hidden');
  const decision = await pageOf(FACTS, '/decisions/7');
  expect(decision.text).toContain('API_TOKEN');
  expect(decision.text).not.toContain('hidden');
});

test('says that a decision is not kept any more', async () => {
  for (const id of ['8', 'x', '07', '__proto__']) {
    const { status, text } = await pageOf(FACTS, `/decisions/${id}`);
    expect({ id, status }).toEqual({ id, status: 404 });
    expect(text).toContain('does not keep that decision');
  }
});

const WITHIN_SHOP = 'cart-&lt;script';
const BILLING = 'billing/invoice-1';

test.each<[string, readonly string[], readonly string[]]>([
  ['/', [WITHIN_SHOP, BILLING, '2 of the 2'], ['Show all']],
  ['/?namespace=shop', [WITHIN_SHOP, '1 of the 2', 'Show all'], [BILLING]],
  ['/?namespace=&status=injected&reason=', [BILLING], [WITHIN_SHOP]],
  ['/?reason=options-optional', [WITHIN_SHOP], [BILLING]],
  ['/?namespace=shop&status=injected', ['0 of the 2', 'None.'], [WITHIN_SHOP, BILLING]],
  ['/?namespace=nowhere', ['0 of the 2', '<option value="nowhere" selected>'], [WITHIN_SHOP, BILLING]],
  ['/?status=done', ['There is no status &quot;done&quot;', WITHIN_SHOP, BILLING], []],
  ['/?reason=%3Cscript%3E', ['There is no reason &quot;&lt;script&gt;&quot;', WITHIN_SHOP], ['<script']],
])('%s shows what it asks for', async (path, shown, hidden) => {
  const { text, status } = await pageOf(FACTS, path);
  expect(status).toBe(200);
  for (const part of shown) expect(text).toContain(part);
  for (const part of hidden) expect(text).not.toContain(part);
});

test('shows a few of many injections and findings, and all of them on the page of the decision', async () => {
  const [first] = FACTS.decisions;
  if (first === undefined) throw new Error('There is a decision.');
  const many = (name: string) => ({ language: 'java', container: name, settings: [] }) as const;
  const injections = [1, 2, 3, 4, 5, 6, 7].map((number) => many(`container-${number}`));
  const facts = { ...FACTS, decisions: [{ ...first, injections }] };
  const list = (await pageOf(facts)).text;
  expect(list).toContain('container-5');
  expect(list).not.toContain('container-6');
  expect(list).toContain('and 2 more');
  expect((await pageOf(facts, '/decisions/7')).text).toContain('container-7');
});

test.each<[string, Partial<PageFacts>, string]>([
  ['what is waited for', { waitingFor: ['draining'] }, 'not ready: draining'],
  [
    'a refused reload',
    { context: { ...FACTS.context, issues: [{ path: 'cluster.yaml:3:1', message: 'is not YAML' }] } },
    'cluster.yaml:3:1: is not YAML',
  ],
  [
    'an invalid platform',
    {
      context: {
        ...FACTS.context,
        snapshot: {
          ...EMPTY_SNAPSHOT,
          platform: { kind: 'invalid', issues: [{ path: 'spec.route', message: 'is unknown' }] },
        },
      },
    },
    'spec.route: is unknown',
  ],
  ['no decisions', { decisions: [] }, 'None.'],
  [
    'why a watch does not work',
    {
      watches: [
        {
          ...{ row: 'namespaces', isSynced: false, ageMs: undefined, objects: 0, refused: 0 },
          failure: { message: 'It may not list them.' },
        },
      ],
    },
    'It may not list them.',
  ],
  [
    'what is wrong with the certificates',
    {
      certificates: { certificates: [], problems: ['Something is wrong with the certificates: clock-off.'] },
    },
    'clock-off',
  ],
])('tells %s', async (_what, over, text) => {
  expect((await pageOf({ ...FACTS, ...over })).text).toContain(text);
});

test('explains every reason', async () => {
  const { text } = await pageOf(FACTS, '/reasons');
  expect(text).toContain('<tr id="options-optional">');
  expect(text).toContain('<tr id="internal-error">');
});

test.each([
  ['localhost:9091', 200],
  ['127.0.0.1', 200],
  ['[::1]:9091', 200],
  ['attacker.example:9091', 403],
])('for the host %s answers %i', async (host, status) => {
  const answer = await request(createPageApp(() => FACTS, never))
    .get('/')
    .set('Host', host);
  expect(answer.status).toBe(status);
});
