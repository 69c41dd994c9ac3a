import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptedPlatforms, refusedPlatforms } from '../support/platform-fixtures.js';
import { applyPlatform } from './suite/platform.js';
import { refusalOf } from './suite/refusal.js';
import { api, eventually, kubectl } from './suite/test-cluster.js';
import { installWebhook } from './suite/webhook.js';
import { like } from '../support/like.js';

const NAMESPACE = 'validation';
const PLATFORMS = '/apis/tracing.dokaseca.io/v1alpha1/tracingplatforms';
const INSTRUMENTATIONS = `/apis/opentelemetry.io/v1alpha1/namespaces/${NAMESPACE}/instrumentations`;

const instrumentation = (spec: object): object => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { generateName: 'validated-' },
  spec,
});

const create = (path: string, body: unknown): ReturnType<typeof api> =>
  api(`${path}?dryRun=All`, { method: 'POST', body });

beforeAll(() => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
});

afterAll(() => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

describe('a TracingPlatform', () => {
  test.each(acceptedPlatforms())('$name is taken', async ({ object }) => {
    expect(await create(PLATFORMS, object)).toMatchObject({ status: 201 });
  });

  test.each(refusedPlatforms())('$name is refused, with path and remedy', ({ file, kubectl: says }) => {
    const told = refusalOf(file);
    for (const part of says) expect(told).toContain(part);
  });

  test('says in its status and columns that it is in force', async () => {
    applyPlatform({ backend: 'tempo' });
    const conditions = await eventually('There is no condition', async () => {
      const { body } = await api(`${PLATFORMS}/default`);
      return (body as { readonly status?: { readonly conditions?: readonly object[] } }).status?.conditions;
    });
    expect(conditions).toContainEqual(like.objectContaining({ status: 'True', observedGeneration: 1 }));
    expect(kubectl('get', 'tracingplatform', 'default')).toMatch(/default\s+tempo/);
  });
});

describe('an Instrumentation', () => {
  test('that the Operator would take is taken', async () => {
    const spec = { exporter: { endpoint: 'http://otel-collector:4317' }, sampler: { type: 'always_on' } };
    expect(await create(INSTRUMENTATIONS, instrumentation(spec))).toMatchObject({ status: 201 });
  });

  test('that cannot work is refused with path and remedy', async () => {
    const { status, body } = await create(
      INSTRUMENTATIONS,
      instrumentation({ sampler: { type: 'traceidratio', argument: 'half' } }),
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).toContain('spec.sampler.argument');
  });
});
