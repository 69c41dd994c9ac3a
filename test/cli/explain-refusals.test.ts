import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditReport, explainReport } from '../../scripts/report-schemas.js';
import { EARLY, NODEJS, startLiveScene, type LiveScene } from '../support/live-scene.js';
import { RESTART } from '../support/mistaken-scenes.js';
import { runIn } from './run-in.js';

let scene: LiveScene;

beforeEach(async () => {
  scene = await startLiveScene();
});

afterEach(() => scene.end());

const run = (...words: readonly string[]): ReturnType<typeof runIn> =>
  runIn('.', [...words, '--kubeconfig', scene.kubeconfig]);

test.each<[readonly string[], string]>([
  [['explain'], 'Give one of KIND/NAME, -f FILE and --reason CODE.'],
  [['explain', 'deploy/cart', '--reason', 'injected'], 'Give one of'],
  [['explain', 'cart'], '"cart" names no object; write KIND/NAME, as deployment/shop.'],
  [['explain', 'shop/cart'], '"shop" is not a known kind; allowed: pod, deployment'],
  [['explain', 'deploy/\u001b[31m'], 'is no name of an object'],
  [['explain', 'deploy/nothing'], 'get Deployment nothing in namespace team-a'],
  [['explain', 'Gadget.v1.gadgets.example/x'], 'The cluster has no kind Gadget of gadgets.example/v1.'],
  [['explain', 'deploy/cart', '--context', 'tow'], 'there is no context tow; it has: there.'],
  [['audit', '-n', 'a', '-A'], '-n and -A are both given'],
])('%j is reported', async (words, sentence) => {
  const { code, out, err } = await run(...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(sentence);
  expect(err).not.toContain('\u001b');
});

test('reasons are explained without a cluster', async () => {
  const told = await runIn('.', ['explain', '--reason', 'annotation-misplaced']);
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(told.out).toContain('annotation-misplaced (refusal)');
  expect(told.out).toContain('docs/reasons.md#annotation-misplaced');
  const json = await runIn('.', ['explain', '--reason', 'opted-out', '-o', 'json']);
  expect(JSON.parse(json.out)).toMatchObject({ code: 'opted-out', kind: 'refusal' });
  expect((await runIn('.', ['explain', '--reason', 'opted-oud'])).err).toContain('did you mean opted-out?');
});

test('what may not be read is a notice, and pods that may not be read are an error', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart');
  scene.server.deny('list', '/v1/limitranges');
  const { code, err } = await run('explain', 'deploy/cart');
  expect(code).toBe(0);
  expect(err.replaceAll(/\s+/g, ' ')).toContain('notice: LimitRanges are not known, so this may differ');
  scene.server.deny('list', '/v1/pods');
  for (const words of [['explain', 'deploy/cart'], ['audit']]) {
    const refused = await run(...words);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('list Pods in namespace team-a: cannot list resource "/v1/pods".');
  }
});

test('a cluster without our kinds is read, too', async () => {
  for (const resource of [
    'opentelemetry.io/v1alpha1/instrumentations',
    'tracing.dokaseca.io/v1alpha1/tracingplatforms',
  ])
    scene.server.uninstall(resource);
  scene.deployment('cart', { annotations: NODEJS });
  const { code, out, err } = await run('explain', 'deploy/cart');
  expect(code).toBe(1);
  expect(out).toContain('skipped');
  expect(err.replaceAll(/\s+/g, ' ')).toContain(
    'The cluster has no kind Instrumentation of opentelemetry.io/v1alpha1.',
  );
});

test('text of the cluster moves no cursor', async () => {
  scene.deployment('cart', {
    annotations: { ...NODEJS, 'instrumentation.opentelemetry.io/container-names': 'a\u001b[2J\u202e' },
  });
  await scene.pod('cart', {
    status: {
      initContainerStatuses: [
        {
          name: 'opentelemetry-auto-instrumentation-nodejs',
          image: '\u001b]0;x\u0007',
          state: { waiting: { reason: 'Err\n\u001b[1m', message: 'password=hunter2' } },
        },
      ],
    },
  });
  for (const words of [
    ['explain', 'deploy/cart'],
    ['explain', 'deploy/cart', '-o', 'json'],
    ['audit', '-A'],
  ]) {
    const { out } = await run(...words);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(out).not.toContain('hunter2');
  }
});

test('an audit counts pods, and says what to do for each workload', async () => {
  scene.namespace('team-b');
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart');
  await scene.pod('cart', { isAnswered: false, createdAt: EARLY });
  scene.deployment('other');
  scene.deployment('far', { namespace: 'team-b', annotations: NODEJS });
  const all = await run('audit', '-A');
  expect(all.code).toBe(1);
  expect(all.out).toMatch(/team-a\/deployment\/cart +nodejs +2 +1 +0 +1 +0 +0/);
  expect(all.out).toMatch(/team-b\/deployment\/far +nodejs +0 +0 +0 +0 +0 +0/);
  expect(all.out).toContain('1 pod: created 2026-01-01 09:00:00Z, before');
  expect(all.out).toContain(`  ${RESTART}`);
  // The others are the webhook, whose pod here has no owner, and one that does not ask.
  expect(all.out).toContain('Workloads: 2 asking, 3 not, 1 to fix.');
  expect((await run('audit', '-n', 'team-b')).code).toBe(0);
});

test('reports for programs are as their schemas say', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart');
  await scene.pod('cart', { isAnswered: false, createdAt: EARLY });
  scene.deployment('other', {
    annotations: { ...NODEJS, 'instrumentation.opentelemetry.io/container-names': 'ap' },
  });
  await scene.pod('other');
  scene.server.deny('list', '/v1/limitranges');
  const explained = JSON.parse(
    (await run('explain', 'deploy/cart', '--what-if', 'route=direct', '-o', 'json')).out,
  ) as unknown;
  expect(explainReport.safeParse(explained).error?.issues).toBeUndefined();
  const audited = JSON.parse((await run('audit', '-A', '-o', 'json')).out) as unknown;
  expect(auditReport.safeParse(audited).error?.issues).toBeUndefined();
});
