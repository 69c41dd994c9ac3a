import { describe, expect, test } from 'vitest';
import { CATALOG, type CatalogEntry } from '../parts/catalog.js';
import { ALLOWED } from './allowed.js';
import { compareRows, findForbidden, isAllowed } from './faults.js';
import { readGoModules } from './go-modules.js';
import { findFiles, listNpm, listRequired } from './required.js';
import { readRows } from './table.js';
import { like } from '../support/like.js';

describe('what this repository requires, tests included', () => {
  test('every npm package has a licence that is allowed', () => {
    const packages = listNpm();
    expect(packages.length).toBeGreaterThan(500);
    expect(findForbidden(packages)).toEqual([]);
  });

  test('every Go, Maven, Python and Debian package has a row in packages.tsv, and no row is left over', () => {
    expect(compareRows(listRequired(), readRows())).toEqual([]);
  });

  test('every row has a licence that is allowed', () => {
    expect(findForbidden(readRows())).toEqual([]);
  });

  test('every kind is looked at', () => {
    const kinds = new Set(listRequired().map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['debian', 'go', 'maven', 'pypi']);
  });

  test('the pins of every part that is started are among the files that are found', () => {
    const found = ['go.mod', 'requirements.txt'].flatMap((name) => findFiles(name));
    for (const { name, origin } of Object.values(CATALOG) as readonly CatalogEntry[])
      if (origin.kind === 'pins')
        expect({ name, found }).toMatchObject({ found: like.arrayContaining([origin.file]) });
  });

  test('no other list of packages is here that nobody reads', () => {
    const others = [
      'pom.xml',
      'build.gradle',
      'pyproject.toml',
      'Pipfile',
      'go.work',
      'Cargo.toml',
      'Gemfile',
    ];
    expect(others.flatMap((name) => findFiles(name))).toEqual([]);
  });

  test('no licence is allowed for nothing', () => {
    const used = [...listNpm(), ...readRows()].map(({ licence }) => licence).join(' ');
    expect(Object.keys(ALLOWED).filter((id) => !used.includes(id))).toEqual([]);
  });
});

describe('the judgement', () => {
  test.each([
    'MIT',
    'MIT OR GPL-3.0-only',
    '(MIT AND Zlib)',
    'Apache-2.0 OR (BSD-2-Clause AND AGPL-3.0-only)',
  ])('%s is allowed', (licence) => {
    expect(isAllowed(licence)).toBe(true);
  });

  test.each([
    'AGPL-3.0-only',
    'AGPL-3.0',
    'GPL-2.0-or-later',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'LGPL-3.0-only',
    'SSPL-1.0',
    'BUSL-1.1',
    'MIT AND AGPL-3.0-only',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.txt',
    '',
  ])('%j is not', (licence) => {
    expect(isAllowed(licence)).toBe(false);
  });

  const TEMPO = { kind: 'go', name: 'github.com/grafana/tempo', version: 'v1.0.0' } as const;

  test('a package under the AGPL is named with its licence', () => {
    expect(findForbidden([{ ...TEMPO, licence: 'AGPL-3.0-only' }])).toEqual([
      'go github.com/grafana/tempo v1.0.0 has the licence "AGPL-3.0-only", which is not allowed.',
    ]);
  });

  test('a package without a row is named, and a row without a package', () => {
    expect(compareRows([TEMPO], [])).toEqual(['go github.com/grafana/tempo v1.0.0 has no row.']);
    expect(compareRows([], [TEMPO])).toEqual([
      'go github.com/grafana/tempo v1.0.0 has a row and is not required.',
    ]);
    expect(compareRows([TEMPO, TEMPO], [TEMPO])).toEqual([]);
    expect(compareRows([TEMPO], [{ ...TEMPO, version: 'v1.0.1' }])).toHaveLength(2);
  });
});

test('a go.mod is read with its blocks, comments and replacements', () => {
  const text = `module example.org/m // a comment

go 1.26

require example.org/one v1.0.0
require (
	example.org/two v2.0.0 // indirect
	example.org/three/v3 v3.0.0
	example.org/four v0.0.0
)

exclude example.org/five v5.0.0

replace example.org/two => example.org/other v2.1.0
replace (
	example.org/three/v3 v3.0.0 => example.org/three/v3 v3.0.1
	example.org/four => ./four
)
`;
  expect(readGoModules(text)).toEqual([
    { name: 'example.org/one', version: 'v1.0.0' },
    { name: 'example.org/other', version: 'v2.1.0' },
    { name: 'example.org/three/v3', version: 'v3.0.1' },
  ]);
});
