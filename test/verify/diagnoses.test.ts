import { ServerCredentials } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { err } from '../../src/core/result.js';
import { buildAccess } from '../../src/verify/verify-options.js';
import { DIAGNOSES, buildDiagnosis, type DiagnosisCode } from '../../src/verify/diagnoses/index.js';
import { verifyRoute } from '../../src/verify/verify.js';
import type { TraceRoute } from '../../src/verify/trace-route.js';
import { certificateFor } from './certificate.js';
import { into, RECEIVERS, serveGrpc } from './contract/receivers.js';
import { createStore } from '../stand-ins/store.js';
import { READING } from './reading-cases.js';
import { SENDING, traces } from './sending-cases.js';
import { serveHttp, type Served } from './served.js';
import { serversOfTests } from './servers-of-tests.js';
import { ASKED, limits, readOf, buildRoute } from './trace-route.js';
import { like } from '../support/like.js';

const up = serversOfTests();

describe('sending', () => {
  test.each(Object.entries(SENDING))('%s', async (_, { code, wire, server, url, seen }) => {
    const served = await up(server());
    const where = url?.(served) ?? (wire === 'http/protobuf' ? traces(served) : served.url);
    const send = { ...buildAccess(ASKED, {}), timeoutMs: code === 'no-answer' ? 100 : 2000 };
    const { sent } = await verifyRoute(buildRoute(wire, where, [], { send }), limits());
    expect(sent).toMatchObject({ kind: 'failed', diagnosis: { code, says: DIAGNOSES[code].summary } });
    if (seen !== undefined)
      expect(sent.kind === 'failed' ? sent.diagnosis.seen : []).toContainEqual(like.stringMatching(seen));
  });
});

describe('certificates', () => {
  const send = async (served: Served, files: TraceRoute['send']['tls']): Promise<unknown> => {
    const route = buildRoute('http/protobuf', traces(served), [], {
      send: { ...buildAccess(ASKED, {}), tls: files },
    });
    return (await verifyRoute(route, limits())).sent;
  };

  test('one that is trusted, of another name, expired', async () => {
    const right = await certificateFor();
    const good = await up(serveHttp((_, response) => response.end(), right));
    const url = `https://localhost:${good.port}`;
    expect(await send({ ...good, url }, { ca: right.cert })).toMatchObject({ kind: 'done' });
    const other = await certificateFor('collector.monitoring.svc');
    const named = await up(serveHttp((_, response) => response.end(), other));
    expect(
      await send({ ...named, url: `https://localhost:${named.port}` }, { ca: other.cert }),
    ).toMatchObject({
      diagnosis: { code: 'certificate-other-name' },
    });
    const old = await certificateFor('localhost', 1);
    const late = await up(serveHttp((_, response) => response.end(), old));
    expect(await send({ ...late, url: `https://localhost:${late.port}` }, { ca: old.cert })).toMatchObject({
      diagnosis: { code: 'certificate-expired' },
    });
  });

  test('one of the client, wanted and not shown, over HTTP and gRPC', async () => {
    const { cert, key } = await certificateFor();
    const options = { cert, key, ca: cert, requestCert: true, rejectUnauthorized: true };
    const server = await up(serveHttp((_, response) => response.end(), options));
    const url = `https://localhost:${server.port}`;
    expect(await send({ ...server, url }, { ca: cert })).toMatchObject({
      diagnosis: { code: 'client-certificate' },
    });
    const credentials = ServerCredentials.createSsl(
      Buffer.from(cert),
      [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(key) }],
      true,
    );
    const rpc = await up(
      serveGrpc(
        (_, callback) => {
          callback(null, Buffer.alloc(0));
        },
        { credentials },
      ),
    );
    const access = { ...buildAccess(ASKED, {}), tls: { ca: cert } };
    const route = buildRoute('grpc', `https://localhost:${rpc.port}`, [], { send: access });
    expect((await verifyRoute(route, limits())).sent).toMatchObject({
      diagnosis: { code: 'client-certificate' },
    });
  });
});

describe('reading', () => {
  test.each(Object.entries(READING))('%s', async (_, { code, backend, api, drops, via, keeping, seen }) => {
    const store = createStore();
    const arrived = into(store);
    const receiver = await up(
      RECEIVERS.grpc((spans, headers) => {
        arrived(spans.slice(drops ?? 0), headers);
      }),
    );
    const served = await up(api(store));
    const read = readOf(backend, served.url);
    const reads = [{ ...read, access: { ...read.access, timeoutMs: code === 'no-answer' ? 100 : 2000 } }];
    const rest = {
      ...(keeping === undefined ? {} : { keeping }),
      ...(via === undefined ? {} : { via: via.route }),
    };
    const verified = await verifyRoute(buildRoute('grpc', receiver.url, reads, rest), limits(150));
    expect(verified.sent.kind).toBe('done');
    expect(verified.reads).toMatchObject([
      { kind: 'failed', diagnosis: { code, says: DIAGNOSES[code].summary } },
    ]);
    const [step] = verified.reads;
    if (seen !== undefined)
      expect(step?.kind === 'failed' ? step.diagnosis.seen : []).toContainEqual(like.stringMatching(seen));
  });
});

test('a route that agents do not have is reported', async () => {
  const destination = err(buildDiagnosis('route-refused', 'python: no.'));
  const { sent } = await verifyRoute(buildRoute('grpc', '', [], { destination }), limits());
  expect(sent).toMatchObject({ kind: 'failed', diagnosis: { code: 'route-refused', seen: ['python: no.'] } });
});

test('every diagnosis is reached by a test', () => {
  const elsewhere: readonly DiagnosisCode[] = [
    'certificate-other-name',
    'certificate-expired',
    'client-certificate',
    'route-refused',
    // In verify.test.ts.
    'interrupted',
    // What the machine of a test cannot be made to show; in diagnose.test.ts.
    'no-connection',
    'tls-failed',
    'connection-failed',
  ];
  const reached = [...Object.values(SENDING), ...Object.values(READING)].map(({ code }) => code);
  expect(new Set([...reached, ...elsewhere])).toEqual(new Set(Object.keys(DIAGNOSES)));
});
