import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import {
  HOSTILE,
  HOSTILE_POD,
  inspect,
  MANIFEST,
  MARK,
  openView,
  startScene,
  type Scene,
  type View,
} from './scene.js';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene([
    [HOSTILE, HOSTILE_POD],
    ['shop', HOSTILE_POD],
  ]);
});
afterAll(() => scene.close());

const PATHS: readonly string[] = [
  '/',
  `/?namespace=${encodeURIComponent(HOSTILE)}&status=${encodeURIComponent(HOSTILE)}`,
  '/decisions/1',
  '/reasons',
  '/inspect',
];

/** What a page shows of the hostile text as text. */
const countShown = (page: Page): Promise<number> =>
  page.evaluate<number>(`document.body.innerText.split('onerror=').length - 1`);

function expectHarmless({ requested, errors }: View, title: string): void {
  expect(errors).toEqual([]);
  expect(requested.filter((each) => new URL(each).origin !== scene.url)).toEqual([]);
  expect(title).not.toBe(MARK);
}

test.each(PATHS)('no script runs and nothing is asked of others on %s', async (path) => {
  const view = await openView(scene, path);
  expectHarmless(view, await view.page.title());
  expect(await view.page.locator('img, script').count()).toBe(0);
  await view.close();
});

test('hostile names are shown as text', async () => {
  const view = await openView(scene, '/');
  expect(await countShown(view.page)).toBeGreaterThan(3);
  await view.close();
});

test.each<[string, string]>([
  ['a pod', JSON.stringify(HOSTILE_POD)],
  ['no YAML', `${HOSTILE}: [`],
  [
    'a kind',
    `apiVersion: v1\nkind: ${JSON.stringify(HOSTILE)}\nmetadata: {name: a}\nspec: {template: {spec: {containers: []}}}`,
  ],
])('no script of a pasted text runs: %s', async (_what, manifest) => {
  const view = await openView(scene, '/inspect');
  await inspect(view, manifest);
  expectHarmless(
    { ...view, errors: view.errors.filter((error) => !error.includes('422')) },
    await view.page.title(),
  );
  await view.close();
});

test('credentials of a pasted text are not shown, and nothing of it is logged', async () => {
  const view = await openView(scene, '/inspect');
  await inspect(view, MANIFEST);
  const shown = await view.page.content();
  expect(shown).toContain('API_TOKEN');
  expect(shown).toContain('[redacted]');
  expect(shown).not.toContain('hidden');
  expect(scene.product.log()).not.toMatch(/API_TOKEN|checkout/);
  await view.close();
});

describe('were the names not escaped', () => {
  /** Opens the page with its escapes undone, with or without the policy that it is sent with. */
  async function openUnescaped(withPolicy: boolean): Promise<View> {
    const view = await openView(scene, '/inspect');
    await view.page.route(`${scene.url}/`, async (route) => {
      const response = await route.fetch();
      const { 'content-security-policy': policy = '', ...others } = response.headers();
      const body = (await response.text())
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'");
      const headers = { ...others, ...(withPolicy ? { 'content-security-policy': policy } : {}) };
      await route.fulfill({ status: 200, body, headers });
    });
    await view.page.goto(`${scene.url}/`);
    return view;
  }

  test('their scripts would run without the policy', async () => {
    const view = await openUnescaped(false);
    await view.page.waitForFunction(`document.title === ${JSON.stringify(MARK)}`);
    await view.close();
  });

  test('the policy would keep them away, and the browser would say so', async () => {
    const view = await openUnescaped(true);
    expect(view.errors.some((error) => error.includes('Content Security Policy'))).toBe(true);
    expect(await view.page.title()).not.toBe(MARK);
    await view.close();
  });
});

test('the form of another site is refused', async () => {
  const form = `<form method="post" action="${scene.url}/inspect"><input name="manifest" value="a"><button>Go</button></form>`;
  const other = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end(form);
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const view = await openView(scene, '/inspect');
  await view.page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  const answer = view.page.waitForResponse(`${scene.url}/inspect`);
  await view.page.getByRole('button').click();
  expect((await answer).status()).toBe(403);
  await view.close();
  other.close();
  other.closeAllConnections();
});

test('the page is not shown inside of another one', async () => {
  const view = await openView(scene, '/inspect');
  const response = await view.page.goto(`${scene.url}/`);
  expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  await view.close();
});
