import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCommands } from '../../scripts/docs/options.js';
import { COMPLETION_CASES } from '../support/completion-cases.js';
import { runIn } from './run-in.js';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-completion-'));
  for (const name of ['platform.yaml', 'plan b.yaml']) writeFileSync(join(folder, name), '');
  const { code, out, err } = await runIn(folder, ['completion', 'bash']);
  expect([code, err]).toEqual([0, '']);
  writeFileSync(join(folder, 'script'), out);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a real bash offers for the last word, as its completion calls the function. */
function completeInBash(words: readonly string[]): readonly string[] {
  const program = `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _doka_tracing
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--norc', '--noprofile', '-c', program, 'bash', 'doka-tracing', ...words];
  const { stdout, stderr } = spawnSync('bash', args, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  test.each(COMPLETION_CASES)('$words', ({ words, completions }) => {
    expect([...completeInBash(words)].sort()).toEqual([...completions].sort());
  });

  test.each([
    // Bash breaks words at the equals sign.
    [
      ['inject', '--output', '='],
      ['yaml', 'json'],
    ],
    [['inject', '--output', '=', 'j'], ['json']],
    [
      ['inject', '--output', '=', 'json', '--di'],
      ['--diff', '--disable-languages'],
    ],
    [['render', '--cluster', '=', 'collector', 'dash'], ['dashboard']],
    [['render', 'dashboard', ''], []],
    [['render', '-f', '-', 'dash'], ['dashboard']],
    [
      ['inject', '-f', 'pla'],
      ['plan b.yaml', 'platform.yaml'],
    ],
    [['--v'], ['--version']],
  ])('%j', (words, completions) => {
    expect([...completeInBash(words)].sort()).toEqual(completions.sort());
  });

  test('both names of the program', () => {
    const program = 'source ./script; complete -p';
    const { stdout } = spawnSync('bash', ['--norc', '-c', program], { cwd: folder, encoding: 'utf8' });
    expect(stdout.trim().split('\n').sort()).toEqual([
      'complete -F _doka_tracing doka-tracing',
      'complete -F _doka_tracing kubectl-tracing',
    ]);
  });
});

describe('what kubectl is answered', () => {
  /** The candidates, without what is said of them, and what the shell does beside. */
  const ask = async (...words: readonly string[]): Promise<{ words: readonly string[]; last: string }> => {
    const { code, out, err } = await runIn(folder, ['__complete', ...words]);
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n').slice(0, -1);
    return { words: lines.slice(0, -1).map((each) => each.split('\t')[0] ?? ''), last: lines.at(-1) ?? '' };
  };

  test.each(COMPLETION_CASES)('$words', async ({ words, completions }) => {
    const isPath = completions.includes('platform.yaml');
    const told = await ask(...words);
    expect([...told.words].sort()).toEqual(isPath ? [] : [...completions].sort());
    expect(told.last).toBe(isPath ? ':0' : ':4');
  });

  test.each([
    [
      ['inject', '--output='],
      ['yaml', 'json'],
    ],
    [['inject', '--output=j'], ['json']],
    [['inject', '--nothing=j'], []],
    [['nothing', '-'], []],
    [['render', 'dashboard', ''], []],
    [['render', '-f', '-', 'dash'], ['dashboard']],
    [['--v'], ['--version']],
    [[], [...listCommands().map((command) => command.name()), 'help']],
  ])('%j', async (words, completions) => {
    expect([...(await ask(...words)).words].sort()).toEqual([...completions].sort());
  });

  test('what a command does', async () => {
    const { out } = await runIn(folder, ['__complete', 'aud']);
    expect(out).toMatch(/^audit\tCompares what /);
  });
});

test('no command has commands of its own, which the scripts would not complete', () => {
  expect(listCommands().flatMap(({ commands }) => commands)).toEqual([]);
});

test.each(['bash', 'zsh', 'fish'])('the script for %s names every option of every command', async (shell) => {
  const { code, out } = await runIn(folder, ['completion', shell]);
  expect(code).toBe(0);
  const names = listCommands().flatMap(({ options }) => options.map(({ long = '' }) => long.slice(2)));
  expect(names.filter((name) => !out.includes(name))).toEqual([]);
});
