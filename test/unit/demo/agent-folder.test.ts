import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeAgentFolder } from '../../../src/demo/agent-folder.js';

test('the folder holds the file that the pod loads, which loads the installed agent', async () => {
  const { path, remove } = await makeAgentFolder();
  try {
    const register = createRequire(import.meta.url).resolve(
      '@opentelemetry/auto-instrumentations-node/register',
    );
    const text = readFileSync(join(path, 'autoinstrumentation.js'), 'utf8');
    expect(text).toBe(`require(${JSON.stringify(register)});\n`);
  } finally {
    await remove();
  }
  expect(existsSync(path)).toBe(false);
});

test('a folder for temporary files with a space is told', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'agent-folder-'));
  const spaced = join(parent, 'with space');
  mkdirSync(spaced);
  try {
    await expect(makeAgentFolder(spaced)).rejects.toThrow(/with space", has a space in its path; set TMPDIR/);
  } finally {
    rmSync(parent, { recursive: true });
  }
});
