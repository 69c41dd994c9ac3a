import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import jsonPatch, { type Operation } from 'fast-json-patch';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { freePorts } from '../support/free-ports.js';
import { contextOf, type Case } from './cases.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const HOST = '127.0.0.1';

/** What the webhook answered to one creation: the verdict, the operations, and the pod after them. */
export interface Answer {
  readonly allowed: unknown;
  readonly operations: readonly unknown[];
  readonly pod: Pod;
}

export type Admit = (pod: Pod) => Promise<Answer>;

/** Starts the built webhook for one case, runs `use`, and stops it. Throws with its output where it does not start. */
export async function withWebhook<T>(example: Case, use: (admit: Admit) => Promise<T>): Promise<T> {
  const [port = 0] = await freePorts(1);
  const child = spawn(process.execPath, [MAIN, ...argumentsOf(example, port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => output.push(data.toString()));
  try {
    if (!(await isReady(child, port)))
      throw new Error(`the webhook did not start: ${output.join('').slice(-2000)}`);
    return await use((pod) => admitted(port, pod, example.namespace));
  } finally {
    await stopped(child);
  }
}

const argumentsOf = (example: Case, port: number): readonly string[] => [
  ...['serve', '--context', contextOf(example), '--host', HOST, '--port', port.toString()],
  ...['--admin-port', '0', '--page-port', '0'],
  ...['--enable-languages', example.languages.length === 0 ? 'none' : example.languages.join(',')],
];

/** Waits until the webhook says that it is ready; false when it ended instead, or took far too long. */
async function isReady(child: ChildProcess, port: number): Promise<boolean> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    const status = await call(port, { method: 'GET', path: '/readyz' }).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === 200) return true;
    await sleep(50);
  }
  return false;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await exit;
  clearTimeout(killer);
}

async function admitted(port: number, pod: Pod, namespace: string): Promise<Answer> {
  const review = reviewOf(pod, namespace);
  const { status, body } = await call(port, { method: 'POST', path: '/mutate?timeout=10s', body: review });
  if (status !== 200) throw new Error(`POST /mutate answered ${status}: ${body.slice(0, 500)}`);
  const { response } = JSON.parse(body) as { response: { uid: string; allowed: unknown; patch?: string } };
  if (response.uid !== review.request.uid) throw new Error('the answer has another uid than the review');
  const operations = operationsIn(response.patch);
  const { newDocument } = jsonPatch.applyPatch(pod, operations, true, false);
  return { allowed: response.allowed, operations, pod: newDocument };
}

const operationsIn = (patch: string | undefined): Operation[] =>
  patch === undefined ? [] : (JSON.parse(Buffer.from(patch, 'base64').toString()) as Operation[]);

/** A creation as the API server sends it. */
const reviewOf = (pod: Pod, namespace: string) => ({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'conformance',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    operation: 'CREATE',
    namespace,
    dryRun: false,
    userInfo: { username: 'system:serviceaccount:kube-system:replicaset-controller' },
    object: pod,
    oldObject: null,
    options: { apiVersion: 'meta.k8s.io/v1', kind: 'CreateOptions' },
  },
});

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** One request over TLS; the certificate was made by the webhook just now, so there is nothing to check it against. */
async function call(port: number, { method, path, body }: Call): Promise<{ status: number; body: string }> {
  const data = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) };
  const target = { host: HOST, port, method, path, headers, rejectUnauthorized: false, agent: false };
  return new Promise((resolve, reject) => {
    const request = https.request(target, (response) => {
      text(response).then((answer) => {
        resolve({ status: response.statusCode ?? 0, body: answer });
      }, reject);
    });
    request.on('error', reject);
    request.end(data);
  });
}
