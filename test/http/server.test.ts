import { afterEach, expect, test } from 'vitest';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { listen } from '../../src/http/listen.js';
import { createWebhookServer, type WebhookServer } from '../../src/http/server.js';
import { createChangingValue, type ChangingValue } from '../../src/tls/changing-value.js';
import { issueSelfSigned } from '../../src/tls/certificates.js';
import type { ServingCertificate } from '../../src/tls/source.js';
import { until } from '../support/until.js';
import { reviewOf, rigOf, UNCHANGED, type Rig } from './admission-fixture.js';

const HOST = '127.0.0.1';
const MIB = 1024 * 1024;
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

const issue = (name: string): Promise<ServingCertificate> =>
  issueSelfSigned({
    names: [name, HOST],
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 60_000),
  });

interface Running extends WebhookServer {
  readonly port: number;
  readonly certificate: ChangingValue<ServingCertificate>;
}

async function start(rig: Rig): Promise<Running> {
  const certificate = createChangingValue(await issue('first'));
  const webhook = createWebhookServer({
    mutate: rig.mutate,
    app: rig.app,
    certificates: { ...certificate, stop: () => undefined },
    onConnectionEnd: rig.metrics.countClosedConnection,
  });
  const port = await listen(webhook.server, { port: 0, host: HOST });
  if (!port.ok) throw new Error(port.error);
  ends.push(() => webhook.drain(0));
  return { ...webhook, port: port.value, certificate };
}

function agent(): https.Agent {
  const created = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  ends.unshift(async () => {
    await Promise.resolve();
    created.destroy();
  });
  return created;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly connection: string | undefined;
  /** Common name of the certificate that the connection was opened with. */
  readonly servedBy: string | undefined;
}

const CALL = {
  host: HOST,
  path: '/mutate',
  method: 'POST',
  rejectUnauthorized: false,
  headers: { 'Content-Type': 'application/json' },
};

interface Call {
  readonly port: number;
  readonly agent?: https.Agent;
  readonly path?: string;
  readonly body?: string;
  /** Called when the headers are sent; resolves when the body may follow. */
  readonly beforeBody?: () => Promise<void>;
}

async function post({
  port,
  agent: through,
  path = '/mutate?timeout=2s',
  body = JSON.stringify(reviewOf()),
  beforeBody,
}: Call): Promise<Answer> {
  const request = https.request({ ...CALL, port, path, agent: through ?? false });
  request.flushHeaders();
  await beforeBody?.();
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const { socket } = response;
  const servedBy =
    socket instanceof tls.TLSSocket ? String(socket.getPeerCertificate().subject.CN) : undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status = 0, headers } = response;
  return { status, text: Buffer.concat(chunks).toString(), connection: headers.connection, servedBy };
}

test('answers /mutate with and without a query, and leaves other paths to the app', async () => {
  const { port } = await start(rigOf(() => UNCHANGED));
  expect((await post({ port })).text).toContain('"allowed":true');
  expect((await post({ port, path: '/mutate' })).status).toBe(200);
  expect((await post({ port, path: '/mutate/more' })).status).toBe(404);
});

test('keeps idle connections longer than the 90 s of Go clients', async () => {
  const { server } = await start(rigOf(() => UNCHANGED));
  expect(server.keepAliveTimeout).toBeGreaterThan(90_000);
  expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
});

test('serves a new certificate to new connections while an open one goes on', async () => {
  const { port, certificate } = await start(rigOf(() => UNCHANGED));
  const kept = agent();
  expect((await post({ port, agent: kept })).servedBy).toBe('first');
  certificate.replace(await issue('second'));
  expect((await post({ port, agent: kept })).servedBy).toBe('first');
  expect((await post({ port })).servedBy).toBe('second');
});

test('a client that trusts the certificate accepts its names', async () => {
  const { port, certificate } = await start(rigOf(() => UNCHANGED));
  const socket = tls.connect({ port, host: HOST, ca: certificate.current().cert });
  await once(socket, 'secureConnect');
  expect(socket.authorized).toBe(true);
  socket.destroy();
});

