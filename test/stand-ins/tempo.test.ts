import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchTrace } from '../../src/verify/query/query-calls.js';
import { freePorts } from '../support/free-ports.js';
import { accessTo } from '../verify/served.js';
import { eventually } from '../pods/eventually.js';
import { compileTempoProgram } from './program.js';

const TRACE = '0689c2a25fae25369d5978b29d9153ad';
const UNKNOWN = 'f'.repeat(32);

const attribute = (key: string, value: object) => ({ key, value });

/** As a Collector writes it: ids hexadecimal, numbers of 64 bits as text. */
const SENT = {
  resourceSpans: [
    {
      resource: { attributes: [attribute('service.name', { stringValue: 'shop' })] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: TRACE,
              spanId: '3b9dabd4d496bc89',
              name: 'GET /buy',
              kind: 2,
              startTimeUnixNano: '1795637190866000000',
              endTimeUnixNano: '1795637190871000000',
              attributes: [
                attribute('items', { intValue: '3' }),
                attribute('price', { doubleValue: 1.5 }),
                attribute('paid', { boolValue: true }),
              ],
            },
            { traceId: TRACE, spanId: '34e17f8be4b709d6', parentSpanId: '3b9dabd4d496bc89', name: 'child' },
          ],
        },
      ],
    },
  ],
};

let folder: string;
let program: ChildProcess;
let url: string;

const ask = async (path: string) => {
  const answer = await fetch(`${url}${path}`);
  return { status: answer.status, text: await answer.text() };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-stand-in-'));
  for (const [name, text] of Object.entries(compileTempoProgram())) writeFileSync(join(folder, name), text);
  const [query = 0, spans = 0] = await freePorts(2);
  program = spawn(process.execPath, [join(folder, 'tempo.js'), '127.0.0.1', `${query}`, `${spans}`], {
    stdio: 'inherit',
  });
  url = `http://127.0.0.1:${query}`;
  await eventually(async () => (await ask('/ready')).status === 200 || undefined, {
    deadlineMs: 30_000,
    what: 'the stand-in',
  });
  const body = JSON.stringify(SENT);
  const taken = await fetch(`http://127.0.0.1:${spans}/v1/traces`, { method: 'POST', body });
  expect(taken.status).toBe(200);
});

afterAll(async () => {
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  rmSync(folder, { recursive: true });
});

test('what the Collector wrote is read back by what verify reads Tempo with', async () => {
  expect(await fetchTrace('tempo', TRACE, accessTo(url))).toMatchObject({
    ok: true,
    value: {
      spans: [
        {
          spanId: '3b9dabd4d496bc89',
          parentSpanId: '',
          name: 'GET /buy',
          service: 'shop',
          attributes: { 'service.name': 'shop', items: '3', price: '1.5', paid: 'true' },
        },
        { spanId: '34e17f8be4b709d6', parentSpanId: '3b9dabd4d496bc89', name: 'child' },
      ],
    },
  });
});

test('the second version of the API gives the same spans below `trace`', async () => {
  const first = JSON.parse((await ask(`/api/traces/${TRACE}`)).text) as { readonly batches: unknown };
  const second = JSON.parse((await ask(`/api/v2/traces/${TRACE}`)).text) as unknown;
  expect(second).toMatchObject({ trace: { resourceSpans: first.batches } });
});

test.each([`/api/traces/${UNKNOWN}`, `/api/v2/traces/${UNKNOWN}`, '/api/traces/', '/nothing'])(
  '%s is not found',
  async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404 });
  },
);

test.each([
  { q: '{resource.service.name="shop"}' },
  { q: '{ resource.service.name = "shop" }' },
  { tags: 'service.name=shop' },
])('a search by %j finds the trace, its id without the leading zero', async (asked) => {
  const { text } = await ask(`/api/search?${new URLSearchParams(asked).toString()}`);
  expect(JSON.parse(text)).toMatchObject({
    traces: [{ traceID: TRACE.slice(1), rootServiceName: 'shop', rootTraceName: 'GET /buy' }],
  });
});

test('a search for another service finds nothing', async () => {
  expect(await ask('/api/search?tags=service.name=other')).toEqual({
    status: 200,
    text: '{"traces":[],"metrics":{}}',
  });
});

test('a search for anything else is refused', async () => {
  expect(await ask('/api/search?q={}')).toMatchObject({ status: 400 });
});
