import { afterEach, beforeEach, expect, test } from 'vitest';
import { imagesReport } from '../../scripts/report-schemas.js';
import { AGENTS } from '../../src/core/agents/agents.js';
import { NODEJS, PLATFORM, startLiveScene, type LiveScene } from '../support/live-scene.js';
import { runIn } from './run-in.js';

const AGENT = AGENTS.nodejs.files?.image ?? '';
const MIRROR = 'mirror.example/tracing';

let scene: LiveScene;

beforeEach(async () => {
  scene = await startLiveScene();
});

afterEach(() => scene.end());

const run = (...words: readonly string[]): ReturnType<typeof runIn> =>
  runIn('.', ['doctor', '--images', ...words, '--kubeconfig', scene.kubeconfig]);

/** What needs each image, by where it is pulled from. */
async function readNeeds(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { code, out, err } = await run('-o', 'json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { images } = imagesReport.parse(JSON.parse(out));
  return Object.fromEntries(images.map(({ image, pulledAs, neededBy }) => [pulledAs ?? image, neededBy]));
}

test('an agent is needed by the platform and by the pods that have it', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  const names = [await scene.pod('cart'), await scene.pod('cart')];
  const needs = await readNeeds();
  expect([...(needs[AGENT] ?? [])].sort()).toEqual(
    ['nodejs', ...names.map((name) => `pod team-a/${name}`)].sort(),
  );
});

test('one that is nobody’s choice any more is needed by the pods that have it', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  const name = await scene.pod('cart');
  scene.platform({ ...PLATFORM, agents: { registry: MIRROR } });
  const needs = await readNeeds();
  expect(needs[AGENT]).toEqual([`pod team-a/${name}`]);
  expect(Object.keys(needs).filter((image) => image.startsWith(`${MIRROR}/`))).not.toEqual([]);
});

test('the webhook is the one that is installed', async () => {
  scene.put('apps/v1/deployments', {
    metadata: {
      name: 'doka-tracing',
      namespace: 'doka-tracing',
      labels: { 'app.kubernetes.io/name': 'doka-tracing' },
    },
    spec: {
      template: {
        spec: { containers: [{ name: 'webhook', image: 'mirror.example/doka:9', args: ['serve'] }] },
      },
    },
  });
  const webhooks = Object.entries(await readNeeds()).filter(([, by]) => by.includes('webhook'));
  expect(webhooks).toEqual([['mirror.example/doka:9', ['webhook']]]);
});

test('a person reads it in 80 columns but for the names', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  for (let count = 0; count < 7; count++) await scene.pod('cart');
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out).toContain(`${AGENT}\n  nodejs, pod team-a/`);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('and 3 more');
  expect(out).toMatch(/^the images of the chart jaeger.*\n {2}enable_jaeger$/m);
  expect(out.split('\n').filter((line) => line.startsWith('  ') && line.length > 80)).toEqual([]);
});

test('what may not be read is reported', async () => {
  scene.server.failNext(403, { times: 1000 });
  const { code, err } = await run();
  expect(code).toBe(1);
  expect(err).toContain('notice: images may be missing. ');
});

test.each([[['--trace']], [['-n', 'team-a']], [['--url', 'https://a']]])(
  '%j is for something else',
  async (words) => {
    const { code, err } = await run(...words);
    expect(code).toBe(2);
    expect(err).toContain('are both given; give one of them.');
  },
);
