import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listVersionFaults, setVersions, VERSION_PLACES } from '../../scripts/release/versions.js';

/** A file with all of its places, or without one of them. */
const textOf = (path: string, versionAt: (before: string) => string | undefined): string =>
  VERSION_PLACES.filter((place) => place.path === path)
    .map(({ before }) => ({ before, version: versionAt(before) }))
    .map(({ before, version }) => (version === undefined ? 'a\n' : `a\n${before}${version}\nb\n`))
    .join('');

test('every place has the version of package.json', () => {
  expect(listVersionFaults('.')).toEqual([]);
});

describe('in another tree', () => {
  let root: string;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'release-versions-'));
    write('package.json', '{"version":"1.2.3"}');
    write('package-lock.json', '{"version":"1.2.3","packages":{"":{"version":"1.2.3"}}}');
    for (const { path } of VERSION_PLACES)
      write(
        path,
        textOf(path, () => '1.2.3'),
      );
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test('that is all of one version there is no fault', () => {
    expect(listVersionFaults(root)).toEqual([]);
    expect(setVersions(root)).toEqual([]);
  });

  test.each(VERSION_PLACES)(
    '$path is found where it is of another version, and is set',
    ({ path, before }) => {
      write(
        path,
        textOf(path, (place) => (place === before ? '1.2.2-rc.1' : '1.2.3')),
      );
      expect(listVersionFaults(root)).toEqual([
        `${path} has version 1.2.2-rc.1, package.json 1.2.3; run: npm run set-version`,
      ]);
      expect(setVersions(root)).toEqual([path]);
      expect(readFileSync(join(root, path), 'utf8')).toBe(textOf(path, () => '1.2.3'));
      expect(listVersionFaults(root)).toEqual([]);
    },
  );

  test.each(VERSION_PLACES)('$path is found where it says no version', ({ path, before }) => {
    write(
      path,
      textOf(path, (place) => (place === before ? undefined : '1.2.3')),
    );
    expect(listVersionFaults(root)).toEqual([`${path} has no version behind "${before}".`]);
  });

  test.each([
    ['{"version":"1.2.2","packages":{"":{"version":"1.2.3"}}}'],
    ['{"version":"1.2.3","packages":{"":{"version":"1.2.2"}}}'],
  ])('a lock %s is not that of the version', (lock) => {
    write('package-lock.json', lock);
    expect(listVersionFaults(root)).toEqual(['package-lock.json is not of version 1.2.3; run: npm install']);
  });
});
