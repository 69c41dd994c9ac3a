import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COLLECTOR_HASH, computeCollectorHash } from '../../src/core/platform/collector-hash.js';
import { buildStatusFields, STATUS_FIELDS } from '../../src/core/platform/status-fields.js';
import type { TracingPlatformSpec } from '../../src/core/objects/tracing-platform.js';
import type { Need } from '../../src/kube/api-calls.js';
import { createKubeClient, type KubeClient } from '../../src/kube/client.js';
import { createKubeconfigConnection, type Connection } from '../../src/kube/connection.js';
import { WEBHOOK_CONFIGURATION } from '../../src/kube/own-objects.js';
import { PACE } from '../../src/kube/watch-pace.js';
import { openClusterContext } from '../../src/serve/cluster-context.js';
import type { LiveContext } from '../../src/serve/live-context.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { like } from '../support/like.js';
import { refusedPlatforms } from '../support/platform-fixtures.js';
import { apply, eventually, kubectl, kubectlWith, paths, read } from './suite/test-cluster.js';
import { applyPlatform } from './suite/platform.js';
import { manifests, uninstallWebhook } from './suite/webhook.js';

const DEFINITION = manifests('base', 'tracingplatforms.tracing.dokaseca.io.yaml');
const EXAMPLE = 'examples/cluster/platform.yaml';

/** Replicas as far as the status goes, and what they have written. */
const replicas: LiveContext[] = [];
const written: string[] = [];

/** A client that notes each patch that the API server takes. */
function createNotingClient(connection: Connection): KubeClient {
  const client = createKubeClient(connection);
  return {
    ...client,
    patch: async (...words) => {
      const answer = await client.patch(...words);
      if (answer.ok) written.push(JSON.stringify(words));
      return answer;
    },
  };
}

let connection: Connection;

function open(needs: readonly Need[]): LiveContext {
  const replica = openClusterContext({
    client: createNotingClient(connection),
    isOwn: true,
    needs: new Set(needs),
    webhookConfiguration: WEBHOOK_CONFIGURATION,
    languages: new Set(),
    logger: createLogger('error', process.stderr),
    pace: { ...PACE, lookMs: 500 },
  });
  replicas.push(replica);
  return replica;
}

beforeAll(async () => {
  // Its replicas would write the status, too, and its webhook refuse what is tried here.
  await uninstallWebhook('cluster-wide');
  kubectl('apply', '-f', DEFINITION);
  kubectl('wait', '--for=condition=Established', '--timeout=60s', '-f', DEFINITION);
  const admin = await createKubeconfigConnection(join(paths.state, 'pki', 'admin.kubeconfig'));
  if (!admin.ok) throw new Error(admin.error);
  connection = admin.value;
  open([]);
  open([]);
});

beforeEach(() => {
  kubectl('delete', 'tracingplatforms', '--all');
});

afterAll(() => {
  for (const replica of replicas) replica.stop();
  kubectl('delete', 'tracingplatforms', '--all');
});

interface PlatformObject {
  readonly metadata: { readonly generation: number; readonly resourceVersion: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Readonly<Record<string, unknown>>[];
    readonly [field: string]: unknown;
  };
}

/** The status once it is of the present generation. */
const untilJudged = (): Promise<NonNullable<PlatformObject['status']>> =>
  eventually('the status is not written', () => {
    const { metadata, status } = read('tracingplatform', 'default') as PlatformObject;
    return status?.observedGeneration === metadata.generation ? status : undefined;
  });

const accepted = (status: string) => [like.objectContaining({ type: 'Accepted', status })];

test('every column of the shipped example is filled', async () => {
  kubectl('apply', '-f', EXAMPLE);
  await untilJudged();
  const [names = '', values = ''] = kubectl('get', 'tracingplatforms').trim().split('\n');
  expect(names.split(/ {2,}/).map((name) => name.trim())).toEqual([
    'NAME',
    'BACKEND',
    'ROUTE',
    'ENDPOINT',
    'SAMPLING',
    'ACCEPTED',
    'AGE',
  ]);
  expect(values.split(/ {2,}/).slice(0, 6)).toEqual([
    'default',
    'tempo',
    'collector',
    'http://otel-collector.monitoring.svc:4318',
    'probabilistic',
    'True',
  ]);
  const { spec } = parse(readFileSync(EXAMPLE, 'utf8')) as { readonly spec: TracingPlatformSpec };
  expect(await untilJudged()).toMatchObject(buildStatusFields(spec));
});

