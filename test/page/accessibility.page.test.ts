import axe, { type AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect, MANIFEST, openView, startScene, type Look, type Scene, type View } from './scene.js';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene.close());

/** What axe finds on a page, in the words of its rules. It is put in by the browser itself, past the policy of the page. */
async function findFaults({ page }: View): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const LOOKS: readonly Look[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'light', width: 320 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'dark', width: 320 },
];

type Act = (view: View) => Promise<void>;
const stay: Act = () => Promise.resolve();

const PAGES: readonly (readonly [name: string, path: string, act: Act])[] = [
  ['status', '/', stay],
  ['status with a filter', '/?namespace=shop&status=done', stay],
  ['a decision', '/decisions/1', stay],
  ['a decision that is not kept', '/decisions/99', stay],
  ['reasons', '/reasons', stay],
  ['the form of the inspector', '/inspect', stay],
  ['a manifest that was inspected', '/inspect', (view) => inspect(view, MANIFEST)],
  ['a manifest that was refused', '/inspect', (view) => inspect(view, 'a: [')],
];

describe.each(PAGES)('%s', (_name, path, act) => {
  test.each(LOOKS)('axe finds nothing in $scheme at $width px', async (look) => {
    const view = await openView(scene, path, look);
    await act(view);
    expect(await findFaults(view)).toEqual([]);
    const width = await view.page.evaluate<number>('document.scrollingElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(look.width);
    await view.close();
  });
});

test('axe finds text without contrast, and a field without a label', async () => {
  const view = await openView(scene, '/inspect');
  await view.page.evaluate(`
    document.querySelector('h1').style.color = '#ccc';
    document.querySelector('label').remove();
  `);
  const faults = await findFaults(view);
  expect(faults.some((fault) => fault.startsWith('color-contrast'))).toBe(true);
  expect(faults.some((fault) => fault.startsWith('label'))).toBe(true);
  await view.close();
});
