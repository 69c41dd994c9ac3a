import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOG, type CatalogEntry } from '../parts/catalog.js';
import { readGoModules } from './go-modules.js';
import type { LicensedPackage, RequiredPackage } from './package.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Folders in which nothing is ours. */
const NOT_OURS = ['node_modules', '.git', 'dist'];

/** Paths of the files of a name in the repository. */
export const findFiles = (name: string, folder = REPOSITORY): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return entry.name === name ? [path] : [];
    return NOT_OURS.includes(entry.name) ? [] : findFiles(name, path);
  });

/** How the pins of a file are read, by the name of the file. */
const PINS: Readonly<Record<string, (text: string) => readonly RequiredPackage[]>> = {
  'go.mod': (text) => readGoModules(text).map((module) => ({ kind: 'go', ...module })),
  'requirements.txt': readRequirements,
};

/** Reads the packages that a file pins: a go.mod or a requirements.txt. */
function readPins(path: string): readonly RequiredPackage[] {
  const read = PINS[basename(path)];
  if (read === undefined) throw new Error(`${path}: nothing is known of such files.`);
  return read(readFileSync(path, 'utf8'));
}

/** Reads `NAME==VERSION` lines. https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
function readRequirements(text: string): readonly RequiredPackage[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', version = ''] = line.split('==');
      if (version === '') throw new Error(`${line}: no version is pinned.`);
      return { kind: 'pypi', name: normalizePythonName(name), version };
    });
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export const normalizePythonName = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();

/** Every package but npm's that something in this repository is made from, once for each place that names it. */
export const listRequired = (): readonly RequiredPackage[] => [
  ...Object.keys(PINS).flatMap((name) => findFiles(name).flatMap(readPins)),
  ...(Object.values(CATALOG) as readonly CatalogEntry[]).flatMap(({ origin }) =>
    origin.kind === 'pins' ? [] : [origin],
  ),
];

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: unknown;
}

/**
 * Every npm package that package-lock.json locks, those of other platforms as well, with the licence that the installed
 * package names itself; where it is not installed, with the one that the registry gave.
 */
export function listNpm(): readonly LicensedPackage[] {
  const lock = readJson(join(REPOSITORY, 'package-lock.json')) as {
    readonly packages: Readonly<Record<string, Manifest>>;
  };
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => {
      const manifest = join(REPOSITORY, path, 'package.json');
      const { license } = existsSync(manifest) ? (readJson(manifest) as Manifest) : locked;
      const name = locked.name ?? path.split('node_modules/').at(-1) ?? '';
      const licence = typeof license === 'string' ? license : '';
      return { kind: 'npm', name, version: locked.version ?? '', licence };
    });
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
