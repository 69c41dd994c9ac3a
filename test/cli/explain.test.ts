import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EARLY, NODEJS, startLiveScene, type LiveScene } from '../support/live-scene.js';
import { listFine } from '../support/fine-scenes.js';
import { listMistakes, STARTING } from '../support/mistaken-scenes.js';
import { runIn } from './run-in.js';

let scene: LiveScene;

beforeEach(async () => {
  scene = await startLiveScene();
});

afterEach(() => scene.end());

const run = (...words: readonly string[]): ReturnType<typeof runIn> =>
  runIn('.', [...words, '--kubeconfig', scene.kubeconfig]);

test('a workload that is as it should be, in 80 columns', async () => {
  scene.deployment('cart', {
    annotations: NODEJS,
    container: {
      env: [
        { name: 'NODE_OPTIONS', value: '--trace-gc' },
        { name: 'API_TOKEN', value: 'hidden-1' },
      ],
    },
  });
  await scene.pod('cart', { status: STARTING });
  const { code, out, err } = await run('explain', 'deploy/cart', '--namespace', 'team-a');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const words of [
    'asks        nodejs "true" (pod)',
    'new pods    injected: nodejs into app',
    'team-a is selected',
    '1 of 1 replicas ready, since 2026-01-01 10:05:00Z',
    'injected current',
    '--trace-gc --require /otel-auto-instrumentation-nodejs/',
    'over --trace-gc',
    'OTEL_TRACES_EXPORTER = otlp  (platform)',
    'NO Service monitoring/otel-collector',
    'kubectl port-forward svc/jaeger -n monitoring 16686:16686',
  ])
    expect(out).toContain(words);
  expect(out).not.toContain('hidden-1');
  expect(out).not.toContain('\nFix\n');
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test.each(listMistakes().map((mistake) => ({ what: mistake[0], mistake })))(
  '$what is reported, with what mends it',
  async ({ mistake }) => {
    const [, arrange, words, fix] = mistake;
    await arrange(scene);
    const explained = await run('explain', 'deployment', 'cart');
    expect(explained).toMatchObject({ code: 1, err: '' });
    const text = explained.out.replaceAll(/\s+/g, ' ');
    for (const word of words) expect(text).toContain(word.replaceAll(/\s+/g, ' '));
    if (fix === undefined) expect(explained.out).not.toContain('\nFix\n');
    else expect(explained.out.slice(explained.out.indexOf('\nFix\n'))).toContain(`  ${fix}`);
    const audited = await run('audit');
    expect(audited).toMatchObject({ code: 1, err: '' });
    if (fix !== undefined) expect(audited.out).toContain(`  ${fix}`);
  },
);

test.each(listFine())('%s is reported, and is no mistake', async (_, arrange, word) => {
  await arrange(scene);
  const explained = await run('explain', 'deploy', 'cart');
  expect(explained).toMatchObject({ code: 0, err: '' });
  expect(explained.out).toContain(word);
  expect(explained.out).not.toContain('\nFix\n');
  expect(await run('audit')).toMatchObject({ code: 0, err: '' });
});

test('a variable that switches tracing off is taken away, and none that is a word of the sentence', async () => {
  const env = [
    { name: 'which', value: 'x' },
    { name: 'OTEL_SDK_DISABLED', value: 'true' },
  ];
  scene.deployment('cart', { annotations: NODEJS, container: { env } });
  await scene.pod('cart');
  const { out } = await run('explain', 'deployment', 'cart');
  expect(out).toContain('kubectl -n team-a set env deployment/cart -c app OTEL_SDK_DISABLED-\n');
});

test.each<[string, object, string]>([
  ['a lone pod', { kind: 'Pod', name: 'lone' }, 'delete pod'],
  ['pods of a database', { kind: 'Cluster', name: 'db', apiVersion: 'postgresql.cnpg.io/v1' }, 'delete pod'],
  ['a Job', { kind: 'Job', name: 'migrate', apiVersion: 'batch/v1' }, 'delete job'],
])('where a Namespace is corrected, %s that asks for nothing is not ended', async (_, owner, command) => {
  const key = 'instrumentation.opentelemetry.io/inject-jaav';
  scene.namespace('team-a', {}, { [key]: 'true' });
  const { kind } = owner as { readonly kind: string };
  scene.put('/v1/pods', {
    metadata: {
      ...{ name: 'lone', namespace: 'team-a', creationTimestamp: EARLY },
      ...(kind === 'Pod' ? {} : { ownerReferences: [{ ...owner, uid: 'u', controller: true }] }),
    },
    spec: { containers: [{ name: 'app' }] },
    status: { phase: 'Running' },
  });
  const { out } = await run('explain', 'pod/lone');
  expect(out).toContain('kubectl annotate namespace team-a');
  expect(out).not.toContain(command);
});

test('of a pod, its workload is explained with that pod alone', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart', { isAnswered: false, createdAt: EARLY });
  const name = await scene.pod('cart');
  const { code, out } = await run('explain', `po/${name}`);
  expect(code).toBe(0);
  expect(out).toContain('Deployment team-a/cart');
  expect(out).toContain(`${name}  injected current`);
  expect(out).not.toContain('NOT INJECTED');
});

