import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { buildStatusFields } from '../../src/core/platform/status-fields.js';
import type { TracingPlatformSpec } from '../../src/core/objects/tracing-platform.js';
import { createKubeClient, type KubeClient } from '../../src/kube/client.js';
import { createKubeconfigConnection, type Connection } from '../../src/kube/connection.js';
import { WEBHOOK_CONFIGURATION } from '../../src/kube/own-objects.js';
import { openClusterContext } from '../../src/serve/cluster-context.js';
import type { LiveContext } from '../../src/serve/live-context.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { like } from '../support/like.js';
import { refusedPlatforms } from '../support/platform-fixtures.js';
import { eventually, kubectl, paths, read } from './suite/test-cluster.js';
import { applyPlatform } from './suite/platform.js';
import { manifests } from './suite/webhook.js';

const DEFINITION = manifests('base', 'tracingplatforms.tracing.dokaseca.io.yaml');
const EXAMPLE = 'examples/cluster/platform.yaml';

/** Two replicas as far as the status goes, and what either has written. */
const replicas: LiveContext[] = [];
const written: unknown[] = [];

/** A client that notes each patch that the API server takes. */
function createNotingClient(connection: Connection): KubeClient {
  const client = createKubeClient(connection);
  return {
    ...client,
    patch: async (...words) => {
      const answer = await client.patch(...words);
      if (answer.ok) written.push(words);
      return answer;
    },
  };
}

beforeAll(async () => {
  kubectl('apply', '-f', DEFINITION);
  kubectl('wait', '--for=condition=Established', '--timeout=60s', '-f', DEFINITION);
  const connection = await createKubeconfigConnection(join(paths.state, 'pki', 'admin.kubeconfig'));
  if (!connection.ok) throw new Error(connection.error);
  const open = (): LiveContext =>
    openClusterContext({
      client: createNotingClient(connection.value),
      isOwn: true,
      needs: new Set(),
      webhookConfiguration: WEBHOOK_CONFIGURATION,
      languages: new Set(),
      logger: createLogger('error', process.stderr),
    });
  replicas.push(open(), open());
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
  expect(written).toHaveLength(3);
});
