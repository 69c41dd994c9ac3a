import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
const CORE = join(SOURCE, 'core');

const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(SOURCE, file));

const text = (file: string): string => readFileSync(file, 'utf8');
const shown = (file: string): string => relative(SOURCE, file);
const isCore = (file: string): boolean => file.startsWith(`${CORE}/`);

/** Modules that a file names in imports, exports and dynamic imports. */
function modulesOf(source: string): readonly string[] {
  const patterns = [
    /^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'/gm,
    /^import\s+'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'/g,
  ];
  return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name ?? ''));
}

/** `file imports module` for what a file of core names beyond core, or zod outside objects. */
function strangersIn(file: string, source: string): readonly string[] {
  return modulesOf(source)
    .filter((name) => {
      if (name === 'zod' || name.startsWith('zod/')) return !file.startsWith(join(CORE, 'objects/'));
      return !name.startsWith('.') || !isCore(resolve(dirname(file), name));
    })
    .map((name) => `${shown(file)} imports ${name}`);
}

test('the whole tree is looked at', () => {
  const names = FILES.map(shown);
  expect(names).toEqual(
    expect.arrayContaining(['main.ts', 'core/admit.ts', 'core/objects/instrumentation.ts']),
  );
  expect(names.length).toBeGreaterThan(100);
});

test('no file is longer than 250 lines', () => {
  const long = FILES.map((file) => [shown(file), text(file).trimEnd().split('\n').length] as const);
  expect(long.filter(([, lines]) => lines > 250)).toEqual([]);
});

test('no file is named after nothing in particular', () => {
  const vague = /(^|\/)(utils?|helpers?|common|types?|misc)([.-]|\/|$)/;
  expect(FILES.map(shown).filter((file) => vague.test(file))).toEqual([]);
});

describe('core imports itself alone, and zod for its objects', () => {
  test('in every file', () => {
    expect(FILES.filter(isCore).flatMap((file) => strangersIn(file, text(file)))).toEqual([]);
  });

  test('and its files do import', () => {
    expect(FILES.filter(isCore).flatMap((file) => modulesOf(text(file))).length).toBeGreaterThan(200);
  });

  test.each<[string, string, readonly string[]]>([
    ['decide/a.ts', "import { x } from './b.js';\nimport { y } from '../pod.js';", []],
    ['decide/a.ts', "import { z } from 'zod';", ['zod']],
    ['objects/a.ts', "import { z } from 'zod';", []],
    ['objects/a.ts', "import { readFile } from 'node:fs';", ['node:fs']],
    ['a.ts', "import {\n  x,\n  y,\n} from '../config/context.js';", ['../config/context.js']],
    ['a.ts', "import type { X } from 'yaml';\nexport { y } from 'express';", ['yaml', 'express']],
    ['a.ts', "import 'pino';", ['pino']],
    ['a.ts', "const x = await import('diff');", ['diff']],
  ])('and this test sees it: %s with %j', (file, source, modules) => {
    const expected = modules.map((name) => `core/${file} imports ${name}`);
    expect(strangersIn(join(CORE, file), source)).toEqual(expected);
  });
});

test('one file names the parser of HCL, which is large and of a project that has ended', () => {
  expect(FILES.filter((file) => text(file).includes('@cdktf/hcl2json')).map(shown)).toEqual([
    'config/hcl.ts',
  ]);
});