test('a version that the webhook alone refuses says nothing but why, and the next one what it comes to', async () => {
  applyPlatform({});
  expect(await untilJudged()).toMatchObject({ conditions: accepted('True'), ...buildStatusFields({}) });
  const bad = refusedPlatforms().find(
    ({ isRefusedByDefinition, object }) => !isRefusedByDefinition && isPlatform(object),
  );
  applyPlatform((bad?.object as { readonly spec: object }).spec);
  const { observedGeneration, ...said } = await untilJudged();
  expect(said).toEqual({ conditions: accepted('False') });
  applyPlatform({ route: 'direct' });
  const after = await untilJudged();
  expect(after).toMatchObject({ conditions: accepted('True'), ...buildStatusFields({ route: 'direct' }) });
  expect(after.observedGeneration).toBe((observedGeneration ?? 0) + 1);
});

const isPlatform = (object: unknown): boolean =>
  (object as { readonly kind?: string }).kind === 'TracingPlatform';

test('the conditions of others stay', async () => {
  applyPlatform({});
  await untilJudged();
  const lastTransitionTime = '2026-03-01T10:00:00Z';
  const rendered = { type: 'Rendered', status: 'True', reason: 'Done', message: '', lastTransitionTime };
  const patch = [{ op: 'add', path: '/status/conditions/-', value: rendered }];
  const words = ['--subresource=status', '--type=json', `--patch=${JSON.stringify(patch)}`];
  kubectl('patch', 'tracingplatform', 'default', ...words);
  applyPlatform({ route: 'direct' });
  expect((await untilJudged()).conditions).toEqual([...accepted('True'), rendered]);
});

test('two replicas write once for each version', async () => {
  written.length = 0;
  for (const route of ['collector', 'direct', 'collector']) {
    applyPlatform({ route });
    expect(await untilJudged()).toMatchObject({ route });
  }
  expect(written.filter((words) => words.includes('"Accepted"'))).toHaveLength(3);
});

test('below the definition of an older release the condition is written alone', async () => {
  const definition = parse(readFileSync(DEFINITION, 'utf8')) as Definition;
  const [version] = definition.spec.versions;
  const status = version?.schema.openAPIV3Schema.properties.status;
  const fields: readonly string[] = STATUS_FIELDS;
  const known = Object.entries(status?.properties ?? {}).filter(([field]) => !fields.includes(field));
  if (status !== undefined) status.properties = Object.fromEntries(known);
  kubectlWith(JSON.stringify(definition), 'replace', '-f', '-');
  try {
    applyPlatform({});
    const { observedGeneration, ...said } = await untilJudged();
    expect([observedGeneration, said]).toEqual([1, { conditions: accepted('True') }]);
  } finally {
    kubectl('replace', '-f', DEFINITION);
  }
  // The next version is under the newer definition again.
  applyPlatform({ route: 'direct' });
  expect(await untilJudged()).toMatchObject({ route: 'direct' });
});

interface Definition {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: {
        readonly openAPIV3Schema: {
          readonly properties: { readonly status: { properties: Readonly<Record<string, unknown>> } };
        };
      };
    }[];
  };
}

const SERVICE = 'otel-collector';

/** An EndpointSlice of the Collector's Service, as its controller writes it. */
const applySlice = (ready: boolean, hash: string): string =>
  apply(
    JSON.stringify({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${SERVICE}-abcde`,
        namespace: 'monitoring',
        labels: { 'kubernetes.io/service-name': SERVICE, [COLLECTOR_HASH]: hash },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
      ports: [{ name: 'otlp-http', port: 4318, protocol: 'TCP' }],
    }),
  );

const untilSaid = (...wanted: readonly string[]): Promise<unknown> =>
  eventually(`it is not said: ${wanted.join(', ')}`, () => {
    const { status } = read('tracingplatform', 'default') as PlatformObject;
    const said = (status?.conditions ?? []).map(
      (each) => `${String(each['type'])} ${String(each['reason'])}`,
    );
    return wanted.every((each) => said.includes(each)) && said.length === wanted.length ? said : undefined;
  });

test('the Collector is looked at by the replica that holds the Lease', async () => {
  kubectl('create', 'namespace', 'monitoring');
  open(['collector-status']);
  applyPlatform({});
  await untilSaid('Accepted Accepted', 'CollectorReady ServiceMissing', 'CollectorCurrent ServiceMissing');
  applySlice(true, computeCollectorHash({}));
  await untilSaid('Accepted Accepted', 'CollectorReady EndpointsReady', 'CollectorCurrent Current');
  applySlice(false, 'other');
  await untilSaid('Accepted Accepted', 'CollectorReady NoEndpointReady', 'CollectorCurrent Outdated');
  const lease = read('lease', 'doka-tracing', `--namespace=${connection.namespace}`) as {
    readonly spec: { readonly holderIdentity: string; readonly renewTime: string };
  };
  expect(lease.spec).toMatchObject({ holderIdentity: hostname(), leaseTransitions: 0 });
  applyPlatform({ route: 'direct' });
  await untilSaid('Accepted Accepted');
  kubectl('delete', 'namespace', 'monitoring', '--wait=false');
});
