import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  listBannedImports,
  CORE_FOLDERS,
  findFolder,
  canImport,
  OUTER_FOLDERS,
} from '../../scripts/folders.mjs';
import { like } from '../support/like.js';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** Paths below `src`. */
const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

const text = (file: string): string => readFileSync(join(SOURCE, file), 'utf8');

/** Modules that a file names in imports, exports and dynamic imports. */
function modulesOf(source: string): readonly string[] {
  const patterns = [
    /^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'/gm,
    /^import\s+'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'/g,
  ];
  return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name ?? ''));
}

/** The files of `src` that a file imports. */
const importsOf = (file: string, source = text(file)): readonly string[] =>
  modulesOf(source)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(SOURCE, resolve(SOURCE, dirname(file), name)).replace(/\.js$/, '.ts'));

const GRAPH: ReadonlyMap<string, readonly string[]> = new Map(FILES.map((file) => [file, importsOf(file)]));

/** `file imports other` for each import that the order of the folders does not allow. */
function offendersIn(file: string, imports: readonly string[]): readonly string[] {
  const from = findFolder(file);
  if (from === undefined) return [];
  return imports
    .filter((other) => {
      const to = findFolder(other);
      return to === undefined || !canImport(from, to);
    })
    .map((other) => `${file} imports ${other}`);
}

test('the whole tree is looked at', () => {
  expect(FILES).toEqual(
    like.arrayContaining(['main.ts', 'core/admit.ts', 'core/objects/instrumentation.ts']),
  );
  expect(FILES.length).toBeGreaterThan(100);
  expect([...GRAPH.values()].flat().length).toBeGreaterThan(1000);
});

test('every import names a file that is there', () => {
  expect(
    [...GRAPH].flatMap(([file, all]) => all.filter((to) => !GRAPH.has(to)).map((to) => `${file} ${to}`)),
  ).toEqual([]);
});

test('no file is longer than 250 lines', () => {
  const long = FILES.map((file) => [file, text(file).trimEnd().split('\n').length] as const);
  expect(long.filter(([, lines]) => lines > 250)).toEqual([]);
});

test('no file is named after nothing in particular', () => {
  const vague = /(^|\/)(utils?|helpers?|common|types?|misc)([.-]|\/|$)/;
  expect(FILES.filter((file) => vague.test(file))).toEqual([]);
});

describe('the order of the folders', () => {
  test('has a row for each folder, and each row is a folder', () => {
    const top = new Set(FILES.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
    expect(new Set(OUTER_FOLDERS.map(({ name }) => name))).toEqual(top);
    const steps = FILES.filter((file) => /^core\/[^/]+\//.test(file)).map((file) =>
      file.split('/').slice(0, 2).join('/'),
    );
    expect(new Set(CORE_FOLDERS.map(({ name }) => name))).toEqual(new Set(steps));
  });

  test('allows a folder nothing but folders before it', () => {
    for (const rows of [CORE_FOLDERS, OUTER_FOLDERS])
      rows.forEach(({ name, imports }, index) => {
        const before = rows.slice(0, index).map((row) => row.name);
        expect({ name, later: imports.filter((each) => !before.includes(each)) }).toEqual({
          name,
          later: [],
        });
      });
  });

  test('allows nothing that no file makes use of', () => {
    const used = new Set(
      [...GRAPH].flatMap(([file, all]) =>
        all.map((to) => `${findFolder(file)?.name ?? ''} ${findFolder(to)?.name ?? ''}`),
      ),
    );
    const isUsed = (from: string, to: string): boolean =>
      [...used].some(
        (pair) => pair === `${from} ${to}` || (to === 'core' && pair.startsWith(`${from} core`)),
      );
    const unused = [...CORE_FOLDERS, ...OUTER_FOLDERS].flatMap(({ name, imports }) =>
      imports.filter((to) => !isUsed(name, to)).map((to) => `${name} imports no ${to}`),
    );
    expect(unused).toEqual([]);
  });

  test('is kept by every file', () => {
    expect([...GRAPH].flatMap(([file, imports]) => offendersIn(file, imports))).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ['core/decide/a.ts', '../kubernetes/pod.js', []],
    ['core/decide/a.ts', '../domain.js', []],
    ['core/decide/a.ts', '../plan/recipe.js', ['core/plan/recipe.ts']],
    ['core/plan/a.ts', '../../http/app.js', ['http/app.ts']],
    ['http/isolation/a.ts', '../../kube/client.js', ['kube/client.ts']],
    ['cli/a.ts', '../core/decide/decide.js', []],
    ['text/a.ts', '../main.js', ['main.ts']],
  ])('and this test sees it: %s with %s', (file, name, others) => {
    const imports = importsOf(file, `import { x } from '${name}';`);
    expect(offendersIn(file, imports)).toEqual(others.map((other) => `${file} imports ${other}`));
  });

  test('is what ESLint bans', () => {
    const isBanned = (folder: string, name: string): boolean =>
      [...CORE_FOLDERS, ...OUTER_FOLDERS]
        .filter((row) => row.name === folder)
        .flatMap((row) => listBannedImports(row))
        .some(({ regex }) => new RegExp(regex).test(name));
    expect(isBanned('core/decide', '../plan/recipe.js')).toBe(true);
    expect(isBanned('core/plan', '../decide/decide.js')).toBe(false);
    expect(isBanned('http', '../../kube/client.js')).toBe(true);
    expect(isBanned('serve', '../kube/client.js')).toBe(false);
  });
});

test('core imports no package but zod, and that for its schemas alone', () => {
  const packages = FILES.filter((file) => file.startsWith('core/')).flatMap((file) =>
    modulesOf(text(file))
      .filter((name) => !name.startsWith('.'))
      .map((name) => `${dirname(file)} ${name}`),
  );
  expect([...new Set(packages)].sort()).toEqual(['core/objects zod']);
});

test('no files import each other in a circle', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' > '));
    else if (!done.has(file)) {
      for (const next of GRAPH.get(file) ?? []) visit(next, [...way, file]);
      done.add(file);
    }
  };
  for (const file of FILES) visit(file, []);
  expect(circles).toEqual([]);
});

test('one file names the parser of HCL, which is large and of a project that has ended', () => {
  expect(FILES.filter((file) => text(file).includes('@cdktf/hcl2json'))).toEqual(['config/hcl.ts']);
});
