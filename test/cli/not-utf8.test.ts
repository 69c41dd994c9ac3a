import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.js';
import { terminalOf } from '../support/terminal.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p # é\nspec:\n  containers:\n    - { name: app, image: a }\n';
const LATIN = Buffer.from(POD, 'latin1');
const REFUSED = /4:13: the byte E9 at offset 47 is not UTF-8; save the text as UTF-8\n$/;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-utf8-'));
  mkdirSync(join(folder, 'latin'));
  writeFileSync(join(folder, 'latin', 'a.yaml'), LATIN);
  writeFileSync(join(folder, 'latin', 'b.yaml'), 'kind: Namespace\napiVersion: v1\nmetadata: { name: b }\n');
  writeFileSync(join(folder, 'latin.yaml'), LATIN);
  writeFileSync(
    join(folder, 'latin.tfvars'),
    Buffer.from('# \n# \n# \n# café: é\nenable_tempo = true\n', 'latin1'),
  );
  writeFileSync(join(folder, 'good.yaml'), POD);
  writeFileSync(join(folder, 'marked.yaml'), `\ufeff${POD}`);
  writeFileSync(join(folder, 'good.tfvars'), 'enable_tempo = true\n');
  writeFileSync(join(folder, 'utf16.yaml'), Buffer.from(`\ufeff${POD}`, 'utf16le'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command; words in capitals are files of this test's folder. */
async function run(words: readonly string[]): Promise<Run> {
  const { terminal, written } = terminalOf();
  const named = words.map((word) =>
    /^[A-Z][A-Z0-9.]+$/.test(word) ? join(folder, word.toLowerCase()) : word,
  );
  // Asked to end at once: what wrongly goes on to serve or to send does not stay.
  const ending = { ...terminal, createEndSignal: () => AbortSignal.abort() };
  return { code: await runProgram(named, ending), ...written };
}

/** Runs the built command line with bytes on its standard input. */
const runWith = (words: readonly string[], input: Uint8Array): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...words], { cwd: folder }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
    child.stdin?.end(input);
  });

test.each<readonly [readonly string[]]>([
  [['inject', '-f', 'LATIN.YAML']],
  [['inject', '-f', 'LATIN']],
  [['inject', '-f', 'GOOD.YAML', '--context', 'LATIN.YAML']],
  [['inject', '-f', 'GOOD.YAML', '--context', 'LATIN']],
  [['render', 'collector', '-f', 'LATIN.YAML']],
  [['render', 'collector', '-f', 'GOOD.TFVARS', '--check', 'LATIN.YAML']],
  [['verify', '-f', 'LATIN.YAML']],
  [['serve', '--context', 'LATIN.YAML', '--port', '0']],
])('%j', async (words) => {
  const { code, out, err } = await run(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(REFUSED);
  expect(err).toContain(join(folder, 'latin'));
});

test('HCL is refused as well, with its own place', async () => {
  const { code, err } = await run(['render', 'collector', '-f', 'LATIN.TFVARS']);
  expect(code).toBe(2);
  expect(err).toContain('latin.tfvars:4:6: the byte E9 at offset 14 is not UTF-8; save the text as UTF-8\n');
});

test.each<readonly [readonly string[]]>([
  [['inject', '-f', '-']],
  [['render', 'collector', '-f', '-']],
  [['render', 'collector', '-f', 'good.tfvars', '--check', '-']],
])('%j from standard input', async (words) => {
  const { code, out, err } = await runWith(words, LATIN);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(REFUSED);
  expect(err).toContain('  stdin:4:13');
});

test('UTF-16 is told as such', async () => {
  const { code, err } = await run(['inject', '-f', 'UTF16.YAML']);
  expect(code).toBe(2);
  expect(err).toContain('utf16.yaml:1:1: is UTF-16; allowed: UTF-8; save it as UTF-8');
});

test('a byte order mark of UTF-8 is taken, and given out', async () => {
  const file = await run(['inject', '-f', 'MARKED.YAML']);
  expect(file).toMatchObject({ code: 0, out: `\ufeff${POD}` });
  const input = await runWith(['inject', '-f', '-'], Buffer.from(`\ufeff${POD}`));
  expect(input).toMatchObject({ code: 0, out: `\ufeff${POD}` });
  const flags = await runWith(['render', 'platform', '-f', '-'], Buffer.from('\ufeffenable_tempo = true\n'));
  expect(flags).toMatchObject({ code: 0 });
  expect(flags.out).toContain('enable_tempo: true');
});
