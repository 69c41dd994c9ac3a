import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../cluster/machine/command.js';
import { CATALOG } from '../parts/catalog.js';
import { made } from '../parts/part.js';

const WORKFLOWS = join('.github', 'workflows');

let actionlint: string;

beforeAll(async () => {
  actionlint = join(await made(CATALOG.actionlint), 'actionlint');
});

test.each(readdirSync(WORKFLOWS))('actionlint finds nothing in %s', (name) => {
  expect(run(actionlint, ['-no-color', join(WORKFLOWS, name)])).toBe('');
});

test('actionlint finds what is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
  try {
    mkdirSync(join(folder, WORKFLOWS), { recursive: true });
    const file = join(folder, WORKFLOWS, 'a.yml');
    const steps = 'steps:\n      - run: echo ${{ steps.absent.outputs.a }}\n';
    writeFileSync(file, `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    ${steps}`);
    expect(() => run(actionlint, ['-no-color', file])).toThrow('"absent"');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
