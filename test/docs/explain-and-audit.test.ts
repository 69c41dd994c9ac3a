import { afterAll, beforeAll, expect, test } from 'vitest';
import { VERDICT_WORDS } from '../../src/inspect/format-pods.js';
import { MISSED_CAUSES } from '../../src/inspect/missed-cause.js';
import { SILENT_CAUSES } from '../../src/inspect/silent-cause.js';
import { runIn } from '../cli/run-in.js';
import { EARLY, NODEJS, startLiveScene, type LiveScene } from '../support/live-scene.js';
import { textOf } from './markdown.js';

const page = textOf('docs/explain-and-audit.md');

let scene: LiveScene;

beforeAll(async () => {
  scene = await startLiveScene();
  scene.deployment('cart', { annotations: NODEJS });
  scene.deployment('other');
  await scene.pod('cart');
  await scene.pod('cart', { isAnswered: false, createdAt: EARLY });
});

afterAll(() => scene.end());

/** The commands of the page that show what they print, with that; `...` stands for more. */
const SAMPLES = [...page.matchAll(/```\n\$ doka-tracing (.+)\n([^`]+)```/g)].map(
  ([, command = '', printed = '']) => ({ command, parts: printed.split('...\n') }),
);

test('the page shows what both commands print', () => {
  expect(SAMPLES.map(({ command }) => command.split(' ')[0])).toEqual(['explain', 'audit']);
});

test.each(SAMPLES)('$command prints what the page shows', async ({ command, parts }) => {
  const { code, out } = await runIn('.', [...command.split(' '), '--kubeconfig', scene.kubeconfig]);
  expect(code).toBe(1);
  for (const part of parts) expect(out).toContain(part.trimEnd());
});

test('the page names every cause and every word', () => {
  for (const word of [...MISSED_CAUSES, ...SILENT_CAUSES, ...Object.values(VERDICT_WORDS)])
    expect(page).toContain(`\`${word}\``);
});
