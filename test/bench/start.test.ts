import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../bench/pinned.js';
import { imageNodeVersion } from '../cluster/images/node-program.js';

let cache: string;

// In the place of the Node.js of the image: a program that says with which words it was started.
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const folder = join(cache, 'doka-tracing', `node-linux-${process.arch}-${imageNodeVersion()}`, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'node'), '#!/bin/sh\necho "$@"\nexit 3\n', { mode: 0o755 });
});

afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});

const start = (words: readonly string[]): { readonly status: number | null; readonly stdout: string } =>
  spawnSync(process.execPath, ['--import', 'tsx', 'bench/start.ts', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });

test.each([
  [['bench/run.ts', '--this-node', '--help'], 0, 'npm run bench -- '],
  [['bench/run.ts', '--help', '--this-node'], 0, '--this-node'],
  [['bench/cluster/run.ts', '--this-node', '--help'], 0, '--this-node'],
  [['bench/run.ts', '--this-node', '--unknown'], 2, ''],
])('%j runs on the Node.js of this machine, and ends as the benchmark does', (words, status, output) => {
  const ended = start(words);
  expect(ended.status).toBe(status);
  expect(ended.stdout).toContain(output);
});

test.skipIf(process.platform !== 'linux').each([
  [['bench/run.ts'], '--import tsx bench/run.ts\n'],
  [['--expose-gc', 'bench/maps.ts', '--quick'], '--import tsx --expose-gc bench/maps.ts --quick\n'],
])('%j runs on the Node.js of the image', (words, started) => {
  expect(start(words)).toMatchObject({ status: 3, stdout: started });
});
