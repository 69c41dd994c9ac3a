import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { createProgram, nameProgram, runProgram } from '../../src/cli/program.js';
import type { Terminal } from '../../src/text/terminal.js';

interface Written {
  out: string;
  err: string;
}

const terminalTo = (written: Written): Terminal => ({
  out: (text) => void (written.out += text),
  err: (text) => void (written.err += text),
  readInput: () => Promise.resolve(''),
  color: false,
  createEndSignal: () => new AbortController().signal,
});

async function run(...words: readonly string[]): Promise<Written & { code: number }> {
  const written: Written = { out: '', err: '' };
  const code = await runProgram(words, terminalTo(written));
  return { code, ...written };
}

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test('every command has a description, and its help has examples and gives 0', async () => {
  const program = createProgram(terminalTo({ out: '', err: '' }), () => undefined);
  expect(program.commands.map((command) => command.name())).toContain('serve');
  for (const words of [[], ...program.commands.map((command) => [command.name()])]) {
    const { code, out, err } = await run(...words, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Usage: doka-tracing.+\n\n\w.+Examples:\n {2}\$ doka-tracing/s);
  }
});

test.each([
  ['/usr/local/bin/kubectl-tracing', 'kubectl tracing'],
  ['/usr/local/bin/doka-tracing', 'doka-tracing'],
  ['dist/main.js', 'doka-tracing'],
  ['kubectl-tracing-old', 'doka-tracing'],
  ['', 'doka-tracing'],
])('started as %s, its help and examples call it %s', async (file, name) => {
  const written: Written = { out: '', err: '' };
  const code = await runProgram(['inject', '--help'], terminalTo(written), nameProgram(file));
  expect(code).toBe(0);
  expect(written.out).toContain(`Usage: ${name} inject [options]`);
  expect(written.out).toContain(`  $ ${name} inject -f deployment.yaml`);
  expect(written.out).toContain(`| ${name} inject -f -`);
  if (name !== 'doka-tracing') expect(written.out).not.toContain('doka-tracing ');
});

test('every name of the package is one that the program knows', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
  expect(Object.keys(bin).map((file) => [file, nameProgram(file)])).toEqual([
    ['doka-tracing', 'doka-tracing'],
    ['kubectl-tracing', 'kubectl tracing'],
    // It prints words for a shell, and no help.
    ['kubectl_complete-tracing', 'doka-tracing'],
  ]);
  expect(new Set(Object.values(bin)).size).toBe(1);
});

test('serve hears that it is to end before it has loaded anything', async () => {
  let isHeard = false;
  const ended = (): AbortSignal => {
    isHeard = true;
    return new AbortController().signal;
  };
  const running = runProgram(['serve', '--context', 'missing.yaml'], {
    ...terminalTo({ out: '', err: '' }),
    createEndSignal: ended,
  });
  expect(isHeard).toBe(true);
  expect(await running).toBe(2);
});

test.each([
  [['srve'], /unknown command 'srve'.*Did you mean serve\?/s],
  [['serve', '--contxt', 'x'], /unknown option '--contxt'.*Did you mean --context\?/s],
  [[], /Usage: doka-tracing/],
])('%j is wrong usage: 2, told on standard error', async (words, sentence) => {
  const { code, out, err } = await run(...words);
  expect(code).toBe(2);
  expect(err).toMatch(sentence);
  expect(out).toBe('');
});
