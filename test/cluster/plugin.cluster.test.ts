import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textOf } from '../docs/markdown.js';
import { run } from './machine/command.js';
import { paths } from './suite/test-cluster.js';
import { REPOSITORY } from './suite/webhook.js';

const MAIN = join(REPOSITORY, 'dist', 'main.js');

let home: string;
let bin: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'doka-tracing-plugin-'));
  bin = join(home, '.local', 'bin');
  mkdirSync(bin, { recursive: true });
  // As npm does to what it installs.
  chmodSync(MAIN, 0o755);
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

const inHome = (): NodeJS.ProcessEnv => ({
  ...process.env,
  HOME: home,
  PATH: [bin, paths.binaries, dirname(process.execPath), process.env['PATH'] ?? ''].join(':'),
});

/** What the completion scripts of kubectl are told: Cobra asks in this way. */
const complete = (...words: readonly string[]): string =>
  run(join(paths.binaries, 'kubectl'), ['__complete', ...words], { env: inHome() });

/** The commands of the page that make the program where npm does not. */
const [, WRITTEN = ''] = /```sh\n([^`]*kubectl_complete-tracing[^`]*)```/.exec(textOf('docs/cli.md')) ?? [];

test.each<[string, () => void]>([
  [
    'as npm links it',
    () => {
      symlinkSync(MAIN, join(bin, 'kubectl_complete-tracing'));
    },
  ],
  [
    'as the page writes it',
    () => {
      run('sh', ['-c', WRITTEN], { env: inHome() });
    },
  ],
])('kubectl completes the plug-in, %s', (_, install) => {
  symlinkSync(MAIN, join(bin, 'kubectl-tracing'));
  expect(complete('tracing', 'ex')).not.toContain('explain');
  install();
  expect(complete('tracing', 'ex')).toMatch(/^explain\tSays what .*\n:4\n/);
  expect(complete('tracing', 'completion', 'z')).toMatch(/^zsh\n:4\n/);
  expect(complete('tracing', 'explain', '--out')).toMatch(/^--output\thow to print/);
  expect(complete('tracing', 'inject', '-f', '')).toMatch(/^:0\n/);
});
