import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../attack/product.js';
import { inspect, MANIFEST, openView, startScene, type Look, type Scene, type View } from './scene.js';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene.close());

const LARGEST = 150 * 1024;

interface Picture extends Look {
  readonly name: string;
  readonly path: string;
  readonly act?: (view: View) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: 'status-light', path: '/', scheme: 'light', width: 1280, height: 1250 },
  { name: 'status-dark', path: '/?namespace=shop', scheme: 'dark', width: 1280, height: 1250 },
  { name: 'status-narrow', path: '/', scheme: 'light', width: 320 },
  {
    ...{ name: 'inspector', path: '/inspect', scheme: 'light', width: 1280, height: 900 },
    act: (view) => inspect(view, MANIFEST),
  },
];

/** Tells whether a file is a PNG. https://www.w3.org/TR/png-3/#5PNG-file-signature */
const isPng = (bytes: Buffer): boolean => bytes.subarray(1, 4).toString() === 'PNG';

describe.each(PICTURES)('docs/pictures/$name.png', ({ name, path, act, ...look }) => {
  const file = inProject('docs', 'pictures', `${name}.png`);

  test('can be taken, and is small', async () => {
    const view = await openView(scene, path, look);
    await act?.(view);
    const bytes = await view.page.screenshot({ type: 'png' });
    expect(isPng(bytes)).toBe(true);
    expect(bytes.length).toBeLessThan(LARGEST);
    // Times and the ports of a run are on it: it is only written where somebody asks for it.
    if (process.env['UPDATE_PICTURES'] !== undefined && process.env['CI'] === undefined)
      writeFileSync(file, bytes);
    await view.close();
  });

  test('is in the docs, and is small', () => {
    expect(existsSync(file)).toBe(true);
    expect(isPng(readFileSync(file))).toBe(true);
    expect(statSync(file).size).toBeLessThan(LARGEST);
  });
});
