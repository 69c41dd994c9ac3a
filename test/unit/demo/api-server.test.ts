import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseReview } from '../../../src/core/review.js';
import {
  createPod,
  buildAdmissionReview,
  schedulePod,
  type WebhookAddress,
} from '../../../demo/api-server.js';
import type { SubmittedPod } from '../../../demo/pod-of.js';
import { issueSelfSigned } from '../../../src/tls/certificates.js';

const POD: SubmittedPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-', namespace: 'shop' },
  spec: { containers: [{ name: 'app', env: [] }] },
};

type Answer = (uid: string) => { readonly status?: number; readonly body: unknown };

let server: Server;
let address: WebhookAddress;
let answer: Answer;
const seen: { url?: string; headers?: Readonly<Record<string, unknown>> } = {};

const certificate = () =>
  issueSelfSigned({
    names: ['127.0.0.1'],
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
  });

beforeAll(async () => {
  const { cert, key } = await certificate();
  server = createServer({ cert, key }, (request, response) => {
    Object.assign(seen, { url: request.url, headers: request.headers });
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { request: asked } = JSON.parse(text) as { request: { uid: string } };
      const { status = 200, body } = answer(asked.uid);
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: cert };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const review =
  (response: object): Answer =>
  (uid) => ({
    body: { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, ...response } },
  });
const patchOf = (operations: unknown): string => Buffer.from(JSON.stringify(operations)).toString('base64');
const ADD = [{ op: 'add', path: '/spec/containers/0/env/-', value: { name: 'A', value: '1' } }];

test('a patch is applied to a copy of the pod', async () => {
  answer = review({ allowed: true, patchType: 'JSONPatch', patch: patchOf(ADD), warnings: ['careful'] });
  const { pod, operations, warnings } = await createPod(POD, address);
  expect(pod.spec.containers[0]?.env).toEqual([{ name: 'A', value: '1' }]);
  expect(POD.spec.containers[0]?.env).toEqual([]);
  expect(operations).toEqual(ADD);
  expect(warnings).toEqual(['careful']);
  expect(seen.url).toBe('/mutate?timeout=2s');
  expect(seen.headers).toMatchObject({ 'content-type': 'application/json' });
});

test('without a patch the pod is as it was', async () => {
  answer = review({ allowed: true });
  expect(await createPod(POD, address)).toEqual({ pod: POD, operations: [], warnings: [] });
});

describe('what is refused', () => {
  const bad = [{ op: 'remove', path: '/spec/nothing' }];
  test.each<[string, Answer, RegExp]>([
    ['another status', () => ({ status: 400, body: 'No review.' }), /answered 400 instead of 200: No review/],
    ['no review', () => ({ body: {} }), /no AdmissionReview with a response/],
    ['the uid of another request', review({ uid: 'other', allowed: true }), /uid of another request/],
    ['a pod that is not allowed', review({ allowed: false }), /did not allow the pod/],
    ['another type of patch', review({ allowed: true, patch: 'W10=' }), /patch of type undefined/],
    [
      'a patch that does not apply',
      review({ allowed: true, patchType: 'JSONPatch', patch: patchOf(bad) }),
      /remove/,
    ],
  ])('%s', async (_, given, error) => {
    answer = given;
    await expect(createPod(POD, address)).rejects.toThrow(error);
  });

  test('a certificate of another authority', async () => {
    const { cert } = await certificate();
    await expect(createPod(POD, { ...address, ca: cert })).rejects.toThrow(/certificate/);
  });
});

test('the review is one that the webhook reads', () => {
  expect(parseReview(buildAdmissionReview(POD, 'u-1'))).toEqual({
    ok: true,
    value: {
      uid: 'u-1',
      operation: 'CREATE',
      namespace: 'shop',
      group: '',
      kind: 'Pod',
      subResource: '',
      dryRun: false,
      object: POD,
      oldObject: null,
    },
  });
});

test('a pod on a node has a name, a UID and addresses', () => {
  const pod = schedulePod(POD, { nodeName: 'node-1', hostIP: '192.0.2.1', podIP: '10.0.0.5' });
  expect(pod.metadata?.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(pod.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(pod).toMatchObject({
    spec: { nodeName: 'node-1' },
    status: { hostIP: '192.0.2.1', podIP: '10.0.0.5' },
  });
});
