import { afterAll, beforeAll, expect, test } from 'vitest';
import { BACKEND_ATTRIBUTE } from '../../../src/core/annotations.js';
import { callUnary } from '../../../src/verify/send/grpc-unary.js';
import type { SentProcess } from '../../../src/verify/sent-spans.js';
import { BACKENDS, type Backend } from '../../../src/core/domain.js';
import { hasAll, spansIn } from '../../pods/read-back.js';
import { NODE } from '../../pods/admitted.js';
import { findQueryAddress } from '../../../src/core/platform/query-address.js';
import { POST_SPANS, postSpansRequest } from '../jaeger-wire/grpc.js';
import { thriftBatch } from '../jaeger-wire/thrift.js';
import { EVERY_BACKEND, platformFrom } from '../platforms.js';
import type { RenderedCollectors } from '../rendered-collector.js';
import { accessTo, send, traceOf } from '../sent-traces.js';
import { attributesOf, readFrom, type Stage } from './stage.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc';
const SERVICES = ['caller', 'called'];

type Processes = readonly SentProcess[];

/** Every format that the rendered Collector takes in, by how it is sent. */
const FORMATS: Readonly<Record<string, (processes: Processes) => Promise<void>>> = {
  'OTLP by gRPC': (processes) => send('grpc', `${COLLECTOR}:4317`, processes),
  'OTLP by HTTP': (processes) => send('http/protobuf', `${COLLECTOR}:4318/v1/traces`, processes),
  'Zipkin v2 JSON': (processes) => send('zipkin', `${COLLECTOR}:9411/api/v2/spans`, processes),
  'Jaeger thrift by HTTP': async (processes) => {
    for (const process of processes) await postThrift(process);
  },
  'Jaeger by gRPC': async (processes) => {
    for (const process of processes) await callJaeger(process);
  },
};

async function postThrift(process: SentProcess): Promise<void> {
  const response = await fetch(`${COLLECTOR}:14268/api/traces?format=jaeger.thrift`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.apache.thrift.binary' },
    body: new Uint8Array(thriftBatch(process)),
  });
  if (!response.ok) throw new Error(`thrift: ${response.status} ${await response.text()}`);
}

async function callJaeger(process: SentProcess): Promise<void> {
  const call = { path: POST_SPANS, message: postSpansRequest(process) };
  const answer = await callUnary(accessTo(`${COLLECTOR}:14250`), call);
  if (!answer.ok) throw new Error(`Jaeger by gRPC: ${JSON.stringify(answer.error)}`);
}

/** One Collector for all backends: what it takes in, what it adds, and whom it leaves out. */
export function formatTests(stage: () => Stage): void {
  let collectors: RenderedCollectors;

  beforeAll(async () => {
    collectors = await stage().cluster.runCollectors(EVERY_BACKEND);
  }, 120_000);

  afterAll(() => collectors.remove());

  test.each(Object.keys(FORMATS))('%s arrives in every backend', async (format) => {
    const { traceId, processes } = traceOf();
    await FORMATS[format]?.(processes);
    for (const backend of BACKENDS) {
      const spans = await readFrom(EVERY_BACKEND, backend, traceId, hasAll(SERVICES));
      expect(spans).toHaveLength(3);
      expect(attributesOf(spans, 'called')).toMatchObject({ 'cluster.name': 'production' });
    }
  });

  test('a pod is named by its uid alone', async () => {
    const pod = await stage().cluster.createPod(barePod(), '10.244.9.9');
    const { traceId, processes } = traceOf({ resource: { 'k8s.pod.uid': pod.metadata?.uid ?? '' } });
    await send('http/protobuf', `${COLLECTOR}:4318/v1/traces`, processes);
    const spans = await readFrom(EVERY_BACKEND, 'tempo', traceId, hasAll(SERVICES));
    expect(attributesOf(spans, 'called')).toMatchObject({
      'k8s.pod.name': pod.metadata?.name,
      'k8s.namespace.name': 'shop',
      'k8s.deployment.name': 'ledger',
      'k8s.node.name': NODE.nodeName,
    });
  });

  test.each(BACKENDS)('a pod that picked %s is in no other backend', async (picked: Backend) => {
    const { traceId, processes } = traceOf({ resource: { [BACKEND_ATTRIBUTE]: picked } });
    await send('http/protobuf', `${COLLECTOR}:4318/v1/traces`, processes);
    const spans = await readFrom(EVERY_BACKEND, picked, traceId, hasAll(SERVICES));
    expect(attributesOf(spans, 'called')).not.toHaveProperty([BACKEND_ATTRIBUTE]);
    // What was sent after it is there, so what is missing was left out and is not late.
    const later = traceOf();
    await send('http/protobuf', `${COLLECTOR}:4318/v1/traces`, later.processes);
    for (const backend of BACKENDS.filter((each) => each !== picked)) {
      await readFrom(EVERY_BACKEND, backend, later.traceId, hasAll(SERVICES));
      const url = findQueryAddress(platformFrom(EVERY_BACKEND), backend)?.url ?? '';
      expect(await spansIn(backend, url, traceId)).toEqual([]);
    }
  });
}

const barePod = () =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'ledger-7d9f8b6c5-',
      namespace: 'shop',
      labels: { 'pod-template-hash': '7d9f8b6c5' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'ledger-7d9f8b6c5', uid: '', controller: true },
      ],
    },
    spec: { containers: [{ name: 'ledger', image: 'ledger:1.0' }] },
  }) as const;
