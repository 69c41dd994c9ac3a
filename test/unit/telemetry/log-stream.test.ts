import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GATHERED_CHARACTERS, GATHERING_MS } from '../../../src/telemetry/bounds.js';
import { createLogStream } from '../../../src/telemetry/log-stream.js';
import { until } from '../../support/until.js';

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

test('lines that come soon after each other are written together', async () => {
  const path = join(folder, 'log');
  const fd = openSync(path, 'w');
  const read = (): string => readFileSync(path, 'utf8');
  const stream = createLogStream(fd);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stream.write('one\n');
  // As long as a write takes.
  for (let turn = 0; turn < 20; turn += 1) await writeFile(join(folder, 'other'), 'x');
  stream.write('two\n');
  expect(read()).toBe('');
  vi.advanceTimersByTime(GATHERING_MS);
  vi.useRealTimers();
  await until(read, (text) => text === 'one\ntwo\n');
  await stream.close();
  closeSync(fd);
});

test('lines that are long do not wait for each other', async () => {
  const path = join(folder, 'log');
  const fd = openSync(path, 'w');
  const stream = createLogStream(fd);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  stream.write('x'.repeat(GATHERED_CHARACTERS));
  vi.useRealTimers();
  await until(
    () => readFileSync(path, 'utf8'),
    (text) => text.length === GATHERED_CHARACTERS,
  );
  await stream.close();
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
