import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogStream } from '../../../src/telemetry/log-stream.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-stream-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('what was written is there when it is closed', async () => {
  const path = join(folder, 'log');
  const fd = openSync(path, 'w');
  const stream = createLogStream(fd);
  for (let line = 0; line < 1000; line += 1) stream.write(`${line}\n`);
  await stream.close();
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(1001);
  closeSync(fd);
});

test('a reader that reads no more does not keep it from closing', async () => {
  const path = join(folder, 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  const reader = openSync(path, constants.O_RDWR);
  const stream = createLogStream(openSync(path, 'w'));
  for (let line = 0; line < 10_000; line += 1) stream.write(`${'x'.repeat(1000)}\n`);
  await stream.close();
  // Lets go of the write that still waits in the background.
  readSync(reader, Buffer.alloc(64 * 1024));
  closeSync(reader);
});