test('a lone pod and a ReplicaSet of a Deployment', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart');
  expect((await run('explain', 'rs/cart-5d8f')).out).toContain('Deployment team-a/cart');
  scene.put('/v1/pods', {
    metadata: { name: 'lone', namespace: 'team-a', annotations: NODEJS, creationTimestamp: EARLY },
    spec: { containers: [{ name: 'app' }] },
  });
  const { code, out } = await run('explain', 'pod/lone');
  expect(code).toBe(1);
  expect(out).toContain('Pod team-a/lone');
  expect(out).toContain(
    'kubectl -n team-a get pod lone -o yaml > lone.yaml && kubectl replace --force -f lone.yaml',
  );
});

test('what would change with another backend or route', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  const { out } = await run(
    'explain',
    'deploy/cart',
    '--what-if',
    'route=direct',
    '--what-if',
    'backend=tempo',
  );
  expect(out).toContain('With route=direct and backend=tempo');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'app: OTEL_EXPORTER_OTLP_ENDPOINT was http://otel-collector.monitoring.svc:4318 now http://tempo.monitoring.svc:4318',
  );
  const refused = await run('explain', 'deploy/cart', '--what-if', 'backend=zipkin');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('spec.backend');
  expect(await run('explain', 'deploy/cart', '--what-if', 'backend')).toMatchObject({ code: 2 });
});

test('objects of a file as they would fare in the cluster', async () => {
  const object = {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'new' } },
    spec: {
      template: {
        metadata: { annotations: NODEJS },
        spec: { containers: [{ name: 'app', image: 'app:1' }] },
      },
    },
  };
  const { code, out } = await runIn(
    '.',
    ['explain', '-f', '-', '--kubeconfig', scene.kubeconfig],
    JSON.stringify(object),
  );
  expect(code).toBe(0);
  expect(out).toContain('injected: nodejs into app');
  expect(out).toContain('http://otel-collector.monitoring.svc:4318');
});

describe('a route', () => {
  const address = 'otel-collector';
  const endpoints = (...ready: readonly boolean[]): void => {
    scene.put('/v1/services', { metadata: { name: address, namespace: 'monitoring' } });
    scene.put('discovery.k8s.io/v1/endpointslices', {
      metadata: { name: 'slice', namespace: 'monitoring', labels: { 'kubernetes.io/service-name': address } },
      endpoints: ready.map((is) => ({ conditions: { ready: is } })),
    });
  };

  test.each([
    [[true, true], 'Service monitoring/otel-collector, 2 ready endpoints'],
    [[true, false], 'Service monitoring/otel-collector, 1 ready endpoint'],
    [[false], 'Service monitoring/otel-collector, NO ready endpoint'],
    [[], 'Service monitoring/otel-collector, NO ready endpoint'],
  ])('with endpoints %j', async (ready, words) => {
    scene.deployment('cart', { annotations: NODEJS });
    endpoints(...ready);
    expect((await run('explain', 'deploy/cart')).out).toContain(words);
  });
});
