import { afterAll, beforeAll, expect, test } from 'vitest';
import { MANIFEST, openView, startScene, type Scene, type View } from './scene.js';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene.close());

interface Focused {
  /** What it is, as people find it: an id, or the text of a link or button. */
  readonly name: string;
  /** Whether something is drawn around it. */
  readonly isVisible: boolean;
}

const readFocus = ({ page }: View): Promise<Focused> =>
  page.evaluate<Focused>(`(() => {
    const focused = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    return {
      name: focused.id || focused.getAttribute('aria-label') || focused.textContent.trim(),
      isVisible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    };
  })()`);

/** Presses Tab until something of a name has the focus, and gives all that had it on the way. */
async function tabTo(view: View, name: string): Promise<Focused[]> {
  const passed: Focused[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await view.page.keyboard.press('Tab');
    const focused = await readFocus(view);
    passed.push(focused);
    if (focused.name === name) return passed;
  }
  throw new Error(`Tab does not come to ${name}, but to ${passed.map((each) => each.name).join(', ')}.`);
}

test('the first stop leads past the navigation', async () => {
  const view = await openView(scene, '/');
  expect((await tabTo(view, 'Skip to the content')).length).toBe(1);
  await view.page.keyboard.press('Enter');
  expect((await readFocus(view)).name).toBe('content');
  await view.close();
});

test('the filter is used with the keyboard alone, and the focus is seen at each stop', async () => {
  const view = await openView(scene, '/');
  const passed = await tabTo(view, 'namespace');
  await view.page.keyboard.type('shop');
  passed.push(...(await tabTo(view, 'status')));
  await view.page.keyboard.type('injected');
  passed.push(...(await tabTo(view, 'Filter')));
  expect(passed.filter(({ isVisible }) => !isVisible)).toEqual([]);
  await view.page.keyboard.press('Enter');
  await view.page.waitForURL('**/?*');
  const query = new URL(view.page.url()).searchParams;
  expect([query.get('namespace'), query.get('status'), query.get('reason')]).toEqual([
    'shop',
    'injected',
    '',
  ]);
  expect(await view.page.getByRole('status').textContent()).toContain('2 of the 4');
  await view.close();
});

test('the inspector is reached and used with the keyboard alone', async () => {
  const view = await openView(scene, '/');
  await tabTo(view, 'Pod inspector');
  await view.page.keyboard.press('Enter');
  await view.page.waitForURL('**/inspect');
  const passed = await tabTo(view, 'manifest');
  await view.page.keyboard.insertText(MANIFEST);
  passed.push(...(await tabTo(view, 'Inspect')));
  expect(passed.filter(({ isVisible }) => !isVisible)).toEqual([]);
  await view.page.keyboard.press('Enter');
  await view.page.getByRole('heading', { level: 1, name: 'Inspected' }).waitFor();
  expect(await view.page.locator('.route').textContent()).toContain('otel-collector.monitoring.svc');
  await view.close();
});

test('whoever goes back finds what they have pasted', async () => {
  const view = await openView(scene, '/inspect');
  const field = view.page.getByLabel('Manifest', { exact: true });
  await field.fill('a: [');
  await view.page.getByRole('button', { name: 'Inspect' }).click();
  await view.page.getByRole('alert').waitFor();
  await view.page.goBack();
  expect(await field.inputValue()).toBe('a: [');
  await view.close();
});

test('all of it is named for those who listen', async () => {
  const view = await openView(scene, '/');
  for (const role of ['banner', 'navigation', 'main', 'search', 'status'] as const)
    expect(await view.page.getByRole(role).count()).toBe(1);
  expect(await view.page.getByRole('heading', { level: 1 }).count()).toBe(1);
  for (const name of ['Pod', 'Status', 'Reasons and remedies'])
    expect(
      await view.page.getByRole('table', { name: 'Decisions' }).getByRole('columnheader', { name }).count(),
    ).toBeGreaterThan(0);
  expect(await view.page.getByRole('rowheader', { name: 'shop/search-0' }).count()).toBe(1);
  await view.close();
});