test.each([
  ['TLSv1.1', /protocol|alert|reset/i],
  ['TLSv1.2', undefined],
] as const)('%s is treated as it should, before and after a rotation', async (version, refusal) => {
  const { port, certificate } = await start(rigOf(() => UNCHANGED));
  const handshake = async (): Promise<string> => {
    const socket = tls.connect({
      port,
      host: HOST,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    try {
      await once(socket, 'secureConnect');
      return 'connected';
    } catch (error) {
      return String(error);
    } finally {
      socket.destroy();
    }
  };
  expect(await handshake()).toMatch(refusal ?? /^connected$/);
  certificate.replace(await issue('second'));
  expect(await handshake()).toMatch(refusal ?? /^connected$/);
});

test('a drain finishes what is under way, asks clients to leave, and ends', async () => {
  const rig = rigOf(() => UNCHANGED);
  const { port, server, drain } = await start(rig);
  const idle = agent();
  expect((await post({ port, agent: idle })).connection).toBe('keep-alive');
  const silent = connect(port, HOST);
  await once(silent, 'connect');
  const silentClosed = once(silent, 'close');

  let drained: Promise<void> = Promise.resolve();
  const underWay = await post({
    port,
    agent: agent(),
    beforeBody: async () => {
      await once(server, 'request');
      drained = drain(0);
      await expect(post({ port })).rejects.toThrow(/ECONNREFUSED/);
    },
  });
  expect(underWay.status).toBe(200);
  await drained;
  await silentClosed;
  expect(server.listening).toBe(false);
});

test('goes on accepting while it drains, with Connection: close', async () => {
  const { port, drain } = await start(rigOf(() => UNCHANGED));
  const drained = drain(1);
  const answer = await post({ port, agent: agent() });
  expect(answer).toMatchObject({ status: 200, connection: 'close' });
  await drained;
  await expect(post({ port })).rejects.toThrow(/ECONNREFUSED/);
});

test('a sender that goes away in the middle of a body is counted and harms nobody', async () => {
  const rig = rigOf(() => UNCHANGED);
  const { port, server } = await start(rig);
  const socket = tls.connect({ port, host: HOST, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const requested = once(server, 'request');
  socket.write(
    'POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  );
  const [request] = (await requested) as [IncomingMessage];
  const closed = once(request, 'close').catch(() => undefined);
  socket.destroy();
  await closed;
  expect(await rig.count('doka_tracing_admissions_total{result="aborted"}')).toBe(1);
  expect((await post({ port })).status).toBe(200);
});

test('large bodies that never end take no more memory than there is for them; usual reviews are answered', async () => {
  const rig = rigOf(() => UNCHANGED);
  const { port, server } = await start(rig);
  let held = 0;
  const count = (chunk: Buffer): number => (held += chunk.length);
  server.once('request', (request: IncomingMessage) => request.on('data', count));
  const holder = https.request({ ...CALL, port, agent: agent() }).on('error', () => undefined);
  ends.unshift(() => Promise.resolve(holder.destroy()));
  holder.write(' '.repeat(4 * MIB));
  // Written is not yet read: a socket takes megabytes.
  await until(() => held === 4 * MIB, Boolean);
  const large = JSON.stringify(reviewOf({ padding: 'x'.repeat(3 * MIB) }));
  const refused = await post({ port, body: large });
  expect(refused).toMatchObject({ status: 503, connection: 'close' });
  expect(refused.text).toContain('no room or time for a body of this size');
  expect(await rig.count('doka_tracing_admissions_total{result="overloaded"}')).toBe(1);
  expect((await post({ port })).status).toBe(200);
});

test('takes as many connections as API servers need, and no more than there is memory for', async () => {
  const { server } = await start(rigOf(() => UNCHANGED));
  // 512, and some for those that are being closed.
  expect(server.maxConnections).toBe(640);
});

test('an address in use is refused with a sentence', async () => {
  const { port } = await start(rigOf(() => UNCHANGED));
  const { server } = createWebhookServer({
    mutate: () => undefined,
    app: () => undefined,
    certificates: { ...createChangingValue(await issue('first')), stop: () => undefined },
    onConnectionEnd: () => undefined,
  });
  expect(await listen(server, { port, host: HOST })).toEqual({
    ok: false,
    error: `127.0.0.1:${port} is in use already; give another port or address.`,
  });
});
