import { expect, test } from 'vitest';
import request from 'supertest';
import { createPageApp } from '../../src/http/page.js';
import type { PageFacts } from '../../src/http/page-view.js';
import { buildFinding } from '../../src/core/reasons.js';
import { EMPTY_SNAPSHOT } from '../../src/core/snapshot.js';

const HOSTILE = '<script>alert("x")</script>';

const FACTS: PageFacts = {
  version: '1.2.3',
  waitingFor: [],
  context: {
    paths: ['cluster.yaml'],
    hash: 'abcdef',
    issues: [],
    snapshot: {
      ...EMPTY_SNAPSHOT,
      instrumentations: new Map([
        [
          'shop',
          new Map([
            [
              'main',
              {
                metadata: { namespace: 'shop', name: 'main' },
                ignored: [],
                spec: {
                  exporter: { endpoint: 'http://me:hidden@tempo:4318' },
                  env: [
                    { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'authorization=hidden' },
                    { name: 'PLAIN', value: HOSTILE },
                  ],
                },
              },
            ],
          ]),
        ],
      ]),
    },
  },
  decisions: [
    {
      at: Date.UTC(2030, 0, 1),
      namespace: 'shop',
      pod: `cart-${HOSTILE}*`,
      status: 'partial',
      findings: [buildFinding('options-optional', `NODE_OPTIONS of ${HOSTILE} is optional.`)],
      injections: [
        {
          language: 'java',
          container: HOSTILE,
          backend: 'tempo',
          settings: [
            { name: 'API_TOKEN', value: 'hidden', origin: 'platform' },
            { name: 'OTEL_TRACES_EXPORTER', value: HOSTILE, origin: 'preset' },
          ],
        },
      ],
    },
  ],
};

const pageOf = async (facts: PageFacts, path = '/'): Promise<request.Response> =>
  request(createPageApp(() => facts)).get(path);

test('shows version, state, context, platform, languages and decisions', async () => {
  const { text, status, headers } = await pageOf(FACTS);
  expect(status).toBe(200);
  expect(headers['content-type']).toContain('text/html');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  for (const part of ['1.2.3', 'ready', 'cluster.yaml', 'abcdef', 'java, nodejs', 'shop/main', '2030-01-01T'])
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
    'invalid: spec.route is unknown',
  ],
  ['no decisions', { decisions: [] }, 'None yet.'],
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
  const answer = await request(createPageApp(() => FACTS))
    .get('/')
    .set('Host', host);
  expect(answer.status).toBe(status);
});
