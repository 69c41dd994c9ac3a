import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LARGEST_FORM } from '../../../src/http/bounds.js';
import type { InspectionEnd } from '../../../src/http/page/inspection.js';
import { createPageApp } from '../../../src/http/page/page-app.js';
import { FACTS, HOSTILE } from './page-facts.js';

const INSPECTED: InspectionEnd = {
  kind: 'inspected',
  objects: [
    {
      title: `Deployment shop/${HOSTILE} (manifest:1:1)`,
      status: 'partial',
      verdict: HOSTILE,
      reasons: [
        { code: 'options-optional', kind: 'refusal', text: HOSTILE, remedy: 'Set it by value.' },
        { code: 'template-unknown', kind: 'refusal', text: 'It is not looked into.', remedy: 'Name it.' },
      ],
      injections: [
        {
          injection: { language: 'java', container: HOSTILE, settings: [] },
          route: [
            { name: 'java agent', address: 'in app' },
            { name: 'Collector', address: 'http://me:hidden@otel:4318' },
          ],
        },
      ],
    },
  ],
  differences: [{ name: HOSTILE, lines: [{ kind: 'in', text: `+ ${HOSTILE}` }] }],
  notes: [HOSTILE],
};

let server: Server;
let inspected: Buffer[];
let end: InspectionEnd;
let url: string;

beforeEach(async () => {
  inspected = [];
  end = INSPECTED;
  const app = createPageApp(
    () => FACTS,
    (bytes, done) => {
      inspected.push(bytes);
      done(end);
    },
  );
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const post = (headers: Record<string, string> = {}, body = 'manifest=x'): Promise<Response> =>
  fetch(`${url}/inspect`, { method: 'POST', headers: { ...FORM, ...headers }, body });

test('shows verdict, reasons with remedies, route and changes, escaped and redacted', async () => {
  const response = await post();
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(inspected.map(String)).toEqual(['manifest=x']);
  for (const part of ['partial', 'href="/reasons#options-optional"', 'Set it by value.', 'Name it.'])
    expect(page).toContain(part);
  for (const part of ['class="route"', 'http://[redacted]@otel:4318', '<span class="in">+ &lt;script&gt;'])
    expect(page).toContain(part);
  expect(page).not.toContain('reasons#template-unknown');
  expect(page).not.toMatch(/<script|hidden/i);
});

describe('whose form it is', () => {
  const own = (): string => url.replace('http://', '');
  test.each<[string, () => Record<string, string>, number]>([
    ['of this page', () => ({ Origin: url, 'Sec-Fetch-Site': 'same-origin' }), 200],
    ['of a program that is no browser', () => ({}), 200],
    ['of another site', () => ({ Origin: 'http://attacker.example', 'Sec-Fetch-Site': 'cross-site' }), 403],
    ['of another port of this machine', () => ({ Origin: 'http://127.0.0.1:1' }), 403],
    ['of the same host by another scheme', () => ({ Origin: `https://${own()}` }), 403],
    ['of a page that hides its origin', () => ({ Origin: 'null' }), 403],
    ['of another site that names no origin', () => ({ 'Sec-Fetch-Site': 'same-site' }), 403],
    ['of no form', () => ({ 'Content-Type': 'text/plain' }), 415],
    ['of JSON', () => ({ 'Content-Type': 'application/json' }), 415],
    ['with a charset', () => ({ 'Content-Type': `${FORM['Content-Type']}; charset=UTF-8` }), 200],
  ])('a form %s', async (_what, headers, status) => {
    expect((await post(headers())).status).toBe(status);
    expect(inspected).toHaveLength(status === 200 ? 1 : 0);
  });
});

test('a form that is too large is not inspected', async () => {
  expect((await post({}, 'm'.repeat(LARGEST_FORM))).status).toBe(200);
  const response = await post({}, 'm'.repeat(LARGEST_FORM + 1));
  expect(response.status).toBe(413);
  expect(await response.text()).toContain('larger than 64 KiB');
  expect(inspected).toHaveLength(1);
});

test.each<[InspectionEnd, number, string]>([
  [{ kind: 'given-up', why: 'time' }, 422, 'more time or memory'],
  [{ kind: 'given-up', why: 'memory' }, 422, 'more time or memory'],
  [{ kind: 'given-up', why: 'size' }, 422, 'more time or memory'],
  [{ kind: 'given-up', why: 'busy' }, 503, 'Try again'],
  [{ kind: 'given-up', why: 'failure' }, 500, 'failed'],
  [
    { kind: 'refused', issues: [{ path: 'manifest:1:1', message: HOSTILE }] },
    422,
    'manifest:1:1: &lt;script',
  ],
])('tells %o', async (given, status, text) => {
  end = given;
  const response = await post();
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(text);
});

test('the form may be kept by the browser, and its answer may not', async () => {
  expect((await fetch(`${url}/inspect`)).headers.get('cache-control')).toBe('no-cache');
  expect((await post()).headers.get('cache-control')).toBe('no-store');
});
