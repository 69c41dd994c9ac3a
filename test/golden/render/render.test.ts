import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../../src/cli/program.js';
import { readPackageVersion } from '../../../src/text/package-version.js';
import { isUpdating } from '../../support/fixtures.js';
import { terminalOf } from '../../support/terminal.js';

/**
 * Every folder `cases/<topic>/<case>` holds a platform's choice (`platform.*`), command lines (`command`), and the files that `render` writes (`expected/`). `UPDATE_GOLDEN=1 npm test -- test/golden/render` writes them anew;
 * read the difference before it is kept.
 */
const CASES = fileURLToPath(new URL('cases', import.meta.url));

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const NAMES = foldersIn(CASES).flatMap((topic) =>
  foldersIn(join(CASES, topic)).map((name) => `${topic}/${name}`),
);

/** The files that a case renders, by their names. */
async function renderedBy(folder: string): Promise<Readonly<Record<string, string>>> {
  const input = readdirSync(folder).find((name) => name.startsWith('platform.'));
  if (input === undefined) throw new Error(`${folder} has no file platform.*`);
  const commands = readFileSync(join(folder, 'command'), 'utf8').trim().split('\n');
  const out = mkdtempSync(join(tmpdir(), 'doka-tracing-render-'));
  try {
    for (const command of commands) {
      const { terminal, written } = terminalOf();
      const words = [...command.split(' '), '-f', join(folder, input), '--folder', out];
      if ((await runProgram(words, terminal)) !== 0) throw new Error(written.err);
    }
    // The version of a release is no reason to read every case again.
    const own = `doka-tracing:${readPackageVersion()}`;
    const read = (name: string): string =>
      readFileSync(join(out, name), 'utf8').replaceAll(own, 'doka-tracing:own');
    return Object.fromEntries(readdirSync(out).map((name) => [name, read(name)]));
  } finally {
    rmSync(out, { recursive: true });
  }
}

function expectedIn(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, 'expected');
  if (!existsSync(path)) return {};
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

function writeExpected(folder: string, files: Readonly<Record<string, string>>): void {
  const path = join(folder, 'expected');
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
}

describe.each(NAMES)('%s', (name) => {
  const folder = join(CASES, name);

  test('is rendered as expected', async () => {
    const files = await renderedBy(folder);
    if (isUpdating()) writeExpected(folder, files);
    expect(files).toEqual(expectedIn(folder));
  });
});
